#include <doctest/doctest.h>

#include "package/zip.h"
#include "render/expand/odf_text.h"
#include "render/odf/odf_contents.h"
#include "render/odf/odf_part.h"
#include "render/odt_fixture.h"

// OpenDocument templates: the rules of Word templates in the elements of LibreOffice.
namespace svodka::render::odf {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("odt: markers are healed across spans, bookmarks, changes and soft page breaks") {
  CHECK_EQ(filled(p("{{title}}: {{n}}")), "Отчёт: 3\n");
  CHECK_EQ(filled(p("{" + span("{ti") + "<text:bookmark text:name=\"b\"/>" +
                    span("t<text:soft-page-break/>le}") + "} всего")),
           "Отчёт всего\n");
  CHECK_EQ(filled(p("{{ti<text:change text:change-id=\"ct1\"/>tle}}")), "Отчёт\n");
  CHECK_EQ(filled(p("{{ti<!-- a comment -->tle}} <![CDATA[{{n}}]]>")), "Отчёт 3\n");
  CHECK_EQ(filled(p("{{<text:s/>title\n }}")), "Отчёт\n");
}

TEST_CASE("odt: a marker takes the look of its first character, other text stays byte for byte") {
  const auto xml = content(p(span("до ", "T1") + span("{{ti", "T2") + span("tle}} после  и", "T3")));
  CHECK(contains(xml,
                 "<text:span text:style-name=\"T2\">Отчёт</text:span>"
                 "<text:span text:style-name=\"T3\"> после  и</text:span>"));
}

TEST_CASE("odt: values are escaped, line breaks, tabs and spaces become elements") {
  CHECK_EQ(odf_text("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
  CHECK_EQ(odf_text("одна\r\nдве\tтри"), "одна<text:line-break/>две<text:tab/>три");
  CHECK_EQ(odf_text("a b"), "a b");
  CHECK_EQ(odf_text("a   b"), "a <text:s text:c=\"2\"/>b");
  CHECK_EQ(odf_text(" a "), "<text:s/>a<text:s/>");
  CHECK_EQ(odf_text("a \n  b"), "a<text:s/><text:line-break/><text:s text:c=\"2\"/>b");
  CHECK_EQ(odf_text("\x01"), "\xEF\xBF\xBD");
  CHECK_EQ(odf_text(""), "");
}

TEST_CASE("odt: a value cannot become markup or a marker") {
  Diagnostics out;
  Row row = data();
  row.values[0] = std::string("</text:p><text:p>{{n}}<?svodka-fix words?>");
  const auto compiled = OdtTemplate::compile("", "t.odt", test::odt(p("{{title}}")), shape(), out);
  REQUIRE(compiled);
  CHECK_EQ(test::odt_text(compiled->render(row, out)), "</text:p><text:p>{{n}}<?svodka-fix words?>\n");
}

TEST_CASE("odt: sections inside a paragraph, across spans") {
  CHECK_EQ(filled(p("Школы: {{#schools}}{{name}} ({{pupils}}){{#schools_separator}}, "
                    "{{/schools_separator}}{{/schools}}.")),
           "Школы: Первая (10), Вторая (20).\n");
  CHECK_EQ(filled(p(span("{{#schools}}№") + "{{name}}" + span("; {{/schools}}конец"))),
           "№Первая; №Вторая; конец\n");
  CHECK_EQ(filled(p("{{#empty}}нет{{/empty}}{{^empty}}пусто{{/empty}}")), "пусто\n");
}

TEST_CASE("odt: sections over paragraphs, paragraphs of markers alone go") {
  CHECK_EQ(filled(p("{{#schools}}") + p("{{name}}") + p("— {{pupils}}") + p("{{/schools}}") + p(".")),
           "Первая\n— 10\nВторая\n— 20\n.\n");
  CHECK_EQ(filled(p("{{#schools}}{{name}}") + p("{{pupils}}{{/schools}}") + p(".")),
           "Первая\n10\nВторая\n20\n.\n");
  CHECK_EQ(
      filled("<text:h text:outline-level=\"1\">{{#schools}}{{name}}</text:h>" + p("{{/schools}}") + p(".")),
      "Первая\nВторая\n.\n");
  CHECK_EQ(filled(p("{{! для редактора }}") + p("{{#none}}") + p("{{x}}") + p("{{/none}}") + p(".")), ".\n");
  CHECK_EQ(filled(p("{{#empty}}нет{{/empty}}") + p("") + p(".")), "\n.\n");
}

TEST_CASE("odt: sections over a row, several rows, nested rows, a whole table") {
  const auto head = "<table:table-header-rows>" + tr({"Школа", "Учеников"}) + "</table:table-header-rows>";
  CHECK_EQ(filled(tbl(head + tr({"{{#schools}}{{name}}", "{{pupils}}{{/schools}}"}))),
           "Школа | Учеников\nПервая | 10\nВторая | 20\n");
  CHECK_EQ(filled(tbl(head + tr({"{{#schools}}", ""}) + tr({"{{name}}", "{{pupils}}"}) +
                      tr({"{{#lessons}}час", "{{hour}}{{/lessons}}"}) + tr({"{{/schools}}", ""}))),
           "Школа | Учеников\nПервая | 10\nчас | 1\nчас | 2\nВторая | 20\n");
  CHECK_EQ(count(filled(p("{{#schools}}") + tbl(head + tr({"{{name}}", ""})) + p("{{/schools}}")),
                 "Школа | Учеников\n"),
           2);
  const auto inner = tbl(tr({"{{#lessons}}{{hour}}", "{{/lessons}}"}), "внутри");
  CHECK_EQ(filled(tbl(tr({"{{#schools}}{{name}}", tc(inner + p("{{/schools}}"))}))),
           "Первая | 1 | /2 | \nВторая | \n");
}

TEST_CASE("odt: an empty list leaves no row, no table and no list, a cell may be empty") {
  const auto gone = tr({"{{#none}}{{x}}", "{{/none}}"});
  CHECK_EQ(filled(tbl(gone) + p(".")), ".\n");
  CHECK_EQ(filled(tbl("<table:table-header-rows>" + gone + "</table:table-header-rows>" + tr({"a", "b"}))),
           "a | b\n");
  CHECK_EQ(filled(list(li("{{#none}}") + li("{{x}}") + li("{{/none}}")) + p(".")), ".\n");
  CHECK_EQ(filled(tbl(tr({"{{#empty}}нет{{/empty}}", "b"}))), " | b\n");
  CHECK_EQ(filled("<text:section text:name=\"s\">" + p("{{#none}}") + p("x") + p("{{/none}}") +
                  "</text:section>" + p(".")),
           ".\n");
}

TEST_CASE("odt: items of a list repeat and keep their list, nested lists go with their item") {
  const auto text =
      list(li("первый") + li("{{#schools}}{{name}}") + li("{{pupils}}{{/schools}}") + li("конец"));
  CHECK_EQ(filled(text), "- первый\n- Первая\n- 10\n- Вторая\n- 20\n- конец\n");
  CHECK_EQ(count(content(text), "<text:list "), 1);
  CHECK_EQ(filled(list(li("{{#schools}}") + li("{{name}}") + li("{{/schools}}"))), "- Первая\n- Вторая\n");
  CHECK_EQ(filled(list(li(p("{{#schools}}{{name}}") + list(li("{{#lessons}}") + li("{{hour}}") +
                                                           li("{{/lessons}}") + li("{{/schools}}"))))),
           "- Первая\n- 1\n- 2\n- Вторая\n");
}

TEST_CASE("odt: a repeated list counts on, with restart it counts anew") {
  const auto body = [](const std::string& open) {
    return p(open) + p("{{name}}") + "<text:list xml:id=\"list7\" text:style-name=\"L1\">" +
           li("{{pupils}}") + "</text:list>" + p("{{/schools}}");
  };
  const auto counted = content(body("{{#schools}}"));
  CHECK(contains(counted, "<text:list xml:id=\"list7\" text:style-name=\"L1\">"));
  CHECK(contains(counted,
                 "<text:list text:continue-list=\"list7\" xml:id=\"list7_2\" text:style-name=\"L1\">"));
  const auto anew = content(body("{{#schools:restart}}"));
  CHECK_FALSE(contains(anew, "continue-list"));
  CHECK(contains(content(p("{{#schools}}") + list(li("{{name}}")) + p("{{/schools}}")), "continue-list"));
}

TEST_CASE("odt: notes, comments and text boxes know the row they stand in") {
  const auto note =
      "<text:note text:id=\"ftn1\" text:note-class=\"footnote\"><text:note-citation>1"
      "</text:note-citation><text:note-body>" +
      p("учеников: {{pupils}}") + "</text:note-body></text:note>";
  const auto package = made(p("{{#schools}}{{name}}" + note + " {{/schools}}"));
  CHECK_EQ(test::odt_text(package), "Первая[учеников: 10] Вторая[учеников: 20]\n");
  CHECK_EQ(count(test::part_of(package, "content.xml"), "text:id=\"ftn1\""), 1);
  const auto box = "<draw:frame draw:name=\"Рамка {{n}}\"><draw:text-box>" + p("{{#schools}}{{name}}") +
                   p("{{/schools}}") +
                   "</draw:text-box><svg:desc>Школа &amp; {{title}}</svg:desc></draw:frame>";
  CHECK_EQ(filled(p("a" + box)), "a[ПерваяВторая]\n");
  CHECK(contains(content(p(box)), "<svg:desc>Школа &amp; Отчёт</svg:desc>"));
  CHECK(contains(content(p(box)), "draw:name=\"Рамка 3\""));
  CHECK_EQ(filled(p("<office:annotation office:name=\"1\">" + p("{{title}}") + "</office:annotation>!")),
           "[Отчёт]!\n");
}

TEST_CASE(
    "odt: what repeats gets names of its own; bookmarks stay whole, a comment stays where it was first") {
  const auto xml =
      content(p("{{#schools}}") + tbl(tr({"{{name}}"})) +
              p("<text:bookmark-start text:name=\"метка\"/>{{name}}<text:bookmark-end text:name=\"метка\"/>"
                "<draw:frame draw:name=\"Рисунок\" xml:id=\"i\" draw:id=\"i\"/>"
                "<office:annotation office:name=\"c\">" +
                p("!") + "</office:annotation>x<office:annotation-end office:name=\"c\"/>") +
              p("{{/schools}}"));
  CHECK(contains(xml, "table:name=\"Таблица1_2\""));
  CHECK(contains(xml,
                 "<text:bookmark-start text:name=\"метка_2\"/>Вторая<text:bookmark-end "
                 "text:name=\"метка_2\"/>"));
  CHECK(contains(xml, "<draw:frame draw:name=\"Рисунок_2\" xml:id=\"i_2\" draw:id=\"i_2\"/>"));
  CHECK_EQ(count(xml, "<office:annotation "), 1);
  CHECK_EQ(count(xml, "<office:annotation-end "), 1);
}

TEST_CASE("odt: a bookmark that loses one end loses the other") {
  const auto xml = content(p("<text:bookmark-start text:name=\"b\"/>{{#schools}}") +
                           p("{{name}}<text:bookmark-end text:name=\"b\"/>") + p("{{/schools}}"));
  CHECK_FALSE(contains(xml, "bookmark"));
}

TEST_CASE("odt: cells that reach over rows reach over those that the data made") {
  const auto body =
      tbl(tr({tc(p("Все"), " table:number-rows-spanned=\"3\""), "школа", "число"}) +
          tr({"<table:covered-table-cell/>", "{{#schools}}{{name}}", "{{pupils}}{{/schools}}"}) +
          tr({"<table:covered-table-cell/>", "{{#none}}{{x}}", "{{/none}}"}) + tr({"a", "b", "c"}));
  CHECK(contains(content(body), "table:number-rows-spanned=\"3\""));
  const auto more =
      tbl(tr({tc(p("Все"), " table:number-rows-spanned=\"2\""), "школа"}) +
          tr({"<table:covered-table-cell/>", "{{#schools}}{{name}}{{#lessons}}{{/lessons}}{{/schools}}"}) +
          tr({"a", "b"}));
  CHECK(contains(content(more), "table:number-rows-spanned=\"2\""));
  const auto rows = tbl(tr({tc(p("Все"), " table:number-rows-spanned=\"2\""), "школа", ""}) +
                        tr({"<table:covered-table-cell/>", "{{#schools}}{{name}}", "{{/schools}}"}));
  CHECK(contains(content(rows), "table:number-rows-spanned=\"3\""));
  const auto orphan = tbl(tr({tc(p("{{#none}}"), " table:number-rows-spanned=\"2\""), "{{/none}}"}) +
                          tr({"<table:covered-table-cell/>", "b"}));
  CHECK_EQ(filled(orphan), " | b\n");
  CHECK_FALSE(contains(content(orphan), "covered"));
}

TEST_CASE("odt: headers, footers and properties are filled") {
  const auto package =
      made(p("{{title}}"), {{"styles.xml", "<style:master-page style:name=\"Standard\"><style:header>" +
                                               p("{{title}} {{#schools}}{{name}} {{/schools}}") +
                                               "</style:header></style:master-page>"},
                            {"meta.xml",
                             "<dc:title>{{title}} за {{n}}</dc:title><meta:keyword>a</meta:keyword>"
                             "<meta:user-defined meta:name=\"n\">{{#schools}}{{name}} {{/schools}}"
                             "</meta:user-defined>"},
                            {"settings.xml", "<a>{{title}}</a>"}});
  CHECK_EQ(test::odt_text(package, "styles.xml"), "Отчёт Первая Вторая\n");
  const auto meta = test::part_of(package, "meta.xml");
  CHECK(contains(meta, "<dc:title>Отчёт за 3</dc:title><meta:keyword>a</meta:keyword>"));
  CHECK(contains(meta, ">Первая Вторая </meta:user-defined>"));
  CHECK_EQ(test::part_of(package, "settings.xml"), "<a>{{title}}</a>");
}

TEST_CASE("odt: addresses of links hold markers, as typed and percent-encoded") {
  CHECK_EQ(typed_address("http://a/%7B%7Btitle%7D%7D?b=%20"), "http://a/{{title}}?b=%20");
  CHECK_EQ(typed_address("../../%7b%7b%D1%8F%7d%7d"), "{{я}}");
  CHECK_EQ(typed_address("../a.odt"), "../a.odt");
  CHECK_EQ(typed_address("%7B%7Bопен"), "%7B%7Bопен");
  const auto link = [](const std::string& address) {
    return p("<text:a xlink:type=\"simple\" xlink:href=\"" + address + "\">{{title}}</text:a>");
  };
  CHECK(contains(content(link("https://a.ru/{{n}}&amp;{{title}}")),
                 "xlink:href=\"https://a.ru/3&amp;Отчёт\">Отчёт"));
  Diagnostics out;
  const auto whole = OdtTemplate::compile("", "t.odt", test::odt(link("../%7B%7Btitle%7D%7D")), shape(), out);
  REQUIRE(whole);
  auto row = data();
  for (const auto& [value, address] :
       {std::pair("www.a.ru", "http://www.a.ru"), std::pair("file:///a", "")}) {
    row.values[0] = value;
    CHECK(contains(test::part_of(whole->render(row, out), "content.xml"),
                   std::string("xlink:href=\"") + address + "\""));
  }
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order().front().rule, "unsafe-link");
  CHECK(contains(content(p("{{#schools}}") + link("mailto:{{name}}@x") + p("{{/schools}}")),
                 "mailto:Вторая@x"));
}

TEST_CASE("odt: a value can neither be a remote picture or section nor a formula") {
  CHECK_EQ(
      mistake_lines(p("<draw:frame><draw:image xlink:href=\"{{title}}\"/></draw:frame>") +
                    "<text:section text:name=\"s\"><text:section-source xlink:href=\"%7B%7Btitle%7D%7D\"/>" +
                    p("x") + "</text:section>" +
                    p("<text:expression text:formula=\"ooow:{{n}}\">1</text:expression>")),
      "t.odt: content.xml «{{title}}»: link-marker\n"
      "t.odt: content.xml, абзац 1 «{{title}}»: link-marker\n"
      "t.odt: content.xml, абзац 3 «ooow:{{n}}»: formula-marker\n");
}

TEST_CASE("odt: deleted text and indexes are no text of the template") {
  CHECK_EQ(
      filled("<text:tracked-changes><text:changed-region text:id=\"ct1\"><text:deletion>" + p("{{nobody}}") +
             "</text:deletion></text:changed-region></text:tracked-changes>" + p("{{title}}")),
      "Отчёт\n");
  CHECK(contains(content(p("{{title}}") + "<text:alphabetical-index text:name=\"a\"><text:index-body>" +
                         p("{{nobody}}") + "</text:index-body></text:alphabetical-index>"),
                 "{{nobody}}"));
}

TEST_CASE("odt: a table of contents is written anew, its page numbers refer to the headings") {
  const std::string entry =
      "<text:index-entry-link-start text:style-name=\"Index_20_Link\"/><text:index-entry-chapter/>"
      "<text:index-entry-text/><text:index-entry-tab-stop/><text:index-entry-page-number/>"
      "<text:index-entry-link-end/></text:table-of-content-entry-template>";
  const auto level = [&](const std::string& n) {
    return "<text:table-of-content-entry-template text:outline-level=\"" + n +
           "\" text:style-name=\"Contents_20_" + n + "\">" + entry;
  };
  const auto heading = [](const std::string& n, const std::string& words) {
    return "<text:h text:outline-level=\"" + n + "\">" + words + "</text:h>";
  };
  const auto body =
      "<text:table-of-content text:name=\"toc\"><text:table-of-content-source text:outline-level=\"2\">" +
      level("1") + level("2") + "</text:table-of-content-source><text:index-body><text:index-title>" +
      p("Содержание") + "</text:index-title><text:p text:style-name=\"P7\">{{title}} 1</text:p>" +
      "</text:index-body></text:table-of-content>" + heading("1", "{{title}}") + p("{{#schools}}") +
      heading("2", span("{{name}}") + "<text:s/>— <text:note text:id=\"n\"><text:note-body>" + p("x") +
                       "</text:note-body></text:note>") +
      heading("3", "ниже") + p("{{/schools}}") + heading("1", "");
  const std::vector<test::Entry> styles{{"automatic-styles",
                                         "<style:style style:name=\"P7\" style:family=\"paragraph\" "
                                         "style:parent-style-name=\"Contents_20_1\"/>"}};
  const auto package = made(body, styles);
  CHECK(test::odt_text(package).starts_with("Отчёт\\t1\nПервая —\\t1\nВторая —\\t1\nОтчёт\nПервая"));
  const auto xml = test::part_of(package, "content.xml");
  CHECK(contains(xml,
                 "<text:index-title><text:p>Содержание</text:p></text:index-title><text:p "
                 "text:style-name=\"P7\"><text:a "));
  CHECK(contains(xml, "<text:p text:style-name=\"Contents_20_2\">"));
  CHECK(contains(xml, "xlink:href=\"#__RefHeading___Toc_svodka_2\""));
  CHECK(contains(xml, "text:reference-format=\"page\" text:ref-name=\"__RefHeading___Toc_svodka_3\""));
  CHECK(contains(xml,
                 "<text:h text:outline-level=\"2\"><text:bookmark "
                 "text:name=\"__RefHeading___Toc_svodka_3\"/>"));
}

TEST_CASE("odt: numbers of headings in a table of contents") {
  const std::string outline =
      "<office:document-styles xmlns:office=\"o\"><office:styles><text:outline-style>"
      "<text:outline-level-style text:level=\"1\" style:num-format=\"I\" style:num-suffix=\".\"/>"
      "<text:outline-level-style text:level=\"2\" style:num-format=\"1\" text:display-levels=\"2\"/>"
      "</text:outline-style></office:styles></office:document-styles>";
  const auto heading = [](const std::string& n, const std::string& words) {
    return "<text:h text:outline-level=\"" + n + "\">" + words + "</text:h>";
  };
  const auto level = [](const std::string& n) {
    return "<text:table-of-content-entry-template text:outline-level=\"" + n +
           "\"><text:index-entry-chapter/><text:index-entry-text/></text:table-of-content-entry-template>";
  };
  const auto xml = write_odf_contents(
      "<office:document-content><office:body><office:text><text:table-of-content text:name=\"t\">"
      "<text:table-of-content-source>" +
          level("1") + level("2") +
          "</text:table-of-content-source><text:index-body/></text:table-of-content>" + heading("1", "А") +
          heading("2", "Б") + heading("2", "В") + heading("1", "Г") + heading("2", "Д") +
          "</office:text></office:body></office:document-content>",
      outline);
  for (const char* words : {">I. А<", ">I.1 Б<", ">I.2 В<", ">II. Г<", ">II.1 Д<"})
    CHECK(contains(xml, words));
}

TEST_CASE("odt: every mistake is found at once, with part, paragraph and words") {
  CHECK_EQ(mistakes(p("a") + p("Всего {{titel}}") + tbl(tr({"{{#schools}}{{nam}}", "{{/schools}}"})),
                    {{"styles.xml", "<style:master-page><style:footer>" + p("стр. {{page}}") +
                                        "</style:footer></style:master-page>"},
                     {"meta.xml", "<dc:title>{{titel}}</dc:title>"}}),
           Lines{"t.odt: content.xml, абзац 2 «Всего {{titel}}»: unknown-field",
                 "t.odt: content.xml, абзац 3 «{{#schools}}{{nam}}»: unknown-field",
                 "t.odt: styles.xml, абзац 1 «стр. {{page}}»: unknown-field",
                 "t.odt: meta.xml, абзац 1 «{{titel}}»: unknown-field"});
  CHECK_EQ(mistakes(p("{{ti<text:line-break/>tle}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{ti tle}}»: broken-marker"});
  CHECK_EQ(mistakes(p("{{#schools}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{#schools}}»: unclosed-section"});
  CHECK_EQ(mistakes(p("a {{#schools}} b") + p("{{/schools}}")),
           Lines{"t.odt: content.xml, абзац 1 «a {{#schools}} b»: section-scope"});
  CHECK_EQ(mistakes(tbl(tr({"{{#schools}}"})) + p("{{/schools}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{#schools}}»: section-scope"});
  CHECK_EQ(mistakes(p("{{schools:chart}} {{title:size=3}}")).size(), 2);
  CHECK_EQ(mistakes(p("{{#schools:columns}}{{/schools}}")),
           Lines{"t.odt: content.xml, абзац 1 «{{#schools:columns}}{{/schools}}»: section-scope"});
}

TEST_CASE("odt: packages that are refused, each with its reason") {
  const auto refused = [](const std::string& bytes) {
    Diagnostics out;
    CHECK_FALSE(OdtTemplate::compile("", "t.odt", bytes, shape(), out));
    return out.empty() ? "" : out.in_order().front().rule;
  };
  CHECK_EQ(refused("no zip"), "not-a-package");
  CHECK_EQ(refused(test::docx(paragraph({"a"}))), "not-an-opendocument-text");
  CHECK_EQ(refused(test::odt(p("a"), {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})),
           "not-an-opendocument-text");
  CHECK_EQ(refused(test::odt(p("a"), {{"Basic/Standard/Module1.xml", "<a/>"}})), "macros-refused");
  CHECK_EQ(refused(test::odt(p("a"), {{"Scripts/python/a.py", "pass"}})), "macros-refused");
  CHECK_EQ(refused(test::odt("<text:p>{{title}}")), "damaged-package");
  made(p("{{title}}"), {{"Basic/Standard/script-lb.xml", "<a/>"}});  // an empty library is no macro
}

TEST_CASE("odt: a password is refused, part by part and as a package in the package") {
  const auto refused = [](bool whole) {
    Diagnostics out;
    auto entries = *package::read_zip("a", test::odt(p("{{title}}")), out);
    const std::string name = whole ? "encrypted-package" : "content.xml";
    if (whole) std::erase_if(entries, [](const auto& entry) { return entry.name == "content.xml"; });
    for (auto& entry : entries) {
      if (entry.name == "META-INF/manifest.xml")
        entry = package::deflate(
            entry.name,
            "<manifest:manifest xmlns:manifest=\"urn:m\"><manifest:file-entry "
            "manifest:full-path=\"" +
                name + "\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>");
    }
    CHECK_FALSE(OdtTemplate::compile("", "t.odt", package::write_zip(entries), shape(), out));
    return out.empty() ? "" : out.in_order().front().rule;
  };
  CHECK_EQ(refused(false), "encrypted-template");
  CHECK_EQ(refused(true), "encrypted-template");
}

TEST_CASE(
    "odt: a template of LibreOffice makes documents; signatures go; the same row gives the same bytes") {
  const std::string type = "application/vnd.oasis.opendocument.text-template";
  const auto package =
      made(p("{{title}}"), {{"mimetype", type}, {"META-INF/documentsignatures.xml", "<a/>"}});
  CHECK_EQ(test::part_of(package, "mimetype"), "application/vnd.oasis.opendocument.text");
  CHECK_EQ(test::part_of(package, "META-INF/documentsignatures.xml"), "");
  CHECK_EQ(package, made(p("{{title}}"), {{"mimetype", type}, {"META-INF/documentsignatures.xml", "<a/>"}}));
}

}  // namespace
}  // namespace svodka::render::odf
