#include <doctest/doctest.h>

#include "bind/sheet_layout.h"
#include "load/yaml.h"

using namespace svodka;
using namespace svodka::bind;

namespace {

const Shape kShape{.columns = {{"as_of", ColumnType::kDay}, {"title", ColumnType::kText}},
                   .sections = {{"items",
                                 {.columns = {{"number", ColumnType::kText},
                                              {"title", ColumnType::kText},
                                              {"level", ColumnType::kInteger},
                                              {"due", ColumnType::kPeriod},
                                              {"planned", ColumnType::kInteger},
                                              {"done", ColumnType::kInteger}}}},
                                {"schools", {.columns = {{"school", ColumnType::kText}}}}}};

struct Parsed {
  std::optional<WorkbookLayout> book;
  std::string findings;
};

Parsed parse(const std::string& yaml) {
  Diagnostics out;
  Parsed parsed;
  const auto source = make_source("templates/r.yaml", yaml, out);
  const auto node = load::parse_yaml(*source, out);
  REQUIRE(node);
  parsed.book =
      parse_workbook(*node->find("sheets"), node->find("properties"), "templates/r.yaml", kShape, out);
  for (const auto& f : out.sorted())
    parsed.findings += std::to_string(f.at.line) + ":" + std::to_string(f.at.column) + " [" + f.rule + "] " +
                       f.message.ru + (f.hint.empty() ? "" : "; " + f.hint.ru) + "\n";
  return parsed;
}

/// A sheet over `items` with these lines under `columns:` and after.
std::string sheet(const std::string& columns, const std::string& rest = "") {
  return "sheets:\n- name: Лист\n  rows: items\n  columns:\n" + columns + rest;
}

std::string formula_fault(std::string_view formula) {
  FormulaFault fault;
  const std::vector<std::string> names{"number", "planned", "done"};
  if (parse_formula(formula, names, fault)) return "";
  return std::to_string(fault.offset) + "+" + std::to_string(fault.length) + " " + fault.message.ru;
}

TEST_CASE("a layout is read and matched with its query") {
  const auto parsed = parse(R"(properties: {title: "{{title}}"}
sheets:
- name: Мониторинг
  above: [{text: "на {{as_of:date=long}}", style: subtitle}, ""]
  rows: items
  levels: {column: level, indent: title}
  column-numbers: true
  columns:
  - {header: № п/п, value: number, width: 8}
  - {header: Мероприятие, value: title}
  - {header: [Срок, план], value: due:date=short}
  - {header: План, value: planned, total: sum, format: "#,##0"}
  - {header: Факт, value: done, total: sum, align: center}
  - {header: "%", formula: "{done} / гр. 4 × 100", format: "0.0", total: formula}
  total: {label: Всего, level: 1}
  highlight: [{column: гр. 6, when: "< 50,5", color: red}]
  charts: [{title: План, categories: title, colors: [grey, blue], series: [planned, {column: done, title: Факт, color: "#0000FF"}]}]
)");
  CHECK(parsed.findings == "");
  REQUIRE(parsed.book);
  const auto& sheet = parsed.book->sheets.at(0);
  CHECK(sheet.above.at(0).style == LineStyle::kSubtitle);
  CHECK(sheet.above.at(0).text.body == "на {{V0}}");
  CHECK(sheet.above.at(1).text.blank());
  CHECK(sheet.freeze_header);
  const auto& table = sheet.tables.at(0);
  CHECK(table.rows.section == 0);
  CHECK(table.total == "Всего");
  CHECK(table.total_level == 1);
  CHECK(table.columns.at(2).modifiers == std::vector<language::Modifier>{{"date", "short"}});
  CHECK(table.columns.at(2).header.size() == 2);
  CHECK(table.columns.at(3).format.decimals == 0);
  CHECK(table.columns.at(5).formula.columns() == std::vector<int>{4, 3});
  CHECK(table.highlight.at(0).number == 50.5);
  CHECK(sheet.charts.at(0).series.at(1).title.value().body == "Факт");
  CHECK(sheet.charts.at(0).series.at(0).colour == 0x7F7F7F);
  CHECK(sheet.charts.at(0).series.at(1).colour == 0x0000FF);
}

TEST_CASE("unknown names come with a suggestion and their place") {
  CHECK(parse(sheet("  - {header: A, value: titel}\n", "  colums: 1\n")).findings ==
        "5:24 [unknown-field] в запросе `items` нет колонки `titel`; возможно, `title`\n"
        "6:3 [unknown-key] лист: неизвестный ключ `colums`; возможно, `columns`\n");
  CHECK(parse("sheets:\n- name: Лист\n  rows: item\n  columns: [{header: A, value: x}]\n").findings ==
        "3:9 [unknown-query] в `data:` нет запроса `item`; возможно, `items`\n");
  CHECK(parse(sheet("  - {header: A, value: number, align: centre}\n")).findings ==
        "5:39 [unknown-value] `align`: неизвестное значение «centre»; возможно, `center`\n");
  CHECK(parse(sheet("  - {header: A, value: due:dat=short}\n")).findings.find("5:24 [unknown-modifier] ") ==
        0);
  CHECK(parse(sheet("  - {header: A, value: title}\n", "  protect: yes\n")).findings ==
        "6:12 [wrong-type] ожидается true, false или пары «ключ: значение»\n");
}

TEST_CASE("markers of texts are checked where they stand") {
  const auto parsed = parse(
      "sheets:\n- name: Лист\n  above: [\"На {{as_off}}\"]\n  rows: items\n  columns: [{header: A, value: "
      "number}]\n");
  CHECK(parsed.findings.find("3:15 [") == 0);
  CHECK(parsed.findings.find("as_off") != std::string::npos);
  CHECK_FALSE(parsed.book);
}

TEST_CASE("a column holds one thing") {
  CHECK(parse(sheet("  - {header: A}\n")).findings ==
        "5:5 [column-contents] не сказано, что стоит в колонке; нужно одно из: `value`, `text`, `formula`, "
        "`row-number`, `blank`\n");
  CHECK(parse(sheet("  - {header: A, value: number, row-number: true}\n")).findings ==
        "5:5 [column-contents] сказано по-разному, что стоит в колонке; нужно одно из: `value`, `text`, "
        "`formula`, `row-number`, `blank`\n");
  CHECK(parse(sheet("  - {value: number}\n")).findings ==
        "5:5 [missing-key] у колонки нет `header`; добавьте заголовок: `header: …`\n");
}

TEST_CASE("names of sheets follow Excel's rules") {
  const auto name = [](const std::string& words) {
    return parse("sheets:\n- {name: \"" + words + "\", rows: items, columns: [{header: A, value: number}]}\n")
        .findings;
  };
  CHECK(name("План 2020/2021") ==
        "2:10 [sheet-name] в имени листа «План 2020/2021» недопустимый знак «/»; напишите имя до 31 знака "
        "без знаков `[ ] : * ? / \\`\n");
  CHECK(name("") ==
        "2:10 [sheet-name] пустое имя листа; напишите имя до 31 знака без знаков `[ ] : * ? / \\`\n");
  CHECK(name("Мониторинг исполнения муниципального плана") ==
        "2:10 [sheet-name] имя листа «Мониторинг исполнения муниципального плана» длиннее 31 знака; напишите "
        "имя до 31 знака без знаков `[ ] : * ? / \\`\n");
  CHECK(name("Сведения о школах за 2020 год ") == "");
  const auto twins = parse(
      "sheets:\n- {name: Свод, rows: items, columns: [{header: A, value: number}]}\n- {name: СВОД, rows: "
      "items, columns: [{header: A, value: number}]}\n");
  CHECK(twins.findings ==
        "3:10 [sheet-name] лист «СВОД» в книге уже есть; прописные и строчные буквы не различаются\n");
}

TEST_CASE("number formats that Excel would refuse are refused") {
  Text problem;
  for (const char* good : {"0", "0.0", "0.00%", "#,##0", "#,##0.00", "0.##", "dd.mm.yyyy", "@", "0\" чел.\"",
                           "+0.0;-0.0;0", "mmmm yyyy"})
    CHECK_MESSAGE(parse_number_format(good, problem), good);
  for (const char* bad : {"0,0", "0.0.0", "чел. 0", "0 чел.", "%", "abc", "0\"", "#,##", "0.", "\"x\""})
    CHECK_MESSAGE(!parse_number_format(bad, problem), bad);
  CHECK(parse_number_format("0.0%", problem)->value_decimals() == 3);
  CHECK(parse_number_format("#,##0", problem)->value_decimals() == 0);
  CHECK(parse_number_format("", problem)->value_decimals() == -1);
  CHECK(parse(sheet("  - {header: A, value: planned, format: \"0,0\"}\n")).findings ==
        "5:41 [bad-number-format] в числовом формате «0,0» запятая стоит не между тысячами (десятичный знак "
        "здесь — точка); "
        "например, `0`, `0.0`, `#,##0.00`, `0.0%`, `dd.mm.yyyy`\n");
}

TEST_CASE("formulas: the signs of people and of Excel, mistakes with their place") {
  FormulaFault fault;
  const std::vector<std::string> names{"number", "planned", "done"};
  const auto a = parse_formula("гр. 3 / гр. 2 × 100", names, fault);
  const auto b = parse_formula("= {done}:{planned}*100", names, fault);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->terms == b->terms);
  CHECK(parse_formula("СУММ(гр. 1–3)", names, fault)->columns() == std::vector<int>{0, 1, 2});
  CHECK(parse_formula("СУММ(гр. 1–3) / гр. 2", names, fault)->required() == std::vector<int>{1});
  CHECK(parse_formula("Округл(гр.2 − 1,5; 1)", names, fault));
  CHECK(formula_fault("гр. 8 / гр. 7") == "6+1 нет графы 8: в таблице граф 3");
  CHECK(formula_fault("{dome} / 2") == "1+4 в таблице нет колонки `dome`");
  CHECK(formula_fault("гр. 2 /") == "9+0 формула обрывается");
  CHECK(formula_fault("(гр. 2") == "8+0 формула обрывается");
  CHECK(formula_fault("гр. 2 гр. 3") == "8+2 лишнее в конце формулы");
  CHECK(formula_fault("ПОИСК(гр. 2)") == "0+10 непонятное слово «ПОИСК»");
  CHECK(formula_fault("1,2,3") == "0+5 «1,2,3» — не число");
  CHECK(formula_fault(std::string(500, '(')) != "");
  CHECK(formula_fault(std::string(500, '-')) != "");
  CHECK(parse(sheet("  - {header: A, value: planned}\n  - {header: B, formula: \"гр. 1 / гр. 3\"}\n"))
            .findings == "6:39 [unknown-column] нет графы 3: в таблице граф 2\n");
}

