#include "language/dates.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace svodka::language {
namespace {

constexpr std::string_view kNbsp = "\u00A0";
constexpr std::string_view kDash = "\u2013";

using Names = std::array<std::string_view, 12>;
constexpr Names kNominative{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"};
constexpr Names kGenitive{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"};
constexpr Names kPrepositional{"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре"};

std::string_view month_name(const Names& names, Day day) { return names.at(static_cast<unsigned>(day.month()) - 1); }

int year_of(Day day) { return static_cast<int>(day.year()); }

unsigned number_of(Day day) { return static_cast<unsigned>(day.day()); }

bool same_month(Day a, Day b) { return a.year() == b.year() && a.month() == b.month(); }

std::string short_day(Day day) {
  return fmt::format("{:02}.{:02}.{:04}", number_of(day), static_cast<unsigned>(day.month()), year_of(day));
}

// How the year ends a phrase: « 2020 г.», « 2020 года», or not at all.
struct YearWords {
  bool shown = true;
  std::string_view one = "года";    // of one year, genitive
  std::string_view many = "годов";  // of several

  std::string after(Day day) const { return shown ? fmt::format("{}{}{}{}", kNbsp, year_of(day), kNbsp, one) : std::string(); }
};

constexpr YearWords kGoda{};
constexpr YearWords kG{true, "г.", "гг."};
constexpr YearWords kNone{false, "", ""};

std::string day_month(Day day) { return fmt::format("{}{}{}", number_of(day), kNbsp, month_name(kGenitive, day)); }

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " и" + std::string(kNbsp) : ", ";
    out += parts[i];
  }
  return out;
}

// «29 и 30 октября 2020 года», «30 октября и 2 ноября 2020 года»: a month stands once after its days, a year once after its months.
std::string days_in_words(const std::vector<Day>& days, const YearWords& words) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const bool last = i + 1 == days.size();
    std::string part = std::to_string(number_of(days[i]));
    if (last || !same_month(days[i], days[i + 1])) part = day_month(days[i]);
    if (last || days[i].year() != days[i + 1].year()) part += words.after(days[i]);
    parts.push_back(std::move(part));
  }
  return joined(parts);
}

// «с 26 по 28 октября 2020 года».
std::string span_from_to(Day first, Day last, const YearWords& words) {
  std::string from = same_month(first, last) ? std::to_string(number_of(first)) : day_month(first);
  if (first.year() != last.year()) from += words.after(first);
  return fmt::format("с{}{} по{}{}{}", kNbsp, from, kNbsp, day_month(last), words.after(last));
}

// «26–28 октября 2020 г.», «12 октября – 27 ноября 2020 г.».
std::string span_dashed(Day first, Day last, const YearWords& words) {
  if (same_month(first, last)) return fmt::format("{}{}{}{}", number_of(first), kDash, day_month(last), words.after(last));
  const auto from = first.year() == last.year() ? day_month(first) : day_month(first) + words.after(first);
  return fmt::format("{}{}{} {}{}", from, kNbsp, kDash, day_month(last), words.after(last));
}

std::string span_short(Day first, Day last) {
  if (same_month(first, last)) return fmt::format("{:02}{}{}", number_of(first), kDash, short_day(last));
  if (first.year() == last.year()) return short_day(first).substr(0, 5) + std::string(kDash) + short_day(last);
  return short_day(first) + std::string(kDash) + short_day(last);
}

std::string years(Day first, Day last, const YearWords& words) {
  if (first.year() == last.year()) return fmt::format("{}", year_of(first)) + (words.shown ? fmt::format("{}{}", kNbsp, words.one == "г." ? "г." : "год") : "");
  return fmt::format("{}{}{}", year_of(first), kDash, year_of(last)) + (words.shown ? fmt::format("{}{}", kNbsp, words.one == "г." ? "гг." : "годы") : "");
}

bool whole_years(const Period& period) {
  return period.precision == Precision::kYear || (period.precision == Precision::kMonths && canonical(period).size() == 9);
}

// A period without days in the nominative: «октябрь 2020 года», «октябрь – ноябрь 2020 года», «IV квартал 2020 года», «2020 год».
std::string named(const Period& period, const YearWords& words) {
  const auto first = period.first(), last = period.last();
  if (whole_years(period)) return years(first, last, words);
  if (period.precision == Precision::kQuarter) return fmt::format("{}{}квартал{}", roman_quarter(last), kNbsp, words.after(last));
  if (period.precision == Precision::kMonth) return fmt::format("{}{}", month_name(kNominative, first), words.after(first));
  const auto year = first.year() == last.year() ? std::string() : words.after(first);
  return fmt::format("{}{}{}{} {}{}", month_name(kNominative, first), year, kNbsp, kDash, month_name(kNominative, last), words.after(last));
}

