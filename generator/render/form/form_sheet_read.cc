#include "render/form/form_sheet_read.h"

#include <algorithm>
#include <cstring>

namespace svodka::render {
namespace {

using bind::Marker;
using bind::SectionOption;
using Node = pugi::xml_node;
using Scope = CellMarker::Scope;

class RowReader {
 public:
  RowReader(const pugi::xml_document& sheet, const SheetContext& context, Diagnostics& out)
      : root_(sheet.document_element()), context_(context), out_(out) {}

  std::vector<BlankRow> read() {
    int number = 0;
    for (const auto& node : root_.child("sheetData").children("row")) {
      number = node.attribute("r").as_int(number + 1);
      BlankRow row{node, number, {}, {}};
      int column = 0;
      for (const auto& cell : node.children("c")) {
        const auto at = parse_cell(cell.attribute("r").value());
        column = at ? at->column : column + 1;
        row.cells.push_back(read_cell(cell, {column, number}));
      }
      rows_.push_back(std::move(row));
    }
    write_out_shared();
    if (context_.fills != nullptr) add_fills();
    for (auto& row : rows_) find_columns(row);
    return std::move(rows_);
  }

 private:
  Position place(CellName at) const {
    return {.file = context_.file, .part = context_.sheet, .cell = cell_name(at)};
  }

  BlankCell read_cell(const Node& node, CellName at) {
    BlankCell cell{node, at, node.attribute("s").as_int()};
    const std::string_view type = node.attribute("t").value();
    if (type == "inlineStr") cell.runs = read_runs(node.child("is"));
    if (type == "s") {
      const auto index = node.child("v").text().as_ullong();
      if (context_.strings != nullptr && index < context_.strings->size())
        cell.runs = (*context_.strings)[index];
    }
    const auto words = words_of(cell.runs);
    if (words.find("{{") == std::string::npos) return cell;
    const auto scan = bind::scan_markers(words);
    for (const auto& fault : scan.faults) out_.error(place(at), fault.rule, fault.message, fault.hint);
    for (const auto& marker : scan.markers) cell.markers.push_back({marker});
    find_scopes(cell.markers);
    return cell;
  }

  // Sections that open and close in one cell belong to its words, unless they say that they repeat columns;
  // the others to rows.
  static void find_scopes(std::vector<CellMarker>& markers) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < markers.size(); ++i) {
      if (opens_section(markers[i].marker)) {
        markers[i].scope =
            has_option(markers[i].marker, SectionOption::kColumns) ? Scope::kColumns : Scope::kRows;
        open.push_back(i);
      } else if (markers[i].marker.kind == Marker::Kind::kClose) {
        markers[i].scope = open.empty() ? Scope::kRows : Scope::kWords;
        if (open.empty()) continue;
        if (markers[open.back()].scope == Scope::kColumns)
          markers[i].scope = Scope::kColumns;
        else
          markers[open.back()].scope = Scope::kWords;
        open.pop_back();
      }
    }
  }

  // Which columns the sections of a row repeat; what closes one in another cell is told by its name.
  void find_columns(BlankRow& row) {
    struct Open {
      std::string name;
      CellName at;
    };
    std::vector<Open> open;
    for (auto& cell : row.cells) {
      for (auto& [marker, scope] : cell.markers) {
        if (scope == Scope::kColumns && opens_section(marker)) {
          if (open.empty()) row.columns.push_back({cell.at.column, cell.at.column});
          open.push_back({marker.name, cell.at});
        } else if (marker.kind == Marker::Kind::kClose && scope != Scope::kWords && !open.empty() &&
                   marker.name == open.back().name) {
          scope = Scope::kColumns;
          open.pop_back();
          if (open.empty()) row.columns.back().last = cell.at.column;
        }
      }
    }
    for (const auto& left : open)
      out_.error(place(left.at), "columns-across-rows",
                 text("раздел `{}` повторяет столбцы и кончается в той же строке",
                      "the section `{}` repeats columns and ends in the same row", left.name),
                 text("поставьте `{{{{/{}}}}}` в ячейку этой строки",
                      "put `{{{{/{}}}}}` into a cell of this row", left.name));
    if (!open.empty()) row.columns.pop_back();
  }

  // Formulas that share a text get one each: their cells will part.
  void write_out_shared() {
    std::map<std::string, std::pair<CellName, std::string>> masters;
    for (auto& row : rows_) {
      for (auto& cell : row.cells) {
        Node formula = cell.node.child("f");
        if (std::strcmp(formula.attribute("t").value(), "shared") != 0) continue;
        const std::string id = formula.attribute("si").value();
        const std::string own = formula.text().get();
        if (!own.empty()) masters[id] = {cell.at, own};
        const auto master = masters.find(id);
        if (master == masters.end()) continue;
        const auto& [at, words] = master->second;
        const auto shifted = shifted_formula(words, cell.at.column - at.column, cell.at.row - at.row);
        while (formula.first_attribute()) formula.remove_attribute(formula.first_attribute());
        formula.text().set(shifted.c_str());
      }
    }
  }

  // ---------------------------------------------------------------- the map

  BlankRow& row_at(int number) {
    const auto at = std::lower_bound(rows_.begin(), rows_.end(), number,
                                     [](const BlankRow& row, int n) { return row.number < n; });
    if (at != rows_.end() && at->number == number) return *at;
    return *rows_.insert(at, BlankRow{{}, number, {}, {}});
  }

  // A cell that the blank leaves out looks as its row says, else as its column.
  int style_of(const BlankRow& row, int column) const {
    if (row.node.attribute("customFormat").as_bool()) return row.node.attribute("s").as_int();
    for (const auto& columns : root_.child("cols").children("col")) {
      if (columns.attribute("min").as_int() <= column && column <= columns.attribute("max").as_int())
        return columns.attribute("style").as_int();
    }
    return 0;
  }

  void fill(BlankRow& row, int column, const FillValue& value) {
    const auto at = std::lower_bound(row.cells.begin(), row.cells.end(), column,
                                     [](const BlankCell& cell, int c) { return cell.at.column < c; });
    if (at != row.cells.end() && at->at.column == column) {
      at->fill = &value;
      return;
    }
    BlankCell cell{{}, {column, row.number}, style_of(row, column)};
    cell.fill = &value;
    row.cells.insert(at, std::move(cell));
  }

  void add_fills() {
    for (const auto& [place, value] : context_.fills->values) fill(row_at(place.first), place.second, value);
    for (const auto& [number, of_row] : context_.fills->rows) {
      auto& row = row_at(number);
      row.fill = &of_row;
      for (const auto& [column, value] : of_row.values) fill(row, column, value);
    }
  }

  Node root_;
  const SheetContext& context_;
  Diagnostics& out_;
  std::vector<BlankRow> rows_;
};

}  // namespace

bool opens_section(const Marker& marker) {
  return marker.kind == Marker::Kind::kOpen || marker.kind == Marker::Kind::kInverted;
}

bool has_option(const Marker& marker, SectionOption option) {
  return std::any_of(marker.modifiers.begin(), marker.modifiers.end(),
                     [&](const auto& modifier) { return bind::section_option(modifier.name) == option; });
}

std::vector<BlankRow> read_blank_rows(const pugi::xml_document& sheet, const SheetContext& context,
                                      Diagnostics& out) {
  return RowReader(sheet, context, out).read();
}

}  // namespace svodka::render