TEST_CASE("formulas compute over numbers and not in circles") {
  CHECK(parse(sheet("  - {header: A, value: title}\n  - {header: B, formula: гр. 1 + 1}\n")).findings ==
        "6:26 [formula-operand] в графе 1 текст, считать по ней нельзя; назовите графу с числами\n");
  CHECK(parse(sheet("  - {header: A, formula: гр. 2 + 1}\n  - {header: B, formula: гр. 1 + 1}\n")).findings ==
        "6:26 [formula-circle] формула ссылается сама на себя через графу 1; считайте её по другим графам\n");
  CHECK(parse(sheet("  - {header: A, formula: гр. 1 + 1}\n")).findings ==
        "5:26 [formula-circle] формула ссылается сама на себя через графу 1; считайте её по другим графам\n");
}

TEST_CASE("totals must have something to add up, and a row to stand in") {
  CHECK(parse(sheet("  - {header: A, value: title, total: sum}\n", "  total: Итого\n")).findings ==
        "5:38 [total-of-text] в колонке не числа, складывать нечего\n");
  CHECK(parse(sheet("  - {header: A, value: planned, total: sum}\n")).findings ==
        "5:40 [unused-total] у колонки есть итог, а у таблицы нет итоговой строки; добавьте таблице `total: "
        "Итого`\n");
  CHECK(parse(sheet("  - {header: A, value: planned}\n  - {header: B, formula: гр. 1 * 2, total: formula}\n",
                    "  total: Итого\n"))
            .findings ==
        "6:44 [total-formula] итог по формуле опирается на графу 1, а у неё нет итога; добавьте ей `total: "
        "sum`\n");
  CHECK(parse(sheet("  - {header: A, value: planned, total: summ}\n", "  total: Итого\n")).findings ==
        "5:40 [unknown-value] `total`: неизвестный итог «summ»; возможно, `sum`\n");
  CHECK(parse(sheet("  - {header: A, value: planned, total: sum}\n", "  level: level\n  total: Итого\n"))
            .findings ==
        "7:10 [total-level] не сказано, строки какого уровня складывать: разделы сложились бы вместе со "
        "своими пунктами; "
        "напишите, например, `total: {label: Итого, level: 1}`\n");
}

