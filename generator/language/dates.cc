#include "language/dates.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace svodka::language {
namespace {

using Endings = std::array<std::string_view, kCases>;  // by Case
constexpr Endings kHard{"", "а", "у", "", "ом", "е"};
constexpr Endings kSoft{"ь", "я", "ю", "ь", "ем", "е"};
constexpr Endings kStressed{"ь", "я", "ю", "ь", "ём", "е"};
constexpr Endings kMay{"й", "я", "ю", "й", "ем", "е"};

struct Month {
  std::string_view stem;
  const Endings* endings;
};

constexpr std::array<Month, 12> kMonths{{{"январ", &kStressed},
                                         {"феврал", &kStressed},
                                         {"март", &kHard},
                                         {"апрел", &kSoft},
                                         {"ма", &kMay},
                                         {"июн", &kSoft},
                                         {"июл", &kSoft},
                                         {"август", &kHard},
                                         {"сентябр", &kStressed},
                                         {"октябр", &kStressed},
                                         {"ноябр", &kStressed},
                                         {"декабр", &kStressed}}};

unsigned month_of(Day day) { return static_cast<unsigned>(day.month()); }

int year_of(Day day) { return static_cast<int>(day.year()); }

unsigned number_of(Day day) { return static_cast<unsigned>(day.day()); }

bool same_month(Day a, Day b) { return a.year() == b.year() && a.month() == b.month(); }

std::string short_day(Day day) {
  return fmt::format("{:02}.{:02}.{:04}", number_of(day), month_of(day), year_of(day));
}

// How the year ends a phrase: « 2020 года», « 2020 г.», « 2020», or not at all.
struct YearWords {
  bool shown = true;
  bool worded = true;
  bool abbreviated = false;

  std::string after(Day day) const {
    if (!shown) return {};
    const auto number = std::string(kNbsp) + std::to_string(year_of(day));
    return worded ? number + std::string(kNbsp) + (abbreviated ? "г." : "года") : number;
  }
};

constexpr YearWords kGoda{};
constexpr YearWords kG{.abbreviated = true};
constexpr YearWords kBare{.worded = false};
constexpr YearWords kNone{.shown = false};

std::string day_month(Day day) {
  return fmt::format("{}{}{}", number_of(day), kNbsp, month_name(month_of(day), Case::kGenitive));
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " и" + std::string(kNbsp) : ", ";
    out += parts[i];
  }
  return out;
}

// «29 и 30 октября 2020 года», «30 октября и 2 ноября 2020 года»: a month stands once after its days, a year
// once after its months.
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

// «с 26 по 28 октября 2020 года», «со 2 по 5 октября 2020 года».
std::string span_from_to(Day first, Day last, const YearWords& words) {
  std::string from = same_month(first, last) ? std::to_string(number_of(first)) : day_month(first);
  if (first.year() != last.year()) from += words.after(first);
  const auto since = number_of(first) == 2 ? "со" : "с";  // as it is read: «со второго»
  return fmt::format("{}{}{} по{}{}{}", since, kNbsp, from, kNbsp, day_month(last), words.after(last));
}

// «26–28 октября 2020 г.», «12 октября – 27 ноября 2020 г.».
std::string span_dashed(Day first, Day last, const YearWords& words) {
  if (same_month(first, last))
    return fmt::format("{}{}{}{}", number_of(first), kEnDash, day_month(last), words.after(last));
  const auto from = first.year() == last.year() ? day_month(first) : day_month(first) + words.after(first);
  return fmt::format("{}{}{} {}{}", from, kNbsp, kEnDash, day_month(last), words.after(last));
}

std::string span_short(Day first, Day last) {
  if (same_month(first, last)) return fmt::format("{:02}{}{}", number_of(first), kEnDash, short_day(last));
  if (first.year() == last.year())
    return short_day(first).substr(0, 5) + std::string(kEnDash) + short_day(last);
  return short_day(first) + std::string(kEnDash) + short_day(last);
}

