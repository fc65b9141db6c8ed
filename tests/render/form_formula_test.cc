#include "render/form/form_formula.h"

#include <doctest/doctest.h>

#include "base/utf8.h"

// Formulas of a blank whose row 5 became rows 5–7 on the sheet «План», so that all below moved by two.
namespace svodka::render {
namespace {

SheetPlan three_rows() {
  SheetPlan plan;
  auto& made = plan.rows;
  made.add_rows(1, 4);
  for (int i = 0; i < 3; ++i) {
    made.begin_repetition();
    made.add_rows(5, 1);
    made.end_repetition();
  }
  made.add_rows(6, 5);
  return plan;
}

std::string moved(const std::string& formula, int from = 8, const std::string& sheet = "План") {
  const auto plan = three_rows();
  const auto own = utf8::lower(sheet);
  return moved_formula(formula, {own, 0, {from > 0 ? 4 : 0, from}},
                       {{"план", {{"План", &plan, {}}}}, {"лист 'а'", {{"Лист 'а'", &plan, {}}}}});
}

TEST_CASE("formulas: a sum over the repeated row grows, what is below moves") {
  CHECK_EQ(moved("SUM(C5:C5)"), "SUM(C5:C7)");
  CHECK_EQ(moved("SUM(C4:C6)"), "SUM(C4:C8)");
  CHECK_EQ(moved("SUM(C5:C6)*$D$9+C1"), "SUM(C5:C8)*$D$11+C1");
  CHECK_EQ(moved("SUM(5:5)+SUM(C:C)"), "SUM(5:7)+SUM(C:C)");
  CHECK_EQ(moved("COUNTIF($C$5:$C$5,\">0\")/C100"), "COUNTIF($C$5:$C$7,\">0\")/C102");
}

TEST_CASE("formulas: in a repeated row they mean their own row, as filled down") {
  CHECK_EQ(moved("B5/C5*100", 6), "B6/C6*100");
  CHECK_EQ(moved("B5/B$9", 7), "B7/B$11");
  CHECK_EQ(moved("D4+B5", 7), "D6+B7");
  CHECK_EQ(moved("SUM(B$5:B5)", 6), "SUM(B$5:B6)");
}

TEST_CASE("formulas: a chart's series over the one row of the blank takes in all rows") {
  const auto plan = three_rows();
  const SheetPlans plans{{"план", {{"План", &plan, {}}}}};
  CHECK_EQ(moved_formula("'План'!$D$5", {}, plans, SingleReference::kAll), "'План'!$D$5:$D$7");
  CHECK_EQ(moved_formula("План!$D$6", {}, plans, SingleReference::kAll), "План!$D$8");
  CHECK_EQ(moved_formula("План!$D$5", {}, plans), "План!$D$5");
}

TEST_CASE("formulas: a repeated column is to columns what a repeated row is to rows") {
  SheetPlan plan;
  plan.columns.add_rows(1, 1);
  for (int i = 0; i < 3; ++i) {
    plan.columns.begin_repetition();
    plan.columns.add_rows(2, 1);
    plan.columns.end_repetition();
  }
  plan.columns.add_rows(3, 1);
  const SheetPlans plans{{"план", {{"План", &plan, {}}}}};
  const auto moved_at = [&](const std::string& formula, CellName cell) {
    return moved_formula(formula, {"план", 0, cell}, plans);
  };
  CHECK_EQ(moved_at("SUM(B4:B4)/C4", {5, 4}), "SUM(B4:D4)/E4");
  CHECK_EQ(moved_at("B4*2+$A4", {3, 5}), "C4*2+$A4");
  CHECK_EQ(moved_at("SUM(B:B)+SUM(4:4)", {5, 4}), "SUM(B:D)+SUM(4:4)");
}

TEST_CASE("formulas: a repeated sheet means its own copy inside, all copies in a sum, else the first") {
  const SheetPlan same, longer = three_rows();
  const SheetPlans plans{{"школа", {{"Первая", &same, {}}, {"СОШ № 2", &same, {{"план", "План_2"}}}}},
                         {"класс", {{"5 А", &longer, {}}, {"6 Б", &same, {}}}},
                         {"нет", {}}};
  const auto outside = [&](const std::string& formula) {
    return moved_formula(formula, {"свод", 0, {}}, plans);
  };
  CHECK_EQ(outside("SUM(Школа!C9)"), "SUM('Первая:СОШ № 2'!C9)");
  CHECK_EQ(outside("SUM(Школа!C9*2)+Школа!C9"), "SUM(Первая!C9*2)+Первая!C9");
  CHECK_EQ(outside("MAX( Школа!C5:C9 ,1)"), "MAX( 'Первая:СОШ № 2'!C5:C9 ,1)");
  CHECK_EQ(outside("SUM(Класс!C9)"), "SUM('5 А'!C11,'6 Б'!C9)");
  CHECK_EQ(outside("Нет!C9+1"), "#REF!+1");
  CHECK_EQ(moved_formula("Школа!C9+C8+План[факт]", {"школа", 1, {1, 1}}, plans),
           "'СОШ № 2'!C9+C8+План_2[факт]");
}

TEST_CASE("formulas: only references to the sheet that moved change") {
  CHECK_EQ(moved("План!B6+'План'!B6+Другой!B6", 3, "Другой"), "План!B8+'План'!B8+Другой!B6");
  CHECK_EQ(moved("B6+SUM(план!B5:B5)", 5, "Другой"), "B6+SUM(план!B5:B7)");
  CHECK_EQ(moved("'Лист ''А'''!$B$6", 1, "Другой"), "'Лист ''А'''!$B$8");
  CHECK_EQ(moved("SUM(План:Итог!B6)", 1, "Другой"), "SUM(План:Итог!B8)");
}

TEST_CASE("formulas: what only looks like a reference stays") {
  for (const char* same : {"LOG10(2)", "\"B6 и C7\"&\"\"\"B6\"", "[1]План!B6", "'[b.xlsx]План'!B6:B7",
                           "Таблица6[[#Totals],[B6]]", "[@B6]", "F_6+Ставка6+TRUE", "#REF!+#DIV/0!+#N/A",
                           "{1,2;3,4}", "1.5E+10", "XFE6+A1048577", "ДОХОД6", "B6x", "_B6", "Книга.B6"})
    CHECK_EQ(moved(same), same);
  CHECK_EQ(moved("B6#"), "B8#");
  CHECK_EQ(moved("@B6 B7:B8"), "@B8 B9:B10");
  CHECK_EQ(moved("-b6%"), "-B8%");
  CHECK_EQ(moved("'не закрыт"), "'не закрыт");
  CHECK_EQ(moved("\"не закрыт"), "\"не закрыт");
  CHECK_EQ(moved("A[не закрыт"), "A[не закрыт");
}

TEST_CASE("formulas: when all rows of a range went it leads to an empty cell, not to #REF!") {
  SheetPlan none;
  none.rows.add_rows(1, 4);
  none.rows.add_rows(6, 2);
  CHECK_EQ(moved_formula("SUM(C5:C5)+C5+C6", {"план", 0, {1, 5}}, {{"план", {{"План", &none, {}}}}}),
           "SUM(C1048576:C1048576)+C1048576+C5");
}

TEST_CASE("formulas: a shared formula is written out for each of its cells") {
  CHECK_EQ(shifted_formula("B2*$C2+D$2+$E$2", 1, 3), "C5*$C5+E$2+$E$2");
  CHECK_EQ(shifted_formula("SUM(B2:B9)+SUM(A:A)+SUM(2:2)", 2, 1), "SUM(D3:D10)+SUM(C:C)+SUM(3:3)");
  CHECK_EQ(shifted_formula("A1", 0, -1), "#REF!");
  CHECK_EQ(shifted_formula("Лист!A1&\"A1\"", 0, 1), "Лист!A2&\"A1\"");
}

TEST_CASE("cells: names and places") {
  CHECK_EQ(parse_cell("$XFD$1048576"), CellName{16384, 1048576});
  CHECK_EQ(parse_cell("aa10"), CellName{27, 10});
  for (const char* none : {"", "B", "7", "B0", "XFE1", "B1048577", "B7:B8", "Б7"})
    CHECK_EQ(parse_cell(none), std::nullopt);
  for (const int column : {1, 26, 27, 702, 703, 16384})
    CHECK_EQ(parse_cell(cell_name({column, 5}))->column, column);
}

}  // namespace
}  // namespace svodka::render
