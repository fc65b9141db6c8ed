#include <doctest/doctest.h>

#include <algorithm>

#include "form_fixture.h"

// What LibreOffice computes of filled forms must be what stands in them.
// LibreOffice takes truth values in cells for numbers, Excel does not: the data have none.
namespace svodka {
namespace {

bool has_calc() {
  if (test::shell(".", "command -v soffice").code == 0) return true;
  MESSAGE("skipped: LibreOffice is not installed");
  return false;
}

// A form of one sheet with the formulas that form_compute_test.cc has, beside data of every kind.
const char kFormulas[] = R"PY(
from openpyxl import Workbook
book = Workbook()
page = book.active
page.title = "Лист 1"
for row in ([1, 4, "да"], [2.5, 5, "нет"], ["абв", None, "Да"], [None, None, "{{x}}"]):
    page.append(row)
formulas = ["1+2*3^2", "-2^2", "10%*A2", "0.1+0.2-0.3", "A4+1", "A4", "A1=1", "C1=C3", "C1<>C2", "1/0", "A3+1", "SUM(A1:B3)", "SUM(A:A,10)",
 "AVERAGE(A1:A4)", "AVERAGE(A5:A9)", "COUNT(A1:B4)", "COUNTA(A1:B4)", "COUNTBLANK(A1:A4)", "ROUND(2.345,2)", "ROUND(-87.45,1)", "ROUND(1234,-2)",
 "ROUND(1.005,2)", "ROUNDUP(2.3*10,0)", "ROUNDDOWN(-2.39,1)", "INT(-2.5)", "MOD(-7,3)", "MOD(7,-3)", "IF(A1>0,\"да\",1/0)", "IF(A1>5,1)", "IFERROR(A1/A4,\"–\")",
 "AND(A1>0,TRUE)", "OR(A1>5,B1>5)", "NOT(TRUE)", "SUMIF(C1:C3,\"да\",A1:A3)", "SUMIF(A1:B2,\">2\")", "COUNTIF(C1:C3,\"*а\")", "COUNTIF(A1:A4,\"<>\")",
 "COUNTIFS(A1:A2,\">0\",B1:B2,\"<5\")", "SUMIFS(B1:B2,A1:A2,\">=2\")", "AVERAGEIF(A1:A3,\">9\")", "AVERAGEIF(A1:A3,\">1\")", "SUMPRODUCT(A1:A2,B1:B2)",
 "SUMPRODUCT((C1:C2=\"да\")*(B1:B2))", "VLOOKUP(2.5,A1:B3,2,FALSE)", "VLOOKUP(7,A1:B3,2,FALSE)", "VLOOKUP(2,A1:B2,2)", "INDEX(B1:B3,MATCH(\"нет\",C1:C3,0))",
 "SUM(INDEX(A1:B3,0,2))", "LARGE(A1:B3,2)", "SMALL(A1:B3,1)", "RANK(4,A1:B2)", "MEDIAN(A1:B2)", "STDEV(A1:B2)", "CHOOSE(2,\"а\",\"б\")", "DATE(2020,12,31)",
 "DAY(DATE(2021,2,29))", "YEAR(DATE(2021,14,1))", "UPPER(LEFT(A3,2))&LEN(A3)", "FIND(\"в\",A3)", "SEARCH(\"Б\",A3)", "MID(A3,2,5)", "RIGHT(A3,2)", "SUBSTITUTE(A3,\"б\",\"--\")",
 "TRIM(\"  a  b \")", "REPT(\"ab\",3)", "EXACT(C1,C3)", "CONCATENATE(A1,C1)", "SUBTOTAL(9,A1:A2)", "SUBTOTAL(101,A1:A2)", "ROW()+ROWS(A1:A3)", "COLUMN(C1)", "ISBLANK(A4)", "ISNUMBER(A1)",
 "ISTEXT(A3)", "ISERROR(1/0)", "N(A3)", "SIGN(-3)", "SQRT(16)", "POWER(2,10)", "PRODUCT(A1:B2)", "MAX(A1:B3)", "MIN(A1:B3)", "QUOTIENT(7,2)", "TRUNC(-2.7)", "SUMSQ(A1:A2)"]
for i, formula in enumerate(formulas):
    page.cell(6 + i, 8, "=" + formula)
book.save("formulas.xlsx")
)PY";

TEST_CASE("form: LibreOffice computes what is stored, in every form") {
  if (!has_calc()) return;
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "make.py", kFormulas);
  REQUIRE_EQ(test::shell(folder.path(), "/usr/bin/python3 make.py").code, 0);
  Diagnostics out;
  const std::vector<std::pair<std::string, std::string>> forms{
      {"monitoring", test::data_of("monitoring")},
      {"schools", test::data_of("schools")},
      {"months", test::data_of("months")},
      {"formulas", "x: текст\n"},
  };
  for (const auto& [name, yaml] : forms) {
    const auto source = name == "formulas" ? read_file(folder.path() / "formulas.xlsx") : test::blank(name);
    write_file_atomically(folder.path() / ("filled-" + name + ".xlsx"), test::filled_form(source, yaml, out));
  }
  REQUIRE_FALSE(out.has_errors());
  const auto run =
      test::shell(folder.path(), "mkdir strip made && cp filled-*.xlsx strip/ && /usr/bin/python3 " +
                                     std::string(SVODKA_ROOT) +
                                     "/tests/render/form_read.py strip strip/*.xlsx && timeout 250 soffice "
                                     "-env:UserInstallation=file://$PWD/profile --headless --convert-to xlsx "
                                     "--outdir made strip/*.xlsx >/dev/null 2>&1");
  REQUIRE_EQ(run.code, 0);
  for (const auto& [name, yaml] : forms) {
    CAPTURE(name);
    const auto told =
        test::form_read(folder.path(), "compare filled-" + name + ".xlsx made/filled-" + name + ".xlsx");
    CHECK_EQ(std::count(told.begin(), told.end(), '\n'), 1);
    CHECK_NE(told, "0 formulas\n");
    INFO(told);
    CHECK(told.find(": ") == std::string::npos);
  }
}

}  // namespace
}  // namespace svodka
