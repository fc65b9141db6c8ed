#include "render/form/form_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_formula.h"
#include "render/form/form_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

CellError error_of(std::string_view words) {
  for (int i = 0; i <= static_cast<int>(CellError::kNotAvailable); ++i) {
    if (words == to_string(static_cast<CellError>(i))) return static_cast<CellError>(i);
  }
  return CellError::kNotAvailable;
}

CellValue value_of(const Node& cell, const std::vector<std::string>& strings) {
  const std::string_view type = cell.attribute("t").value();
  if (type == "inlineStr") return words_of(read_runs(cell.child("is")));
  const auto value = cell.child("v");
  if (!value) return {};
  if (type == "s") {
    const auto index = value.text().as_ullong();
    return index < strings.size() ? strings[index] : std::string();
  }
  if (type == "b") return value.text().as_bool();
  if (type == "e") return error_of(value.text().get());
  if (type == "str" || type == "d") return std::string(value.text().get());
  return value.text().as_double();
}

bool before(const CellContent& cell, std::pair<int, int> place) {
  return std::pair(cell.column, cell.row) < place;
}

CellArea area_of(const char* words, int sheet, CellName otherwise) {
  const std::string_view area = words;
  const auto colon = area.find(':');
  const auto first = parse_cell(area.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : parse_cell(area.substr(colon + 1));
  if (!first || !last) return {sheet, otherwise.column, otherwise.row, otherwise.column, otherwise.row};
  return {sheet, first->column, first->row, last->column, last->row};
}

std::string value_xml(const CellValue& value, const char*& type) {
  type = "";
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number + 0.0);
  if (const auto* truth = std::get_if<bool>(&value)) return type = "b", *truth ? "1" : "0";
  if (const auto* error = std::get_if<CellError>(&value)) return type = "e", std::string(to_string(*error));
  type = "str";
  const auto* words = std::get_if<std::string>(&value);
  return words == nullptr ? std::string() : escaped_xml(*words);
}

// Takes ` t="…"` out of a tag.
std::string without_type(std::string tag) {
  const auto at = tag.find(" t=\"");
  if (at != std::string::npos) tag.erase(at, tag.find('"', at + 4) + 1 - at);
  return tag;
}

}  // namespace

void SheetCells::read(const std::string& xml, int sheet, const std::vector<std::string>& strings,
                      std::vector<CellFormula>& formulas) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return;
  std::vector<std::size_t> arrays;
  int row = 0;
  for (const auto& node : document.document_element().child("sheetData").children("row")) {
    row = node.attribute("r").as_int(row + 1);
    if (node.attribute("hidden").as_bool()) hidden_.insert(row);
    int column = 0;
    for (const auto& cell : node.children("c")) {
      const auto at = parse_cell(cell.attribute("r").value());
      column = at ? at->column : column + 1;
      CellContent content{column, row, value_of(cell, strings), -1,
                          static_cast<std::size_t>(cell.offset_debug()) - 1};
      if (const auto f = cell.child("f")) {
        const std::string_view type = f.attribute("t").value();
        content.formula = static_cast<int>(formulas.size());
        CellFormula formula{f.text().get(), sheet, area_of(f.attribute("ref").value(), sheet, {column, row})};
        formula.array = type == "array";
        formula.readable = type != "dataTable";
        if (type == "array" || type == "dataTable")
          arrays.push_back(formulas.size());
        else
          formula.area = {sheet, column, row, column, row};
        formulas.push_back(std::move(formula));
      }
      if (content.formula >= 0 || !std::holds_alternative<std::monostate>(content.value))
        cells_.push_back(std::move(content));
    }
  }
  std::sort(cells_.begin(), cells_.end(), [](const CellContent& a, const CellContent& b) {
    return std::pair(a.column, a.row) < std::pair(b.column, b.row);
  });
  for (const auto index : arrays) {
    const auto& area = formulas[index].area;
    for (auto& cell : cells_) {
      const bool inside = cell.column >= area.first_column && cell.column <= area.last_column &&
                          cell.row >= area.first_row && cell.row <= area.last_row;
      if (inside && cell.formula < 0) cell.formula = static_cast<int>(index);
    }
  }
}

std::vector<CellContent>::const_iterator SheetCells::from(int column, int row) const {
  return std::lower_bound(cells_.begin(), cells_.end(), std::pair(column, row), before);
}

const CellContent* SheetCells::find(int column, int row) const {
  const auto found = from(column, row);
  return found != cells_.end() && found->column == column && found->row == row ? &*found : nullptr;
}

