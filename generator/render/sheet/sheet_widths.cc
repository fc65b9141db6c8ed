#include "render/sheet/sheet_widths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::SheetColumn;

constexpr double kLongestLine = 420;   ///< pixels (60 digits) from which a text wraps
constexpr double kNarrowestText = 84;  ///< pixels (12 digits) below which wrapped text is hard to read
constexpr double kNarrowest = 28;      ///< of any column
constexpr double kBlankColumn = 84;    ///< to be written into by hand
constexpr double kFilterButton = 20;
constexpr int kHeaderLines = 3;  ///< that a heading may take before it makes its column wider
constexpr double kIndentLevel = 9;
constexpr TextFont kFont{};
constexpr TextFont kBold{.bold = true};

/// The words in quotes and what else a format shows beside the digits.
std::string literals(std::string_view pattern) {
  std::string out;
  bool quoted = false;
  for (const char c : pattern.substr(0, pattern.find(';'))) {
    if (c == '"')
      quoted = !quoted;
    else if (quoted || std::string_view("#0,.?").find(c) == std::string_view::npos)
      out += c;
  }
  return out;
}

std::string general(double value) {
  auto words = fmt::format("{}", value);
  if (words.size() > 11) words = fmt::format("{:.10g}", value);
  return words;
}

}  // namespace

std::string shown_number(double value, const bind::NumberFormat& format) {
  if (format.kind != bind::NumberFormat::Kind::kNumber) return general(value);
  auto digits =
      fmt::format("{:.{}f}", std::fabs(value) * (format.percent ? 100 : 1), std::max(0, format.decimals));
  const auto whole = std::min(digits.find('.'), digits.size());
  if (format.pattern.find(',') != std::string::npos)
    for (std::size_t at = whole; at > 3; at -= 3) digits.insert(at - 3, "\u00a0");
  return (value < 0 ? "-" : "") + digits + literals(format.pattern);
}

std::string shown_day(const bind::NumberFormat& format) {
  if (format.kind != bind::NumberFormat::Kind::kDate) return "00.00.0000";
  std::string out;
  const auto& pattern = format.pattern;
  for (std::size_t i = 0; i < pattern.size();) {
    std::size_t end = i;
    while (end < pattern.size() && pattern[end] == pattern[i]) ++end;
    const auto count = end - i;
    const char letter = static_cast<char>(pattern[i] | 0x20);
    if (letter == 'm' && count > 2)
      out += count == 3 ? "сент" : "сентября";
    else if (letter == 'd' && count > 2)
      out += count == 3 ? "пн" : "понедельник";
    else if (letter == 'y')
      out += count > 2 ? "0000" : "00";
    else if (letter == 'd' || letter == 'm' || letter == 'h' || letter == 's')
      out += "00";
    else
      out += pattern.substr(i, count);
    i = end;
  }
  return out;
}

WidthPlan::Need& WidthPlan::need(std::size_t column) {
  if (needs_.size() <= column) needs_.resize(column + 1);
  return needs_[column];
}

void WidthPlan::add_header(const bind::SheetTable& table,
                           const std::vector<std::vector<std::string>>& headers, bool filtered) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    auto& need_of = need(i);
    const auto& column = table.columns[i];
    need_of.fixed = std::max(need_of.fixed, column.width);
    if (column.width > 0) continue;
    need_of.automatic = true;
    const auto extent = text_extent(headers[i].empty() ? "" : headers[i].back(), kFont);
    const double button = filtered ? kFilterButton : 0;
    need_of.word =
        std::max({need_of.word, kNarrowest, extent.word + button, extent.line / kHeaderLines + button});
    if (column.kind == SheetColumn::Kind::kBlank) need_of.word = std::max(need_of.word, kBlankColumn);
    need_of.line = std::max(need_of.line, need_of.word);
  }
}

void WidthPlan::add_cells(const bind::SheetTable& table, const std::vector<SheetCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& column = table.columns[i];
    if (column.width > 0) continue;
    auto& need_of = need(i);
    const auto& cell = cells[i];
    TextExtent extent;
    if (cell.kind == SheetCell::Kind::kPicture) {
      extent.word = extent.line = cell.width + 4;
    } else if (cell.is_number()) {
      const auto shown = cell.kind == SheetCell::Kind::kDate ? shown_day(column.format)
                                                             : shown_number(cell.number, column.format);
      extent.line = text_extent(shown, table.levels ? kBold : kFont).line;
      extent.word = extent.line;
    } else if (!cell.text.empty()) {
      extent = text_extent(cell.text, table.levels || cell.kind == SheetCell::Kind::kRich ? kBold : kFont);
      extent.word = std::min(extent.word, kLongestLine);
    }
    if (table.levels && table.levels->indent == static_cast<int>(i)) extent.line += 3 * kIndentLevel;
    need_of.word = std::max(need_of.word, extent.word);
    need_of.line = std::max(need_of.line, extent.line);
  }
}

std::vector<double> WidthPlan::widths(double page) const {
  std::vector<double> wanted, given_up;
  double sum = 0, spare = 0;
  for (const auto& one : needs_) {
    const double fixed = one.fixed > 0 ? column_pixels(one.fixed) : 0;
    const double own = one.automatic ? std::clamp(one.line, one.word, std::max(one.word, kLongestLine)) : 0;
    wanted.push_back(std::max(fixed, own));
    const double least = std::max({fixed, one.word, kNarrowestText});
    given_up.push_back(one.automatic ? std::max(0.0, wanted.back() - least) : 0);
    sum += wanted.back();
    spare += given_up.back();
  }
  const double part = page > 0 && sum > page && spare > 0 ? std::min(1.0, (sum - page) / spare) : 0;
  std::vector<double> out;
  for (std::size_t i = 0; i < needs_.size(); ++i)
    out.push_back(needs_[i].automatic ? column_width(wanted[i] - part * given_up[i]) : needs_[i].fixed);
  return out;
}

double WidthPlan::for_numbers(const NumberRange& range, const bind::NumberFormat& format, bool bold) {
  const auto& font = bold ? kBold : kFont;
  const auto width = [&](double value) { return text_extent(shown_number(value, format), font).line; };
  return column_width(std::max(width(std::floor(range.least)), width(std::ceil(range.greatest))));
}

}  // namespace svodka::render
