#include <doctest/doctest.h>

#include <pugixml.hpp>

#include "render/odt_fixture.h"
#include "render/tables_fixture.h"

// Columns of a table of an OpenDocument text that a section repeats: `{{#subjects:columns}}`.
namespace svodka::render::odf {
namespace {

using Lines = std::vector<std::string>;

const Row kTwo =
    table_data({"рус", "мат", "физ"}, {school("С", "1", {"3", "4", "5"}), school("Ю", "2", {"2", "2", "4"})});

std::string column(const std::string& name, const std::string& width) {
  return "<style:style style:name=\"" + name +
         "\" style:family=\"table-column\"><style:table-column-properties "
         "style:column-width=\"" +
         width + "\" style:rel-column-width=\"100*\"/></style:style>";
}

const std::string kStyles = column("A", "6cm") + column("B", "3cm") + column("C", "2cm");

std::string spanned(const std::string& words, int columns) {
  auto out = tc(p(words), " table:number-columns-spanned=\"" + std::to_string(columns) + "\"");
  for (int i = 1; i < columns; ++i) out += "<table:covered-table-cell/>";
  return out;
}

std::string grid(const std::string& rows) {
  return "<table:table table:name=\"t\"><table:table-column table:style-name=\"A\"/><table:table-column "
         "table:style-name=\"B\"/><table:table-column table:style-name=\"C\"/>" +
         rows + "</table:table>";
}

std::string row(const Lines& cells) {
  std::string out = "<table:table-row>";
  for (const auto& cell : cells) out += cell.starts_with('<') ? cell : tc(p(cell));
  return out + "</table:table-row>";
}

// The columns' widths, then the rows: "a×2" spans two columns, "^" is covered from above.
std::string drawn_table(const pugi::xml_node& table) {
  std::string out;
  const auto styles = table.root().first_child().child("office:automatic-styles");
  for (const auto& found : table.select_nodes(".//table:table-column")) {
    const char* name = found.node().attribute("table:style-name").value();
    const auto style = styles.find_child_by_attribute("style:name", name);
    out += std::string(style.first_child().attribute("style:column-width").value()) + " ";
  }
  out += "\n";
  for (const auto& row : table.select_nodes(".//table:table-row")) {
    int covered = 0;
    std::string line;
    for (const auto& cell : row.node().children()) {
      const bool is_covered = std::string_view(cell.name()) == "table:covered-table-cell";
      if (is_covered && covered-- > 0) continue;
      const int span = cell.attribute("table:number-columns-spanned").as_int(1);
      covered = span - 1;
      line += (cell == row.node().first_child() ? "" : "|") +
              (is_covered ? std::string("^") : cell.child("text:p").text().get());
      if (span > 1) line += "×" + std::to_string(span);
    }
    out += line + "\n";
  }
  return out;
}

struct Made {
  std::string drawing, package;
  Lines rules;
};

Made made_of(const std::string& body, const Row& data) {
  Diagnostics out;
  const auto compiled =
      OdtTemplate::compile("", "t.odt", test::odt(body, {{"automatic-styles", kStyles}}), table_shape(), out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  REQUIRE(compiled);
  Made made;
  made.package = compiled->render(data, out);
  CHECK_EQ(test::odt_faults(made.package), "");
  pugi::xml_document document;
  document.load_string(test::part_of(made.package, "content.xml").c_str());
  for (const auto& found : document.select_nodes("//table:table")) made.drawing += drawn_table(found.node());
  for (const auto& finding : out.in_order()) made.rules.push_back(finding.rule);
  return made;
}

std::string marks_table(const std::string& option = "columns") {
  return grid(
      row({spanned("Оценки", 3)}) +
      row({"Школа", "{{#subjects:" + option + "}}{{title}}{{/subjects}}", "Всего"}) +
      row({"{{#schools}}{{name}}", "{{#marks:" + option + "}}{{mark}}{{/marks}}", "{{n}}{{/schools}}"}));
}

TEST_CASE("odt columns: the cells of each row repeat, columns and titles follow, the table keeps its width") {
  const auto made = made_of(marks_table(), kTwo);
  CHECK(made.rules.empty());
  CHECK_EQ(made.drawing,
           "6cm 0.998cm 1.000cm 1.000cm 2cm \n"
           "Оценки×5\n"
           "Школа|рус|мат|физ|Всего\n"
           "1|3|4|5|7\n"
           "2|2|2|4|7\n");
  CHECK(contains(test::part_of(made.package, "content.xml"),
                 "style:column-width=\"0.998cm\" style:rel-column-width=\"33*\""));
  CHECK_EQ(made_of(marks_table("колонки"), table_data({"рус"}, {school("С", "1", {"3"})})).drawing,
           "6cm 3cm 2cm \nОценки×3\nШкола|рус|Всего\n1|3|7\n");
}

TEST_CASE("odt columns: an empty list leaves no column, its width falls to the others") {
  CHECK_EQ(made_of(marks_table(), table_data({}, {school("С", "1")})).drawing,
           "8.248cm 2.748cm \nОценки×2\nШкола|Всего\n1|7\n");
}

TEST_CASE("odt columns: a table without columns goes, one in a cell leaves a paragraph") {
  const auto lonely =
      "<table:table table:name=\"t\"><table:table-column table:style-name=\"A\" "
      "table:number-columns-repeated=\"2\"/><table:table-header-rows>" +
      row({spanned("кто", 2)}) + "</table:table-header-rows>" + row({"{{#none:columns}}{{x}}", "{{/none}}"}) +
      "</table:table>";
  CHECK_EQ(test::odt_text(made_of(p("до") + lonely + p("."), table_data({}, {})).package), "до\n.\n");
  const auto inside = made_of(tbl(tr({tc(lonely), "b"}), "outer"), table_data({}, {}));
  CHECK_EQ(test::odt_text(inside.package), " | b\n");
}

TEST_CASE("odt columns: several cells are one column set: plan and fact under a title of two") {
  const auto body =
      "<table:table table:name=\"t\"><table:table-column table:style-name=\"A\"/>"
      "<table:table-columns><table:table-column table:style-name=\"B\" "
      "table:number-columns-repeated=\"2\"/></table:table-columns>"
      "<table:table-column table:style-name=\"C\"/>" +
      row({"", spanned("{{#subjects:columns}}{{title}}{{/subjects}}", 2), "всего"}) +
      row({"", "{{#subjects:columns}}план", "факт{{/subjects}}", ""}) +
      row({spanned("левая половина", 2), spanned("правая", 2)}) + "</table:table>";
  CHECK_EQ(made_of(body, table_data({"а", "б"}, {})).drawing,
           "6cm 1.499cm 1.499cm 1.499cm 1.499cm 2cm \n"
           "|а×2|б×2|всего\n"
           "|план|факт|план|факт|\n"
           "левая половина×3|правая×3\n");
}

TEST_CASE("odt columns: cells that reach over rows stretch with the columns below them") {
  const auto body = grid(row({tc(p("Школа"), " table:number-rows-spanned=\"2\""),
                              tc(p("Предметы"), " table:number-rows-spanned=\"2\""), "a"}) +
                         row({"<table:covered-table-cell/>", "<table:covered-table-cell/>", "b"}) +
                         row({"", "{{#subjects:columns}}{{title}}{{/subjects}}", ""}));
  CHECK_EQ(made_of(body, table_data({"а", "б"}, {})).drawing,
           "6cm 1.499cm 1.499cm 2cm \nШкола|Предметы×2|a\n^|^|^|b\n|а|б|\n");
}

TEST_CASE("odt columns: equal neighbours that LibreOffice writes once are told apart") {
  const auto body = grid(
      "<table:table-row><table:table-cell table:number-columns-repeated=\"3\"><text:p>x</text:p>"
      "</table:table-cell></table:table-row>" +
      row({"", "{{#subjects:columns}}{{title}}{{/subjects}}", ""}));
  CHECK_EQ(made_of(body, table_data({"а", "б"}, {})).drawing, "6cm 1.499cm 1.499cm 2cm \nx|x×2|x\n|а|б|\n");
}

TEST_CASE("odt columns: rows that give different numbers of columns are an error, empty cells fill them up") {
  const auto made = made_of(marks_table(), table_data({"рус", "мат"}, {school("С", "1", {"3"})}));
  CHECK_EQ(made.rules, Lines{"columns-differ"});
  CHECK(contains(made.drawing, "1|3||7\n"));
}

TEST_CASE("odt columns: sections that repeat columns the same only in part are a mistake") {
  Diagnostics out;
  const auto body = grid(row({"{{#subjects:columns}}{{title}}", "{{/subjects}}", ""}) +
                         row({"", "{{#subjects:columns}}{{title}}", "{{/subjects}}"}));
  CHECK_FALSE(OdtTemplate::compile("", "t.odt", test::odt(body), table_shape(), out));
  REQUIRE(out.in_order().size() == 1);
  CHECK_EQ(out.in_order().front().rule, "section-scope");
}

}  // namespace
}  // namespace svodka::render::odf
