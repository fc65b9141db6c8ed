#include <doctest/doctest.h>

#include <pugixml.hpp>

#include "render/odf/odf_rich.h"
#include "render/odt_fixture.h"

// Rich text, links and merged cells in OpenDocument texts.
namespace svodka::render::odf {
namespace {

using Lines = std::vector<std::string>;

// What a template of one text column makes of a value, and which findings it gives.
struct Made {
  std::string package;
  Lines rules;
  std::string xml() const { return test::part_of(package, "content.xml"); }
};

Made made_of(const std::string& body, const std::string& value,
             const std::vector<test::Entry>& entries = {}) {
  Diagnostics out;
  const Shape shape{{{"note", ColumnType::kText}}, {}};
  const auto compiled = OdtTemplate::compile("", "t.odt", test::odt(body, entries), shape, out);
  for (const auto& finding : out.in_order()) INFO(finding.message.ru);
  REQUIRE(compiled);
  Made made{compiled->render({{value}, {}}, out), {}};
  CHECK_EQ(test::odt_faults(made.package), "");
  for (const auto& finding : out.in_order()) made.rules.push_back(finding.rule);
  return made;
}

std::string note(const std::string& markdown) {
  const auto made = made_of("<text:p text:style-name=\"P1\">{{note:markdown}}</text:p>", markdown);
  CHECK(made.rules.empty());
  return made.xml();
}

TEST_CASE("odt rich text: paragraphs have the style of the marker's, emphasis is spans") {
  const auto xml = note("Один **жирный** и *курсив* <b>\n\nДва `код` ~~нет~~\\\nтри");
  CHECK(
      contains(xml,
               "<text:p text:style-name=\"P1\">Один<text:s/><text:span "
               "text:style-name=\"svodka-text-bold\">жирный</text:span><text:s/>и<text:s/><text:span "
               "text:style-name=\"svodka-text-italic\">курсив</text:span><text:s/>&lt;b&gt;</text:p><text:p "
               "text:style-name=\"P1\">Два"));
  CHECK(contains(xml, "<text:line-break/>три</text:p>"));
  CHECK(contains(xml, "<style:style style:name=\"svodka-text-bold\" style:family=\"text\">"));
  CHECK_EQ(count(xml, "style:name=\"svodka-"), 4);  // each style once, and none that nothing needs
}

TEST_CASE("odt rich text: lists, nested and numbered, headings, quotations, tables, rules") {
  CHECK_EQ(test::odt_text(made_of(p("{{note:markdown}}"), "- а\n- б\n  1. в\n").package), "- а\n- б\n- в\n");
  const auto list = note("3. а\n4. б");
  CHECK(
      contains(list,
               "<text:list text:style-name=\"svodka-numbers\"><text:list-item text:start-value=\"3\"><text:p "
               "text:style-name=\"P1\">а</text:p></text:list-item><text:list-item><text:p"));
  CHECK_EQ(count(list, "<text:list-level-style-number "), 10);
  CHECK(contains(note("## Итог"),
                 "<text:h text:style-name=\"svodka-heading\" text:outline-level=\"2\">Итог</text:h>"));
  const auto styled = made_of(p("{{note:markdown:headings=2}}"), "# Итог\n\n> сказано",
                              {{"styles.xml",
                                "<style:style style:name=\"Heading_20_2\"/>"
                                "<style:style style:name=\"Quotations\"/>"}});
  CHECK(contains(styled.xml(),
                 "<text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">Итог</text:h>"
                 "<text:p text:style-name=\"Quotations\">сказано</text:p>"));
  const auto table = made_of(p("{{note:markdown}}"), "| а | б |\n|---|--:|\n| 1 | 2 |\n");
  CHECK_EQ(test::odt_text(table.package), "а | б\n1 | 2\n");
  CHECK(contains(table.xml(), "<text:p text:style-name=\"svodka-end\">2</text:p>"));
  CHECK(contains(note("а\n\n---\n"), "<text:p text:style-name=\"svodka-rule\"></text:p>"));
}

TEST_CASE("odt rich text: in the middle of a paragraph blocks are lines") {
  const auto made = made_of(p("До {{note:markdown}} после"), "а\n\n- б\n- **в**");
  CHECK_EQ(test::odt_text(made.package), "До а\\n• б\\n• в после\n");
  CHECK_EQ(made_of(p("до {{note:markdown}}"), "| а |\n|---|\n").rules, Lines{"markdown-place"});
  CHECK_EQ(made_of(list(li("{{note:markdown}}")), "| а |\n|---|\n| б |\n").rules, Lines{"markdown-place"});
}

TEST_CASE("odt rich text: an empty value leaves no paragraph, a cell and a condition hold blocks") {
  CHECK_EQ(test::odt_text(made_of(p("{{note:markdown}}") + p("."), " ").package), ".\n");
  CHECK_EQ(test::odt_text(made_of(p("{{#note}}{{note:markdown}}{{/note}}") + p("."), "а\n\nб").package),
           "а\nб\n.\n");
  CHECK_EQ(test::odt_text(made_of(tbl(tr({"{{note:markdown}}", "x"})), "а\n\nб").package), "а/б | x\n");
}

TEST_CASE("odt rich text: what is not safe is not made") {
  const auto made =
      made_of(p("{{note:markdown}}"), "[а](javascript:x) ![б](b.png) [в](https://a.ru/?q=\"1\"&2)");
  CHECK_EQ(made.rules, Lines{"unsafe-link", "markdown-image"});
  CHECK(contains(made.xml(),
                 "<text:a xlink:type=\"simple\" xlink:href=\"https://a.ru/?q=%221%22&amp;2\">в</text:a>"));
  CHECK(contains(note("а </p><h>{{note}}"), "&lt;/p&gt;&lt;h&gt;{{note}}"));
}

TEST_CASE("odt links: an address shows itself or the words that are given") {
  CHECK(contains(
      made_of(p("Сайт: {{note:link}}."), "www.a.ru/б").xml(),
      p("Сайт: <text:a xlink:type=\"simple\" xlink:href=\"http://www.a.ru/б\">www.a.ru/б</text:a>.")));
  CHECK(contains(made_of(p("{{note:link=\"на сайте\"}}"), "#итог").xml(),
                 "xlink:href=\"#итог\">на сайте</text:a>"));
  CHECK_EQ(made_of(p("{{note:link}}"), "javascript:alert(1)").rules, Lines{"unsafe-link"});
  CHECK_EQ(test::odt_text(made_of(p("[{{note:link}}]"), "").package), "[]\n");
  CHECK_EQ(mistakes(p("<text:a xlink:href=\"{{title:link}}\">{{title:link}}</text:a> {{title:link:size=1}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{title:link}} {{title:link:size=1}}»: bad-modifier",
                 "t.odt: content.xml, абзац 1 «{{title:link}}»: embed-place",
                 "t.odt: content.xml, абзац 1 «{{title:link}} {{title:link:size=1…»: embed-place"});
}

// A table of pairs of words whose columns merge.
std::string merged(const std::vector<std::pair<std::string, std::string>>& rows,
                   const std::string& body = tbl(tr({"{{#rows}}{{a:merge}}", "{{b:merge}}{{/rows}}"}))) {
  Diagnostics out;
  const Shape shape{{}, {{"rows", {{{"a", ColumnType::kText}, {"b", ColumnType::kText}}, {}}}}};
  const auto compiled = OdtTemplate::compile("", "t.odt", test::odt(body), shape, out);
  REQUIRE(compiled);
  Row root;
  root.sections.emplace_back();
  for (const auto& [a, b] : rows) root.sections.back().push_back({{a, b}, {}});
  const auto package = compiled->render(root, out);
  CHECK(out.empty());
  CHECK_EQ(test::odt_faults(package), "");
  const auto xml = test::part_of(package, "content.xml");
  CHECK_FALSE(contains(xml, "<?svodka"));
  std::string cells;
  pugi::xml_document document;
  document.load_string(xml.c_str());
  for (const auto& found : document.select_nodes("//table:table-row")) {
    for (const auto& cell : found.node().children()) {
      const bool covered = std::string_view(cell.name()) == "table:covered-table-cell";
      cells += covered ? "^" : cell.child("text:p").text().get();
      if (cell.attribute("table:number-rows-spanned"))
        cells += cell.attribute("table:number-rows-spanned").value();
      cells += ' ';
    }
    cells += '/';
  }
  return cells;
}

TEST_CASE("odt merge: equal cells of consecutive rows become one, groups in groups") {
  CHECK_EQ(merged({{"А", "x"}, {"А", "y"}, {"Б", "y"}}), "А2 x /^ y /Б y /");
  CHECK_EQ(merged({{"А", "x"}, {"А", "x"}, {"А", "x"}}), "А3 x3 /^ ^ /^ ^ /");
  CHECK_EQ(merged({{"А", "x"}, {"Б", "x"}, {"Б", "x"}}), "А x /Б2 x2 /^ ^ /");
  CHECK_EQ(merged({{"А", "x"}}), "А x /");
  CHECK_EQ(merged({}), "");
}

TEST_CASE("odt merge: a row of another kind keeps groups apart, blocks of rows join") {
  CHECK_EQ(merged({{"А", "x"}, {"А", "y"}},
                  tbl(tr({"{{#rows}}{{a:merge}}", "{{b}}"}) + tr({"итог", "{{/rows}}"}))),
           "А x /итог  /А y /итог  /");
  const auto block = tbl(tr({tc(p("{{#rows}}{{a:merge}}"), " table:number-rows-spanned=\"2\""), "{{b}}"}) +
                         tr({"<table:covered-table-cell/>", "z{{/rows}}"}));
  CHECK_EQ(merged({{"А", "x"}, {"А", "y"}, {"Б", "y"}}, block), "А4 x /^ z /^ y /^ z /Б2 y /^ z /");
}

TEST_CASE("odt merge: outside of a table it is a mistake") {
  CHECK_EQ(mistakes(p("{{title:merge}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{title:merge}}»: merge-place"});
  CHECK_EQ(mistakes(p("a"), {{"meta.xml", "<dc:title>{{title:merge}}</dc:title>"}}),
           Lines{"t.odt: meta.xml, абзац 1 «{{title:merge}}»: merge-place"});
}

}  // namespace
}  // namespace svodka::render::odf
