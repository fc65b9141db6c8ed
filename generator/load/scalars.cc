#include "load/scalars.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/utf8.h"

namespace svodka::load {
namespace {

constexpr std::string_view kMinus = "\xE2\x88\x92";  // U+2212
constexpr std::array<std::string_view, 8> kBlanks{" ",        "\t",           "\r",           "\n",
                                                  "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x87", "\xE2\x80\x89"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits of a number and whether it is negative.
struct Signed {
  std::string_view digits;
  bool negative = false;
};

Signed split_sign(std::string_view text) {
  if (text.starts_with('-')) return {text.substr(1), true};
  if (text.starts_with(kMinus)) return {text.substr(kMinus.size()), true};
  if (text.starts_with('+')) return {text.substr(1), false};
  return {text, false};
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Length of the blank at the start of `text`; 0 if there is none.
std::size_t blank_at_start(std::string_view text) {
  for (const auto blank : kBlanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

bool only_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const auto end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

}  // namespace

bool looks_like_day(std::string_view text) {
  const auto dots = split(text, '.');
  if (dots.size() == 3)
    return only_digits(dots[0], 2, 2) && only_digits(dots[1], 2, 2) && only_digits(dots[2], 4, 4);
  const auto dashes = split(text, '-');
  return dashes.size() == 3 && only_digits(dashes[0], 4, 4) && only_digits(dashes[1], 2, 2) &&
         only_digits(dashes[2], 2, 2);
}

bool has_leading_zero(std::string_view text) {
  const auto digits = split_sign(text).digits;
  return digits.size() > 1 && digits.front() == '0' && all_digits(digits);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const auto [digits, negative] = split_sign(text);
  if (!all_digits(digits) || has_leading_zero(digits)) return std::nullopt;
  const auto ascii = (negative ? "-" : "") + std::string(digits);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(ascii.data(), ascii.data() + ascii.size(), value);
  if (error != std::errc() || end != ascii.data() + ascii.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  const auto [digits, negative] = split_sign(text);
  const auto mark = digits.find_first_of(".,");
  const auto whole = digits.substr(0, mark);
  if (!all_digits(whole) || has_leading_zero(whole)) return std::nullopt;
  std::string ascii = (negative ? "-" : "") + std::string(whole);
  if (mark != std::string_view::npos) {
    const auto fraction = digits.substr(mark + 1);
    if (!all_digits(fraction)) return std::nullopt;
    ascii += "." + std::string(fraction);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(ascii.data(), ascii.data() + ascii.size(), value);
  if (error != std::errc() || end != ascii.data() + ascii.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_bool(std::string_view text) {
  const auto word = utf8::lower(text);
  if (word == "true" || word == "yes" || word == "да") return true;
  if (word == "false" || word == "no" || word == "нет") return false;
  return std::nullopt;
}

std::string without_thousands(std::string_view text) {
  const auto [digits, negative] = split_sign(text);
  if (all_digits(digits)) return std::string(text);
  std::string joined;
  std::size_t group = 0;  // digits since the last separator
  bool separated = false;
  std::size_t i = 0;
  while (i < digits.size() && digits[i] != ',' && digits[i] != '.') {
    if (is_digit(digits[i])) {
      joined += digits[i++];
      ++group;
      continue;
    }
    const auto blank = blank_at_start(digits.substr(i));
    if (blank == 0 || group == 0 || group > 3 || (separated && group != 3)) return std::string(text);
    separated = true;
    group = 0;
    i += blank;
  }
  if (!separated || group != 3) return std::string(text);
  return (negative ? "-" : "") + joined + std::string(digits.substr(i));
}

std::string_view trimmed(std::string_view text) {
  // Most texts begin and end with what no blank begins or ends with.
  const auto no_blank = [](char first, std::string_view others) {
    return static_cast<unsigned char>(first) > ' ' && others.find(first) == std::string_view::npos;
  };
  if (text.empty() || (no_blank(text.front(), "\xC2\xE2") && no_blank(text.back(), "\xA0\xAF\x87\x89")))
    return text;
  while (const auto blank = blank_at_start(text)) text.remove_prefix(blank);
  for (bool more = true; more;) {
    more = false;
    for (const auto blank : kBlanks) {
      if (!text.ends_with(blank)) continue;
      text.remove_suffix(blank.size());
      more = true;
    }
  }
  return text;
}

}  // namespace svodka::load