TEST_CASE("highlights and charts name columns that there are") {
  CHECK(parse(sheet("  - {header: A, value: planned}\n",
                    "  highlight: [{column: plan, when: \"~ 5\", color: rad}]\n"))
            .findings ==
        "6:24 [unknown-column] в таблице нет колонки `plan`; есть: planned; допишите её в `columns` или "
        "назовите номером: `гр. 1`\n"
        "6:36 [bad-condition] непонятное условие «~ 5»; например: `< 50`, `= просрочено`, `empty`, `not "
        "empty`, `contains срок`\n"
        "6:50 [unknown-value] неизвестный цвет «rad»; возможно, `red`\n");
  CHECK(parse(sheet("  - {header: A, value: title}\n", "  charts: [{categories: title, series: title}]\n"))
            .findings ==
        "6:40 [chart-of-text] в колонке `title` не числа, ряд из неё не построить; назовите колонку с "
        "числами\n");
}

TEST_CASE("a filter and a frozen header want one table") {
  const auto parsed = parse(
      "sheets:\n- name: Лист\n  filter: true\n  freeze: header\n  tables:\n  - {rows: items, columns: "
      "[{header: A, value: number}]}\n  - {rows: schools, columns: [{header: A, value: school}]}\n");
  CHECK(parsed.findings ==
        "3:11 [one-table-only] фильтр возможен, только когда таблица одна; уберите `filter` или разнесите "
        "таблицы по листам\n4:11 [one-table-only] закрепить шапку можно, только когда таблица одна; уберите "
        "`freeze` или разнесите таблицы по листам\n");
}

