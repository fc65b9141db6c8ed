#include "render/tables_fixture.h"

// Cells that become one down a table: by `{{school:merge}}`, or because the template merged them.
namespace svodka::render {
namespace {

using test::paragraph;

std::string list(const std::string& first = "{{region:merge}}", const std::string& second = "{{name}}") {
  return grid_table(
      {500, 500},
      {table_row({wide_cell("Округ", 500), wide_cell("Школа", 500)}),
       table_row({wide_cell("{{#schools}}" + first, 500), wide_cell(second + "{{/schools}}", 500)})});
}

const Row kSchools = table_data({}, {school("Север", "1"), school("Север", "2"), school("Юг", "2"),
                                     school("Центр", "4"), school("Центр", "4")});

TEST_CASE("merge: equal cells of consecutive rows become one, a single row is left alone") {
  CHECK_EQ(drawn(list(), kSchools), "500 500\nОкруг|Школа\nСевер↓|1\n↑|2\nЮг|2\nЦентр↓|4\n↑|4\n");
  CHECK_EQ(drawn(list(), table_data({}, {school("Север", "1")})), "500 500\nОкруг|Школа\nСевер|1\n");
  CHECK_EQ(drawn(list(), table_data({}, {})), "500 500\nОкруг|Школа\n");
}

TEST_CASE("merge: the modifier has three names and stands with others and with words") {
  for (const char* name : {"merge", "объединить", "x-merge"})
    CHECK_EQ(drawn(list("{{region:upper:" + std::string(name) + "}} ок."),
                   table_data({}, {school("юг", "1"), school("Юг", "2")})),
             "500 500\nОкруг|Школа\nЮГ ок.↓|1\n↑|2\n");
}

TEST_CASE("merge: equal cells do not merge over a border of a group to their left") {
  CHECK_EQ(drawn(list("{{region:merge}}", "{{name:merge}}"), kSchools),
           "500 500\nОкруг|Школа\nСевер↓|1\n↑|2\nЮг|2\nЦентр↓|4↓\n↑|↑\n");
}

TEST_CASE("merge: what is shown is compared, with its line breaks, and a merged cell keeps its look") {
  const std::string look = "<w:shd w:val=\"clear\" w:fill=\"DDDDDD\"/><w:vAlign w:val=\"center\"/>";
  const auto body = grid_table(
      {500, 500},
      {table_row(
          {"<w:tc><w:tcPr><w:tcW w:w=\"500\" w:type=\"dxa\"/>" + look +
               "</w:tcPr><w:p><w:pPr><w:jc "
               "w:val=\"center\"/></w:pPr><w:r><w:t>{{#schools}}{{region:merge}}</w:t></w:r></w:p></w:tc>",
           wide_cell("{{name}}{{/schools}}", 500)})});
  const auto made =
      made_table(body, table_data({}, {school("а\nб", "1"), school("а\nб", "2"), school("аб", "3")}));
  CHECK_EQ(made.drawing, "500 500\nаб↓|1\n↑|2\nаб|3\n");
  CHECK(made.xml.find("<w:tcW w:w=\"500\" w:type=\"dxa\"/><w:vMerge/>" + look +
                      "</w:tcPr><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:p></w:tc>") !=
        std::string::npos);
}

TEST_CASE("merge: a row of another kind between equal ones keeps them apart") {
  const auto body = grid_table(
      {500, 500},
      {table_row({wide_cell("{{#schools}}{{region:merge}}", 500), wide_cell("{{name}}", 500)}),
       table_row({wide_cell("итог", 1000, span(2))}), table_row({wide_cell("{{/schools}}", 1000, span(2))})});
  CHECK_EQ(drawn(body, table_data({}, {school("а", "1"), school("а", "2")})),
           "500 500\nа|1\nитог×2\nа|2\nитог×2\n");
}

TEST_CASE("merge: blocks of two rows whose first cell the template has merged join with each other") {
  const auto body = grid_table(
      {500, 500}, {table_row({wide_cell("{{#schools}}{{region:merge}}", 500, "<w:vMerge w:val=\"restart\"/>"),
                              wide_cell("{{name}}", 500)}),
                   table_row({wide_cell("", 500, "<w:vMerge/>"), wide_cell("{{n}}{{/schools}}", 500)})});
  CHECK_EQ(drawn(body, table_data({}, {school("а", "1"), school("а", "2"), school("б", "3")})),
           "500 500\nа↓|1\n↑|7\n↑|2\n↑|7\nб↓|3\n↑|7\n");
}

TEST_CASE("merge: tables are on their own, nested ones and repeated ones") {
  const auto inner_rows = grid_table(
      {400}, {table_row({wide_cell("{{#marks}}", 400)}), table_row({wide_cell("{{mark:merge}}", 400)}),
              table_row({wide_cell("{{/marks}}", 400)})});
  const auto body = paragraph({"{{#schools}}"}) + inner_rows + paragraph({"{{/schools}}"});
  const auto made =
      made_table(body, table_data({}, {school("а", "1", {"5", "5"}), school("б", "2", {"5", "4"})}));
  CHECK_EQ(made.drawing, "400\n5↓\n↑\n");
  CHECK_EQ(drawn(made.document.select_nodes("//w:tbl")[1].node()), "400\n5\n4\n");
  const auto outer =
      grid_table({500, 500}, {"<w:tr>" + wide_cell("{{#schools}}{{region:merge}}", 500) +
                              test::cell(inner_rows + paragraph({"{{/schools}}"})) + "</w:tr>"});
  const auto nested =
      made_table(outer, table_data({}, {school("а", "1", {"5", "5"}), school("а", "2", {"5"})}));
  CHECK_EQ(nested.drawing, "500 500\nа↓|5\n↑|5\n");
  CHECK_EQ(drawn(nested.document.select_nodes("//w:tbl//w:tbl")[0].node()), "400\n5↓\n↑\n");
}

TEST_CASE("merge: a cell over a header of columns and a list of groups in one table") {
  const auto body = grid_table(
      {500, 900},
      {table_row({wide_cell("", 500), wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 900)}),
       table_row({wide_cell("{{#schools}}{{region:merge}}", 500),
                  wide_cell("{{#marks:columns}}{{mark}}{{/marks}}{{/schools}}", 900)})});
  CHECK_EQ(drawn(body, table_data({"р", "м", "ф"},
                                  {school("а", "", {"1", "2", "3"}), school("а", "", {"4", "5", "6"})})),
           "500 300 300 300\n|р|м|ф\nа↓|1|2|3\n↑|4|5|6\n");
}

TEST_CASE("merge: outside of a table it is a mistake") {
  CHECK_EQ(table_mistakes(paragraph({"{{plan:merge}}"})),
           "t.docx: word/document.xml, абзац 1 «{{plan:merge}}»: `plan` с модификатором `merge` стоит не в "
           "ячейке таблицы [merge-place]\n");
}

TEST_CASE("merge: in a description or a property of the document it is a mistake too") {
  const auto description = table_mistakes(
      "<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"{{plan:merge}}\"/></w:drawing></w:r></w:p>");
  CHECK(description.find("[merge-place]") != std::string::npos);
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile(
      "", "t.docx",
      test::docx("", {{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
                       "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{{plan:merge}}</dc:title>"
                       "</cp:coreProperties>"}}),
      table_shape(), out));
  CHECK_EQ(
      lines_of(out),
      "t.docx: docProps/core.xml, абзац 1 «{{plan:merge}}»: метка `{{plan:merge}}` в шаблоне этого вида не "
      "действует: объединять нечего [bad-modifier]\n");
}

