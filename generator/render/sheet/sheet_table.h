#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bind/report.h"
#include "bind/sheet_layout.h"
#include "render/sheet/sheet_canvas.h"
#include "render/sheet/sheet_cells.h"
#include "render/sheet/sheet_formula.h"
#include "render/sheet/sheet_text.h"
#include "render/sheet/sheet_widths.h"

namespace svodka::render {

/// A value that a chart shows: a number, a text, or nothing.
struct ChartPoint {
  std::optional<double> number;
  std::string text;
};

/// Where the parts of a table came to stand on one sheet; rows from 0, last_data < first_data when there are
/// none.
struct TablePlace {
  const bind::SheetTable* table = nullptr;
  int header = 0;      ///< first row of the header
  int header_end = 0;  ///< last row of the header, with the column numbers
  int first_data = 0;
  int last_data = -1;
  int columns = 0;
  std::vector<std::string> headings;  ///< of the columns: their lowest bands
  std::vector<std::vector<ChartPoint>>
      points;  ///< a list a row, a point a column, when they were asked for and are not too many
};

/// How the columns of a sheet are divided.
struct Grid {
  std::vector<double> widths;  ///< in characters
  int last() const { return static_cast<int>(widths.size()) - 1; }
  double width(int first, int last) const;
  double pixels() const;  ///< of all columns, at 96 dpi
};

/// The header of a table as filled texts: a list a column, from the top down.
using Bands = std::vector<std::vector<std::string>>;
Bands fill_bands(const bind::SheetTable& table, const Row& root, Diagnostics& out);

/// Writes the header bands and the row of column numbers at `row`; returns the row under them.
int write_header(SheetCanvas& canvas, const bind::SheetTable& table, const Bands& bands, const Grid& grid,
                 int row);

/// The sums of one column over the rows of a group or of the whole table.
struct ColumnSum {
  double sum = 0, rest = 0;  ///< Neumaier's sum
  long count = 0;
  double least = 0, greatest = 0;

  void add(double value);
  std::optional<double> result(bind::ColumnTotal kind, int decimals) const;
};

/// Rows that stand under one another, on the sheet of that number.
struct RowRange {
  int sheet = 0, first = 0, last = 0;
};

/// Writes the rows of one table, in passing. Rows of a kind that the sheet cannot hold are findings at the
/// places of the layout.
class TableWriter {
 public:
  /// Called when a sheet is full, with its first and last row of data: the next sheet, where the header
  /// stands already, and the row at which the table goes on.
  using NextSheet = std::function<std::pair<SheetCanvas*, int>(int first, int last)>;

  TableWriter(SheetCanvas& canvas, const bind::SheetTable& table, const Grid& grid, PictureFolder& pictures,
              const SheetLimits& limits, Diagnostics& out);

  /// All rows and subtotals, from `row` on.
  void write_rows(RowSource& rows, int row, const Row& root, const NextSheet& next);
  /// Asks for the values of the rows to be kept, for charts. So few rows as a chart can show.
  void keep_points() { keep_ = true; }
  std::vector<std::vector<ChartPoint>> take_points() { return std::move(points_); }
  /// Then the total; returns the row under it.
  int write_total();
  /// On the last sheet.
  int first_data() const { return first_data_; }
  int last_data() const { return last_data_; }
  bool divided() const { return sheets_.size() > 1; }
  const std::vector<NumberRange>& numbers() const { return numbers_; }

 private:
  struct Run {
    int first_row = -1;
    std::string text;
  };
  /// A formula of a column in parts, between which the number of the row goes.
  struct LiveFormula {
    std::vector<std::string> parts;
  };
  enum Look { kWords, kMark, kFigure, kDay, kAddress, kLooks };

  void data_row(const Row& row, RowSource& rows);
  void merged_row(const Row& row, int level);
  void group_change(const Row& row);
  void end_group();
  void total_row(const std::string& label, const std::vector<ColumnSum>& sums,
                 const std::vector<RowRange>& rows, bool grand);
  void no_rows(const Row& root);
  void next_sheet(const NextSheet& next);

  int level_of(const Row& row);
  CellStyle style_of(std::size_t column, Look look, int level) const;
  static Look look_of(const SheetCell& cell);
  lxw_format* format_of(std::size_t column, Look look, int level);
  void set_height(int level);
  double needed_height(std::size_t column, int level) const;
  RowOutline outline_of(int level) const;
  void put(std::size_t column, int level);
  void put_picture(std::size_t column, const SheetCell& cell, lxw_format* format);
  void put_mark(std::size_t column, const std::string& words, const CellStyle& style);
  void put_formula(std::size_t column, const std::optional<double>& result, lxw_format* format);
  void put_total(std::size_t column, const std::optional<double>& result, const std::string& ranges,
                 const CellStyle& style);
  void put_source(std::size_t column, RowSource& rows);
  bool total_fits(const std::vector<RowRange>& rows);
  Operands total_figures(const std::vector<ColumnSum>& sums) const;
  std::string total_ranges(std::size_t column, const std::vector<RowRange>& rows) const;
  bool continues(std::size_t column);
  void end_runs();
  void add_up(int level);
  void keep_row();
  /// The rows from `first` on that stand on this sheet, after those of the sheets before.
  std::vector<RowRange> with_rest(std::vector<RowRange> before, int first) const;

  SheetCanvas* canvas_;
  const bind::SheetTable& table_;
  const Grid& grid_;
  const SheetLimits& limits_;
  Diagnostics& out_;
  CellMaker maker_;
  std::vector<std::array<std::array<lxw_format*, kLooks>, 6>> formats_;
  std::vector<LiveFormula> formulas_;
  std::optional<SheetText> level_text_, heading_, subtotal_;
  std::vector<ColumnSum> sums_, group_sums_;
  std::vector<NumberRange> numbers_;
  std::vector<RowRange> added_rows_;              ///< that the total adds, when it adds one level
  std::vector<RowRange> full_rows_, group_rows_;  ///< on the sheets before: of the table, of the group
  std::vector<std::string> sheets_;               ///< names of the sheets so far
  std::vector<Run> runs_;
  std::optional<std::string> group_;
  std::string subtotal_label_, formula_;
  int row_ = 0, first_data_ = 0, last_data_ = -1, group_first_ = 0;
  bool keep_ = false;
  std::vector<std::vector<ChartPoint>> points_;
};

}  // namespace svodka::render
