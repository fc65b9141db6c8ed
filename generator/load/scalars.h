#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace svodka::load {

/// How plain values are read everywhere, in YAML and in tables. Strict, because a wrong guess changes a
/// report: no octal or hexadecimal numbers, no exponents, nothing left over at the end.

/// `12`, `-3`, `+4`, `−5` (U+2212). Nothing for a leading zero ("012"), a fraction, or more than 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// `47.8` and `47,8`, with a sign as above.
std::optional<double> parse_number(std::string_view text);

/// true/false, yes/no, да/нет, in any case.
std::optional<bool> parse_bool(std::string_view text);

/// True for "007" and "-012": digits with a zero in front, a number to one reader and a code to another.
bool has_leading_zero(std::string_view text);

/// Written like a whole day (`2020-11-31`, `31.11.2020`), whether or not there is such a day.
bool looks_like_day(std::string_view text);

/// `1 234` and `12 345 678` (space, no-break, narrow, thin or figure space) without their separators; any
/// other text unchanged.
std::string without_thousands(std::string_view text);

/// Without blanks (also no-break spaces) at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace svodka::load