TEST_CASE("a sheet for each row of a query sees the row, then the report") {
  const Shape shape{.columns = {{"as_of", ColumnType::kDay}, {"title", ColumnType::kText}},
                    .sections = {{"schools",
                                  {.columns = {{"name", ColumnType::kText}},
                                   .sections = {{"results", {.columns = {{"mark", ColumnType::kNumber}}}}}}},
                                 {"other", {.columns = {{"x", ColumnType::kText}}}}}};
  const auto read = [&](const std::string& yaml) {
    Diagnostics out;
    const auto source = make_source("templates/r.yaml", yaml, out);
    const auto node = load::parse_yaml(*source, out);
    auto book = parse_workbook(*node->find("sheets"), nullptr, "templates/r.yaml", shape, out);
    std::string findings;
    for (const auto& f : out.sorted()) findings += "[" + f.rule + "] " + f.message.ru + "\n";
    return std::pair{std::move(book), findings};
  };
  const auto [book, findings] = read(R"(sheets:
- name: "{{name}}"
  each: schools
  above: ["{{title}}: {{name}}"]
  tables:
  - {rows: results, columns: [{header: A, value: mark}]}
  - {rows: other, columns: [{header: A, value: x}]}
)");
  CHECK(findings == "");
  REQUIRE(book);
  CHECK(book->sheets.at(0).each == 0);
  CHECK(book->sheets.at(0).tables.at(0).rows.section == 0);
  CHECK(book->sheets.at(0).tables.at(0).rows.nested == 0);
  CHECK(book->sheets.at(0).tables.at(1).rows.section == 1);
  CHECK(book->sheets.at(0).tables.at(1).rows.nested == -1);
  std::string names;
  for (const auto& use : book->uses) names += use.name + " ";
  CHECK(names == "schools schools.name title schools.name schools.results mark other x ");
  CHECK(read("sheets:\n- {name: Лист, each: schools, rows: results, columns: [{header: A, value: mark}]}\n")
            .second == "[one-name] у всех листов будет одно имя: «Лист»\n");
  CHECK(read("sheets:\n- {name: Лист, each: scools, rows: results, columns: [{header: A, value: mark}]}\n")
            .second == "[unknown-query] в `data:` нет запроса `scools`\n");
}

