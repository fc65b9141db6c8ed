#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::language {

/// A day of the Gregorian calendar.
using Day = std::chrono::year_month_day;

/// When something was, exactly as precisely as its author said: a month stays a month.
enum class Precision { kDay, kDays, kSpan, kMonth, kMonths, kQuarter, kYear };

/// A point or stretch of time with its precision.
///
///     kDay      2020-10-12              kMonth    2020-10
///     kDays     2020-10-29,2020-10-30   kMonths   2020-10/2020-11
///     kSpan     2020-10-12/2020-11-27   kQuarter  2020-Q4      kYear  2020
///
/// `days` holds the day; the days in order; the first and last day of everything else.
struct Period {
  Precision precision = Precision::kDay;
  std::vector<Day> days;

  Day first() const { return days.front(); }
  Day last() const { return days.back(); }
  friend bool operator==(const Period&, const Period&) = default;
};

/// Reads `2020-10-12` or `12.10.2020`. Nothing for anything else, or for a day that does not exist.
std::optional<Day> parse_day(std::string_view text);

/// Reads every form listed at Period (days also as 12.10.2020). Nothing when the text is no period.
/// A span may be reversed (its last day before its first): that is for a check to say.
std::optional<Period> parse_period(std::string_view text);

/// A period from its two ends ("from: 2020-10-12", "to: 2020-11-27"), both days, months, quarters or years. A
/// day at one end and a month at the other is no period: a month is never taken for its first or last day.
/// Two quarters are the months from the first to the last.
std::optional<Period> make_span(std::string_view from, std::string_view to);

/// `2020-10-12`.
std::string iso(Day day);

/// The canonical text of a period (the forms listed at Period). parse_period(canonical(p)) == p.
std::string canonical(const Period& period);

/// "day", "days", "span", "month", "months", "quarter", "year".
std::string_view to_string(Precision precision);

}  // namespace svodka::language