void read_table(const std::string& xml, int sheet, TableAreas& tables) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return;
  const auto root = document.document_element();
  TableArea table{area_of(root.attribute("ref").value(), sheet, {1, 1}),
                  root.attribute("headerRowCount").as_int(1),
                  root.attribute("totalsRowCount").as_int(0),
                  {},
                  {}};
  for (const auto& column : root.child("tableColumns").children("tableColumn")) {
    std::string name = column.attribute("name").value();
    for (auto at = name.find("_x000a_"); at != std::string::npos; at = name.find("_x000a_"))
      name.replace(at, 7, "\n");
    table.columns.push_back(utf8::lower(name));
  }
  const auto name = root.attribute("displayName") ? root.attribute("displayName") : root.attribute("name");
  table.name = name.value();
  tables[utf8::lower(name.value())] = std::move(table);
}

CellArea structured_area(const TableArea& table, const std::string& words, int row) {
  // [#This Row],[a]:[b] as its items: "#this row", "a", "b".
  std::vector<std::string> items;
  bool this_row = words.starts_with('@');
  const std::string rest = words.substr(this_row ? 1 : 0);
  const auto unescaped = [](const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\'' && i + 1 < text.size()) ++i;
      out += text[i];
    }
    return utf8::lower(out);
  };
  if (rest.starts_with('[')) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (rest[i] == ',' || rest[i] == ':' || rest[i] == ' ') continue;
      if (rest[i] != '[') {  // [#This Row],a: some programs leave these brackets out
        const auto end = std::min(rest.find_first_of(",:", i), rest.size());
        items.push_back(unescaped(rest.substr(i, end - i)));
        i = end;
        continue;
      }
      auto end = i + 1;
      while (end < rest.size() && rest[end] != ']') end += rest[end] == '\'' ? 2 : 1;
      if (end >= rest.size()) throw NotComputable();
      items.push_back(unescaped(rest.substr(i + 1, end - i - 1)));
      i = end;
    }
  } else if (!rest.empty()) {
    items.push_back(unescaped(rest));
  }
  auto area = table.area;
  const int first = area.first_row + table.header_rows, last = area.last_row - table.totals_rows;
  int from = kMostRows, to = 0;
  std::vector<int> columns;
  const auto rows = [&](int begin, int end) {
    from = std::min(from, begin);
    to = std::max(to, end);
  };
  for (const auto& item : items) {
    if (item == "#all")
      rows(area.first_row, area.last_row);
    else if (item == "#data")
      rows(first, last);
    else if (item == "#headers")
      rows(area.first_row, first - 1);
    else if (item == "#totals")
      rows(last + 1, area.last_row);
    else if (item == "#this row")
      this_row = true;
    else {
      const auto found = std::find(table.columns.begin(), table.columns.end(), item);
      if (found == table.columns.end()) throw CellFailure{CellError::kReference};
      columns.push_back(static_cast<int>(found - table.columns.begin()));
    }
  }
  if (this_row) {
    if (row < first || row > last) throw CellFailure{CellError::kValue};
    rows(row, row);
  }
  if (to == 0 && from == kMostRows) rows(first, last);
  if (from > to) throw CellFailure{CellError::kReference};
  area.first_row = from;
  area.last_row = to;
  if (columns.empty()) return area;
  const auto [left, right] = std::minmax_element(columns.begin(), columns.end());
  const int begin = area.first_column;
  area.first_column = begin + *left;
  area.last_column = begin + *right;
  return area;
}

std::string with_results(const std::string& xml, const SheetCells& cells,
                         const std::vector<CellFormula>& formulas) {
  std::vector<const CellContent*> computed;
  for (const auto& cell : cells.all()) {
    if (cell.formula >= 0) computed.push_back(&cell);
  }
  std::sort(computed.begin(), computed.end(),
            [](const CellContent* a, const CellContent* b) { return a->offset < b->offset; });
  std::string out;
  out.reserve(xml.size() + computed.size() * 24);
  std::size_t done = 0;
  for (const auto* cell : computed) {
    const auto& formula = formulas[static_cast<std::size_t>(cell->formula)];
    const auto tag_end = xml.find('>', cell->offset);
    if (tag_end == std::string::npos || xml[tag_end - 1] == '/') continue;
    const auto end = xml.find("</c>", tag_end);
    auto inside = xml.substr(tag_end + 1, end - tag_end - 1);
    if (const auto value = inside.find("<v"); value != std::string::npos)
      inside.erase(value, inside.find("</v>", value) == std::string::npos
                              ? 4
                              : inside.find("</v>", value) + 4 - value);
    if (cell->value.index() != 0 && inside.starts_with("<is>")) inside.clear();
    out.append(xml, done, cell->offset - done);
    auto tag = without_type(xml.substr(cell->offset, tag_end - cell->offset));
    if (formula.state == CellFormula::State::kDone) {
      const char* type = "";
      const auto value = value_xml(
          formula.result.at(cell->row - formula.area.first_row, cell->column - formula.area.first_column),
          type);
      if (*type != '\0') tag += " t=\"" + std::string(type) + "\"";
      inside += "<v>" + value + "</v>";
    }
    out += tag + ">" + inside + "</c>";
    done = end + 4;
  }
  return out.append(xml, done);
}

}  // namespace svodka::render
