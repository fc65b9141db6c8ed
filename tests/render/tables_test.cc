#include "base/files.h"
#include "render/tables_fixture.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// Tables whose rows sections repeat, and what they look like to a reader that is not ours.
namespace svodka::render {
namespace {

using test::paragraph;

const Row kData = table_data({"рус", "мат"}, {school("С", "1", {"5", "4"}), school("С", "2", {"3", "2"})});

TEST_CASE("tables: python-docx sees repeated columns and merged cells as one table") {
  const test::TempFolder folder;
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import docx'").code != 0) {
    MESSAGE("python3-docx is not installed: skipped");
    return;
  }
  const auto body =
      grid_table({500, 500, 1000},
                 {table_row({wide_cell("Оценки", 2000, span(3))}),
                  table_row({wide_cell("", 500), wide_cell("", 500),
                             wide_cell("{{#subjects:columns}}{{title}}{{/subjects}}", 1000)}),
                  table_row({wide_cell("{{#schools}}{{region:merge}}", 500), wide_cell("{{name}}", 500),
                             wide_cell("{{#marks:columns}}{{mark}}{{/marks}}{{/schools}}", 1000)})});
  write_file_atomically(folder.path() / "a.docx", made_table(body, kData).package);
  const auto result = test::shell(folder.path(),
                                  "/usr/bin/python3 -c \"import docx; t = docx.Document('a.docx').tables[0]; "
                                  "print(len(t.columns), [[c.text for c "
                                  "in r.cells] for r in t.rows], t.cell(2, 0)._tc is t.cell(3, 0)._tc)\"");
  CHECK_EQ(result.output,
           "4 [['Оценки', 'Оценки', 'Оценки', 'Оценки'], ['', '', 'рус', 'мат'], ['С', '1', '5', '4'], ['С', "
           "'2', '3', '2']] True\n");
}

TEST_CASE("tables: rows inserted with track changes repeat as they are") {
  const auto made = made_table(
      grid_table({10, 10}, {table_row({wide_cell("{{#schools}}{{name}}", 10), wide_cell("{{/schools}}", 10)},
                                      "<w:ins w:id=\"1\" w:author=\"a\"/>")}),
      kData);
  CHECK_EQ(made.drawing, "10 10\n1|\n2|\n");
  CHECK_EQ(made.document.select_nodes("//w:trPr/w:ins").size(), 2);
}

TEST_CASE("tables: conditional formats of rows and cells are copied with them") {
  const auto made =
      made_table(grid_table({10, 10}, {table_row({"<w:tc><w:tcPr><w:cnfStyle w:val=\"001000000000\"/><w:tcW "
                                                  "w:w=\"10\" w:type=\"dxa\"/></w:tcPr>" +
                                                      paragraph({"{{#schools}}{{region:merge}}"}) + "</w:tc>",
                                                  wide_cell("{{/schools}}", 10)},
                                                 "<w:cnfStyle w:val=\"000000100000\"/>")}),
                 kData);
  CHECK_EQ(made.document.select_nodes("//w:trPr/w:cnfStyle").size(), 2);
  CHECK(made.xml.find(
            "<w:cnfStyle w:val=\"001000000000\"/><w:tcW w:w=\"10\" w:type=\"dxa\"/><w:vMerge/></w:tcPr>") !=
        std::string::npos);
}

TEST_CASE("tables: a table in a list in a cell of a list") {
  const auto inner =
      grid_table({10}, {table_row({wide_cell("{{title}}", 10)}), table_row({wide_cell("{{#marks}}", 10)}),
                        table_row({wide_cell("{{mark}}", 10)}), table_row({wide_cell("{{/marks}}", 10)})});
  const auto body =
      grid_table({10, 10}, {"<w:tr>" + wide_cell("{{#schools}}{{name}}", 10) +
                            test::cell(paragraph({"{{#subjects}}"}) + inner + paragraph({"{{/subjects}}"}) +
                                       paragraph({"{{/schools}}"})) +
                            "</w:tr>"});
  const auto made = made_table(body, kData);
  CHECK_EQ(made.document.select_nodes("//w:tbl//w:tbl").size(), 4);
  CHECK_EQ(drawn(made.document.select_nodes("//w:tbl//w:tbl")[3].node()), "10\nмат\n3\n2\n");
}

TEST_CASE("tables: a table of five thousand rows with merges and columns takes linear time") {
  std::vector<Row> rows;
  for (int i = 0; i < 5000; ++i)
    rows.push_back(school("округ " + std::to_string(i / 7), std::to_string(i), {"3", "4", "5"}));
  const auto body = grid_table(
      {10, 10, 30}, {table_row({wide_cell("{{#schools}}{{region:merge}}", 10), wide_cell("{{name}}", 10),
                                wide_cell("{{#marks:columns}}{{mark}}{{/marks}}{{/schools}}", 30)})});
  const auto made = made_table(body, table_data({}, rows));
  CHECK_EQ(made.document.select_nodes("//w:vMerge[@w:val='restart']").size(), 715);
  CHECK_EQ(made.document.select_nodes("//w:vMerge").size(), 5000);
}

}  // namespace
}  // namespace svodka::render
