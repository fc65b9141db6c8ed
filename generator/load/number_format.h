#pragma once

#include <string_view>

namespace svodka::load {

/// What a number format makes of a number, as far as reading it back needs to know.
struct NumberFormat {
  enum class Kind {
    kNumber,
    kPercent,
    kDay,      ///< 09.12.2020
    kMonth,    ///< декабрь 2020: no day is shown
    kYear,     ///< 2020, of a day
    kDayTime,  ///< 09.12.2020 14:30
    kTime,     ///< 14:30, 26:10
    kText,
  };
  Kind kind = Kind::kNumber;
  int digits = 0;  ///< "000": shown with zeros in front, in so many digits; 0: no such thing

  bool is_date() const {
    return kind == Kind::kDay || kind == Kind::kMonth || kind == Kind::kYear || kind == Kind::kDayTime;
  }
  friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

/// Of a format code ("dd.mm.yyyy", "0.0%", "[$-419]d mmmm yyyy;@"; ECMA-376 part 1, 18.8.31). Only its first
/// section counts, without what is in quotes, brackets or behind a backslash.
NumberFormat number_format(std::string_view code);

/// Of a number that has no code in the file (18.8.30).
NumberFormat builtin_number_format(int id);

}  // namespace svodka::load
