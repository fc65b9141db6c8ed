#pragma once

#include <xlsxwriter.h>

#include <string>
#include <string_view>

#include "base/finding.h"
#include "render/sheet/sheet_style.h"

namespace svodka::render {

/// A1 name of a cell, both from 0: (6, 2) is "C7".
std::string cell_name(int row, int column);

/// One sheet, written from the top down. What the library would write wrongly is caught here: texts that a
/// cell cannot hold are findings, numbers must be finite, merges must not overlap.
class SheetCanvas {
 public:
  SheetCanvas(lxw_worksheet* sheet, std::string name, StyleBook& styles, Diagnostics& out)
      : sheet_(sheet), name_(std::move(name)), styles_(styles), out_(out) {}

  void text(int row, int column, const std::string& words, const CellStyle& style, const Position& at);
  void number(int row, int column, double value, const CellStyle& style);
  void blank(int row, int column, const CellStyle& style);
  void formula(int row, int column, const std::string& formula, double result, const CellStyle& style);
  void formula(int row, int column, const std::string& formula, const std::string& result,
               const CellStyle& style);

  /// A text over several cells of one row; over one cell it is text().
  void across(int row, int first, int last, const std::string& words, const CellStyle& style,
              const Position& at);
  /// Joins cells that have been or will be written one by one. What is joined must not overlap.
  void merge(int first_row, int first, int last_row, int last);
  /// Height in points; before the row's cells.
  void height(int row, double points);
  lxw_worksheet* raw() { return sheet_; }
  StyleBook& styles() { return styles_; }
  const std::string& name() const { return name_; }
  long rows_written() const { return rows_; }

 private:
  void touch(int row);
  std::string checked(int row, int column, const std::string& words, const Position& at);

  lxw_worksheet* sheet_;
  std::string name_;
  StyleBook& styles_;
  Diagnostics& out_;
  int last_row_ = -1;
  long rows_ = 0;
};

}  // namespace svodka::render
