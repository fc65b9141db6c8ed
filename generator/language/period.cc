#include "language/period.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace svodka::language {
namespace {

namespace chrono = std::chrono;

// The number that `text` is, all of it, in exactly so many digits; -1 if it is none.
int digits(std::string_view text, std::size_t count) {
  if (text.size() != count) return -1;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<Day> make_day(int year, int month, int day) {
  if (year < 1000 || month < 1 || day < 1) return std::nullopt;
  const Day made(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                 chrono::day(static_cast<unsigned>(day)));
  return made.ok() ? std::optional(made) : std::nullopt;
}

Day last_of_month(int year, unsigned month) {
  return Day(chrono::year_month_day_last(chrono::year(year), chrono::month_day_last(chrono::month(month))));
}

Period months(Precision precision, int year, unsigned first, unsigned last) {
  return {precision,
          {Day(chrono::year(year), chrono::month(first), chrono::day(1)), last_of_month(year, last)}};
}

// A day, month, quarter or year: what stands on one side of '/'.
std::optional<Period> parse_single(std::string_view text) {
  if (const auto day = parse_day(text)) return Period{Precision::kDay, {*day}};
  const int year = digits(text.substr(0, 4), 4);
  if (year < 1000) return std::nullopt;
  if (text.size() == 4) return months(Precision::kYear, year, 1, 12);
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  if (text[5] == 'Q') {
    const int quarter = digits(text.substr(6), 1);
    if (quarter < 1 || quarter > 4) return std::nullopt;
    const auto last = static_cast<unsigned>(quarter) * 3;
    return months(Precision::kQuarter, year, last - 2, last);
  }
  const int month = digits(text.substr(5), 2);
  if (month < 1 || month > 12) return std::nullopt;
  return months(Precision::kMonth, year, static_cast<unsigned>(month), static_cast<unsigned>(month));
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<Period> parse_days(std::string_view text) {
  Period period{Precision::kDays, {}};
  for (;;) {
    const auto comma = text.find(',');
    const auto day = parse_day(trimmed(text.substr(0, comma)));
    if (!day) return std::nullopt;
    period.days.push_back(*day);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  std::sort(period.days.begin(), period.days.end());
  period.days.erase(std::unique(period.days.begin(), period.days.end()), period.days.end());
  if (period.days.size() == 1) period.precision = Precision::kDay;
  return period;
}

bool is_full_year(Day first, Day last) {
  return first.year() != last.year() && first.month() == chrono::January && first.day() == chrono::day(1) &&
         last.month() == chrono::December && last.day() == chrono::day(31);
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  if (text[4] == '-' && text[7] == '-') {
    return make_day(digits(text.substr(0, 4), 4), digits(text.substr(5, 2), 2), digits(text.substr(8, 2), 2));
  }
  if (text[2] == '.' && text[5] == '.') {
    return make_day(digits(text.substr(6, 4), 4), digits(text.substr(3, 2), 2), digits(text.substr(0, 2), 2));
  }
  return std::nullopt;
}

std::optional<Period> parse_period(std::string_view text) {
  text = trimmed(text);
  if (text.find(',') != std::string_view::npos) return parse_days(text);
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return parse_single(text);
  return make_span(text.substr(0, slash), text.substr(slash + 1));
}

std::optional<Period> make_span(std::string_view from, std::string_view to) {
  const auto first = parse_single(trimmed(from)), last = parse_single(trimmed(to));
  if (!first || !last) return std::nullopt;
  if (*first == *last) return first;
  if (first->precision != last->precision) return std::nullopt;
  return Period{first->precision == Precision::kDay ? Precision::kSpan : Precision::kMonths,
                {first->first(), last->last()}};
}

std::string iso(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string canonical(const Period& period) {
  const auto first = period.first(), last = period.last();
  const auto month = [](Day day) { return iso(day).substr(0, 7); };
  switch (period.precision) {
    case Precision::kDay:
      return iso(first);
    case Precision::kSpan:
      return iso(first) + "/" + iso(last);
    case Precision::kMonth:
      return month(first);
    case Precision::kMonths:
      return is_full_year(first, last) ? iso(first).substr(0, 4) + "/" + iso(last).substr(0, 4)
                                       : month(first) + "/" + month(last);
    case Precision::kQuarter:
      return fmt::format("{:04}-Q{}", static_cast<int>(first.year()),
                         static_cast<unsigned>(last.month()) / 3);
    case Precision::kYear:
      return iso(first).substr(0, 4);
    case Precision::kDays:
      break;
  }
  std::string days;
  for (const auto day : period.days) days += (days.empty() ? "" : ",") + iso(day);
  return days;
}

std::string_view to_string(Precision precision) {
  constexpr std::array<std::string_view, 7> kNames{"day",    "days",    "span", "month",
                                                   "months", "quarter", "year"};
  return kNames.at(static_cast<std::size_t>(precision));
}

}  // namespace svodka::language
