#include "language/number.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "language/print_spaces.h"

namespace svodka::language {
namespace {

TEST_CASE("rounding: a half goes up as people do it, whatever binary says") {
  struct Case {
    double x;
    int digits;
    double expected;
  };
  for (const auto& [x, digits, expected] : std::initializer_list<Case>{{6.25, 1, 6.3},
                                                                       {87.45, 1, 87.5},
                                                                       {66.65, 1, 66.7},
                                                                       {2.675, 2, 2.68},
                                                                       {1.005, 2, 1.01},
                                                                       {0.285, 2, 0.29},
                                                                       {-6.25, 1, -6.3},
                                                                       {0.5, 0, 1},
                                                                       {-0.5, 0, -1},
                                                                       {99.95, 1, 100},
                                                                       {0.05, 1, 0.1},
                                                                       {0.049, 1, 0},
                                                                       {1e20, 2, 1e20},
                                                                       {12.5, 0, 13},
                                                                       {3.4499999999999997, 2, 3.45},
                                                                       {9.995, 2, 10},
                                                                       {123456.785, 2, 123456.79},
                                                                       {5, 3, 5}}) {
    CHECK_EQ(round_half_up(x, digits), expected);
  }
  CHECK_EQ(std::signbit(round_half_up(-0.04, 1)), false);
  CHECK_EQ(round_half_up(6.25, -1), 6);
  CHECK(std::isnan(round_half_up(std::nan(""), 1)));
}

TEST_CASE("rounding: every half of a class of 16, 32 or 48 goes up, by either way") {
  for (const int whole : {16, 32, 48}) {
    for (int part = 0; part <= whole; ++part) {
      const int thousandths =
          part * 2000 / whole;  // twice the share in thousandths, exact for these classes when it is a half
      const double expected = ((thousandths + 1) / 2) / 10.0;
      const bool exact = part * 2000 % whole == 0;
      if (!exact) continue;
      CHECK_EQ(round_half_up(part * 100.0 / whole, 1), expected);
      CHECK_EQ(exact_ratio(part, whole, 100, 1), expected);
    }
  }
}

TEST_CASE("ratios are reckoned in whole numbers") {
  CHECK_EQ(exact_ratio(1, 16, 100, 1), 6.3);
  CHECK_EQ(exact_ratio(1, 3, 100, 1), 33.3);
  CHECK_EQ(exact_ratio(2, 3, 100, 1), 66.7);
  CHECK_EQ(exact_ratio(-1, 16, 100, 1), -6.3);
  CHECK_EQ(exact_ratio(1, -16, 100, 1), -6.3);
  CHECK_EQ(exact_ratio(0, 5, 100, 1), 0);
  CHECK_EQ(exact_ratio(81, 23, 1, 2), 3.52);
  CHECK_FALSE(exact_ratio(std::numeric_limits<std::int64_t>::max(), 1, 100, 6));
}

TEST_CASE("numbers: a decimal comma, groups from five digits, a real minus") {
  CHECK_EQ(format_number(1234.5), "1234,5");
  CHECK_EQ(seen(format_number(12345)), "12_345");
  CHECK_EQ(seen(format_number(1234567.891, 2)), "1_234_567,89");
  CHECK_EQ(format_number(1234567, std::nullopt, false), "1234567");
  CHECK_EQ(format_number(-2.5), "\u22122,5");
  CHECK_EQ(format_number(-0.04, 1), "0,0");
  CHECK_EQ(format_number(-0.0), "0");
  CHECK_EQ(format_number(1.5, 2), "1,50");
  CHECK_EQ(format_number(0.1), "0,1");
  CHECK_EQ(format_number(1.0 / 3, 3), "0,333");
  CHECK_EQ(format_number(std::numeric_limits<double>::infinity()), "—");
  CHECK_EQ(seen(format_whole(-1234567)), "\u22121_234_567");
  CHECK_EQ(format_whole(std::numeric_limits<std::int64_t>::min(), false), "\u22129223372036854775808");
}

TEST_CASE("percentages and percentage points") {
  CHECK_EQ(seen(format_percent(6.25, 1)), "6,3_%");
  CHECK_EQ(seen(format_percent(47.826086956)), "47,8_%");
  CHECK_EQ(seen(format_percent(50)), "50_%");
  CHECK_EQ(seen(format_percent(50, 1)), "50,0_%");
  CHECK_EQ(seen(format_points(2.4)), "+2,4_п.п.");
  CHECK_EQ(seen(format_points(-1)), "\u22121,0_п.п.");
  CHECK_EQ(seen(format_points(0.05)), "+0,1_п.п.");
  CHECK_EQ(format_points(0.04), "без изменений");
  CHECK_EQ(format_points(-0.04), "без изменений");
}

TEST_CASE("numbers as people write them") {
  CHECK_EQ(parse_number("1 234,5"), 1234.5);
  CHECK_EQ(parse_number("12\u00A0345"), 12345);
  CHECK_EQ(parse_number("1\u202F234\u202F567"), 1234567);
  CHECK_EQ(parse_number(" 47,8 % "), 47.8);
  CHECK_EQ(parse_number("47.8%"), 47.8);
  CHECK_EQ(parse_number("-5"), -5);
  CHECK_EQ(parse_number("\u22125"), -5);
  CHECK_EQ(parse_number("+2,4"), 2.4);
  CHECK_EQ(parse_number("0,05"), 0.05);
}

TEST_CASE("what is no number is none, not a guess") {
  for (const auto* none :
       {"",   " ",  "abc", "1,2,3", "1e5", "%",        "5x",      "29 30", "1 2345", "12 34,5",
        "5,", ",5", "+-5", "nan",   "inf", "infinity", "1.234,5", "№ 5",   "5 %%",   "0x10"}) {
    CHECK_FALSE_MESSAGE(parse_number(none), none);
  }
}

TEST_CASE("what is written reads back the same") {
  for (const double x : {0.0, 1.0, -1.5, 47.8, 12345.678, -1234567.0, 0.001, 1e15}) {
    CHECK_EQ(parse_number(format_number(x)), x);
  }
}

}  // namespace
}  // namespace svodka::language