TEST_CASE("names that Excel does not take are made valid and unlike one another") {
  std::vector<std::string> taken{"свод"};
  const auto name = [&](const char* words) { return valid_sheet_name(words, taken); };
  CHECK(name("СВОД") == "СВОД (2)");
  CHECK(name("Свод") == "Свод (3)");
  CHECK(name("'МОБУ: школа/сад'") == "МОБУ- школа-сад");
  CHECK(name("") == "Лист");
  CHECK(name("History") == "History_");
  CHECK(name("Имя, в котором букв больше, чем нужно") == "Имя, в котором букв больше, чем");
  CHECK(name("Имя, в котором букв больше, чем надо") == "Имя, в котором букв больше, (2)");
}

TEST_CASE("what Excel would refuse is refused with the layout") {
  const auto fault = [](const std::string& columns, const std::string& rest) {
    return parse(sheet(columns, rest)).findings;
  };
  CHECK(fault("  - {header: A, value: number}\n  - {header: a, value: title}\n", "  excel-table: true\n") ==
        "7:16 [excel-table] таблицы Excel не получится: заголовок «a» пуст или повторяется\n");
  CHECK(fault("  - {header: A, value: number}\n", "  excel-table: true\n  filter: true\n") ==
        "7:11 [excel-table] у таблицы Excel свой фильтр; уберите `filter`\n");
  CHECK(fault("  - {header: A, value: number}\n", "  range-name: A1\n")
            .starts_with("6:15 [range-name] «A1» не может быть именем ячеек; "));
  CHECK(fault("  - {header: A, value: number, range-name: Имя}\n", "  range-name: имя\n") ==
        "2:1 [range-name] имя «Имя» дано дважды; дайте одной из таблиц другое имя\n");
  CHECK(fault("  - {header: A, value: number}\n", "  outline: true\n") ==
        "6:12 [outline-of-nothing] сворачивать нечего: нет ни `group`, ни `levels`; уберите `outline`\n");
  CHECK(fault("  - {header: A, blank: true, validate: {type: whole}}\n", "")
            .find("[missing-key] не сказано, от скольких и до скольких; ") != std::string::npos);
  CHECK(fault("  - {header: A, blank: true, validate: {list: schools.scool}}\n", "") ==
        "5:47 [unknown-field] в запросе `schools` нет колонки `scool`; возможно, `school`\n");
  CHECK(fault("  - {header: A, value: title}\n", "  highlight: [{column: title, bars: blue}]\n") ==
        "6:24 [highlight-of-text] в колонке не числа, мерить в ней нечего; назовите колонку с числами\n");
  CHECK(fault("  - {header: A, value: done}\n", "  highlight: [{column: done, icons: arows}]\n") ==
        "6:37 [unknown-value] `icons`: неизвестное значение «arows»; возможно, `arrows`\n");
}

}  // namespace
