#pragma once

#include <xlsxwriter.h>

#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/sheet/sheet.h"
#include "render/sheet/sheet_canvas.h"
#include "render/sheet/sheet_table.h"

namespace svodka::render {

/// Writes one sheet from the top down: codes, lines, tables with their notes, charts, lines, signatures; then
/// what spans rows: freezing, filter, highlights, printing.
class SheetPage {
 public:
  SheetPage(lxw_workbook* workbook, lxw_worksheet* sheet, const std::string& name, StyleBook& styles,
            const bind::SheetLayout& layout, const Row& root, Diagnostics& out);

  void write(const OpenRows& open_rows);
  long rows_written() const { return canvas_.rows_written(); }

 private:
  void set_columns();
  void codes();
  void lines(const std::vector<bind::SheetLine>& lines);
  void line(const std::string& words, bind::LineStyle style, const Position& at);
  void table(const bind::SheetTable& table, const OpenRows& open_rows);
  void signature(const bind::Signature& signature);
  void highlights(const bind::SheetTable& table, const TablePlace& place);
  void highlight(const bind::Highlight& rule, const bind::SheetTable& table, const TablePlace& place);
  void charts_below();
  void charts_elsewhere();
  std::string chart_sheet_name() const;
  void chart_sheet(lxw_chart* chart);
  void freeze();
  void printing();
  std::string running_text(const bind::Phrase& phrase);
  int first_of_last(double width) const;

  lxw_workbook* workbook_;
  SheetCanvas canvas_;
  const bind::SheetLayout& layout_;
  const Row& root_;
  Diagnostics& out_;
  Grid grid_;
  std::vector<TablePlace> places_;
  double height_above_ = 0;  ///< points of the rows over the first table
  int row_ = 0;
};

/// Makes a chart over the rows of a table that stands on `sheet`.
lxw_chart* make_chart(lxw_workbook* workbook, const bind::SheetChart& chart, const bind::SheetTable& table,
                      const TablePlace& place, const std::string& sheet, const Row& root, Diagnostics& out);

/// The condition of a highlight as an Excel formula for the cell `cell` ("$H7"); `mark` is what an empty cell
/// shows.
std::string highlight_formula(const bind::Highlight& rule, const std::string& cell, const std::string& mark);

}  // namespace svodka::render
