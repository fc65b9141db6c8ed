#include "language/period.h"

#include <doctest/doctest.h>

#include "language/dates.h"

namespace svodka::language {
namespace {

std::string plain(std::string words) {  // with ordinary spaces, for reading
  for (auto at = words.find("\u00A0"); at != std::string::npos; at = words.find("\u00A0")) words.replace(at, 2, " ");
  return words;
}

std::string shown(std::string_view period, DateStyle style) { return plain(format_period(*parse_period(period), style)); }

TEST_CASE("period: every form reads and comes back the same") {
  for (const std::string_view text : {"2020-10-12", "2020-10-29,2020-10-30", "2020-10-12/2020-11-27", "2020-10", "2020-10/2020-11", "2020-Q4", "2020", "2020/2021"}) {
    const auto period = parse_period(text);
    REQUIRE_MESSAGE(period, text);
    CHECK_EQ(canonical(*period), text);
    CHECK(parse_period(canonical(*period)) == period);
  }
}

TEST_CASE("period: dates as people write them") {
  CHECK_EQ(canonical(*parse_period("01.12.2020")), "2020-12-01");
  CHECK_EQ(canonical(*parse_period("30.10.2020, 29.10.2020")), "2020-10-29,2020-10-30");
  CHECK_EQ(canonical(*make_span("2020-10-12", "27.11.2020")), "2020-10-12/2020-11-27");
  CHECK_EQ(canonical(*make_span("2020-10", "2020-11")), "2020-10/2020-11");
  CHECK_EQ(canonical(*make_span("2020-01", "2020-12")), "2020-01/2020-12");
}

TEST_CASE("period: what is no period is none") {
  for (const std::string_view text : {"", "2020-13", "31.11.2020", "2021-02-29", "0999", "2020-Q5", "2020-10-1", "12 октября", "2020-10-12/", "/", ",", "2020-10-12,октябрь"}) {
    CHECK_FALSE_MESSAGE(parse_period(text), text);
  }
}

TEST_CASE("a month keeps its precision and its days stand beside it") {
  const auto month = *parse_period("2020-02");
  CHECK_EQ(iso(month.first()), "2020-02-01");
  CHECK_EQ(iso(month.last()), "2020-02-29");
  CHECK(month.precision == Precision::kMonth);
  CHECK_EQ(shown("2020-10", DateStyle::kWhen), "в октябре 2020 года");
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
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonth), "декабрь 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthPrepositional), "декабре 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kMonthGenitive), "декабря 2020 года");
  CHECK_EQ(shown("2020-12-01", DateStyle::kQuoted), "«01» декабря 2020 г.");
  CHECK_EQ(shown("2020-12-09", DateStyle::kWeekday), "среда");
  CHECK_EQ(shown("2020-10-26/2020-10-28", DateStyle::kDayMonth), "26–28 октября");
  CHECK_EQ(shown("2020-12-01", DateStyle::kYear), "2020");
}

}  // namespace
}  // namespace svodka::language
