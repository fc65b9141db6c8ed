#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/sheet/sheet_canvas.h"
#include "render/sheet/sheet_formula.h"
#include "render/sheet/sheet_text.h"

namespace svodka::render {

/// A value that a chart shows: a number, a text, or nothing.
struct ChartPoint {
  std::optional<double> number;
  std::string text;
};

/// Where the parts of a table came to stand; rows from 0, last_data < first_data when there are none.
struct TablePlace {
  int header = 0;      ///< first row of the header
  int header_end = 0;  ///< last row of the header, with the column numbers
  int first_data = 0;
  int last_data = -1;
  int columns = 0;
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

/// The width of a column that says nothing about it.
double natural_width(const bind::SheetColumn& column);

/// Writes the header bands and the row of column numbers at `row`; returns the row under them.
int write_header(SheetCanvas& canvas, const bind::SheetTable& table, const Grid& grid, int row,
                 const Row& root, Diagnostics& out);

/// The sums of one column over the rows of a group or of the whole table.
struct ColumnSum {
  double sum = 0, rest = 0;  ///< Neumaier's sum
  long count = 0;
  double least = 0, greatest = 0;

  void add(double value);
  std::optional<double> result(bind::ColumnTotal kind, int decimals) const;
};

/// Writes the rows of one table, in passing. Rows of a kind that the sheet cannot hold are findings at the
/// places of the layout.
class TableWriter {
 public:
  TableWriter(SheetCanvas& canvas, const bind::SheetTable& table, const Grid& grid, Diagnostics& out);

  /// All rows and subtotals, from `row` on.
  void write_rows(RowSource& rows, int row, const Row& root);
  /// Asks for the values of the rows to be kept, for charts. So few rows as a chart can show.
  void keep_points() { keep_ = true; }
  std::vector<std::vector<ChartPoint>> take_points() { return std::move(points_); }
  /// Then the total; returns the row under it.
  int write_total();
  int first_data() const { return first_data_; }
  int last_data() const { return last_data_; }

 private:
  /// What stands in a cell.
  struct Cell {
    enum class Kind { kBlank, kText, kNumber } kind = Kind::kBlank;
    std::string text;
    double number = 0;
    bool date = false;
  };
  struct Run {
    int first_row = -1;
    std::string text;
  };

  void data_row(const Row& row);
  void merged_row(const Row& row, int level);
  void group_change(const Row& row);
  void end_group();
  void total_row(const std::string& label, const std::vector<ColumnSum>& sums, int first, bool grand);
  void no_rows(const Row& root);

  int level_of(const Row& row);
  Cell value_cell(std::size_t column, const Row& row);
  Cell typed(const bind::SheetColumn& column, const Value& value);
  bool applies(const bind::SheetColumn& column, const Row& row) const;
  CellStyle style_of(std::size_t column, const Cell& cell, int level) const;
  void set_height(const std::vector<Cell>& cells, const std::vector<CellStyle>& styles);
  void put(std::size_t column, const Cell& cell, const CellStyle& style);
  void put_formula(std::size_t column, const Operands& operands, const CellStyle& style);
  void put_total(std::size_t column, const std::optional<double>& result, const std::string& range,
                 const CellStyle& style);
  bool total_fits(int first);
  Operands total_figures(const std::vector<ColumnSum>& sums) const;
  bool continues(std::size_t column, const Cell& cell);
  void end_runs();
  void operand(std::size_t column, Operands& operands) const;
  void add_up(const Operands& operands, int level);
  void keep_row(const std::vector<Cell>& cells, const Operands& operands);
  std::string total_range(std::size_t column, int first) const;
  const std::string& empty_mark(const bind::SheetColumn& column) const {
    return column.empty ? *column.empty : table_.empty;
  }
  const std::string& other_mark(const bind::SheetColumn& column) const {
    return column.not_applicable ? *column.not_applicable : table_.not_applicable;
  }

  SheetCanvas& canvas_;
  const bind::SheetTable& table_;
  const Grid& grid_;
  Diagnostics& out_;
  std::vector<std::optional<SheetText>> texts_;  ///< of the columns with `text`
  std::optional<SheetText> level_text_, heading_, subtotal_;
  std::vector<ColumnSum> sums_, group_sums_;
  std::vector<std::pair<int, int>>
      added_rows_;  ///< stretches of rows that the total adds, when it adds one level
  std::vector<Run> runs_;
  std::optional<std::string> group_;
  std::string subtotal_label_;
  int row_ = 0, first_data_ = 0, last_data_ = -1, group_first_ = 0;
  long number_ = 0;
  bool keep_ = false;
  std::vector<std::vector<ChartPoint>> points_;
};

}  // namespace svodka::render