// «2020 год», «2020–2021 годах»; with the abbreviation «г.», «гг.» no case shows.
std::string years(Day first, Day last, const YearWords& words, Case which = Case::kNominative) {
  constexpr Endings kOne{"год", "года", "году", "год", "годом", "году"};
  constexpr Endings kMany{"годы", "годов", "годам", "годы", "годами", "годах"};
  const bool one = first.year() == last.year();
  const auto number =
      one ? std::to_string(year_of(first)) : fmt::format("{}{}{}", year_of(first), kEnDash, year_of(last));
  if (!words.shown) return number;
  const auto& cases = one ? kOne : kMany;
  const auto word = words.abbreviated ? (one ? "г." : "гг.") : cases.at(static_cast<std::size_t>(which));
  return number + std::string(kNbsp) + std::string(word);
}

bool whole_years(const Period& period) {
  if (period.precision == Precision::kYear) return true;
  const auto first = period.first(), last = period.last();
  return period.precision == Precision::kMonths && first.year() != last.year() &&
         first.month() == std::chrono::January && last.month() == std::chrono::December;
}

// The months that several days fall in: «октябрь и декабрь 2020 года».
std::string months_of_days(const std::vector<Day>& days, const YearWords& words, Case which) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const bool last = i + 1 == days.size();
    if (!last && same_month(days[i], days[i + 1])) continue;
    const bool with_year = last || days[i].year() != days[i + 1].year();
    parts.push_back(month_name(month_of(days[i]), which) + (with_year ? words.after(days[i]) : ""));
  }
  return joined(parts);
}

std::string quarter(Day last, const YearWords& words, Case which) {
  return fmt::format("{}{}квартал{}{}", roman_quarter(last), kNbsp, kHard.at(static_cast<std::size_t>(which)),
                     words.after(last));
}

// A period by its months, quarter or years: «октябрь 2020 года», «октябре – ноябре 2020 года», «IV квартал
// 2020 года», «2020 год».
std::string named(const Period& period, const YearWords& words, Case which) {
  const auto first = period.first(), last = period.last();
  if (whole_years(period)) return years(first, last, words, which);
  if (period.precision == Precision::kQuarter) return quarter(last, words, which);
  if (period.precision == Precision::kDay || period.precision == Precision::kDays)
    return months_of_days(period.days, words, which);
  const auto from = month_name(month_of(first), which), to = month_name(month_of(last), which);
  if (same_month(first, last)) return to + words.after(last);
  const auto year = first.year() == last.year() ? std::string() : words.after(first);
  return fmt::format("{}{}{}{} {}{}", from, year, kNbsp, kEnDash, to, words.after(last));
}

std::string in_words(const Period& period, const YearWords& words) {
  switch (period.precision) {
    case Precision::kDay:
    case Precision::kDays:
      return days_in_words(period.days, words);
    case Precision::kSpan:
      return span_dashed(period.first(), period.last(), words);
    default:
      return named(period, words, Case::kNominative);
  }
}

// As it is read: «во втором квартале», «в четвёртом».
std::string preposition_in(const Period& period) {
  return period.precision == Precision::kQuarter && roman_quarter(period.last()) == "II" ? "во" : "в";
}

// «В» and «с … по …»: when something was.
std::string when(const Period& period) {
  const auto first = period.first(), last = period.last();
  if (whole_years(period)) return "в" + std::string(kNbsp) + years(first, last, kGoda, Case::kPrepositional);
  switch (period.precision) {
    case Precision::kDay:
    case Precision::kDays:
      return days_in_words(period.days, kGoda);
    case Precision::kSpan:
      return span_from_to(first, last, kGoda);
    case Precision::kMonth:
    case Precision::kQuarter:
      return preposition_in(period) + std::string(kNbsp) + named(period, kGoda, Case::kPrepositional);
    default:
      break;
  }
  const auto year = first.year() == last.year() ? std::string() : kGoda.after(first);
  return fmt::format("с{}{}{} по{}{}{}", kNbsp, month_name(month_of(first), Case::kGenitive), year, kNbsp,
                     month_name(month_of(last), Case::kAccusative), kGoda.after(last));
}

