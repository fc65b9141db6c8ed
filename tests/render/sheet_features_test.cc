#include <doctest/doctest.h>

#include <filesystem>

#include "bind/report.h"
#include "render/sheet/cell_runs.h"
#include "render/sheet/sheet_link.h"
#include "render/sheet/sheet_measure.h"
#include "render/sheet/sheet_widths.h"
#include "sheet_samples.h"

using namespace svodka;
using namespace svodka::test;

namespace {

/// Schools with addresses, notes and photos; activities of each.
Data places() {
  auto data =
      report({{"schools",
               {{"name", ColumnType::kText},
                {"site", ColumnType::kText},
                {"note", ColumnType::kText},
                {"photo", ColumnType::kText},
                {"pupils", ColumnType::kInteger},
                {"share", ColumnType::kNumber}},
               {{words("Изобильная СОШ"), words("https://school.example/a?b=1&c=2#top"),
                 words("**Важно:** два *класса*"), words("wide.png"), whole(412), 87.5},
                {words("Покровская СОШ"), words("info@school.example"), words("без разметки"), none(),
                 whole(98), 41.2},
                {words("Ветлянская: СОШ/филиал [2], очень длинное имя"), words("приложения/акт.pdf"),
                 words("1. раз\n2. два"), words("photo.jpg"), whole(1203), 63.0}}},
              {"levels", {{"word", ColumnType::kText}}, {{words("да")}, {words("нет")}, {words("нет")}}}});
  auto& section = data.shape.sections[0].shape;
  section.sections.push_back(
      {"activities", Shape{{{"title", ColumnType::kText}, {"n", ColumnType::kInteger}}, {}}});
  int n = 0;
  for (auto& row : data.root.sections[0]) {
    auto& inner = row.sections.emplace_back();
    for (int i = 0; i <= n; ++i)
      inner.push_back({{words("Мероприятие " + std::to_string(i + 1)), whole(i + 10)}, {}});
    ++n;
  }
  return data;
}

constexpr char kFeatures[] =
    R"yaml(properties: {title: Книга, category: Отчёты, manager: Отдел, comments: "на {{as_of:date=short}}"}
sheets:
- name: Школы
  tab-color: green
  protect: {password: "тайна", sort: true}
  above:
  - {picture: wide.png, height: 12, style: title}
  - {text: "**Школы**, которым *оказывается* поддержка, на {{as_of:date=short}}", markdown: true}
  rows: schools
  range-name: Школы
  excel-table: {name: Перечень, style: medium 2}
  columns:
  - {header: Школа, value: name, note: "Полное имя по уставу"}
  - {header: Сайт, value: "site:link"}
  - {header: Страница, value: "site:link=открыть"}
  - {header: Заметка, value: "note:markdown"}
  - {header: Фото, value: "photo:image:height=15mm", empty: "—"}
  - {header: Код, value: "name:qr:size=20mm"}
  - {header: Учеников, value: pupils, range-name: Учеников_всего}
  - {header: "Доля, %", value: share, format: "0.0"}
  - {header: Согласовано, blank: true, name: agreed, unlocked: true, validate: {list: levels.word, prompt: Выберите, message: "Только да или нет"}}
  - {header: Сколько, blank: true, unlocked: true, validate: {type: whole, min: 0, max: 500}}
  - {header: Когда, blank: true, unlocked: true, format: "dd.mm.yyyy", validate: {type: day, min: 2020-12-01, strict: false}}
  - {header: Район, blank: true, unlocked: true, validate: {list: [Северный, "Восточный, дальний"]}}
  highlight:
  - {column: pupils, bars: blue}
  - {column: share, icons: traffic-lights, reversed: true}
  - {column: pupils, scale: [red, yellow, green]}
  - {column: share, when: "< 50", text-color: red, italic: true}
  charts:
  - type: column
    title: "Ученики на {{as_of:date=short}}"
    categories: name
    series: [{column: pupils, title: "Учеников, {{as_of:date=short}}", color: orange}]
    axis: {x: Школа, y: {title: чел., min: 0, max: 1500, format: "#,##0"}}
    place: right
  - {type: doughnut, title: Доли, categories: name, series: share, colors: [red, green, "#0000FF"], legend: right, place: below, size: {width: 90, height: 60}}
- name: "{{name}}"
  each: schools
  above: [{text: "{{name}} ({{pupils}}), {{title}}", style: title}]
  rows: activities
  total: Всего
  columns: [{header: №, row-number: true}, {header: Мероприятие, value: title}, {header: Участников, value: n, total: sum}]
)yaml";

