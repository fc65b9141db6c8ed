#include <doctest/doctest.h>
#include <sys/resource.h>

#include <fstream>
#include <limits>

#include "base/files.h"
#include "render/sheet/sheet_formula.h"
#include "render/sheet/sheet_package.h"
#include "sheet_samples.h"

using namespace svodka;
using namespace svodka::test;

namespace {

TEST_CASE("a plan of several levels becomes a ministry's table") {
  TempFolder folder;
  const auto out = make_workbook(kPlan, plan(), folder.path() / "a.xlsx");
  CHECK(lines_of(out) == "");
  const auto dump = read_back(folder, "dump a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  SUBCASE("sheet, header bands, printing") {
    CHECK(has(dump, "book title=Мониторинг исполнения плана на 01.12.2020 author=Отдел created=1980-01-01"));
    CHECK(has(dump, "sheet Мониторинг freeze=A9 titles=$6:$8 filter=None landscape paper=9 fit=Nonex0"));
    CHECK(has(dump, "merged A13:D13 A15:C15 A4:G4 A6:A7 B2:F2 B6:B7 C6:D6 D15:G15 E6:E7 F6:F7 G6:G7"));
    CHECK(has(dump, "Мониторинг!C6 \"Срок\" [General]"));
    CHECK(has(dump, "Мониторинг!D7 \"фактический\" [General]"));
    CHECK(has(dump, "Мониторинг!G8 7 [General]"));
    CHECK(has(dump, "Мониторинг!G2 \"0506001\" [General]"));
    CHECK(has(dump, "Мониторинг!D15 \"В.И. Лагунина\" [General]"));
  }
  SUBCASE("days are dates, periods words, marks stand where nothing applies") {
    CHECK(has(dump, "Мониторинг!C9 \"x\" [General]"));
    CHECK(has(dump, "Мониторинг!C10 \"октябрь\u00a02020\" [General]"));
    CHECK(has(dump, "Мониторинг!D10 2020-08-27 [dd.mm.yyyy]"));
    CHECK(has(dump, "Мониторинг!C12 2020-10-12 [dd.mm.yyyy]"));
    CHECK(has(dump, "Мониторинг!D12 \"—\" [General]"));
  }
  SUBCASE("formulas hold the figures that a text would show") {
    CHECK(
        has(dump,
            "Мониторинг!G9 6.3 [0.0] =IF(COUNT(F9,E9)=2,IFERROR(ROUND(ROUND(F9/E9*100,9),1),\"—\"),\"—\")"));
    CHECK(has(dump,
              "Мониторинг!G12 \"—\" [0.0] "
              "=IF(COUNT(F12,E12)=2,IFERROR(ROUND(ROUND(F12/E12*100,9),1),\"—\"),\"—\")"));
    CHECK(has(dump, "Мониторинг!E13 24 [#,##0] =SUM(E9,E11)"));
    CHECK(has(dump, "Мониторинг!F13 9 [General] =SUM(F9,F11)"));
    CHECK(has(dump,
              "Мониторинг!G13 37.5 [0.0] "
              "=IF(COUNT(F13,E13)=2,IFERROR(ROUND(ROUND(F13/E13*100,9),1),\"—\"),\"—\")"));
    CHECK(has(dump, "rule A9:G12 AND(ISNUMBER($G9),$G9<50)"));
  }
}

TEST_CASE("nothing that a user typed becomes a formula, a number or markup") {
  TempFolder folder;
  const auto data = report({{"rows",
                             {{"x", ColumnType::kText}},
                             {{words("=cmd|'/c calc'!A1")},
                              {words("-5")},
                              {words("007")},
                              {words("<b>&\"")},
                              {words("{{as_of}}")},
                              {words("_x0041_")},
                              {words("@SUM(A1)")},
                              {words("1\n2")}}}});
  CHECK(lines_of(make_workbook("sheets:\n- {name: Л, rows: rows, columns: [{header: A, value: x}]}\n", data,
                               folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "dump a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  CHECK(has(dump, "Л!A2 \"=cmd|'/c calc'!A1\" [General]"));
  CHECK(has(dump, "Л!A3 \"-5\" [General]"));
  CHECK(has(dump, "Л!A4 \"007\" [General]"));
  CHECK(has(dump, "Л!A5 \"<b>&\"\" [General]"));
  CHECK(has(dump, "Л!A6 \"{{as_of}}\" [General]"));
  CHECK(has(
      dump,
      "Л!A7 \"_x005F_x0041_\" [General]"));  // what Excel shows as _x0041_; openpyxl does not read the escape
  CHECK(has(dump, "Л!A8 \"@SUM(A1)\" [General]"));
  CHECK(has(dump, "Л!A9 \"1\n2\" [General]"));
}

TEST_CASE("what a cell cannot hold is a finding with the cell") {
  TempFolder folder;
  std::string longest(40'000, 'a');
  const auto data =
      report({{"rows",
               {{"x", ColumnType::kText}, {"y", ColumnType::kNumber}},
               {{words(longest), std::numeric_limits<double>::infinity()}, {words("\xff"), 1.0}}}});
  const auto out = make_workbook(
      "sheets:\n- {name: Л, rows: rows, columns: [{header: A, value: x}, {header: B, value: y}]}\n", data,
      folder.path() / "a.xlsx");
  CHECK(lines_of(out) ==
        "2:35 bad-characters: лист «Л», ячейка A3: в тексте знаки, которых в файле Excel быть не может\n"
        "2:35 cell-too-long: лист «Л», ячейка A2: текст из 40000 знаков не помещается: в ячейке их не больше "
        "32767 | сократите его в запросе: `substr(…, 1, 1000)`\n"
        "2:58 not-finite: строка 1 запроса `rows`, колонка `y`: бесконечное число\n");
}

TEST_CASE("names of sheets are checked when their markers are filled") {
  TempFolder folder;
  const auto data = report({{"rows", {{"x", ColumnType::kText}}, {}}});
  const auto book = [&](const std::string& name) {
    return lines_of(
        make_workbook("sheets:\n- {name: На, rows: rows, columns: [{header: A, value: x}]}\n- {name: \"" +
                          name + "\", rows: rows, columns: [{header: A, value: x}]}\n",
                      data, folder.path() / "a.xlsx"));
  };
  CHECK(book("{{title}} мероприятий") ==
        "3:10 sheet-name: имя листа «Мониторинг исполнения плана мероприятий» длиннее 31 знака\n");
  CHECK(book("НА{{remark}}") == "3:10 sheet-name: лист «НА» в книге уже есть\n");
  CHECK(book("{{as_of}}") == "");
}

TEST_CASE("totals add cells, percentages are of the whole and not means, groups have subtotals") {
  TempFolder folder;
  CHECK(lines_of(make_workbook(kSchools, schools(), folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "dump a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  CHECK(has(dump, "sheet Свод freeze=C2 titles=$1:$1 filter=A1:I5 landscape paper=9 fit=Nonex0"));
  CHECK(has(dump, "merged A6:C6 B2:B3"));
  CHECK(has(dump, "Свод!D6 1816 [General] =SUM(D2:D5)"));
  CHECK(has(
      dump,
      "Свод!F4 29 [0] =IF(COUNT(E4,D4)=2,IFERROR(ROUND(ROUND(E4/D4*100,9),0),\"\"),\"\")"));  // 28.5, half up
  CHECK(has(dump, "Свод!F6 48 [0] =IF(COUNT(E6,D6)=2,IFERROR(ROUND(ROUND(E6/D6*100,9),0),\"\"),\"\")"));
  CHECK(has(dump, "Свод!H6 1.13 [0.00] =IF(COUNT(H2:H5)=0,\"\",ROUND(ROUND(AVERAGE(H2:H5),9),2))"));
  CHECK(has(dump, "Свод!I5 5 [General] =SUM(D5,E5)"));
  CHECK(has(dump, "Группы!A2 \"Школа А\" [General]"));
  CHECK(has(dump, "Группы!B5 1616 [General] =SUBTOTAL(9,B3:B4)"));
  CHECK(has(dump, "Группы!A5 \"Всего по А\" [General]"));
  CHECK(has(dump, "Группы!B12 1816 [General] =SUBTOTAL(9,B2:B11)"));
}

TEST_CASE("charts name their cells and hold the values") {
  TempFolder folder;
  CHECK(lines_of(make_workbook(kSchools, schools(), folder.path() / "a.xlsx")) == "");
  const auto chart = shell(folder.path(), "unzip -p a.xlsx xl/charts/chart1.xml").output;
  CAPTURE(chart);
  const auto contains = [&](const char* words) { return chart.find(words) != std::string::npos; };
  CHECK(
      contains("<c:strRef><c:f>'Свод'!$C$2:$C$5</c:f><c:strCache><c:ptCount val=\"4\"/><c:pt "
               "idx=\"0\"><c:v>Математика</c:v></c:pt>"));
  CHECK(contains("<c:numRef><c:f>'Свод'!$F$2:$F$5</c:f><c:numCache>"));
  CHECK(contains("<c:pt idx=\"2\"><c:v>29</c:v></c:pt>"));
  CHECK(contains("<a:t>Участники</a:t>"));
  CHECK(shell(folder.path(), "unzip -p a.xlsx xl/workbook.xml").output.find("name=\"Диаграмма\"") !=
        std::string::npos);
}

TEST_CASE("a table without rows says so") {
  TempFolder folder;
  const auto data = report({{"rows", {{"x", ColumnType::kText}, {"n", ColumnType::kInteger}}, {}}});
  const std::string yaml =
      "sheets:\n- name: Л\n  rows: rows\n  filter: true\n  no-rows: Мероприятий нет\n  total: Итого\n  "
      "columns: [{header: A, value: x}, {header: B, value: n, total: sum}]\n";
  CHECK(lines_of(make_workbook(yaml, data, folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "dump a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  CHECK(has(dump, "merged A2:B2"));
  CHECK(has(dump, "Л!A2 \"Мероприятий нет\" [General]"));
  CHECK(has(dump, "Л!B3 0 [General]"));
}

TEST_CASE("the same data give the same bytes") {
  TempFolder folder;
  make_workbook(kSchools, schools(), folder.path() / "a.xlsx");
  make_workbook(kSchools, schools(), folder.path() / "b.xlsx");
  CHECK(read_file(folder.path() / "a.xlsx") == read_file(folder.path() / "b.xlsx"));
}

/// So many rows, made as they are asked for.
class ManyRows : public RowSource {
 public:
  ManyRows(const Shape& shape, int count) : shape_(shape), count_(count) {}
  const Shape& shape() const override { return shape_; }
  bool next(Row& row) override {
    if (made_ == count_) return false;
    ++made_;
    row.values = {words("Школа № " + std::to_string(made_)), whole(made_), whole(made_ % 7)};
    return true;
  }

 private:
  const Shape& shape_;
  int count_, made_ = 0;
};

TEST_CASE("memory does not grow with the rows") {
  constexpr int kRows = 60'000;
  constexpr long kMegabytes = 24;
  TempFolder folder;
  const auto data = report(
      {{"rows", {{"x", ColumnType::kText}, {"n", ColumnType::kInteger}, {"k", ColumnType::kInteger}}, {}}});
  Diagnostics out;
  const auto book = layout(
      "sheets:\n- name: Л\n  rows: rows\n  total: Итого\n  columns: [{header: A, value: x}, {header: B, "
      "value: n, total: sum}, {header: C, formula: гр. 2 * 2}]\n",
      data.shape, out);
  REQUIRE(book);
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  render::render_workbook(
      *book, data.root,
      [&](const bind::RowsAt& at, const Row*) {
        return std::make_unique<ManyRows>(data.shape.sections[at.section].shape, kRows);
      },
      folder.path(), folder.path() / "a.xlsx", out);
  getrusage(RUSAGE_SELF, &after);
  CHECK(lines_of(out) == "");
  CHECK((after.ru_maxrss - before.ru_maxrss) / 1024 < kMegabytes);
}

TEST_CASE("a damaged workbook is noticed although the library was content") {
  TempFolder folder;
  const auto path = folder.path() / "a.xlsx";
  make_workbook(kSchools, schools(), path);
  const std::string sound = read_file(path);
  const auto fault_of = [&](const std::string& bytes, std::size_t sheets) {
    auto workbook = bytes;
    std::vector<package::ZipEntry> rows;
    for (std::size_t i = 0; i < sheets; ++i) rows.push_back(render::SheetRows().finish());
    const auto fault = render::complete_workbook(workbook, std::move(rows));
    CHECK(workbook == bytes);
    return fault.value_or("");
  };
  CHECK(fault_of(sound, 1) == "xl/worksheets/sheet2.xml is too much");
  CHECK(fault_of(sound, 3) == "2 sheets of 3");
  CHECK(fault_of(sound.substr(0, sound.size() / 2), 2) == "not a zip package");
  auto flipped = sound;
  flipped[flipped.find("xl/worksheets/sheet1.xml") + 200] ^= 1;
  CHECK(fault_of(flipped, 2) == "xl/worksheets/sheet1.xml is damaged");
}

TEST_CASE("a folder that cannot be written to is a fault of the environment") {
  TempFolder folder;
  CHECK_THROWS_AS(make_workbook(kSchools, schools(), folder.path() / "none" / "a.xlsx"), EnvironmentError);
}

TEST_CASE("a formula that must agree with the query's own figure stops the document where it does not") {
  TempFolder folder;
  const std::string book =
      "sheets:\n- name: Л\n  rows: rows\n  columns:\n  - {header: A, value: n}\n  - {header: B, value: k}\n"
      "  - {header: C, formula: гр. 1 / гр. 2 × 100, format: \"0.0\", equals: share}\n";
  const auto made = [&](const std::string& layout, const std::vector<std::vector<Value>>& rows) {
    return lines_of(make_workbook(
        layout,
        report({{"rows",
                 {{"n", ColumnType::kInteger}, {"k", ColumnType::kInteger}, {"share", ColumnType::kNumber}},
                 rows}}),
        folder.path() / "a.xlsx"));
  };
  // 6.25 is 6.3 in either, however many decimals the query gave; nothing agrees with nothing.
  CHECK_EQ(made(book, {{whole(1), whole(16), 6.25}, {whole(1), whole(16), 6.3}, {whole(1), none(), none()}}),
           "");
  const auto wrong =
      made(book, {{whole(11), whole(23), 47.8}, {whole(11), whole(23), 47.9}, {whole(1), whole(2), none()}});
  CAPTURE(wrong);
  const auto says = [](const std::string& findings, const std::string& words) {
    return findings.find(words) != std::string::npos;
  };
  CHECK(says(wrong, "formula-vs-value"));
  CHECK(says(wrong, "строка 2 запроса `rows`: по формуле 47,8, в запросе 47,9"));
  CHECK(says(wrong, "строка 3 запроса `rows`: по формуле 50, в запросе —"));
  CHECK_FALSE(says(wrong, "строка 1 "));
  CHECK(says(made("sheets:\n- name: Л\n  rows: rows\n  columns: [{header: A, value: n, equals: k}]\n", {}),
             "equals-without-formula"));
  CHECK(says(
      made("sheets:\n- name: Л\n  rows: rows\n  columns: [{header: A, formula: 1 + 1, equals: shar}]\n", {}),
      "возможно, `share`"));
}

TEST_CASE("results of formulas are rounded half up at the 15 digits of a cell and need their operands") {
  bind::FormulaFault fault;
  const std::vector<std::string> names{"a", "b"};
  const auto result = [&](const char* words, std::optional<double> a, std::optional<double> b, int decimals) {
    return render::evaluate(*bind::parse_formula(words, names, fault), {a, b}, decimals);
  };
  CHECK(result("{a}/{b}*100", 1, 16, 1) == 6.3);
  CHECK(result("{a}/{b}*100", 57, 200, 0) == 29);  // in binary 28.499999999999996
  CHECK(result("{a}-{b}", 0.3, 0.1, -1) == 0.2);
  CHECK(result("{a}-{b}", 1, 1.04, 1) == 0);
  CHECK_FALSE(result("{a}/{b}", 1, 0, 1));
  CHECK_FALSE(result("{a}+{b}", 1, std::nullopt, 1));
  CHECK(result("СУММ({a};{b})", 1, std::nullopt, -1) == 1);
  CHECK_FALSE(result("СРЗНАЧ({a};{b})", std::nullopt, std::nullopt, -1));
  const auto cell = [](int column) { return std::string(1, static_cast<char>('A' + column)) + "7"; };
  CHECK(render::excel_formula(*bind::parse_formula("({a} - ({b} - 1,5)) / 2", names, fault), cell, -1,
                              "\"") == R"(=IF(COUNT(A7,B7)=2,IFERROR((A7-(B7-1.5))/2,""""),""""))");
}

}  // namespace
