#include <algorithm>
#include <cmath>

#include "render/sheet/sheet_measure.h"
#include "render/sheet/sheet_table.h"

namespace svodka::render {
namespace {

/// One cell of the header after merging.
struct Block {
  int row, rows, column, columns;
};

/// Neighbours are one cell when they agree down to their row and end at the same depth.
bool same_block(const std::vector<std::string>& a, const std::vector<std::string>& b, std::size_t row) {
  if (a.size() <= row || b.size() <= row) return false;
  if ((a.size() == row + 1) != (b.size() == row + 1)) return false;
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(row) + 1, b.begin());
}

std::vector<Block> blocks_of(const Bands& bands, int depth) {
  std::vector<Block> blocks;
  for (int row = 0; row < depth; ++row) {
    for (int column = 0; column < static_cast<int>(bands.size());) {
      const auto size = static_cast<int>(bands[column].size());
      int end = column + 1;
      while (end < static_cast<int>(bands.size()) && same_block(bands[column], bands[end], row)) ++end;
      if (row < size) blocks.push_back({row, row + 1 == size ? depth - row : 1, column, end - column});
      column = end;
    }
  }
  return blocks;
}

/// Row heights so that every block shows its whole text; what is missing goes to a block's last row.
std::vector<double> heights_of(const Bands& bands, const std::vector<Block>& blocks, const Grid& grid,
                               int depth, double size) {
  std::vector<double> heights(depth, 15);
  for (const int span : {1, 2}) {
    for (const auto& block : blocks) {
      if ((block.rows == 1) != (span == 1)) continue;
      const double needed =
          wrapped_height(bands[block.column][block.row],
                         grid.width(block.column, block.column + block.columns - 1), size, false);
      double have = 0;
      for (int r = block.row; r < block.row + block.rows; ++r) have += heights[r];
      if (needed > have) heights[block.row + block.rows - 1] += needed - have;
    }
  }
  return heights;
}

}  // namespace

double Grid::width(int first, int last) const {
  double sum = 0;
  for (int i = first; i <= last; ++i) sum += widths[i];
  return sum;
}

double Grid::pixels() const {
  double sum = 0;
  for (const double w : widths) sum += column_pixels(w);
  return sum;
}

Bands fill_bands(const bind::SheetTable& table, const Row& root, Diagnostics& out) {
  Bands bands;
  for (const auto& column : table.columns) {
    auto& band = bands.emplace_back();
    for (const auto& phrase : column.header) band.push_back(fill(phrase, root, out));
    if (band.empty()) band.emplace_back();
  }
  return bands;
}

int write_header(SheetCanvas& canvas, const bind::SheetTable& table, const Bands& bands, const Grid& grid,
                 int row) {
  const CellStyle style{.align = LXW_ALIGN_CENTER, .vertical = LXW_ALIGN_VERTICAL_CENTER};
  int depth = 1;
  for (const auto& band : bands) depth = std::max(depth, static_cast<int>(band.size()));
  const auto blocks = blocks_of(bands, depth);
  const auto heights = heights_of(bands, blocks, grid, depth, style.size);
  for (int r = 0; r < depth; ++r) {
    canvas.height(row + r, heights[r]);
    for (int c = 0; c < static_cast<int>(bands.size()); ++c) {
      const auto top = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const Block& b) { return b.row == r && b.column == c; });
      if (top == blocks.end())
        canvas.blank(row + r, c, style);
      else
        canvas.text(row + r, c, bands[c][r], style, table.columns[c].at);
    }
  }
  for (const auto& b : blocks)
    canvas.merge(row + b.row, b.column, row + b.row + b.rows - 1, b.column + b.columns - 1,
                 table.columns[b.column].at);
  row += depth;
  if (!table.column_numbers) return row;
  CellStyle numbers = style;
  numbers.size = 9;
  for (int c = 0; c < static_cast<int>(bands.size()); ++c) canvas.number(row, c, c + 1, numbers);
  return row + 1;
}

}  // namespace svodka::render