const std::string kRestart = "<w:vMerge w:val=\"restart\"/>", kContinue = "<w:vMerge/>";

// A cell of the school over the rows of its marks.
std::string groups() {
  return grid_table(
      {500, 500}, {table_row({wide_cell("{{#schools}}{{name}}", 500, kRestart), wide_cell("оценки", 500)}),
                   table_row({wide_cell("{{#marks}}", 500, kContinue), wide_cell("{{mark}}{{/marks}}", 500)}),
                   table_row({wide_cell("{{/schools}}", 500, kContinue), wide_cell("", 500)})});
}

TEST_CASE("tables: a cell that the template merged over the rows of a list spans those that there are") {
  CHECK_EQ(
      drawn(groups(), table_data({}, {school("", "1", {"5", "4"}), school("", "2", {"3"}), school("", "3")})),
      "500 500\n1↓|оценки\n↑|5\n↑|4\n2↓|оценки\n↑|3\n3|оценки\n");
}

TEST_CASE("tables: a merge whose first row the data left out begins in the next one") {
  const auto body = grid_table(
      {500, 500}, {table_row({wide_cell("{{#empty}}", 500, kRestart), wide_cell("{{/empty}}", 500)}),
                   table_row({wide_cell("а", 500, kContinue), wide_cell("1", 500)}),
                   table_row({wide_cell("б", 500, kContinue), wide_cell("2", 500)})});
  CHECK_EQ(drawn(body, table_data({}, {})), "500 500\nа↓|1\nб↑|2\n");
}

TEST_CASE("tables: a block of rows with a merge in it repeats with its merge") {
  const auto body = grid_table(
      {500, 500}, {table_row({wide_cell("{{#schools}}{{name}}", 500, kRestart), wide_cell("план", 500)}),
                   table_row({wide_cell("", 500, kContinue), wide_cell("факт{{/schools}}", 500)})});
  CHECK_EQ(drawn(body, table_data({}, {school("", "1"), school("", "2")})),
           "500 500\n1↓|план\n↑|факт\n2↓|план\n↑|факт\n");
}

TEST_CASE("tables: a repeated row is no header, a header that a condition shows stays one") {
  const std::string header = "<w:cantSplit/><w:trHeight w:val=\"567\"/><w:tblHeader/>";
  const auto body = grid_table(
      {500, 500},
      {table_row({wide_cell("а", 500), wide_cell("б", 500)}, header),
       table_row({wide_cell("{{#plan}}план", 500), wide_cell("{{/plan}}", 500)}, header),
       table_row({wide_cell("{{#schools}}{{name}}", 500), wide_cell("{{/schools}}", 500)}, header)});
  const auto made = made_table(body, table_data({}, {school("", "1"), school("", "2")}));
  CHECK_EQ(made.drawing, "500 500\nа|б!\nплан|!\n1|\n2|\n");
  CHECK_EQ(made.document.select_nodes("//w:tr/w:trPr/w:cantSplit").size(), 4);
  CHECK_EQ(made.document.select_nodes("//w:tr/w:trPr/w:trHeight[@w:val='567']").size(), 4);
}

}  // namespace
}  // namespace svodka::render
