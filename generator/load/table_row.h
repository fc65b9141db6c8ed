#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "load/number_format.h"

namespace svodka::load {

/// A cell that has something in it.
struct TableCell {
  enum class Kind { kText, kNumber, kBool, kError };

  int column = 0;  ///< from 1
  Kind kind = Kind::kText;
  NumberFormat format;              ///< of a number
  double number = 0;                ///< of a number or a truth value
  bool formula = false;             ///< a formula's result
  bool uncalculated = false;        ///< a formula without a result
  Mark mark;                        ///< in a sheet: its row and column
  std::string_view pooled;          ///< its text, when that stands elsewhere for as long as the table is read
  std::size_t begin = 0, size = 0;  ///< of its text in the row's `buffer`, when it does not
};

/// A row of a table: from a CSV file or a sheet.
struct TableRow {
  int line = 0;                  ///< of a text file, or the number of the row
  bool hidden = false;           ///< by a filter or by hand
  std::vector<TableCell> cells;  ///< by column; blank ones may be left out
  std::string buffer;

  /// What the cell says: of an error its name, of a number its digits as the file has them.
  std::string_view text(const TableCell& cell) const {
    return cell.pooled.data() != nullptr ? cell.pooled
                                         : std::string_view(buffer).substr(cell.begin, cell.size);
  }
  /// Null pointer when the row has no such cell.
  const TableCell* find(int column) const;
  /// Nothing but blanks in every cell.
  bool is_blank() const;
  bool is_blank(const TableCell& cell) const;
  void clear();
};

/// Cells of a sheet that are merged into one. Rows and columns from 1, the last ones included.
struct MergedCells {
  int top = 0, left = 0, bottom = 0, right = 0;
  bool holds(int row, int column) const {
    return row >= top && row <= bottom && column >= left && column <= right;
  }
};

/// Gives the rows of a table one after another, so that a long one need not stand in memory.
class TableRows {
 public:
  virtual ~TableRows() = default;
  /// Puts the next row into `row`; false at the end. In a sheet, rows without cells may be left out.
  virtual bool next(TableRow& row, Diagnostics& out) = 0;
  virtual const std::vector<MergedCells>& merged() const = 0;
};

}  // namespace svodka::load
