#include "language/period.h"

#include <doctest/doctest.h>

namespace svodka::language {
namespace {

TEST_CASE("period: every form reads and comes back the same") {
  for (const std::string_view text : {"2020-10-12", "2020-10-29,2020-10-30", "2020-10-12/2020-11-27",
                                      "2020-10", "2020-10/2020-11", "2020-Q4", "2020", "2020/2021"}) {
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
  CHECK_EQ(canonical(*parse_period(" 12.10.2020 / 27.11.2020 ")), "2020-10-12/2020-11-27");
  CHECK_EQ(canonical(*parse_period("2020-10-12/2020-10-12")), "2020-10-12");
  CHECK_EQ(canonical(*parse_period("2020-10-12,2020-10-12")), "2020-10-12");
  CHECK_EQ(canonical(*parse_period("2020-Q3/2020-Q4")), "2020-07/2020-12");
}

TEST_CASE(
    "period: a day at one end and a month at the other is none, for no month becomes its first or last day") {
  CHECK_FALSE(make_span("2020-10", "2020-11-27"));
  CHECK_FALSE(make_span("2020-10-12", "2020"));
  CHECK_FALSE(make_span("2020", "2020-11"));
  CHECK_FALSE(parse_period("2020-Q3/2020-11"));
}

TEST_CASE("period: a reversed span is read as it stands, for a check to say") {
  CHECK_EQ(canonical(*parse_period("2020-11-27/2020-10-12")), "2020-11-27/2020-10-12");
  CHECK_EQ(canonical(*parse_period("2021/2020")), "2021/2020");
}

TEST_CASE("period: what is no period is none") {
  for (const std::string_view text : {"",
                                      "2020-13",
                                      "31.11.2020",
                                      "2021-02-29",
                                      "0999",
                                      "2020-Q5",
                                      "2020-10-1",
                                      "12 октября",
                                      "2020-10-12/",
                                      "/",
                                      ",",
                                      "2020-10-29,",
                                      "2020/2021/2022",
                                      "2020-4Q",
                                      "2020-IV",
                                      "1.12.2020",
                                      "01.12.20",
                                      "2020-00",
                                      "2020-10-00",
                                      "+020",
                                      "2020 ,",
                                      "2020-10,2020-11",
                                      "202",
                                      "20201",
                                      "2020-Q",
                                      "2020-10-12T00:00",
                                      "2020-10-12,октябрь"}) {
    CHECK_FALSE_MESSAGE(parse_period(text), text);
  }
}

TEST_CASE("a month keeps its precision and its days stand beside it") {
  const auto month = *parse_period("2020-02");
  CHECK_EQ(iso(month.first()), "2020-02-01");
  CHECK_EQ(iso(month.last()), "2020-02-29");
  CHECK(month.precision == Precision::kMonth);
  CHECK_EQ(to_string(month.precision), "month");
}

TEST_CASE("period: every day of four years comes back the same") {
  for (auto day =
           std::chrono::sys_days(Day(std::chrono::year(2019), std::chrono::January, std::chrono::day(1)));
       day < std::chrono::sys_days(Day(std::chrono::year(2023), std::chrono::January, std::chrono::day(1)));
       day += std::chrono::days(1)) {
    const auto text = iso(Day(day));
    REQUIRE_EQ(parse_day(text), Day(day));
    CHECK_EQ(parse_day(text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4)), Day(day));
  }
}

}  // namespace
}  // namespace svodka::language
