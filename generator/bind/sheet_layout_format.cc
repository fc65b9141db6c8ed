#include "bind/sheet_layout_format.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace svodka::bind {
namespace {

constexpr std::size_t kMaxPattern = 200;

/// What one part of a pattern (between ';') is made of.
struct Part {
  std::string marks;  ///< the pattern without words in quotes, escapes and spaces
  bool date = false;
  bool closed = true;  ///< every quote is
};

Part strip(std::string_view pattern) {
  Part part;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '"') {
      i = pattern.find('"', i + 1);
      if (i == std::string_view::npos) {
        part.closed = false;
        return part;
      }
    } else if (pattern[i] == '\\') {
      if (++i == pattern.size()) part.closed = false;
    } else if (pattern.substr(i).starts_with("\u00a0")) {
      ++i;
    } else if (pattern[i] != ' ') {
      part.marks += pattern[i];
    }
  }
  part.date = part.marks.find_first_of("dmyhDMYH") != std::string::npos;
  return part;
}

std::vector<std::string_view> split(std::string_view pattern) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && !quoted)
      ++i;
    else if (pattern[i] == '"')
      quoted = !quoted;
    else if (pattern[i] == ';' && !quoted) {
      parts.push_back(pattern.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(pattern.substr(std::min(begin, pattern.size())));
  return parts;
}

/// `#,##0.00%`: an optional sign, digits with commas among the whole ones, an optional point with digits, an
/// optional percent.
bool number_marks(std::string_view marks, NumberFormat& format) {
  std::size_t i = 0;
  if (i < marks.size() && (marks[i] == '+' || marks[i] == '-' || marks[i] == '(')) ++i;
  const std::size_t whole = i;
  while (i < marks.size() && (marks[i] == '0' || marks[i] == '#' || marks[i] == ',')) ++i;
  const auto digits = marks.substr(whole, i - whole);
  if (digits.find_first_of("0#") == std::string_view::npos || digits.starts_with(',')) return false;
  if (const auto comma = digits.rfind(','); comma != std::string_view::npos && digits.size() - comma != 4)
    return false;
  format.decimals = 0;
  if (i < marks.size() && marks[i] == '.') {
    const std::size_t begin = ++i;
    while (i < marks.size() && (marks[i] == '0' || marks[i] == '#')) ++i;
    if (i == begin) return false;
    format.decimals = static_cast<int>(i - begin);
  }
  if (i < marks.size() && marks[i] == '%') format.percent = true, ++i;
  if (i < marks.size() && marks[i] == ')') ++i;
  return i == marks.size() && format.decimals <= 10;
}

bool date_marks(std::string_view marks) {
  return marks.find_first_not_of("dmyhsDMYHS.-/:,") == std::string_view::npos;
}

Text unknown(std::string_view pattern) {
  if (utf8::length(pattern) != pattern.size())
    return text("числовой формат «{}» содержит буквы вне кавычек",
                "the number format “{}” has letters outside quotes", pattern);
  if (pattern.find(',') != std::string_view::npos && pattern.find('.') == std::string_view::npos)
    return text(
        "в числовом формате «{}» запятая стоит не между тысячами (десятичный знак здесь — точка)",
        "the comma of the number format “{}” is not between thousands (the decimal sign here is a point)",
        pattern);
  return text("непонятный числовой формат «{}»", "“{}” is not a number format", pattern);
}

}  // namespace

std::optional<NumberFormat> parse_number_format(std::string_view pattern, Text& problem) {
  NumberFormat format{.pattern = std::string(pattern)};
  if (pattern.empty() || pattern == "General") return NumberFormat{};
  if (pattern == "@") {
    format.kind = NumberFormat::Kind::kText;
    return format;
  }
  const auto parts = split(pattern);
  problem = unknown(pattern);
  if (pattern.size() > kMaxPattern || parts.size() > 3) return std::nullopt;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part part = strip(parts[i]);
    if (!part.closed) return std::nullopt;
    if (i == 0 && part.date) {
      if (parts.size() > 1 || !date_marks(part.marks)) return std::nullopt;
      format.kind = NumberFormat::Kind::kDate;
      return format;
    }
    NumberFormat other;
    if (i > 0 && part.marks.empty()) continue;
    if (i > 0 && part.marks == "-") continue;
    if (!number_marks(part.marks, i == 0 ? format : other)) return std::nullopt;
  }
  format.kind = NumberFormat::Kind::kNumber;
  problem = {};
  return format;
}

}  // namespace svodka::bind
