#pragma once

#include <vector>

namespace svodka::render {

/// Columns of a template's grid that stand `count` times in the document (0: not at all).
struct RepeatedColumns {
  int from = 0, to = 0;  ///< up to but not with `to`
  int count = 1;
  int width() const { return to - from; }
};

/// A table's grid before and after some of its columns are repeated. Borders between columns are numbered
/// from 0 (left of the first column); widths are in twentieths of a point.
class TableGrid {
 public:
  /// `repeated` are in order and apart from each other. The grid as a whole keeps its width.
  TableGrid(const std::vector<int>& widths, std::vector<RepeatedColumns> repeated);

  /// Where a border of the template's grid is now; borders inside repeated columns keep their share.
  int moved(int border) const;
  /// The width between two borders of the grid as it was, and as it is now.
  int width_before(int from, int to) const { return between(before_, from, to); }
  int width_after(int from, int to) const { return between(after_, from, to); }
  /// The widths of the columns now.
  std::vector<int> widths() const;

 private:
  static int between(const std::vector<int>& borders, int from, int to);
  void repeat(const std::vector<int>& widths);
  void keep_width();

  std::vector<RepeatedColumns> repeated_;
  std::vector<int> before_{0}, after_{0};  // where the borders are
};

}  // namespace svodka::render
