#include "language/written_period.h"

#include <doctest/doctest.h>

#include <string>

namespace svodka::language {
namespace {

std::string read(std::string_view text) {
  const auto period = parse_written_period(text);
  return period ? canonical(*period) : "";
}

TEST_CASE("dates as people write them in tables") {
  for (const char* day : {"2020-12-09", "09.12.2020", "9.12.2020", "09.12.20", "09/12/2020", "9 декабря 2020",
                          "9 декабря 2020 г.", "«09» декабря 2020 года", "9\u00a0дек. 2020",
                          "09.12.2020 14:30", "2020-12-09T00:00:00", "09.12.2020г."}) {
    CHECK_EQ(std::string(day) + " " + read(day), std::string(day) + " 2020-12-09");
  }
  for (const char* month : {"декабрь 2020", "Декабрь 2020 года", "12.2020", "2020-12", "дек. 2020"})
    CHECK_EQ(read(month), "2020-12");
  for (const char* quarter : {"IV квартал 2020 г.", "4 кв. 2020", "2020-Q4"})
    CHECK_EQ(read(quarter), "2020-Q4");
  CHECK_EQ(read("2020 год"), "2020");
  CHECK_EQ(read("9 мая 1995"), "1995-05-09");
  CHECK_EQ(read("01.09.95"), "1995-09-01");
  for (const char* none : {"", "осень", "31 ноября 2020", "31.11.2020", "9 декабря", "12.5", "1.2.3",
                           "9 декабрь две", "V квартал 2020", "2020 2020"}) {
    CAPTURE(none);
    CHECK_EQ(read(none), "");
  }
}

}  // namespace
}  // namespace svodka::language
