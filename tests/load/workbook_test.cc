#include "load/workbook.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "base/origin.h"
#include "fuzz/xlsx_target.h"
#include "load/findings.h"
#include "support/paths.h"

// The reader of .xlsx files: what it takes, what it refuses and why.

namespace svodka::load {
namespace {

using test::findings_of;
using test::sheet_xml;
using test::workbook;

struct Read {
  std::vector<std::string> cells;  ///< "B3=12"
  std::string findings;
};

/// All cells of the first sheet.
Read read(std::string bytes) {
  Read result;
  Diagnostics out;
  if (const auto book = Workbook::open("a.xlsx", std::move(bytes), out)) {
    SheetReader reader(*book, book->sheets().front(), out);
    for (TableRow row; reader.next(row, out);) {
      for (const auto& cell : row.cells)
        result.cells.push_back(cell_address(row.line, cell.column) + "=" + std::string(row.text(cell)));
    }
  }
  result.findings = findings_of(out);
  return result;
}

Read read_rows(std::string_view rows, std::string_view after = "") {
  return read(workbook({{"xl/worksheets/sheet1.xml", sheet_xml(rows, after)}}));
}

using Cells = std::vector<std::string>;

TEST_CASE("cells of every kind, with and without addresses") {
  const auto got = read_rows(
      "<row><c t=\"s\"><v>1</v></c><c><v>1.5</v></c><c s=\"1\"/><c t=\"b\"><v>1</v></c></row>"
      "<row r=\"7\"><c r=\"AB7\" "
      "t=\"inlineStr\"><is><r><t>a_x000D_</t></r><r><t>b_x0041_</t></r><rPh><t>c</t></rPh></is></c></row>");
  CHECK_EQ(got.findings, "");
  CHECK(got.cells == Cells{"A1=Предмет", "B1=1.5", "D1=1", "AB7=a\rbA"});
}

TEST_CASE("prefixes of elements do not matter") {
  const auto got = read(
      workbook({{"xl/worksheets/sheet1.xml",
                 "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row "
                 "r=\"2\"><x:c r=\"B2\"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"}}));
  CHECK_EQ(got.findings, "");
  CHECK(got.cells == Cells{"B2=3"});
}

TEST_CASE("rows longer than the pieces that are read come whole and once") {
  std::string rows;
  for (int row = 1; row <= 5000; ++row) {
    rows += "<row r=\"" + std::to_string(row) + "\">";
    for (int column = 1; column <= 9; ++column)
      rows += "<c r=\"" + cell_address(row, column) + "\" t=\"inlineStr\"><is><t>ячейка " +
              std::to_string(row * 10 + column) + "</t></is></c>";
    rows += "</row>";
  }
  const auto got = read_rows(rows);
  CHECK_EQ(got.findings, "");
  REQUIRE_EQ(got.cells.size(), 45'000);
  for (std::size_t i = 0; i < got.cells.size(); i += 997) {
    const int row = static_cast<int>(i / 9) + 1, column = static_cast<int>(i % 9) + 1;
    CHECK_EQ(got.cells[i], cell_address(row, column) + "=ячейка " + std::to_string(row * 10 + column));
  }
}

TEST_CASE("what is out of place in a sheet is refused") {
  const auto refused = [](std::string_view rows) {
    const auto findings = read_rows(rows).findings;
    CHECK(
        findings.starts_with("a.xlsx: xl/worksheets/sheet1.xml: [damaged-package] часть "
                             "«xl/worksheets/sheet1.xml» не читается: "));
    return findings.substr(std::min(findings.find("читается: "), findings.size()));
  };
  CHECK(refused("<row r=\"5\"/><row r=\"4\"/>").find("после строки 5 идёт строка «4»") != std::string::npos);
  CHECK(refused("<row r=\"1048577\"/>").find("1048577") != std::string::npos);
  CHECK(refused("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>")
            .find("«A1» стоит не на своём месте") != std::string::npos);
  CHECK(refused("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>").find("«XFE1»") != std::string::npos);
  CHECK(refused("<row r=\"1\"><c t=\"s\"><v>9</v></c></row>").find("в ячейке A1 непонятное значение «9»") !=
        std::string::npos);
  CHECK(refused("<row r=\"1\"><c><v>1e999</v></c></row>").find("«1e999»") != std::string::npos);
  CHECK(refused("<row r=\"1\"><c><v>1</v></row>").find("это не XML (mismatched tag)") != std::string::npos);
}

TEST_CASE("entities, depth and tags without an end are bounded") {
  const std::string bomb = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">]>" +
                           sheet_xml("<row><c t=\"str\"><v>&c;</v></c></row>");
  CHECK(read(workbook({{"xl/worksheets/sheet1.xml", bomb}})).findings.find("в части объявлен DOCTYPE") !=
        std::string::npos);
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  CHECK(read(workbook({{"xl/worksheets/sheet1.xml", deep}})).findings.find("глубже 100 уровней") !=
        std::string::npos);
  std::string wide = "<a b=\"";
  for (unsigned i = 0; i < 2'000'000; ++i) wide += static_cast<char>('a' + (i * 2654435761u >> 16) % 26);
  CHECK(read(workbook({{"xl/worksheets/sheet1.xml", wide}})).findings.find("тег длиннее 1024 КБ") !=
        std::string::npos);
}

TEST_CASE("a bomb, a part that lies about its size, a cut file") {
  const auto bomb =
      workbook({{"xl/worksheets/sheet1.xml", sheet_xml("<row/>" + std::string(300u << 20, ' '))}});
  CHECK_EQ(read(bomb).findings,
           "a.xlsx: [package-too-large] часть «xl/worksheets/sheet1.xml» слишком велика в развёрнутом виде; "
           "откройте его в Word или LibreOffice и сохраните заново\n");
  const auto whole = workbook();
  CHECK(read(whole.substr(0, whole.size() / 2)).findings.find("[not-a-package]") != std::string::npos);
  auto entries = *[&] {
    Diagnostics out;
    return package::read_zip("", whole, out);
  }();
  for (auto& entry : entries) {
    if (entry.name == "xl/worksheets/sheet1.xml") entry.crc ^= 1;
  }
  CHECK_EQ(
      read(package::write_zip(entries)).findings,
      "a.xlsx: xl/worksheets/sheet1.xml: [damaged-package] часть «xl/worksheets/sheet1.xml» повреждена\n");
}

TEST_CASE("parts outside of the package are not looked for") {
  const auto got = read(workbook({{"xl/_rels/workbook.xml.rels",
                                   "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" "
                                   "Target=\"../../../../etc/passwd\"/></Relationships>"}}));
  CHECK_EQ(got.findings, "a.xlsx: Лист1: [damaged-package] в книге нет листа «Лист1»: части `etc/passwd`\n");
}

TEST_CASE("files of other kinds are named, with what to do") {
  const auto folder = std::filesystem::path(SVODKA_TESTS_DIR) / "data/tables";
  const auto findings = [](std::string bytes) { return read(std::move(bytes)).findings; };
  const std::string save = "; откройте его в Excel или LibreOffice и сохраните как «Книга Excel (*.xlsx)»\n";
  CHECK_EQ(findings(read_file(folder / "returns-office.xls")),
           "a.xlsx: [not-a-table] это старый двоичный формат .xls" + save);
  CHECK_EQ(findings(read_file(folder / "returns-office.ods")),
           "a.xlsx: [not-a-table] это таблица OpenDocument (.ods)" + save);
  CHECK_EQ(
      findings(read_file(folder / "encrypted.xlsx")),
      "a.xlsx: [encrypted-package] файл зашифрован паролем; снимите пароль на открытие и сохраните файл\n");
  CHECK_EQ(findings("<html><body><table>"),
           "a.xlsx: [not-a-table] это веб-страница под именем таблицы" + save);
  CHECK(findings("Школа;Предмет\n").find("[not-a-package]") != std::string::npos);
  CHECK(findings("").find("[not-a-package]") != std::string::npos);
  CHECK_EQ(findings(package::write_zip({package::deflate("word/document.xml", "<a/>")})),
           "a.xlsx: [not-a-table] в файле нет книги Excel" + save);
}

TEST_CASE("number formats: what is a date, a time, a percent") {
  using Kind = NumberFormat::Kind;
  const std::vector<std::pair<const char*, NumberFormat>> formats{{"General", {}},
                                                                  {"0.00", {}},
                                                                  {"#,##0\\ \"д.\"", {}},
                                                                  {"[Red]0;[Blue]-0", {}},
                                                                  {"0.00E+00", {}},
                                                                  {"000", {Kind::kNumber, 3}},
                                                                  {"0.0%", {Kind::kPercent}},
                                                                  {"dd.mm.yyyy", {Kind::kDay}},
                                                                  {"[$-419]d\\ mmmm\\ yyyy;@", {Kind::kDay}},
                                                                  {"mmmm yyyy", {Kind::kMonth}},
                                                                  {"yyyy", {Kind::kYear}},
                                                                  {"DD.MM.YYYY HH:MM", {Kind::kDayTime}},
                                                                  {"h:mm AM/PM", {Kind::kTime}},
                                                                  {"[h]:mm:ss", {Kind::kTime}},
                                                                  {"@", {Kind::kText}}};
  for (const auto& [code, expected] : formats) {
    CAPTURE(code);
    CHECK(number_format(code) == expected);
  }
  CHECK(builtin_number_format(14).kind == Kind::kDay);
  CHECK(builtin_number_format(10).kind == Kind::kPercent);
  CHECK(builtin_number_format(3) == NumberFormat{});
}

TEST_CASE("addresses of cells") {
  CHECK_EQ(cell_address(7, 28), "AB7");
  CHECK_EQ(cell_address(1'048'576, 16'384), "XFD1048576");
  CHECK(parse_cell_address("$AB$7") == std::pair{7, 28});
  for (const char* wrong : {"", "A", "7", "A0", "XFE1", "A1048577", "A1:B2", "Ы1", "AAAAAAAAAAAAAAA1", "A-1"})
    CHECK_FALSE(parse_cell_address(wrong));
  const Origin sheet{"inputs/a: b.xlsx", "Лист!1"};
  CHECK(parse_source(to_source(sheet, 12)) == std::pair{sheet, 12});
  CHECK_EQ(to_string(sheet.at({12, 2, 0}), Language::kRussian), "inputs/a: b.xlsx: Лист!1!B12");
  CHECK(parse_source("inputs/a.yaml:7") == std::pair{Origin{"inputs/a.yaml", ""}, 7});
}

TEST_CASE("two thousand damaged workbooks are read to the end or explained") {
  std::uint64_t seed = 20201201;
  for (const auto& whole : test::workbook_seeds()) {
    for (int round = 0; round < 500; ++round) {
      const auto input = test::mutated_workbook(whole, ++seed);
      CAPTURE(seed);
      CHECK_EQ(test::fault_of_workbook(input), "");
    }
  }
}

}  // namespace
}  // namespace svodka::load
