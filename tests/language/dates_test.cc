#include "language/dates.h"

#include <doctest/doctest.h>

#include "language/print_spaces.h"

namespace svodka::language {
namespace {

// With ordinary spaces, for reading.
std::string shown(std::string_view period, DateStyle style) {
  std::string words = seen(format_period(*parse_period(period), style));
  for (char& c : words) c = c == '_' ? ' ' : c;
  return words;
}

TEST_CASE("when: as a report tells it") {
  CHECK_EQ(shown("2020-12-01", DateStyle::kWhen), "1 декабря 2020 года");
  CHECK_EQ(shown("2020-10-29,2020-10-30", DateStyle::kWhen), "29 и 30 октября 2020 года");
  CHECK_EQ(shown("2020-10-30,2020-11-02", DateStyle::kWhen), "30 октября и 2 ноября 2020 года");
  CHECK_EQ(shown("2020-12-30,2021-01-11", DateStyle::kWhen), "30 декабря 2020 года и 11 января 2021 года");
  CHECK_EQ(shown("2020-10-01,2020-10-02,2020-10-05", DateStyle::kWhen), "1, 2 и 5 октября 2020 года");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kWhen), "с 26 по 28 октября 2020 года");
  CHECK_EQ(shown("2020-10-12/2020-11-27", DateStyle::kWhen), "с 12 октября по 27 ноября 2020 года");
  CHECK_EQ(shown("2020-12-28/2021-01-15", DateStyle::kWhen), "с 28 декабря 2020 года по 15 января 2021 года");
  CHECK_EQ(shown("2020-10/2020-11", DateStyle::kWhen), "с октября по ноябрь 2020 года");
  CHECK_EQ(shown("2020-11/2021-02", DateStyle::kWhen), "с ноября 2020 года по февраль 2021 года");
  CHECK_EQ(shown("2020-Q4", DateStyle::kWhen), "в IV квартале 2020 года");
  CHECK_EQ(shown("2020-Q2", DateStyle::kWhen), "во II квартале 2020 года");
  CHECK_EQ(shown("2020-10-02/2020-10-05", DateStyle::kWhen), "со 2 по 5 октября 2020 года");
  CHECK_EQ(shown("2020-10-12/2020-10-22", DateStyle::kWhen), "с 12 по 22 октября 2020 года");
  CHECK_EQ(shown("2020", DateStyle::kWhen), "в 2020 году");
  CHECK_EQ(shown("2020/2021", DateStyle::kWhen), "в 2020–2021 годах");
}

TEST_CASE("dates in figures, for tables") {
  CHECK_EQ(shown("2020-12-01", DateStyle::kShort), "01.12.2020");
  CHECK_EQ(shown("2020-10-29,2020-10-30", DateStyle::kShort), "29 и 30.10.2020");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kShort), "26–28.10.2020");
  CHECK_EQ(shown("2020-10-12/2020-11-27", DateStyle::kShort), "12.10–27.11.2020");
  CHECK_EQ(shown("2020-12-28/2021-01-15", DateStyle::kShort), "28.12.2020–15.01.2021");
  CHECK_EQ(shown("2020-10", DateStyle::kShort), "октябрь 2020");
  CHECK_EQ(shown("2020-Q4", DateStyle::kShort), "IV квартал 2020");
  CHECK_EQ(shown("2020/2021", DateStyle::kShort), "2020–2021");
}

TEST_CASE("dates in words") {
  CHECK_EQ(format_period(*parse_period("2020-12-01"), DateStyle::kLong), "1\u00A0декабря\u00A02020\u00A0г.");
  CHECK_EQ(shown("2020-12-01", DateStyle::kFull), "1 декабря 2020 года");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kLong), "26–28 октября 2020 г.");
  CHECK_EQ(shown("2020-10-12/2020-11-27", DateStyle::kLong), "12 октября – 27 ноября 2020 г.");
  CHECK_EQ(shown("2020-10", DateStyle::kFull), "октябрь 2020 года");
  CHECK_EQ(shown("2020-10/2020-11", DateStyle::kFull), "октябрь – ноябрь 2020 года");
  CHECK_EQ(shown("2020", DateStyle::kLong), "2020 г.");
  CHECK_EQ(shown("2020/2021", DateStyle::kFull), "2020–2021 годы");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kDayMonth), "26–28 октября");
  CHECK_EQ(shown("2020-12-01", DateStyle::kYear), "2020");
}

