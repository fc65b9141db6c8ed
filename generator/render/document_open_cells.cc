#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "language/period.h"
#include "package/zip.h"
#include "render/document_text.h"
#include "render/expand/xml.h"
#include "render/trace_cells.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Sheets are filled with repeated blank cells and rows up to the program's edge.
constexpr int kMostColumns = 16'384, kMostRows = 1'048'576;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// The words of a paragraph: text, spaces, tabs and line breaks (OpenDocument 1.2 part 1, 6.1).
void add_words(const Node& node, std::string& words) {
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      words += child.value();
    else if (is(child, "text:s"))
      words.append(child.attribute("text:c").as_uint(1), ' ');
    else if (is(child, "text:tab"))
      words += '\t';
    else if (is(child, "text:line-break"))
      words += '\n';
    else if (!is(child, "office:annotation"))
      add_words(child, words);
  }
}

// A day as .xlsx counts it, from 30.12.1899.
std::string day_number(const std::string& date) {
  namespace chrono = std::chrono;
  const auto day = language::parse_day(date.substr(0, date.find('T')));
  if (!day) return date;
  constexpr language::Day kFirst{chrono::year(1899), chrono::month(12), chrono::day(30)};
  return std::to_string((chrono::sys_days(*day) - chrono::sys_days(kFirst)).count());
}

std::string cell_words(const Node& cell) {
  const std::string type = cell.attribute("office:value-type").value();
  if (type == "float" || type == "percentage" || type == "currency")
    return cell.attribute("office:value").value();
  if (type == "date") return day_number(cell.attribute("office:date-value").value());
  if (type == "boolean")
    return std::strcmp(cell.attribute("office:boolean-value").value(), "true") == 0 ? "1" : "0";
  std::string words;
  bool first = true;
  for (const auto& paragraph : cell.children("text:p")) {
    if (!first) words += '\n';
    first = false;
    add_words(paragraph, words);
  }
  return words;
}

class SheetReader {
 public:
  SheetReader(std::string sheet, std::vector<DocumentPiece>& pieces)
      : sheet_(std::move(sheet)), pieces_(pieces) {}

  // Rows also stand in groups and in the head that is repeated on each page.
  void read(const Node& holder) {
    for (const auto& child : holder.children()) {
      if (is(child, "table:table-row"))
        read_row(child);
      else if (is(child, "table:table-rows") || is(child, "table:table-header-rows") ||
               is(child, "table:table-row-group"))
        read(child);
    }
  }

 private:
  void read_row(const Node& row) {
    const auto repeated = row.attribute("table:number-rows-repeated").as_int(1);
    const int last = std::min(row_ + std::max(1, repeated), kMostRows);
    if (add(row, row_)) {
      for (int next = row_ + 1; next < last; ++next) add(row, next);
    }
    row_ = last;
  }

  // False when nothing stands in the row.
  bool add(const Node& row, int number) {
    DocumentPiece piece{same_text(sheet_ + "!" + std::to_string(number + 1)), {}, {}, {}, {}};
    int column = 0;
    for (const auto& cell : row.children()) {
      if (!is(cell, "table:table-cell") && !is(cell, "table:covered-table-cell")) continue;
      const int end = std::min(
          column + std::max(1, cell.attribute("table:number-columns-repeated").as_int(1)), kMostColumns);
      const auto words = cell_words(cell);
      const std::string formula = cell.attribute("table:formula").value();
      for (; column < end && !(words.empty() && formula.empty()); ++column) {
        const auto name = cell_called(column, number);
        if (!formula.empty()) piece.formulas.emplace_back(name, formula);
        if (words.empty()) continue;
        piece.words += (piece.words.empty() ? "" : " | ") + words;
        piece.cells.emplace_back(name, words);
      }
      column = end;
    }
    if (piece.cells.empty()) return false;
    pieces_.push_back(std::move(piece));
    return true;
  }

  std::string sheet_;
  std::vector<DocumentPiece>& pieces_;
  int row_ = 0;
};

}  // namespace

std::optional<std::vector<DocumentPiece>> open_workbook_text(const std::string& path,
                                                             const std::string& bytes, Diagnostics& out) {
  const auto entries = package::read_zip(path, bytes, out);
  if (!entries) return std::nullopt;
  const auto content = std::find_if(entries->begin(), entries->end(),
                                    [](const auto& entry) { return entry.name == "content.xml"; });
  pugi::xml_document document;
  if (content != entries->end()) {
    const auto xml = package::inflate(path, *content, out);
    if (!xml) return std::nullopt;
    load_xml(*xml, document);
  }
  const auto sheets = document.document_element().child("office:body").child("office:spreadsheet");
  if (!sheets) {
    out.error({.file = path}, "not-a-document",
              text("в файле нет книги: части `content.xml` с листами",
                   "the file holds no workbook: no part `content.xml` with sheets"));
    return std::nullopt;
  }
  std::vector<DocumentPiece> pieces;
  for (const auto& sheet : sheets.children("table:table"))
    SheetReader(sheet.attribute("table:name").value(), pieces).read(sheet);
  return pieces;
}

}  // namespace svodka::render