std::string in_words(const Period& period, const YearWords& words) {
  switch (period.precision) {
    case Precision::kDay:
    case Precision::kDays: return days_in_words(period.days, words);
    case Precision::kSpan: return span_dashed(period.first(), period.last(), words);
    default: return named(period, words);
  }
}

// «В» and «с … по …»: when something was.
std::string when(const Period& period) {
  const auto first = period.first(), last = period.last();
  if (whole_years(period)) {
    return first.year() == last.year() ? fmt::format("в{}{}{}году", kNbsp, year_of(first), kNbsp)
                                       : fmt::format("в{}{}{}{}{}годах", kNbsp, year_of(first), kDash, year_of(last), kNbsp);
  }
  switch (period.precision) {
    case Precision::kDay:
    case Precision::kDays: return days_in_words(period.days, kGoda);
    case Precision::kSpan: return span_from_to(first, last, kGoda);
    case Precision::kMonth: return fmt::format("в{}{}{}", kNbsp, month_name(kPrepositional, first), kGoda.after(first));
    case Precision::kQuarter: return fmt::format("в{}{}{}квартале{}", kNbsp, roman_quarter(last), kNbsp, kGoda.after(last));
    default: break;
  }
  const auto year = first.year() == last.year() ? std::string() : kGoda.after(first);
  return fmt::format("с{}{}{} по{}{}{}", kNbsp, month_name(kGenitive, first), year, kNbsp, month_name(kNominative, last), kGoda.after(last));
}

std::string in_figures(const Period& period) {
  switch (period.precision) {
    case Precision::kDay: return short_day(period.first());
    case Precision::kSpan: return span_short(period.first(), period.last());
    case Precision::kDays: {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < period.days.size(); ++i) {
        const bool whole = i + 1 == period.days.size() || !same_month(period.days[i], period.days[i + 1]);
        parts.push_back(whole ? short_day(period.days[i]) : fmt::format("{:02}", number_of(period.days[i])));
      }
      return joined(parts);
    }
    default: break;
  }
  if (whole_years(period)) return years(period.first(), period.last(), kNone);
  const YearWords bare{true, "", ""};
  auto words = named(period, bare);
  for (auto at = words.find("\u00A0\u00A0"); at != std::string::npos; at = words.find("\u00A0\u00A0")) words.erase(at, 2);
  while (words.ends_with(kNbsp)) words.resize(words.size() - kNbsp.size());
  return words;
}

std::string month_with_year(Day day, const Names& names) { return fmt::format("{}{}", month_name(names, day), kGoda.after(day)); }

}  // namespace

std::string_view weekday(Day day) {
  constexpr std::array<std::string_view, 7> kDays{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"};
  return kDays.at(std::chrono::weekday(std::chrono::sys_days(day)).c_encoding());
}

std::string_view roman_quarter(Day last_day) {
  constexpr std::array<std::string_view, 4> kQuarters{"I", "II", "III", "IV"};
  return kQuarters.at((static_cast<unsigned>(last_day.month()) - 1) / 3);
}

std::string format_period(const Period& period, DateStyle style) {
  const auto first = period.first();
  switch (style) {
    case DateStyle::kShort: return in_figures(period);
    case DateStyle::kLong: return in_words(period, kG);
    case DateStyle::kFull: return in_words(period, kGoda);
    case DateStyle::kWhen: return when(period);
    case DateStyle::kMonth: return month_with_year(first, kNominative);
    case DateStyle::kMonthPrepositional: return month_with_year(first, kPrepositional);
    case DateStyle::kMonthGenitive: return month_with_year(first, kGenitive);
    case DateStyle::kQuoted: return fmt::format("«{:02}»{}{}{}", number_of(first), kNbsp, month_name(kGenitive, first), kG.after(first));
    case DateStyle::kWeekday: return std::string(weekday(first));
    case DateStyle::kDayMonth: return in_words(period, kNone);
    case DateStyle::kYear: return years(first, period.last(), kNone);
    case DateStyle::kIso: break;
  }
  return canonical(period);
}

}  // namespace svodka::language