TEST_CASE("the month of a date, by case, a quarter or year stays one") {
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonth), "декабрь 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthGenitive), "декабря 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthDative), "декабрю 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthInstrumental), "декабрём 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthPrepositional), "декабре 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthName), "декабрь");
  CHECK_EQ(shown("2020-10", DateStyle::kMonthPrepositional), "октябре 2020 года");
  CHECK_EQ(shown("2020-Q4", DateStyle::kMonth), "IV квартал 2020 года");
  CHECK_EQ(shown("2020-Q4", DateStyle::kMonthPrepositional), "IV квартале 2020 года");
  CHECK_EQ(shown("2020", DateStyle::kMonthGenitive), "2020 года");
  CHECK_EQ(shown("2020/2021", DateStyle::kMonthGenitive), "2020–2021 годов");
  CHECK_EQ(shown("2020-10/2020-11", DateStyle::kMonthGenitive), "октября – ноября 2020 года");
  CHECK_EQ(shown("2020-10-12/2020-11-27", DateStyle::kMonth), "октябрь – ноябрь 2020 года");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kMonth), "октябрь 2020 года");
  CHECK_EQ(shown("2020-10-29,2020-10-30", DateStyle::kMonth), "октябрь 2020 года");
  CHECK_EQ(shown("2020-10-29,2020-12-01", DateStyle::kMonthName), "октябрь и декабрь");
  CHECK_EQ(shown("2020-12-29,2021-01-12", DateStyle::kMonth), "декабрь 2020 года и январь 2021 года");
}

TEST_CASE("month names in six cases") {
  const char* expected[12][6] = {{"январь", "января", "январю", "январь", "январём", "январе"},
                                 {"февраль", "февраля", "февралю", "февраль", "февралём", "феврале"},
                                 {"март", "марта", "марту", "март", "мартом", "марте"},
                                 {"апрель", "апреля", "апрелю", "апрель", "апрелем", "апреле"},
                                 {"май", "мая", "маю", "май", "маем", "мае"},
                                 {"июнь", "июня", "июню", "июнь", "июнем", "июне"},
                                 {"июль", "июля", "июлю", "июль", "июлем", "июле"},
                                 {"август", "августа", "августу", "август", "августом", "августе"},
                                 {"сентябрь", "сентября", "сентябрю", "сентябрь", "сентябрём", "сентябре"},
                                 {"октябрь", "октября", "октябрю", "октябрь", "октябрём", "октябре"},
                                 {"ноябрь", "ноября", "ноябрю", "ноябрь", "ноябрём", "ноябре"},
                                 {"декабрь", "декабря", "декабрю", "декабрь", "декабрём", "декабре"}};
  for (unsigned month = 1; month <= 12; ++month) {
    for (int which = 0; which < kCases; ++which)
      CHECK_EQ(month_name(month, static_cast<Case>(which)), expected[month - 1][which]);
  }
}

TEST_CASE("the day in quotes and the day of the week, a month has neither and is not given its first day") {
  CHECK_EQ(shown("2020-12-01", DateStyle::kQuoted), "«01» декабря 2020 г.");
  CHECK_EQ(shown("2020-12", DateStyle::kQuoted), "декабрь 2020 г.");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kQuoted), "26–28 октября 2020 г.");
  CHECK_EQ(shown("2020-12-09", DateStyle::kWeekday), "среда");
  CHECK_EQ(shown("2020-11-29", DateStyle::kWeekday), "воскресенье");
  CHECK_EQ(shown("2020-10-29,2020-10-30", DateStyle::kWeekday), "четверг и пятница");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kWeekday), "понедельник – среда");
  CHECK_EQ(shown("2020-12", DateStyle::kWeekday), "декабрь 2020 г.");
}

TEST_CASE("no style turns a month, quarter or year into days, and none writes U+202F") {
  for (const auto* period : {"2020-10", "2020-10/2020-11", "2020-Q4", "2020", "2020/2021"}) {
    for (int style = 0; style <= static_cast<int>(DateStyle::kIso); ++style) {
      const auto words = format_period(*parse_period(period), static_cast<DateStyle>(style));
      CHECK_EQ(words.find("01"), std::string::npos);
      CHECK_EQ(words.find("31"), std::string::npos);
      CHECK_EQ(words.find("\u202F"), std::string::npos);
    }
  }
}

TEST_CASE("numbers do not leave their words") {
  CHECK_EQ(seen(format_period(*parse_period("2020-10-26/2020-10-28"), DateStyle::kWhen)),
           "с_26 по_28_октября_2020_года");
  CHECK_EQ(seen(format_period(*parse_period("2020-10-29,2020-10-30"), DateStyle::kFull)),
           "29 и_30_октября_2020_года");
  CHECK_EQ(seen(format_period(*parse_period("2020-Q4"), DateStyle::kWhen)), "в_IV_квартале_2020_года");
}

}  // namespace
}  // namespace svodka::language
