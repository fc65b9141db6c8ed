#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "package/deflate_stream.h"
#include "render/sheet/cell_runs.h"
#include "render/sheet/sheet_style.h"

namespace svodka::render {

/// The letters of a column: 27 is "AB".
std::string sheet_column(int column);

/// How a row stands among the others.
struct RowOutline {
  int level = 0;
  bool hidden = false;     ///< in a collapsed group
  bool collapsed = false;  ///< it closes a collapsed group
};

/// The rows of one sheet as SpreadsheetML (ECMA-376 part 1, 18.3.1.80 `sheetData`), deflated as they come:
/// what stays in memory are the deflated bytes. Rows are written downwards, the cells of a row in any order;
/// a cell that is written again takes the place of the first. Rows and columns count from 0, `style` is the
/// number of a cell format (`cellXfs`). Texts must be valid UTF-8 that XML can carry.
class SheetRows {
 public:
  SheetRows() : stream_("", package::DeflateStream::Use::kPieces) { stream_.write("<sheetData>"); }

  /// Height in points, 0 for the sheet's own.
  void height(int row, double points, const RowOutline& outline);
  void text(int row, int column, std::string_view words, int style);
  void rich(int row, int column, const std::vector<CellRun>& runs, const CellStyle& look, int style);
  void number(int row, int column, double value, int style);
  void blank(int row, int column, int style);
  /// With its result, as it was computed. `formula` begins with "=".
  void formula(int row, int column, std::string_view formula, double result, int style);
  void formula(int row, int column, std::string_view formula, std::string_view result, int style);

  /// The piece of the sheet's part from `<sheetData>` to `</sheetData>`; nothing can be written any more.
  package::ZipEntry finish();

  /// The cells that were written: none while last_row() < first_row().
  int first_row() const { return first_row_; }
  int last_row() const { return row_; }
  int first_column() const { return first_column_; }
  int last_column() const { return last_column_; }
  int greatest_level() const { return greatest_level_; }

 private:
  struct Cell {
    int column = 0;
    std::size_t begin = 0;  ///< in cells_text_
  };
  void begin(int row);
  void open(int row, int column, int style);
  void end_row();
  void put_cells_in_order();

  package::DeflateStream stream_;
  int row_ = -1, first_row_ = 0, first_column_ = 0, last_column_ = -1, greatest_level_ = 0;
  std::string row_words_;  ///< the number of the row
  std::string attributes_, cells_text_, line_;
  std::vector<Cell> cells_;
  bool ordered_ = true;
  std::vector<std::string> letters_;  ///< of the columns
};

}  // namespace svodka::render
