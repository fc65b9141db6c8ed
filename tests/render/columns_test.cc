#include "render/tables_fixture.h"

// Columns of a table that a section repeats: `{{#subjects:columns}}`.
namespace svodka::render {
namespace {

using test::paragraph;

const Row kTwo =
    table_data({"рус", "мат", "физ"}, {school("С", "1", {"3", "4", "5"}), school("Ю", "2", {"2", "2", "4"})});

// A title over everything, a header of subjects, a row for each school with a mark for each subject.
std::string marks_table(const std::string& option = "columns") {
  return grid_table({3000, 1501, 1000},
                    {table_row({wide_cell("Оценки", 5501, span(3))}),
                     table_row({wide_cell("Школа", 3000),
                                wide_cell("{{#subjects:" + option + "}}{{title}}{{/subjects}}", 1501),
                                wide_cell("Всего", 1000)}),
                     table_row({wide_cell("{{#schools}}{{name}}", 3000),
                                wide_cell("{{#marks:" + option + "}}{{mark}}{{/marks}}", 1501),
                                wide_cell("{{n}}{{/schools}}", 1000)})});
}

TEST_CASE("columns: the cells of each row repeat, the grid and the title follow, the table keeps its width") {
  CHECK_EQ(drawn(marks_table(), kTwo),
           "3000 500 500 501 1000\n"
           "Оценки×5\n"
           "Школа|рус|мат|физ|Всего\n"
           "1|3|4|5|7\n"
           "2|2|2|4|7\n");
  CHECK_EQ(drawn(marks_table(), table_data({"рус"}, {school("С", "1", {"3"})})),
           "3000 1501 1000\nОценки×3\nШкола|рус|Всего\n1|3|7\n");
}

TEST_CASE("columns: widths of cells are those of the grid, a spanning cell has the sum") {
  const auto made = made_table(marks_table(), kTwo);
  std::string widths;
  for (const auto& found : made.document.select_nodes("//w:tr[position()<3]//w:tcW"))
    widths += std::string(found.node().attribute("w:w").value()) + " ";
  CHECK_EQ(widths, "5501 3000 500 500 501 1000 ");
}

TEST_CASE("columns: the option has three names") {
  for (const char* option : {"columns", "x-columns", "колонки"})
    CHECK_EQ(drawn(marks_table(option), table_data({"а"}, {})), "3000 1501 1000\nОценки×3\nШкола|а|Всего\n");
}

TEST_CASE("columns: an empty list leaves no column, its width falls to the others") {
  CHECK_EQ(drawn(marks_table(), table_data({}, {school("С", "1")})),
           "4125 1376\nОценки×2\nШкола|Всего\n1|7\n");
}

TEST_CASE("columns: a title that spans nothing goes, and a table without columns too") {
  const auto lonely = grid_table(
      {2000, 900}, {table_row({wide_cell("кто", 2000), wide_cell("итого", 900)}),
                    table_row({wide_cell("{{#none:columns}}{{x}}", 2000), wide_cell("{{/none}}", 900)})});
  const auto made = made_table(paragraph({"до"}) + lonely, table_data({}, {}));
  CHECK_EQ(made.drawing, "\n");
  CHECK_EQ(test::text_of(made.package), "до\n.\n");
}

TEST_CASE("columns: several cells are one column set: plan and fact under a title of two") {
  const auto body = grid_table(
      {1000, 400, 600, 500},
      {table_row({wide_cell("", 1000),
                  wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 1000, span(2)),
                  wide_cell("всего", 500)}),
       table_row({wide_cell("", 1000), wide_cell("{{#subjects:columns}}план", 400),
                  wide_cell("факт{{/subjects}}", 600), wide_cell("", 500)}),
       table_row({wide_cell("левая половина", 1400, span(2)), wide_cell("правая", 1100, span(2))})});
  CHECK_EQ(drawn(body, table_data({"а", "б"}, {})),
           "1000 200 300 200 300 500\n"
           "|а×2|б×2|всего\n"
           "|план|факт|план|факт|\n"
           "левая половина×3|правая×3\n");
}

TEST_CASE("columns: two sections side by side, a condition that hides a column") {
  const auto body =
      grid_table({1000, 600, 300}, {table_row({wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 1000),
                                               wide_cell("{{#schools:columns}}{{name}}{{/schools}}", 600),
                                               wide_cell("{{#empty:columns}}нет{{/empty}}", 300)}),
                                    table_row({wide_cell("всё", 1900, span(3))})});
  CHECK_EQ(drawn(body, table_data({"а", "б"}, {school("", "1"), school("", "2"), school("", "3")})),
           "593 594 238 237 238\nа|б|1|2|3\nвсё×5\n");
}

TEST_CASE("columns: free columns at the ends of a row follow") {
  const auto body = grid_table(
      {500, 800, 700},
      {table_row({wide_cell("", 500), wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 800),
                  wide_cell("", 700)}),
       table_row({wide_cell("справа", 700)}, "<w:gridBefore w:val=\"2\"/>"),
       table_row({wide_cell("слева", 500)}, "<w:gridAfter w:val=\"2\"/>")});
  CHECK_EQ(drawn(body, table_data({"а", "б"}, {})), "500 400 400 700\n|а|б|\n...справа\nслева...\n");
}

