#include "fuzz/xlsx_target.h"

#include <fmt/format.h>

#include <array>
#include <random>

#include "base/utf8.h"
#include "load/table_cell.h"
#include "load/table_heading.h"
#include "load/workbook.h"
#include "package/zip.h"

namespace svodka::test {
namespace {

using namespace svodka::load;
using Random = std::mt19937_64;

constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/relationships";

std::string relations(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string xml = fmt::format("<Relationships xmlns=\"{}\">", kPackage);
  int id = 0;
  for (const auto& [type, target] : all)
    xml += fmt::format("<Relationship Id=\"rId{}\" Type=\"{}/{}\" Target=\"{}\"/>", ++id, kRelations, type,
                       target);
  return xml + "</Relationships>";
}

constexpr std::array<std::string_view, 30> kPieces{
    "<row r=\"5\">",
    "</row>",
    "<c r=\"B7\" t=\"s\">",
    "</c>",
    "<v>",
    "</v>",
    "<f>A1+1</f>",
    "<is><t>",
    "</t></is>",
    "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
    "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>",
    "<si>",
    "</si>",
    "1e308",
    "-1",
    "99999999999999999999",
    "nan",
    "A0",
    "XFE1",
    "XFD1048576",
    "$A$1",
    "_x000D_",
    "_xD800_",
    "&amp;",
    "&#10;",
    "\xD0\x98",
    "\xFF",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<![CDATA[ ]]>",
    "<sheetData>"};

TableDefinition definition_for(const Collection& collection) {
  TableDefinition table;
  table.collection = &collection;
  for (const auto& field : collection.fields) {
    TableColumn column;
    column.headings = {field.name};
    column.path = {field.name};
    column.field = &field;
    table.columns.push_back(std::move(column));
  }
  table.columns.back().headings = {"Отметки", "*"};
  table.columns.back().group = 0;
  table.columns.back().units["чел."] = 1;
  table.groups.emplace_back();
  return table;
}

const Collection& every_type() {
  static const Collection collection = [] {
    Collection made{.name = "all", .table = "all"};
    for (const auto type :
         {FieldType::kText, FieldType::kBool, FieldType::kDay, FieldType::kPeriod, FieldType::kNumber})
      made.fields.push_back({.name = std::to_string(made.fields.size()), .type = type});
    return made;
  }();
  return collection;
}

std::string fault_of_sheet(const Workbook& book, const SheetEntry& sheet, const TableDefinition& table,
                           Diagnostics& out) {
  SheetReader reader(book, sheet, out);
  CellReader cells({book.path(), sheet.name}, "a.yaml", book.from_1904(), out);
  std::vector<TableRow> head;
  TableRow row;
  for (int last = 0; reader.next(row, out); last = row.line) {
    if (row.line <= last || row.line > 1'048'576) return fmt::format("row {} after row {}", row.line, last);
    int column = 0;
    for (const auto& cell : row.cells) {
      if (cell.column <= column || cell.column > 16'384)
        return fmt::format("column {} after column {}", cell.column, column);
      column = cell.column;
      if (utf8::first_invalid(row.text(cell))) return "a text is not UTF-8";
      for (const auto& target : table.columns) cells.value(target, row, &cell, cell.mark);
    }
    if (head.size() < 12) head.push_back(row);
  }
  const auto headings = find_headings(table, head, reader.merged());
  if (headings.matches > 0) bind_headings(table, headings, {book.path(), sheet.name}, "a.yaml", out);
  return "";
}

}  // namespace

std::string sheet_xml(std::string_view rows, std::string_view after) {
  return fmt::format("<worksheet xmlns=\"{}\"><sheetData>{}</sheetData>{}</worksheet>", kMain, rows, after);
}

std::string workbook(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::vector<std::pair<std::string, std::string>> all{
      {"_rels/.rels", relations({{"officeDocument", "xl/workbook.xml"}})},
      {"xl/workbook.xml",
       fmt::format(
           "<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets><sheet name=\"Лист1\" sheetId=\"1\" r:id=\"rId1\"/>"
           "<sheet name=\"Лист2\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
           kMain, kRelations)},
      {"xl/_rels/workbook.xml.rels", relations({{"worksheet", "worksheets/sheet1.xml"},
                                                {"worksheet", "/xl/worksheets/sheet2.xml"},
                                                {"styles", "styles.xml"},
                                                {"sharedStrings", "sharedStrings.xml"}})},
      {"xl/styles.xml",
       fmt::format(
           "<styleSheet xmlns=\"{}\"><numFmts><numFmt numFmtId=\"164\" "
           "formatCode=\"000\"/></numFmts><cellXfs>"
           "<xf/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
           kMain)},
      {"xl/sharedStrings.xml",
       fmt::format(
           "<sst xmlns=\"{}\"><si><t>Школа</t></si><si><r><t>Пред</t></r><r><t>мет</t></r></si></sst>",
           kMain)},
      {"xl/worksheets/sheet1.xml", sheet_xml("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")},
      {"xl/worksheets/sheet2.xml", sheet_xml("")}};
  for (const auto& part : parts) {
    bool known = false;
    for (auto& one : all) {
      if (one.first != part.first) continue;
      one.second = part.second;
      known = true;
    }
    if (!known) all.push_back(part);
  }
  std::vector<package::ZipEntry> entries;
  for (const auto& [name, xml] : all) entries.push_back(package::deflate(name, xml));
  return package::write_zip(entries);
}

std::string fault_of_workbook(std::string_view input) {
  std::string bytes(input);
  if (input.starts_with('<'))
    bytes =
        workbook({{input.find("<sst") < 200 ? "xl/sharedStrings.xml" : "xl/worksheets/sheet1.xml", bytes}});
  static const auto table = definition_for(every_type());
  Diagnostics out;
  const auto book = Workbook::open("a.xlsx", std::move(bytes), out);
  if (!book) return out.has_errors() ? "" : "refused without an error";
  for (const auto& sheet : book->sheets()) {
    if (auto fault = fault_of_sheet(*book, sheet, table, out); !fault.empty()) return fault;
  }
  for (const auto& finding : out.in_order()) {
    if (finding.message.ru.empty() || finding.at.file.empty()) return "a finding without words or place";
  }
  return "";
}

std::vector<std::string> workbook_seeds() {
  const std::string rows =
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>0</t></is></c><c r=\"B1\" "
      "t=\"inlineStr\"><is><t>1</t></is></c><c r=\"C1\" "
      "t=\"inlineStr\"><is><t>2</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>3</t></is></c><c r=\"E1\" "
      "t=\"inlineStr\"><is><t>Отметки</t></is></c></row>"
      "<row r=\"2\"><c r=\"E2\"><v>2</v></c><c r=\"F2\"><v>3</v></c></row>"
      "<row r=\"3\" hidden=\"1\"><c r=\"A3\" s=\"3\"><v>7</v></c><c r=\"B3\" t=\"b\"><v>1</v></c><c r=\"C3\" "
      "s=\"1\"><v>44174.5</v></c><c r=\"D3\" "
      "t=\"str\"><f>A1</f><v>9 декабря 2020 г.</v></c><c r=\"E3\" s=\"2\"><v>0.455</v></c><c "
      "r=\"F3\"><f>SUM(A1)</f></c></row>"
      "<row r=\"4\"><c r=\"A4\" t=\"e\"><v>#REF!</v></c><c r=\"B4\" t=\"s\"><v>1</v></c><c "
      "t=\"d\"><v>2020-12-09</v></c><c r=\"E4\" "
      "t=\"inlineStr\"><is><t>1 234 чел.</t></is></c></row>";
  return {
      sheet_xml(rows,
                "<mergeCells count=\"2\"><mergeCell ref=\"E1:F1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>"),
      fmt::format("<sst xmlns=\"{}\"><si><t xml:space=\"preserve\"> _x000D_ </t><rPh sb=\"0\" "
                  "eb=\"1\"><t>x</t></rPh></si><si><t/></si></sst>",
                  kMain),
      workbook({{"xl/worksheets/sheet1.xml", sheet_xml(rows)}}), workbook()};
}

std::string mutated_workbook(const std::string& input, std::uint64_t seed) {
  Random random(seed);
  std::string out = input;
  const auto pick = [&](std::size_t below) { return below == 0 ? 0 : random() % below; };
  const auto tag = [&] {  // where a tag begins and ends
    const auto begin = out.find('<', pick(out.size()));
    const auto end = begin == std::string::npos ? begin : out.find('>', begin);
    return std::pair{begin, end == std::string::npos ? end : end + 1};
  };
  for (auto changes = 1 + pick(3); changes > 0; --changes) {
    const auto [begin, end] = tag();
    const bool found = end != std::string::npos;
    switch (pick(6)) {
      case 0:
        if (found) out.erase(begin, end - begin);
        break;
      case 1:
        if (found && out.size() < 100'000)
          out.insert(pick(2) == 0 ? begin : end, out.substr(begin, end - begin));
        break;
      case 2: {  // the value of an attribute
        const auto quote = found ? out.find('"', begin) : std::string::npos;
        const auto close = quote == std::string::npos ? quote : out.find('"', quote + 1);
        if (close != std::string::npos)
          out.replace(quote + 1, close - quote - 1, kPieces[pick(kPieces.size())]);
        break;
      }
      case 3:
        if (found) out.insert(end, kPieces[pick(kPieces.size())]);
        break;
      case 4:
        out.insert(pick(out.size() + 1), kPieces[pick(kPieces.size())]);
        break;
      default:
        if (!out.empty()) out[pick(out.size())] = static_cast<char>(random());
    }
  }
  return out;
}

}  // namespace svodka::test
