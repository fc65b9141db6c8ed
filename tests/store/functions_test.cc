#include "store/functions.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace svodka::store;

namespace {

// The one value of a query, as text.
std::string value(const std::string& expression) {
  const Database database = Database::in_memory();
  register_functions(database.handle());
  Query query = database.query("SELECT " + expression);
  REQUIRE(query.step());
  return query.is_null(0) ? "NULL" : query.text(0);
}

}  // namespace

TEST_CASE("round_half_up rounds as people do, by the decimal digits") {
  CHECK(value("round_half_up(6.25, 1)") == "6.3");
  CHECK(value("round_half_up(87.45, 1)") == "87.5");  // 87.4500000000000028… or …4499: people see 87.45
  CHECK(value("round_half_up(66.65, 1)") == "66.7");
  CHECK(value("round_half_up(2.675, 2)") == "2.68");
  CHECK(value("round_half_up(-6.25, 1)") == "-6.3");
  CHECK(value("round_half_up(99.95, 1)") == "100.0");
  CHECK(value("round_half_up(2.5)") == "3.0");
  CHECK(value("round_half_up(7, 1)") == "7");
  CHECK(value("round_half_up(0.1 + 0.2 - 0.3, 1)") == "0.0");
  CHECK(value("round_half_up(91.3 - 87.5, 1)") == "3.8");
  CHECK(value("round_half_up(NULL, 1)") == "NULL");
  CHECK(value("round_half_up('много', 1)") == "NULL");
}

TEST_CASE("percent counts in whole numbers, half up") {
  CHECK(value("percent(1, 16)") == "6.3");  // 6.25
  CHECK(value("percent(21, 23)") == "91.3");
  CHECK(value("percent(11, 23)") == "47.8");
  CHECK(value("percent(1, 3, 0)") == "33.0");
  CHECK(value("percent(1, 3, 2)") == "33.33");
  CHECK(value("percent(1, 1000000007, 1)") == "0.0");
  CHECK(value("percent(2.5, 10)") == "25.0");
}

TEST_CASE("a share of nothing is unknown, not zero") {
  CHECK(value("percent(0, 0)") == "NULL");
  CHECK(value("percent(5, 0)") == "NULL");
  CHECK(value("percent(NULL, 5)") == "NULL");
  CHECK(value("percent(5, NULL)") == "NULL");
  CHECK(value("percent(0, 5)") == "0.0");
}

TEST_CASE("every exact half of a class is rounded up") {
  const Database database = Database::in_memory();
  register_functions(database.handle());
  Query percent = database.query("SELECT CAST(percent(?, ?) * 10 + 0.01 AS INTEGER)");
  for (std::int64_t n = 1; n <= 200; ++n) {
    for (std::int64_t k = 0; k <= n; ++k) {
      if (k * 2000 % n != 0 || k * 2000 / n % 2 == 0) continue;  // 1000·k/n is no exact half
      percent.bind(1, k).bind(2, n);
      REQUIRE(percent.step());
      CHECK(percent.integer(0) == (k * 2000 / n + 1) / 2);
      percent.reset();
    }
  }
}

TEST_CASE("ratio divides to a number of digits") {
  CHECK(value("ratio(81, 23)") == "3.52");
  CHECK(value("ratio(1, 8, 2)") == "0.13");
  CHECK(value("ratio(-1, 8, 2)") == "-0.13");
  CHECK(value("ratio(9223372036854775807, 1, 15)") == "9.22337203685478e+18");
}

TEST_CASE("sort_key orders names as people do") {
  std::vector<std::string> names = {"СОШ № 10", "«Лицей»", "Ёлкино", "СОШ № 4", "ежово", "Житомир"};
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
  CHECK(names == std::vector<std::string>{"ежово", "Ёлкино", "Житомир", "«Лицей»", "СОШ № 4", "СОШ № 10"});
  CHECK(sort_key("1.10") > sort_key("1.2"));
  CHECK(sort_key("1") < sort_key("1.1"));
  CHECK(sort_key("007") == sort_key("7"));
}

TEST_CASE("COLLATE RU gives the order of sort_key") {
  CHECK(value("'СОШ № 4' < 'СОШ № 10' COLLATE RU") == "1");
  CHECK(value("'Ёлка' < 'Жук' COLLATE RU") == "1");
  CHECK(value("'ёлка' = 'ЁЛКА' COLLATE RU") == "0");  // equal keys still have a fixed order
  CHECK(value("'10' > '9' COLLATE RU") == "1");
  CHECK(value("'пункт' < 'пункт 1' COLLATE RU") == "1");
}

TEST_CASE("LIKE, lower and upper know Cyrillic") {
  CHECK(value("'Покровская СОШ' LIKE 'покровская%'") == "1");
  CHECK(value("'Покровская СОШ' LIKE '%сош'") == "1");
  CHECK(value("'Школа' LIKE 'шк_ла'") == "1");
  CHECK(value("'Школа' LIKE 'шк_а'") == "0");
  CHECK(value("'100%' LIKE '100!%' ESCAPE '!'") == "1");
  CHECK(value("'1000' LIKE '100!%' ESCAPE '!'") == "0");
  CHECK(value("'' LIKE '%'") == "1");
  CHECK(value("NULL LIKE '%'") == "NULL");
  CHECK(value("lower('ШКОЛА Ё')") == "школа ё");
  CHECK(value("upper('школа ё')") == "ШКОЛА Ё");
}

TEST_CASE("LIKE with many wildcards ends soon") {
  std::string pattern, text(3000, 'a');
  for (int i = 0; i < 500; ++i) pattern += "%a";
  CHECK_FALSE(like(pattern + "%b", text));
  CHECK(like("%а%б%", "вабв"));
}

TEST_CASE("days_between and month_of read days and periods") {
  CHECK(value("days_between('2020-11-30', '2020-12-09')") == "9");
  CHECK(value("days_between('2020-12-09', '2020-11-30')") == "-9");
  CHECK(value("days_between('2020-02-30', '2020-03-01')") == "NULL");
  CHECK(value("month_of('2020-12-09')") == "2020-12");
  CHECK(value("month_of('2020-10-29,2020-10-30')") == "2020-10");
  CHECK(value("month_of('2020-Q4')") == "2020-10");
  CHECK(value("month_of('скоро')") == "NULL");
}
