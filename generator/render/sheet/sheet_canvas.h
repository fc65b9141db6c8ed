#pragma once

#include <xlsxwriter.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "render/picture/picture.h"
#include "render/sheet/cell_runs.h"
#include "render/sheet/sheet_rows.h"
#include "render/sheet/sheet_style.h"

namespace svodka::render {

/// What a sheet can hold: Excel's own bounds, and memory's.
struct SheetLimits {
  int rows = 1'048'576;
  int rows_kept = 200;  ///< of them for what comes under a table
  long links = 65'530;
  long comments = 20'000;  ///< each stays in memory until the workbook is closed
  long merges = 65'535;    ///< what the library can count
};

/// A1 name of a cell, both from 0: (6, 2) is "C7".
std::string cell_name(int row, int column);

/// A picture in a cell, pixels.
struct PicturePlace {
  int row = 0, column = 0;
  double left = 0, top = 0, width = 0, height = 0;
};

/// One sheet, written from the top down. Its rows are ours (SheetRows), all round them is the library's: it
/// is told of links, comments, merges and pictures, and what it writes of rows itself is thrown away in the
/// end (complete_workbook()). What it would write wrongly or leave out is caught here: texts that a cell
/// cannot hold, links and merges that are too many are findings, numbers must be finite, merges must not
/// overlap.
class SheetCanvas {
 public:
  SheetCanvas(lxw_worksheet* sheet, std::string name, StyleBook& styles, Diagnostics& out,
              const SheetLimits& limits = {})
      : sheet_(sheet), name_(std::move(name)), styles_(styles), limits_(limits), out_(out) {}

  void text(int row, int column, std::string_view words, lxw_format* format, const Position& at);
  void text(int row, int column, std::string_view words, const CellStyle& style, const Position& at) {
    text(row, column, words, styles_.get(style), at);
  }
  void number(int row, int column, double value, lxw_format* format);
  void number(int row, int column, double value, const CellStyle& style) {
    number(row, column, value, styles_.get(style));
  }
  void blank(int row, int column, lxw_format* format);
  void blank(int row, int column, const CellStyle& style) { blank(row, column, styles_.get(style)); }
  void formula(int row, int column, const std::string& formula, double result, lxw_format* format);
  void formula(int row, int column, const std::string& formula, const std::string& result,
               lxw_format* format);

  /// Text in several hands. `style` is of the cell; the runs differ from it by what they say.
  void rich(int row, int column, const std::vector<CellRun>& runs, const CellStyle& style,
            const Position& at);
  /// Words that lead to an address (sheet_link.h). Beyond what a sheet can hold they are only words.
  void link(int row, int column, std::string_view words, const std::string& address, lxw_format* format,
            const Position& at);
  void comment(int row, int column, const std::string& words, const Position& at);
  /// A comment at a row that is on disk already.
  void late_comment(int row, int column, const std::string& words, const Position& at);
  void picture(const PicturePlace& place, const Picture& picture, const std::string& alt, const Position& at);

  /// A text over several cells of one row; over one cell it is text().
  void across(int row, int first, int last, std::string_view words, const CellStyle& style,
              const Position& at);
  /// Joins cells that have been or will be written one by one. What is joined must not overlap.
  void merge(int first_row, int first, int last_row, int last, const Position& at);
  /// Height in points; before the row's cells.
  void height(int row, double points, const RowOutline& outline = {});
  /// Lets the library know the heights of rows, so that pictures and charts over them get their true size. To
  /// be called before the rows.
  void remember_heights() { heights_wanted_ = true; }

  lxw_worksheet* raw() { return sheet_; }
  StyleBook& styles() { return styles_; }
  const std::string& name() const { return name_; }
  /// The rows as a piece of the sheet's part; nothing can be written any more.
  package::ZipEntry finish();
  /// Adds to a finding where on the sheet it was met.
  void error(int row, int column, const Position& at, std::string rule, Text message, Text hint = {});

 private:
  bool fits(int row, int column, std::string_view words, const Position& at);
  void check(int row, int column, lxw_error error, const Position& at);
  void warn_once(bool& told, const Position& at, std::string rule, Text message, Text hint);

  lxw_worksheet* sheet_;
  std::string name_;
  StyleBook& styles_;
  SheetLimits limits_;
  Diagnostics& out_;
  SheetRows rows_;
  long links_ = 0, comments_ = 0;
  bool heights_wanted_ = false;
  bool told_links_ = false, told_comments_ = false, told_merges_ = false;
};

}  // namespace svodka::render
