#include <doctest/doctest.h>

#include "form_fixture.h"

// Values that are more than texts and numbers, sections without rows, and texts that look like formulas:
// blanks of one sheet, drawn by the test.
namespace svodka {
namespace {

// Fills a blank that openpyxl or XlsxWriter draws: lines of Python that make "blank.xlsx".
class Drawn {
 public:
  Drawn(const std::string& python, const std::string& yaml) {
    write_file_atomically(folder.path() / "draw.py",
                          "import xlsxwriter\nfrom openpyxl import Workbook\n"
                          "from openpyxl.worksheet.table import Table\n"
                          "book = Workbook()\npage = book.active\npage.title = 'Ф'\n"
                          "def put(cells):\n    for name, value in cells.items(): page[name] = value\n" +
                              python);
    const auto drawn = test::shell(folder.path(), "/usr/bin/python3 draw.py");
    REQUIRE_MESSAGE(drawn.code == 0, drawn.output);
    bytes = test::filled_form(read_file(folder.path() / "blank.xlsx"), yaml, out);
    if (!out.has_errors()) write_file_atomically(folder.path() / "a.xlsx", bytes);
  }
  std::string read(const std::string& arguments) const { return test::form_read(folder.path(), arguments); }
  std::string told() const {
    std::string words;
    for (const auto& f : out.sorted()) words += to_string(f.at, Language::kRussian) + " " + f.rule + "\n";
    return words;
  }

