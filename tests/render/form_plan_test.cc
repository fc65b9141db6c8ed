#include "render/form/form_plan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

// What rows of a blank become. The blank of these tests: 1–4 a heading, 5 a row for each school with rows 6–7
// for each of its teachers, 8 a subtotal of the school, 9 empty, 10 the total.
namespace svodka::render {
namespace {

LinePlan plan(const std::vector<int>& teachers_of_schools) {
  LinePlan made;
  made.add_rows(1, 4);
  for (const int teachers : teachers_of_schools) {
    made.begin_repetition();
    made.add_rows(5, 1);
    for (int i = 0; i < teachers; ++i) {
      made.begin_repetition();
      made.add_rows(6, 2);
      made.end_repetition();
    }
    made.add_rows(8, 1);
    made.end_repetition();
  }
  made.add_rows(9, 2);
  return made;
}

std::string told(const std::optional<RowSpan>& span) {
  return span ? fmt::format("{}-{}", span->first, span->last) : "none";
}

std::string told(const std::vector<RowSpan>& spans) {
  std::string words;
  for (const auto& span : spans) words += told(std::optional(span)) + " ";
  return words;
}

TEST_CASE("row plan: without repetitions nothing moves, also below the last row") {
  const auto same = plan({1});
  CHECK(same.is_identity());
  CHECK_EQ(told(same.span(0, 5, 8)), "5-8");
  CHECK_EQ(same.row(0, 500), 500);
}

// 1–4 · 5 | 6 7 | 8 9 | 10 (two teachers) · 11 | 12 13 | 14 (one) · 15 (empty) · 16 (total)
TEST_CASE("row plan: ranges grow over all repetitions, what is below moves") {
  const auto made = plan({2, 1});
  CHECK_FALSE(made.is_identity());
  CHECK_EQ(made.last_row(), 16);
  CHECK_EQ(told(made.span(0, 5, 8)), "5-14");
  CHECK_EQ(told(made.span(0, 6, 6)), "6-12");
  CHECK_EQ(told(made.span(0, 1, 4)), "1-4");
  CHECK_EQ(made.row(0, 10), 16);
  CHECK_EQ(made.row(0, 12), 18);
  CHECK_EQ(told(made.span(0, 1, kMostRows)), "1-1048576");
}

TEST_CASE("row plan: a formula in a repetition means the rows of its own") {
  const auto made = plan({2, 1});
  CHECK_EQ(told(made.span(10, 6, 7)), "6-9");    // the subtotal of the first school
  CHECK_EQ(told(made.span(14, 6, 7)), "12-13");  // of the second
  CHECK_EQ(made.row(9, 6), 8);                   // the second teacher's own first row
  CHECK_EQ(made.row(13, 5), 11);                 // the row of the teacher's school
  CHECK_EQ(made.row(13, 10), 16);                // the total
  CHECK_EQ(told(made.span(16, 8, 8)), "10-14");  // the total sees every school
}

TEST_CASE("row plan: filled down, absolute rows stay and the row right above is the one above") {
  LinePlan made;  // a row 5 for each of three
  made.add_rows(1, 4);
  for (int i = 0; i < 3; ++i) {
    made.begin_repetition();
    made.add_rows(5, 1);
    made.end_repetition();
  }
  made.add_rows(6, 1);
  CHECK_EQ(made.row(7, {5, true}), 5);
  CHECK_EQ(told(made.span(7, {5, true}, {5, false})), "5-7");  // SUM(B$5:B5)
  CHECK_EQ(told(made.span(6, {5, true}, {5, true})), "5-7");   // SUM(B$5:B$5)
  CHECK_EQ(made.row(7, {4, false}), 6);                        // C4+B5
  CHECK_EQ(made.row(5, {4, false}), 4);
  CHECK_EQ(made.row(7, {4, true}), 4);
  CHECK_EQ(made.row(7, {1, false}), 1);
  CHECK_EQ(made.row(7, {6, false}), 8);
  CHECK_EQ(told(plan({2, 1}).span(14, {6, true}, {7, true})), "12-13");  // a subtotal keeps to its own rows
}

TEST_CASE("row plan: rows that went make a range shorter, or leave nothing of it") {
  const auto made = plan({0, 0});  // 1–4 · 5 8 · 5 8 · 9 10
  CHECK_EQ(told(made.span(0, 6, 7)), "none");
  CHECK_EQ(made.row(0, 6), std::nullopt);
  CHECK_EQ(told(made.span(0, 5, 7)), "5-7");  // from the first school's row to the last's
  CHECK_EQ(told(made.span(0, 6, 10)), "6-10");
  const auto none = plan({});
  CHECK_EQ(told(none.span(0, 5, 8)), "none");
  CHECK_EQ(told(none.span(0, 4, 9)), "4-5");
  CHECK_EQ(none.row(0, 10), 6);
}

TEST_CASE("row plan: what belongs together is copied with its repetition") {
  const auto made = plan({2, 1});
  CHECK_EQ(told(made.copies(6, 7)), "6-7 8-9 12-13 ");
  CHECK_EQ(told(made.copies(5, 8)), "5-10 11-14 ");
  CHECK_EQ(told(made.copies(2, 3)), "2-3 ");
  CHECK_EQ(told(made.copies(4, 5)), "4-11 ");
  CHECK_EQ(told(made.copies(11, 12)), "17-18 ");
  CHECK_EQ(told(plan({}).copies(5, 8)), "");
}

}  // namespace
}  // namespace svodka::render