std::string in_figures(const Period& period) {
  switch (period.precision) {
    case Precision::kDay:
      return short_day(period.first());
    case Precision::kSpan:
      return span_short(period.first(), period.last());
    case Precision::kDays: {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < period.days.size(); ++i) {
        const bool whole = i + 1 == period.days.size() || !same_month(period.days[i], period.days[i + 1]);
        parts.push_back(whole ? short_day(period.days[i]) : fmt::format("{:02}", number_of(period.days[i])));
      }
      return joined(parts);
    }
    default:
      break;
  }
  if (whole_years(period)) return years(period.first(), period.last(), kNone);
  return named(period, kBare, Case::kNominative);
}

bool has_days(const Period& period) {
  return period.precision == Precision::kDay || period.precision == Precision::kDays ||
         period.precision == Precision::kSpan;
}

std::string weekdays(const Period& period) {
  if (period.precision == Precision::kSpan)
    return fmt::format("{}{}{} {}", weekday(period.first()), kNbsp, kEnDash, weekday(period.last()));
  std::vector<std::string> names;
  for (const auto day : period.days) names.emplace_back(weekday(day));
  return joined(names);
}

std::string quoted_day(Day day) {
  return fmt::format("«{:02}»{}{}{}", number_of(day), kNbsp, month_name(month_of(day), Case::kGenitive),
                     kG.after(day));
}

}  // namespace

std::string month_name(unsigned month, Case which) {
  const auto& name = kMonths.at(month - 1);
  return std::string(name.stem) + std::string(name.endings->at(static_cast<std::size_t>(which)));
}

std::string_view weekday(Day day) {
  constexpr std::array<std::string_view, 7> kDays{"воскресенье", "понедельник", "вторник", "среда",
                                                  "четверг",     "пятница",     "суббота"};
  return kDays.at(std::chrono::weekday(std::chrono::sys_days(day)).c_encoding());
}

std::string_view roman_quarter(Day last_day) {
  constexpr std::array<std::string_view, 4> kQuarters{"I", "II", "III", "IV"};
  return kQuarters.at((month_of(last_day) - 1) / 3);
}

std::string format_period(const Period& period, DateStyle style) {
  const auto first = period.first();
  switch (style) {
    case DateStyle::kShort:
      return in_figures(period);
    case DateStyle::kLong:
      return in_words(period, kG);
    case DateStyle::kFull:
      return in_words(period, kGoda);
    case DateStyle::kWhen:
      return when(period);
    case DateStyle::kMonth:
      return named(period, kGoda, Case::kNominative);
    case DateStyle::kMonthPrepositional:
      return named(period, kGoda, Case::kPrepositional);
    case DateStyle::kMonthGenitive:
      return named(period, kGoda, Case::kGenitive);
    case DateStyle::kMonthDative:
      return named(period, kGoda, Case::kDative);
    case DateStyle::kMonthInstrumental:
      return named(period, kGoda, Case::kInstrumental);
    case DateStyle::kMonthName:
      return named(period, kNone, Case::kNominative);
    case DateStyle::kQuoted:
      return period.precision == Precision::kDay ? quoted_day(first) : in_words(period, kG);
    case DateStyle::kWeekday:
      return has_days(period) ? weekdays(period) : in_words(period, kG);
    case DateStyle::kDayMonth:
      return in_words(period, kNone);
    case DateStyle::kYear:
      return years(first, period.last(), kNone);
    case DateStyle::kIso:
      break;
  }
  return canonical(period);
}

}  // namespace svodka::language