TEST_CASE("columns: a row with too few is filled up with empty cells and is a mistake of the data") {
  const auto made = made_table(
      marks_table(),
      table_data({"рус", "мат"}, {school("С", "1", {"3", "4"}), school("Ю", "2", {"5"}), school("Ю", "3")}));
  CHECK_EQ(made.drawing,
           "3000 750 751 1000\n"
           "Оценки×4\n"
           "Школа|рус|мат|Всего\n"
           "1|3|4|7\n"
           "2|5||7\n"
           "3|||7\n");
  CHECK_EQ(made.findings,
           "t.docx: word/document.xml, абзац 6 «{{#marks:columns}}{{mark}}{{/marks}}»: раздел `marks` дал в "
           "строке 4 "
           "таблицы меньше колонок, чем в других: 1 вместо 2 [columns-differ]\n");
}

TEST_CASE("columns: in a nested table, and round one") {
  const auto inner = grid_table({900}, {table_row({wide_cell("{{#marks:columns}}{{mark}}{{/marks}}", 900)})});
  const auto body = grid_table({1000, 1000}, {"<w:tr>" + wide_cell("{{#schools}}{{name}}", 1000) +
                                              test::cell(inner + paragraph({"{{/schools}}"})) + "</w:tr>"});
  const auto made = made_table(body, kTwo);
  CHECK_EQ(test::text_of(made.package), "1 | 3 | 4 | 5/\n2 | 2 | 2 | 4/\n.\n");
  const auto round = grid_table(
      {1200}, {"<w:tr><w:tc><w:tcPr/>" + paragraph({"{{#subjects:columns}}{{title}}"}) +
               grid_table({1000}, {table_row({wide_cell("{{#schools}}{{name}}{{/schools}}", 1000)})}) +
               paragraph({"{{/subjects}}"}) + "</w:tc></w:tr>"});
  CHECK_EQ(made_table(round, kTwo).drawing, "400 400 400\nрус12|мат12|физ12\n");
}

TEST_CASE("columns: a template without widths, as some programs write it, gets a grid") {
  const std::string body = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>" + paragraph({"a"}) + "</w:tc><w:tc>" +
                           paragraph({"{{#subjects:columns}}{{title}}{{/subjects}}"}) +
                           "</w:tc></w:tr></w:tbl>";
  CHECK_EQ(drawn(body, kTwo), "0 0 0 0\na|рус|мат|физ\n");
}

TEST_CASE("columns: cells in content controls repeat with their controls") {
  const std::string control = "<w:sdt><w:sdtPr><w:id w:val=\"-5\"/></w:sdtPr><w:sdtContent>" +
                              wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 900) +
                              "</w:sdtContent></w:sdt>";
  const auto made =
      made_table(grid_table({100, 900}, {"<w:tr>" + wide_cell("a", 100) + control + "</w:tr>"}), kTwo);
  CHECK_EQ(made.document.select_nodes("//w:tr/w:sdt/w:sdtContent/w:tc").size(), 3);
  CHECK_EQ(made.drawing.substr(0, 15), "100 300 300 300");
  CHECK_EQ(made.xml.find("w:id "), std::string::npos);
  const auto gone = made_table(grid_table({100, 900}, {"<w:tr>" + wide_cell("a", 100) + control + "</w:tr>"}),
                               table_data({}, {}));
  CHECK_EQ(gone.xml.find("w:sdt"), std::string::npos);
}

TEST_CASE("columns: sections that do not fit the table are mistakes of the template") {
  CHECK_EQ(table_mistakes(paragraph({"{{#subjects:columns}}{{title}}{{/subjects}}"})),
           "t.docx: word/document.xml, абзац 1 «{{#subjects:columns}}{{title}}{{/subjects…»: раздел "
           "колонок `subjects` начинается и "
           "кончается не в ячейках одной строки таблицы [section-scope]\n");
  CHECK_EQ(
      table_mistakes(grid_table({10, 10}, {table_row({wide_cell("{{#subjects:columns}}", 10)}),
                                           table_row({wide_cell("{{/subjects}}", 10)})})),
      "t.docx: word/document.xml, абзац 1 «{{#subjects:columns}}»: раздел колонок `subjects` начинается и "
      "кончается не в ячейках одной строки таблицы [section-scope]\n");
  const auto part = grid_table(
      {10, 10},
      {table_row({wide_cell("{{#subjects:columns}}{{title}}", 10), wide_cell("{{/subjects}}", 10)}),
       table_row({wide_cell("a", 10), wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 10)})});
  CHECK_EQ(table_mistakes(part),
           "t.docx: word/document.xml, абзац 4 «{{#subjects:columns}}{{title}}{{/subjects…»: разделы "
           "`subjects` и `subjects` "
           "повторяют колонки таблицы, которые лишь отчасти те же [section-scope]\n");
}

TEST_CASE("columns: a table that is not built as Word builds them is refused, not made worse") {
  CHECK_EQ(
      table_mistakes(
          "<w:tbl><w:tblGrid><w:gridCol w:w=\"500\"/></w:tblGrid><w:tr><w:tc><w:tr><w:tc/></w:tr>" +
          paragraph({"{{#subjects:columns}}{{title}}{{/subjects}}"}) + "</w:tc></w:tr></w:tbl>"),
      "t.docx: word/document.xml, абзац 1 «{{#subjects:columns}}{{title}}{{/subjects…»: таблица построена "
      "не по правилам Word, её колонки не повторить [damaged-table]\n");
}

}  // namespace
}  // namespace svodka::render
