#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "language/grammar.h"
#include "language/period.h"

namespace svodka::language {

/// How a period is written. The examples are of the day 2020-12-01, the days 2020-10-29,30 and the month
/// 2020-10.
enum class DateStyle {
  kShort,  ///< 01.12.2020 · 29 и 30.10.2020 · октябрь 2020
  kLong,   ///< 1 декабря 2020 г. · 29 и 30 октября 2020 г. · октябрь 2020 г.
  kFull,  ///< 1 декабря 2020 года · 29 и 30 октября 2020 года · октябрь 2020 года
  kWhen,  ///< 1 декабря 2020 года · 29 и 30 октября 2020 года · в октябре 2020 года · с 12 октября по 27
          ///< ноября 2020 года
  kMonth,  ///< декабрь 2020 года (the month of a day); a quarter or year as it is: «IV квартал 2020 года»,
           ///< «2020 год»
  kMonthPrepositional,  ///< декабре 2020 года («в …»), «IV квартале 2020 года», «2020 году»
  kMonthGenitive,      ///< декабря 2020 года
  kMonthDative,        ///< декабрю 2020 года («к …»)
  kMonthInstrumental,  ///< декабрём 2020 года («с …»)
  kMonthName,          ///< декабрь (without the year)
  kQuoted,             ///< «01» декабря 2020 г.; what is no day as kLong
  kWeekday,            ///< вторник; what has no days as kLong
  kDayMonth,           ///< 1 декабря · 29 и 30 октября · октябрь (without the year)
  kYear,               ///< 2020 · 2020–2021
  kIso,                ///< 2020-12-01: the canonical form
};

/// A period in words. It is never made more precise than it is: a month is not written as its first and last
/// day. Numbers are joined to their words by U+00A0; ranges have an en dash or «с … по …».
std::string format_period(const Period& period, DateStyle style);

/// The name of a month, 1 to 12, in a case: «декабрь», «декабря», «декабре».
std::string month_name(unsigned month, Case which);

/// «понедельник» … «воскресенье».
std::string_view weekday(Day day);

/// A quarter as offices write it: I, II, III, IV.
std::string_view roman_quarter(Day last_day);

}  // namespace svodka::language
