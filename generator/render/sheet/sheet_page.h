#pragma once

#include <xlsxwriter.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/sheet/sheet.h"
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_canvas.h"
#include "render/sheet/sheet_table.h"

namespace svodka::render {

/// Opens rows of a report's query, or of one nested in the row that a sheet is made for.
using OpenTable = std::function<std::unique_ptr<RowSource>(const bind::RowsAt&)>;

/// Writes one sheet from the top down: codes, lines, tables with their notes, charts, lines, signatures; then
/// what spans rows: freezing, filter, highlights, printing. A table that is too long for a sheet goes on in
/// the next, under its header; the last of them has what comes below.
class SheetPage {
 public:
  SheetPage(SheetBook& book, const std::string& name, const bind::SheetLayout& layout, const Row& root,
            Diagnostics& out);

  void write(const OpenTable& open_table);

 private:
  /// Where the rows and the columns of a table come from, and what stands over them.
  struct PlannedTable {
    const bind::SheetTable* spec = nullptr;
    Bands bands;
    std::unique_ptr<RowSource> rows;
  };

  void begin_sheet(const std::string& name);
  void end_sheet();
  std::vector<PlannedTable> plan(const OpenTable& open_table);
  void set_columns();
  double page_pixels() const;
  void codes();
  void lines(const std::vector<bind::SheetLine>& lines);
  void line(const std::string& words, const bind::SheetLine& line);
  void picture_line(const bind::SheetLine& line);
  void table(PlannedTable& planned, const OpenTable& open_table);
  std::pair<SheetCanvas*, int> next_sheet(const PlannedTable& planned, TablePlace& place);
  void heading(const bind::Phrase& phrase);
  void signature(const bind::Signature& signature);
  void widen(const bind::SheetTable& table, const std::vector<NumberRange>& numbers);
  void charts_below();
  void charts_elsewhere();
  lxw_chart* chart_of(const bind::SheetChart& spec);
  void chart_sheet(lxw_chart* chart);
  int first_of_last(double width) const;

  // sheet_page_finish.cc: what spans rows
  void finish_table(const TablePlace& place, const OpenTable& open_table);
  void filter(const TablePlace& place);
  void highlight(const bind::Highlight& rule, const TablePlace& place);
  void excel_table(const TablePlace& place);
  void range_names(const TablePlace& place);
  void validate(const bind::SheetColumn& column, int index, const TablePlace& place,
                const OpenTable& open_table);
  void freeze();
  void protect();
  void printing();
  std::string running_text(const bind::Phrase& phrase);

  SheetBook& book_;
  const bind::SheetLayout& layout_;
  const Row& root_;
  Diagnostics& out_;
  std::string name_;
  SheetCanvas* canvas_ = nullptr;  ///< of the sheet that is being written
  Grid grid_;
  std::vector<TablePlace> places_;  ///< of the tables, on the sheets where they end
  std::vector<TablePlace> here_;    ///< of the tables that are on this sheet
  std::vector<bool> divided_;       ///< tables that stand on several sheets
  double height_above_ = 0;         ///< points of the rows over the first table
  int row_ = 0;
  int validations_ = 0;
  int sheets_ = 0;
};

/// Makes a chart over the rows of a table that stands on `sheet`.
lxw_chart* make_chart(lxw_workbook* workbook, const bind::SheetChart& chart, const bind::SheetTable& table,
                      const TablePlace& place, const std::string& sheet, const Row& root, Diagnostics& out);

/// The condition of a highlight as an Excel formula for the cell `cell` ("$H7"); `mark` is what an empty cell
/// shows.
std::string highlight_formula(const bind::Highlight& rule, const std::string& cell, const std::string& mark);

}  // namespace svodka::render
