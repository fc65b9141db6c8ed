#include "load/table_row.h"

#include <algorithm>

#include "load/scalars.h"

namespace svodka::load {

const TableCell* TableRow::find(int column) const {
  const auto at = std::lower_bound(cells.begin(), cells.end(), column,
                                   [](const TableCell& cell, int wanted) { return cell.column < wanted; });
  return at != cells.end() && at->column == column ? &*at : nullptr;
}

bool TableRow::is_blank(const TableCell& cell) const {
  return cell.kind == TableCell::Kind::kText && !cell.uncalculated && trimmed(text(cell)).empty();
}

bool TableRow::is_blank() const {
  return std::all_of(cells.begin(), cells.end(), [&](const TableCell& cell) { return is_blank(cell); });
}

void TableRow::clear() {
  line = 0;
  hidden = false;
  cells.clear();
  buffer.clear();
}

}  // namespace svodka::load
