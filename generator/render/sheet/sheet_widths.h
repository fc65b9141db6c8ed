#pragma once

#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/sheet/sheet_cells.h"

namespace svodka::render {

/// A number as a cell of this format shows it, in the way of the Russian Excel (spaces between thousands).
std::string shown_number(double value, const bind::NumberFormat& format);
/// As wide a day as a cell of this format can show.
std::string shown_day(const bind::NumberFormat& format);

/// The least and the greatest number of a column, for it is wide enough when both fit.
struct NumberRange {
  double least = 0, greatest = 0;
  void add(double value) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
};

/// How wide the columns of a sheet should be, by what stands in them. Texts are measured in the sheet's font
/// (sheet_measure.h): numbers, days and the longest words fit; texts stand in one line unless that is very
/// long or the page would not take all columns, then they wrap.
class WidthPlan {
 public:
  /// `headers[i]` are the bands over the column i, from the top down.
  void add_header(const bind::SheetTable& table, const std::vector<std::vector<std::string>>& headers,
                  bool filtered);
  void add_cells(const bind::SheetTable& table, const std::vector<SheetCell>& cells);

  /// In characters. `page`: pixels that are printed, to which texts are narrowed; 0: no bound.
  std::vector<double> widths(double page) const;

  /// The width that a column's numbers need, in characters.
  static double for_numbers(const NumberRange& range, const bind::NumberFormat& format, bool bold);

 private:
  struct Need {
    double fixed = 0;        ///< characters, said by the layout
    double word = 0;         ///< pixels below which something would be broken or not shown
    double line = 0;         ///< pixels at which nothing wraps
    bool automatic = false;  ///< some table leaves the width to us
  };
  Need& need(std::size_t column);
  std::vector<Need> needs_;
};

}  // namespace svodka::render