/// A folder with the pictures that the features name.
void copy_pictures(const TempFolder& folder) {
  for (const char* name : {"wide.png", "photo.jpg"})
    std::filesystem::copy_file(std::string(SVODKA_TESTS_DIR) + "/data/pictures/" + name,
                               folder.path() / name);
}

constexpr char kLong[] = R"yaml(sheets:
- name: Длинный лист с очень длинным им
  above: [{text: "{{title}}", style: title}]
  rows: rows
  filter: true
  group: {by: g, subtotal: "Всего {{g}}"}
  total: Итого
  columns:
  - {header: [Что, Имя], value: x}
  - {header: [Что, Группа], value: g}
  - {header: Число, value: n, total: sum, format: "#,##0"}
  - {header: Половина, formula: "={n}/2", total: average, format: "0.0"}
  below: [Конец]
- name: Второй
  rows: rows
  total: Итого
  columns: [{header: Имя, value: x}, {header: Число, value: n, total: max}]
)yaml";

Data many_rows() {
  Query rows{"rows", {{"x", ColumnType::kText}, {"g", ColumnType::kText}, {"n", ColumnType::kInteger}}, {}};
  for (int i = 1; i <= 60; ++i)
    rows.rows.push_back({words("Строка " + std::to_string(i)), words(i <= 25 ? "А" : "Б"), whole(i * 1000)});
  return report({std::move(rows)});
}

constexpr render::SheetLimits kSmallSheets{.rows = 30, .rows_kept = 5};

