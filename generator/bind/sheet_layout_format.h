#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace svodka::bind {

/// An Excel number format (ECMA-376 part 1, 18.8.31) of the kinds a report needs, in its English form.
struct NumberFormat {
  enum class Kind { kGeneral, kNumber, kDate, kText };

  std::string pattern;  ///< "#,##0.0"; empty for kGeneral
  Kind kind = Kind::kGeneral;
  int decimals = -1;  ///< of kNumber: digits after the point that it shows, when it fixes them; -1 otherwise
  bool percent = false;  ///< shows the value times 100

  /// Decimals of the value itself, to which a formula is rounded: of "0.0%" three. -1: not fixed.
  int value_decimals() const { return decimals < 0 ? -1 : decimals + (percent ? 2 : 0); }
};

/// Reads a format: `0`, `0.0`, `0.##`, `#,##0.00`, `0.0%`, `dd.mm.yyyy`, `@`, with words in quotes (`0"
/// чел."`) and up to four parts separated by ';'. On anything that Excel would refuse returns nothing and
/// puts into `problem` what is wrong.
std::optional<NumberFormat> parse_number_format(std::string_view pattern, Text& problem);

}  // namespace svodka::bind