  Diagnostics out;
  std::string bytes;
  test::TempFolder folder;
};

TEST_CASE("form values: links and formulas, also in repeated rows") {
  const Drawn form(
      "put({'A1': '{{url:link}}', 'B1': '{{url:link=сайт}}', 'C1': '{{sum:formula}}',\n"
      "     'A2': '{{#files}}{{name:link}}', 'B2': '{{formula:formula}}{{/files}}', 'A3': '=SUM(B2:B2)'})\n"
      "book.save('blank.xlsx')\n",
      "{url: \"https://example.org/a?b=1&c=2\", sum: =SUM(B2:B2)*2, files: [{name: docs/a.pdf, formula: "
      "1+2},\n"
      " {name: \"mailto:a@example.org\", formula: LEN(A2)}]}\n");
  CHECK_EQ(form.told(), "");
  CHECK_EQ(form.read("cells a.xlsx Ф A1:C1 A2:B4"),
           "https://example.org/a?b=1&c=2 | сайт | 46\ndocs/a.pdf | 3\nmailto:a@example.org | 20\n23 | .\n");
  CHECK_EQ(form.read("formulas a.xlsx Ф C1 B2:B3"), "=SUM(B2:B3)*2\n=1+2\n=LEN(A3)\n");
  const auto about = form.read("about a.xlsx Ф");
  for (const char* link :
       {"link A1 https://example.org/a?b=1&c=2\n", "link B1 https://example.org/a?b=1&c=2\n",
        "link A2 docs/a.pdf\n", "link A3 mailto:a@example.org\n"})
    CHECK_MESSAGE(about.find(link) != std::string::npos, about);
}

TEST_CASE("form values: links that could run something are refused, each at its cell") {
  const Drawn form("put({'B2': '{{a:link}}', 'C3': '{{b:link}}'})\nbook.save('blank.xlsx')\n",
                   "{a: \"javascript:alert(1)\", b: \"file:///etc/passwd\"}\n");
  CHECK_EQ(form.told(), "form.xlsx: Ф!B2 unsafe-link\nform.xlsx: Ф!C3 unsafe-link\n");
  CHECK_EQ(form.bytes.find("javascript"), std::string::npos);
}

TEST_CASE("form values: what begins like a formula stays a text, alone, among words and in formulas") {
  const Drawn form(
      "put({'A1': '{{a}}', 'B1': '{{b}}', 'C1': '{{c}}', 'D1': '{{d}}', 'E1': '{{e}}',\n"
      "     'A2': '{{a}} {{b}}', 'A3': '=\"за \"&\"{{q}}\"'})\nbook.save('blank.xlsx')\n",
      "{a: =1+1, b: +1, c: \"-2+3\", d: \"@SUM(1)\", e: \"\\t=1\", q: '\"&HYPERLINK(\"http://x\")&\"'}\n");
  CHECK_EQ(form.told(), "");
  const auto xml = test::form_part(form.bytes, "xl/worksheets/sheet1.xml");
  for (const char* words : {"<t xml:space=\"preserve\">=1+1</t>", "<t xml:space=\"preserve\">-2+3</t>",
                            "<t xml:space=\"preserve\">@SUM(1)</t>", "=1</t>"})
    CHECK_MESSAGE(xml.find(words) != std::string::npos, words);
  std::size_t formulas = 0;
  for (auto at = xml.find("<f"); at != std::string::npos; at = xml.find("<f", at + 1)) ++formulas;
  CHECK_EQ(formulas, 1);
  CHECK_EQ(form.read("cells a.xlsx Ф A3"), "за \"&HYPERLINK(\"http://x\")&\"\n");
}

TEST_CASE("form sections: rows that an empty list takes away, or that it shows") {
  const std::string blank =
      "put({'A1': '{{#list:remove}}{{name}}', 'B1': '{{/list}}', 'A2': '{{^list}}нет', 'B2': "
      "'записей{{/list}}',\n"
      "     'A3': '=COUNTA(A1:A1)', 'A4': 'Конец'})\nbook.save('blank.xlsx')\n";
  const Drawn some(blank, "list: [{name: а}, {name: б}]\n"), none(blank, "list: []\n");
  CHECK_EQ(some.read("cells a.xlsx Ф A1:B5"), "а | .\nб | .\n2 | .\nКонец | .\n. | .\n");
  CHECK_EQ(none.read("cells a.xlsx Ф A1:B4"), "нет | записей\n0 | .\nКонец | .\n. | .\n");
}

TEST_CASE("form columns: sections in sections, sparklines and formats follow") {
  const Drawn form(
      "book = xlsxwriter.Workbook('blank.xlsx')\npage = book.add_worksheet('Ф')\n"
      "page.write_row('A1', ['Школа', '{{#years:columns}}{{year}}', '{{#terms:columns}}{{term}}{{/terms}}', "
      "'год{{/years}}', 'Всего'])\n"
      "page.write_row('A2', ['Первая', '{{#years:columns}}', '{{#terms:columns}}{{count}}{{/terms}}', "
      "'{{all}}{{/years}}'])\n"
      "page.write_formula('E2', '=SUMIF(D1:D1,\"год\",D2:D2)')\npage.write_formula('C3', '=SUM(C2:C2)')\n"
      "page.write_formula('D3', '=SUM(C3:C3)')\n"
      "page.add_sparkline('C4', {'range': 'Ф!C2:C2'})\npage.add_sparkline('F2', {'range': "
      "'Ф!C2:C2'})\nbook.close()\n",
      "years: [{year: 2019, all: 3, terms: [{term: I, count: 1}, {term: II, count: 2}]},\n"
      "        {year: 2020, all: 4, terms: [{term: I, count: 4}]}]\n");
  CHECK_EQ(form.told(), "");
  CHECK_EQ(form.read("cells a.xlsx Ф A1:I3"),
           "Школа | 2019 | I | II | год | 2020 | I | год | Всего\n"
           "Первая | . | 1 | 2 | 3 | . | 4 | 4 | 7\n. | . | 1 | 2 | 3 | . | 4 | 4 | .\n");
  CHECK_EQ(form.read("formulas a.xlsx Ф E3 H3 I2"),
           "=SUM(C3:D3)\n=SUM(G3:G3)\n=SUMIF(E1:H1,\"год\",E2:H2)\n");
  const auto xml = test::form_part(form.bytes, "xl/worksheets/sheet1.xml");
  for (const char* line : {"<xm:f>Ф!C2:G2</xm:f><xm:sqref>J2</xm:sqref>", "<xm:sqref>C4</xm:sqref>",
                           "<xm:sqref>D4</xm:sqref>", "<xm:sqref>G4</xm:sqref>"})
    CHECK_MESSAGE(xml.find(line) != std::string::npos, line);
}

TEST_CASE("form columns: a table across repeated columns is refused, one beside them is not") {
  const std::string blank =
      "put({'A1': 'Ш', 'B1': '{{#m:columns}}{{x}}{{/m}}', 'C1': 'К', 'E1': 'Т', 'A2': 1, 'B2': 2, 'C2': 3, "
      "'E2': "
      "4})\n";
  const std::string beside = "page.add_table(Table(displayName='Рядом', ref='E1:E2'))\n",
                    across = "page.add_table(Table(displayName='Сводка', ref='A1:C2'))\n",
                    save = "book.save('blank.xlsx')\n", yaml = "m: [{x: а}, {x: б}]\n";
  const Drawn refused(blank + beside + across + save, yaml), made(blank + beside + save, yaml);
  CHECK_EQ(refused.told(), "form.xlsx: Ф!B1 form-table-columns\n");
  CHECK_EQ(made.told(), "");
  CHECK(made.read("about a.xlsx Ф").find("table Рядом F1:F2\n") != std::string::npos);
}

TEST_CASE("form sheets: each copy has a table of its own name, and its formulas mean it") {
  const Drawn form(
      "book = xlsxwriter.Workbook('blank.xlsx')\npage = book.add_worksheet('{{#s}}{{title}}')\n"
      "page.add_table('A3:C5', {'name': 'Рег', 'total_row': True, 'columns': [{'header': 'М', "
      "'total_string': "
      "'Всего'},\n    {'header': 'У', 'total_function': 'sum'}, {'header': 'Д', 'formula': '=[@У]*2'}]})\n"
      "page.write('A4', '{{#rows}}{{a}}'); page.write('B4', '{{b}}'); page.write('D4', '{{/rows}}')\n"
      "page.write_formula('B1', '=SUM(Рег[У])'); page.write_formula('C1', "
      "'=Рег[[#Totals],[У]]')\nbook.close()\n",
      "s: [{title: А, rows: [{a: x, b: 1}, {a: y, b: 2}]}, {title: Б, rows: [{a: z, b: 5}]}, {title: В, "
      "rows: []}]\n");
  CHECK_EQ(form.told(), "");
  CHECK_EQ(form.read("cells a.xlsx А A1:C6"),
           ". | 3 | 3\n. | . | .\nМ | У | Д\nx | 1 | 2\ny | 2 | 4\nВсего | 3 | .\n");
  CHECK_EQ(form.read("cells a.xlsx Б B1:C1 A4:C5"), "5 | 5\nz | 5 | 10\nВсего | 5 | .\n");
  CHECK_EQ(form.read("formulas a.xlsx Б B1:C1"), "=SUM(Рег_2[У]) | =Рег_2[[#Totals],[У]]\n");
  CHECK(form.read("about a.xlsx А").find("table Рег A3:C6\n") != std::string::npos);
  CHECK(form.read("about a.xlsx В").find("table Рег_3 A3:C5\n") != std::string::npos);
}

}  // namespace
}  // namespace svodka