TEST_CASE("a sheet takes links, pictures, Markdown, input with rules, bars, icons and charts") {
  TempFolder folder;
  copy_pictures(folder);
  CHECK(lines_of(make_workbook(kFeatures, places(), folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "features a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  SUBCASE("links lead where they say and nowhere else") {
    CHECK(has(dump, "Школы!B5 link https://school.example/a?b=1&c=2 #top"));
    CHECK(has(dump, "Школы!B6 link mailto:info@school.example"));
    CHECK(has(dump, "Школы!C7 link приложения/акт.pdf"));
    CHECK(has(dump, "Школы!C7 \"открыть\""));
    CHECK(has(dump, "Школы!B6 \"info@school.example\""));
  }
  SUBCASE("Markdown is text in several hands") {
    CHECK(has(dump, "Школы!D5 rich b:Важно:| два |i:класса"));
    CHECK(has(dump, "Школы!D7 \"1. раз\n2. два\""));
    CHECK(has(dump, "Школы!A2 rich b:Школы|, которым |i:оказывается| поддержка, на 01.12.2020"));
  }
  SUBCASE("what may be typed") {
    CHECK(has(dump, "Школы!I5:I7 list \"да,нет\" prompt=Выберите error=Только да или нет stop"));
    CHECK(has(dump, "Школы!J5:J7 whole between 0 500 prompt=None error=None stop"));
    CHECK(has(dump, "Школы!K5:K7 date greaterThanOrEqual 44166 None prompt=None error=None warning"));
    CHECK(has(dump, "Школы!L5:L7 list 'Списки'!$A$1:$A$2 prompt=None error=None stop"));
    CHECK(has(dump, "Списки hidden: Северный; Восточный, дальний"));
    CHECK(has(dump, "Школы protected password sort=free filter=free"));
    CHECK(has(dump, "Школы!I5 unlocked"));
    CHECK_FALSE(has(dump, "Школы!A5 unlocked"));
  }
  SUBCASE("conditional formats by size") {
    CHECK(has(dump, "Школы!G5:G7 dataBar"));
    CHECK(has(dump, "Школы!H5:H7 iconSet 3TrafficLights1 reversed"));
    CHECK(has(dump, "Школы!G5:G7 colorScale FFFFC7CE FFFFF2CC FFD5EBD0"));
    CHECK(has(dump, "Школы!H5:H7 expression AND(ISNUMBER($H5),$H5<50) FFC00000 italic"));
  }
  SUBCASE("names, tables, comments, properties") {
    CHECK(has(dump, "name Школы = 'Школы'!$A$5:$L$7"));
    CHECK(has(dump, "name Учеников_всего = 'Школы'!$G$5:$G$7"));
    CHECK(has(dump, "Школы table Перечень A4:L7 TableStyleMedium2 Школа Сайт Страница"));
    CHECK(has(dump, "Школы!A4 comment Полное имя по уставу"));
    CHECK(has(dump, "properties Отчёты Отдел на 01.12.2020"));
    CHECK(has(dump, "Школы tab FF548235"));
  }
  SUBCASE("pictures keep their proportions") {
    CHECK(has(dump, "Школы!E5 picture 1.5:1 height 15 mm"));
    CHECK(has(dump, "Школы!F6 picture 1.0:1 height 20 mm"));
    CHECK(has(dump, "Школы!E6 \"—\""));
  }
  SUBCASE("charts") {
    const auto chart =
        shell(folder.path(), "unzip -p a.xlsx xl/charts/chart1.xml; unzip -p a.xlsx xl/charts/chart2.xml")
            .output;
    for (const char* part : {"<a:t>Ученики на 01.12.2020</a:t>", "<c:v>Учеников, 01.12.2020</c:v>",
                             "<c:max val=\"1500\"/>", "<c:min val=\"0\"/>", "<a:srgbClr val=\"ED7D31\"/>",
                             "<a:t>чел.</a:t>", "<c:doughnutChart>", "<a:srgbClr val=\"0000FF\"/>"})
      CHECK_MESSAGE(chart.find(part) != std::string::npos, part << " in " << chart);
  }
  SUBCASE("a sheet for each row of a query, with a name that Excel takes") {
    CHECK(has(dump, "sheets Школы; Изобильная СОШ; Покровская СОШ; Ветлянская- СОШ-филиал -2-, оче; Списки"));
    CHECK(has(dump, "Покровская СОШ!A1 \"Покровская СОШ (98), Мониторинг исполнения плана\""));
    CHECK(has(dump, "Покровская СОШ!B5 \"Мероприятие 2\""));
    CHECK(has(dump, "Покровская СОШ!C6 =SUM(C4:C5)"));
  }
}

TEST_CASE("rows that a sheet cannot hold go on in the next, under the header, totals add all of them") {
  TempFolder folder;
  CHECK(lines_of(make_workbook(kLong, many_rows(), folder.path() / "a.xlsx", kSmallSheets)) == "");
  const auto dump = read_back(folder, "dump a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  const std::string one = "Длинный лист с очень длинны", two = one + " (2)", three = one + " (3)";
  CHECK(has(dump, two + "!A1 \"Что\" [General]"));
  CHECK(has(dump, two + "!B2 \"Группа\" [General]"));
  CHECK(has(dump, two + "!A3 \"Строка 22\" [General]"));
  CHECK(has(dump, two + "!C7 325000 [#,##0] =SUBTOTAL(9,'Длинный лист с очень длинным им'!C5:C25,C3:C6)"));
  CHECK(has(dump, three + "!A3 \"Строка 44\" [General]"));
  CHECK(has(dump, three + "!C21 1830000 [#,##0] =SUBTOTAL(9,'Длинный лист с очень длинным им'!C5:C25,'" +
                      two + "'!C3:C25,C3:C20)"));
  CHECK(has(dump, three + "!A23 \"Конец\" [General]"));
  CHECK(has(dump, "sheet " + two + " freeze=A3 titles=$1:$2 filter=A2:D25 landscape paper=9 fit=Nonex0"));
  CHECK(has(dump,
            "Второй (3)!B14 60000 [General] =IF(COUNT('Второй'!B2:B25,'Второй (2)'!B2:B25,B2:B13)=0,\"\",MAX("
            "'Второй'!B2:B25,'Второй (2)'!B2:B25,B2:B13))"));
}

TEST_CASE("links and comments beyond what a sheet holds are told, not lost in silence") {
  TempFolder folder;
  copy_pictures(folder);
  const std::string yaml =
      "sheets:\n- {name: Л, rows: schools, columns: [{header: A, value: \"site:link\"}]}\n";
  CHECK(lines_of(make_workbook(yaml, places(), folder.path() / "a.xlsx", {.links = 2})) ==
        "2:38 too-many-links: лист «Л»: ссылок больше 2: остальные — просто текст | больше ссылок в листе "
        "Excel "
        "не бывает\n");
  const auto dump = read_back(folder, "features a.xlsx");
  if (dump.empty()) return;
  CHECK(has(dump, "Л!A3 link mailto:info@school.example"));
  CHECK(has(dump, "Л!A4 \"приложения/акт.pdf\""));
  CHECK_FALSE(has(dump, "Л!A4 link приложения/акт.pdf"));
}

TEST_CASE("an address leads to the net, to a letter, into the book or to a file beside it") {
  using render::sheet_link;
  for (const char* good : {"http://a.ru", "https://a.ru/x?y=z#w", "mailto:a@b.ru", "#Лист!A1",
                           "файлы/акт.pdf", "акт.pdf", "../общее/акт.docx"})
    CHECK_MESSAGE(sheet_link(good) == good, good);
  CHECK(sheet_link("www.a.ru") == "http://www.a.ru");
  CHECK(sheet_link("a@b.ru") == "mailto:a@b.ru");
  for (const char* bad :
       {"javascript:alert(1)", "file:///etc/passwd", "/etc/passwd", "C:\\x.exe", "\\\\host\\share",
        "//host/share", "ftp://a.ru", "tel:123", "просто слово", "", "a.pdf\"><x"})
    CHECK_MESSAGE(!sheet_link(bad), bad);
}

TEST_CASE("a bad address is a finding with its row") {
  TempFolder folder;
  const auto data = report({{"rows", {{"u", ColumnType::kText}}, {{words("file:///c:/x")}, {none()}}}});
  CHECK(
      lines_of(make_workbook("sheets:\n- {name: Л, rows: rows, columns: [{header: A, value: \"u:link\"}]}\n",
                             data, folder.path() / "a.xlsx")) ==
      "2:35 unsafe-link: строка 1 запроса `rows`, колонка `u`: «file:///c:/x» — не адрес, ссылку не "
      "поставить | "
      "годятся http, https, mailto, #Лист!A1 и путь от папки документа\n");
}

TEST_CASE("the library's own words in an address change nothing") {
  TempFolder folder;
  const auto data = report({{"rows", {{"u", ColumnType::kText}}, {{words("http://a.ru/?to=internal:x")}}}});
  CHECK(
      lines_of(make_workbook("sheets:\n- {name: Л, rows: rows, columns: [{header: A, value: \"u:link\"}]}\n",
                             data, folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "features a.xlsx");
  if (!dump.empty()) CHECK(has(dump, "Л!A2 link http://a.ru/?to=internal%3Ax"));
}

TEST_CASE("groups and levels can be folded") {
  TempFolder folder;
  CHECK(lines_of(make_workbook(kSchools, schools(), folder.path() / "a.xlsx")) == "");
  std::string folded = kSchools;
  folded.replace(folded.find("  group:"), 0, "  outline: collapsed\n");
  CHECK(lines_of(make_workbook(folded, schools(), folder.path() / "b.xlsx")) == "");
  std::string levels = kPlan;
  levels.replace(levels.find("  levels:"), 0, "  outline: true\n");
  CHECK(lines_of(make_workbook(levels, plan(), folder.path() / "c.xlsx")) == "");
  const auto open = read_back(folder, "features a.xlsx");
  if (open.empty()) return;
  CHECK(has(open, "Группы outline 3:1 4:1 7:1 10:1 below"));
  CHECK(
      has(read_back(folder, "features b.xlsx"), "Группы outline 3:1h 4:1h 5:0c 7:1h 8:0c 10:1h 11:0c below"));
  CHECK(has(read_back(folder, "features c.xlsx"), "Мониторинг outline 10:1 12:1 above"));
}

/// Rows that know their lines.
class LinedRows : public bind::SourcedRows {
 public:
  explicit LinedRows(const Shape& shape) : shape_(shape) {}
  const Shape& shape() const override { return shape_; }
  bool next(Row& row) override {
    if (made_ == 2) return false;
    row.values = {words("Школа " + std::to_string(++made_)), whole(made_)};
    return true;
  }
  Position source(int column) const override {
    if (column == 1) return {};
    return {.file = "inputs/a.yaml", .line = 10 * made_, .column = 3};
  }

 private:
  const Shape& shape_;
  int made_ = 0;
};

TEST_CASE("source-notes: a comment says which line a value came from") {
  TempFolder folder;
  const auto data = report({{"rows", {{"x", ColumnType::kText}, {"n", ColumnType::kInteger}}, {}}});
  Diagnostics out;
  const auto book = layout(
      "sheets:\n- name: Л\n  rows: rows\n  source-notes: true\n  columns: [{header: A, value: x}, {header: "
      "B, value: n}]\n",
      data.shape, out);
  REQUIRE(book);
  render::render_workbook(
      *book, data.root,
      [&](const bind::RowsAt& at, const Row*) {
        return std::make_unique<LinedRows>(data.shape.sections[static_cast<std::size_t>(at.section)].shape);
      },
      folder.path(), folder.path() / "a.xlsx", out);
  CHECK(lines_of(out) == "");
  const auto dump = read_back(folder, "features a.xlsx");
  if (dump.empty()) return;
  CHECK(has(dump, "Л!A2 comment inputs/a.yaml:10:3"));
  CHECK(has(dump, "Л!A3 comment inputs/a.yaml:20:3"));
  CHECK(dump.find("Л!B2 comment") == std::string::npos);
}

TEST_CASE(
    "columns are as wide as what stands in them, texts that are too long wrap into rows that show them") {
  TempFolder folder;
  const auto data =
      report({{"rows",
               {{"x", ColumnType::kText}, {"long", ColumnType::kText}, {"n", ColumnType::kInteger}},
               {{words("Шишкина Щедрость"), words("коротко"), whole(7)},
                {words("Ива"),
                 words("Разъяснительные мероприятия с родительской общественностью о порядке проведения "
                       "государственной итоговой аттестации выпускников девятых классов"),
                 whole(1234567)}}}});
  CHECK(lines_of(make_workbook(
            "sheets:\n- {name: Л, rows: rows, columns: [{header: Имя, value: x}, {header: Текст, "
            "value: long}, {header: Число, value: n, format: \"#,##0\"}]}\n",
            data, folder.path() / "a.xlsx")) == "");
  const auto dump = read_back(folder, "widths a.xlsx");
  if (dump.empty()) return;
  CAPTURE(dump);
  CHECK(has(dump, "A fits"));
  CHECK(has(dump, "C fits"));
  CHECK(has(dump, "B wraps 3 lines into 44 pt"));
}

TEST_CASE("widths are those of the font, not of an average letter") {
  const auto wide = render::text_extent("ШШШШШШШШШШ", {}).line,
             narrow = render::text_extent("iiiiiiiiii", {}).line;
  CHECK(wide > 3 * narrow);
  CHECK(render::text_extent("0000000000", {}).line == doctest::Approx(75.2).epsilon(0.01));
  CHECK(render::text_extent("широко", {.bold = true}).line > render::text_extent("широко", {}).line);
  CHECK(render::text_extent("раз два\nтри", {}).word < render::text_extent("раз два\nтри", {}).line);
  CHECK(render::wrapped_lines("раз два три", 1000, {}) == 1);
  CHECK(render::wrapped_lines("раз\nдва", 1000, {}) == 2);
  CHECK(render::wrapped_lines("раз два три", render::text_extent("раз два", {}).line + 1, {}) == 2);
}

TEST_CASE("numbers and days are shown as Excel shows them") {
  const auto number = [](double value, const char* pattern) {
    Text problem;
    return render::shown_number(value, *bind::parse_number_format(pattern, problem));
  };
  CHECK(number(1234567.891, "#,##0.00") == "1\u00a0234\u00a0567.89");
  CHECK(number(-0.125, "0.0%") == "-12.5%");
  CHECK(number(5, "0\" чел.\"") == "5 чел.");
  CHECK(number(0.1, "") == "0.1");
  Text problem;
  CHECK(render::shown_day(*bind::parse_number_format("dd mmmm yyyy", problem)) == "00 сентября 0000");
  CHECK(render::shown_day({}) == "00.00.0000");
}

TEST_CASE("Markdown of a cell") {
  using render::CellRun;
  CHECK(render::cell_runs("раз **два** *три*") ==
        std::vector<CellRun>{{"раз "}, {"два", true}, {" "}, {"три", false, true}});
  CHECK(render::plain_text(render::cell_runs("# Глава\n\nтекст\n\n- а\n- б\n  1. в")) ==
        "Глава\nтекст\n• а\n• б\n   1. в");
  CHECK(render::plain_text(render::cell_runs("[слова](http://a.ru) ~~нет~~ `x`")) == "слова нет x");
  CHECK(render::plain_text(render::cell_runs("<b>не разметка</b>")) == "<b>не разметка</b>");
}

TEST_CASE("LibreOffice computes what was written beside the formulas, in every workbook of these tests") {
  if (shell(".", "command -v soffice").code != 0) {
    MESSAGE("skipped: LibreOffice is not installed");
    return;
  }
  TempFolder folder;
  copy_pictures(folder);
  CHECK(lines_of(make_workbook(kSchools, schools(), folder.path() / "a.xlsx")) == "");
  CHECK(lines_of(make_workbook(kPlan, plan(), folder.path() / "b.xlsx")) == "");
  CHECK(lines_of(make_workbook(kFeatures, places(), folder.path() / "c.xlsx")) == "");
  CHECK(lines_of(make_workbook(kLong, many_rows(), folder.path() / "d.xlsx", kSmallSheets)) == "");
  folder.write("profile/user/registrymodifications.xcu", R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>)");
  const auto profile = "-env:UserInstallation=file://" + (folder.path() / "profile").string();
  const auto run =
      shell(folder.path(), "timeout 280 soffice " + profile +
                               " --headless --convert-to xlsx --outdir again a.xlsx b.xlsx c.xlsx "
                               "d.xlsx >/dev/null 2>&1");
  REQUIRE(run.code == 0);
  for (const char* name : {"a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"}) {
    const auto difference = read_back(folder, std::string("same ") + name + " again/" + name);
    if (!difference.empty()) CHECK(difference == "compared\n");
  }
}

}  // namespace
