#include "render/word/wordml_grid.h"

#include <algorithm>
#include <cstdint>

namespace svodka::render {
namespace {

// The share of the first `part` of `whole` equal parts, so that all shares sum up.
int share(int width, int part, int whole) { return static_cast<int>(std::int64_t{width} * part / whole); }

}  // namespace

TableGrid::TableGrid(const std::vector<int>& widths, std::vector<RepeatedColumns> repeated)
    : repeated_(std::move(repeated)) {
  for (const int width : widths) before_.push_back(before_.back() + width);
  repeat(widths);
  keep_width();
}

void TableGrid::repeat(const std::vector<int>& widths) {
  const int columns = static_cast<int>(widths.size());
  const auto add = [&](int column, int part, int whole) {
    const int width = widths[static_cast<std::size_t>(column)];
    after_.push_back(after_.back() + share(width, part + 1, whole) - share(width, part, whole));
  };
  int column = 0;
  for (const auto& range : repeated_) {
    for (; column < std::min(range.from, columns); ++column) add(column, 0, 1);
    for (int copy = 0; copy < range.count; ++copy) {
      for (int inner = range.from; inner < std::min(range.to, columns); ++inner)
        add(inner, copy, range.count);
    }
    column = std::min(range.to, columns);
  }
  for (; column < columns; ++column) add(column, 0, 1);
}

// What columns that are gone took falls to the others.
void TableGrid::keep_width() {
  const int now = after_.back(), wanted = before_.back();
  if (now == 0 || now == wanted) return;
  for (int& border : after_) border = share(border, wanted, now);
}

int TableGrid::moved(int border) const {
  int by = 0;
  for (const auto& range : repeated_) {
    if (border > range.from) by += (std::min(border, range.to) - range.from) * (range.count - 1);
  }
  return border + by;
}

int TableGrid::between(const std::vector<int>& borders, int from, int to) {
  const auto at = [&](int border) {
    const int last = static_cast<int>(borders.size()) - 1;
    return borders[static_cast<std::size_t>(std::clamp(border, 0, last))];
  };
  return at(to) - at(from);
}

std::vector<int> TableGrid::widths() const {
  std::vector<int> widths;
  for (std::size_t i = 1; i < after_.size(); ++i) widths.push_back(after_[i] - after_[i - 1]);
  return widths;
}

}  // namespace svodka::render
