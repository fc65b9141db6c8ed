#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace svodka::language {

/// `x` to `digits` decimals (0–15), a half away from zero: the one rounding routine of texts, sheets and SQL.
/// What counts is x as people see it, to 15 significant digits: 87.45 is a half for one digit although its
/// binary form is a little less, and so is a mean of 3.4499999999999997.
double round_half_up(double x, int digits);

/// factor · part / whole to `digits` decimals (0–15), reckoned in whole numbers, a half away from zero.
/// `whole` is not 0. Nothing when the result has more than 15 digits.
std::optional<double> exact_ratio(std::int64_t part, std::int64_t whole, int factor, int digits);

/// A number as Russian documents write it: decimal comma, U+2212 for minus, groups of three set off by U+00A0
/// from five digits. With `digits` rounded to exactly so many decimals (1,50); without, the shortest form
/// that reads back the same. Not a number: «—».
std::string format_number(double x, std::optional<int> digits = std::nullopt, bool grouped = true);

/// The same for a whole number of any size.
std::string format_whole(std::int64_t x, bool grouped = true);

/// «47,8 %» with U+00A0. Without `digits` at most one decimal: «47,8 %», «50 %».
std::string format_percent(double x, std::optional<int> digits = std::nullopt);

/// A difference of percentages in percentage points: «+2,4 п.п.», «−1,0 п.п.», «без изменений» when it rounds
/// to nothing.
std::string format_points(double x, int digits = 1);

/// A number as people write it: «1 234,5», «47,8 %», «-5», «−5». Spaces only before groups of three digits,
/// so that «29 30» is not 2930. Nothing when the text is no number.
std::optional<double> parse_number(std::string_view text);

}  // namespace svodka::language
