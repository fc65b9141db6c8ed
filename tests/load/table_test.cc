#include "load/table.h"

#include <doctest/doctest.h>

#include "load/csv.h"
#include "load/findings.h"
#include "support/temp_folder.h"

namespace svodka::load {
namespace {

using test::findings_of;

struct Table {
  std::vector<Record> records;
  std::vector<std::string> also_read;
  std::string findings;

  std::string at(std::size_t record, std::string_view name) const {
    const auto& all = records.at(record).collection->fields;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].name != name) continue;
      const auto& value = records[record].fields[i].value;
      if (const auto* words = std::get_if<std::string>(&value)) return *words;
      if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
      if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    }
    return "";
  }
};

const Schema& schema() {
  static const auto instance = [] {
    Schema result;
    Diagnostics out;
    extend_schema(result, {"schema.yaml", R"(collections:
  schools: {key: id, fields: {id: text, cases: {type: record, fields: {genitive: text}}}}
  results:
    fields:
      exam: {type: enum, required: true, values: {oge: ОГЭ, vpr: ВПР}}
      year: {type: integer, required: true}
      date: {type: period, from: from, to: to}
      school: {type: reference, to: schools, required: true}
      subject: {type: text, required: true}
      pupils: {type: integer, min: 0}
      mean: number
      partners: {type: list, of: {type: reference, to: schools}}
)"},
                  out);
    REQUIRE_EQ(findings_of(out), "");
    return result;
  }();
  return instance;
}

constexpr const char* kUsual =
    R"(    columns: {Школа: school, Предмет: subject, Участников: pupils, Средний балл: mean}
    constants: {exam: oge, year: 2020}
)";

/// Reads `csv` as inputs/results.csv by a definition that names it, its collection and `more`.
Table read(std::string_view csv, const std::string& more = kUsual) {
  const test::TempFolder folder;
  folder.write("inputs/results.csv", csv);
  Table table;
  Diagnostics out;
  const SourceFile file{"inputs/results.yaml",
                        "tables:\n  - file: results.csv\n    collection: results\n" + more};
  read_input(
      folder.path(), file, schema(), [&](Record&& record) { table.records.push_back(std::move(record)); },
      table.also_read, out);
  table.findings = findings_of(out);
  return table;
}

TEST_CASE("a row is a record with its places in the table") {
  const auto table = read(
      "Школа;Предмет;Участников;Средний "
      "балл\r\npokrovskaya;Математика;12;\"47,8\"\r\n\r\nvetlyanskaya;Физика;1 234;3.5\r\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(table.also_read, std::vector<std::string>{"inputs/results.csv"});
  REQUIRE_EQ(table.records.size(), 2);
  CHECK_EQ(table.at(0, "school"), "pokrovskaya");
  CHECK_EQ(table.at(0, "mean"), "47.8");
  CHECK_EQ(table.at(0, "exam"), "oge");
  CHECK_EQ(table.at(1, "pupils"), "1234");
  CHECK_EQ(table.records[1].origin.file, "inputs/results.csv");
  CHECK_EQ(table.records[1].mark, Mark{4, 1, 0});
  const auto& subject = table.records[1].fields[4];
  CHECK_EQ(subject.mark, Mark{4, 14, 6});
}

TEST_CASE("the delimiter and the row of headings are found") {
  CHECK_EQ(read("Школа,Предмет,Участников,Средний балл\na,Физика,3,\"4,5\"\n").at(0, "mean"), "4.5");
  CHECK_EQ(read("Школа\tПредмет\tУчастников\tСредний балл\na\tФизика\t3\t4,5\n").at(0, "mean"), "4.5");
  const auto titled =
      read("Результаты ОГЭ;;;\n;;;\nшкола ;Предмет;Участников;\"Средний\nбалл\"\n1;2;3;4\na;Физика;3;4,5\n");
  CHECK_EQ(titled.findings, "");
  REQUIRE_EQ(titled.records.size(), 1);
  CHECK_EQ(titled.records[0].mark.line, 6);
  const auto forced = read("a|b\nШкола|Предмет|Участников|Средний балл\nx|y|1|2\n",
                           std::string(kUsual) + "    delimiter: \"|\"\n    heading: 2\n");
  CHECK_EQ(forced.findings, "");
  CHECK_EQ(forced.records.size(), 1);
}

// Found by fuzzing: a row was said to stand in line 7 of a file of 6.
TEST_CASE("a carriage return alone ends a row, but lines are counted as editors count them") {
  const auto table =
      read("Школа;Предмет;Участников;Средний балл\ra;Физика;3;4\rb;Химия;2;пять\nc;Химия;2;x\n");
  REQUIRE_EQ(table.records.size(), 3);
  CHECK_EQ(table.records[1].fields.front().mark, Mark{1, 52, 1});
  CHECK_EQ(table.records[2].fields.front().mark, Mark{2, 1, 1});
}

TEST_CASE("quotes: delimiters, line ends and quotes inside a cell") {
  const auto table = read(
      "Школа;Предмет;Участников;Средний балл\na;\"Физика; \"\"углублённо\"\"\nи дальше\";3;4\nb;Химия;2;3\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(table.at(0, "subject"), "Физика; \"углублённо\"\nи дальше");
  CHECK_EQ(table.records.at(1).mark.line, 4);
  CHECK_EQ(read("Школа;Предмет;Участников;Средний балл\na;\"Физика;3;4\nb;Химия;2;3\n").findings,
           "inputs/results.csv:2:3: [csv-syntax] кавычка открыта, но не закрыта до конца файла; закройте её "
           "в конце значения\n");
  CHECK_EQ(read("Школа;Предмет;Участников;Средний балл\na;\"Физика\" углублённо;3;4\n").findings,
           "inputs/results.csv:2:3: [csv-syntax] после закрывающей кавычки остался текст « углублённо»; "
           "кавычки внутри значения удваиваются: `\"\"`\n");
}

TEST_CASE("cells are translated, and a cell that is not known is told once") {
  const std::string values =
      std::string(kUsual) +
      "    values: {Школа: {Покровская СОШ: pokrovskaya, Ветлянская СОШ: vetlyanskaya}}\n";
  const auto table = read(
      "Школа;Предмет;Участников;Средний балл\nПокровская  СОШ;Физика;3;4\nПокровска "
      "СОШ;Физика;3;4\nvetlyanskaya;Физика;1;2\n",
      values);
  CHECK_EQ(table.findings,
           "inputs/results.csv:3:1: [unknown-value] значения «Покровска СОШ» нет среди `values` столбца "
           "«Школа»; возможно, `Покровская СОШ`\n");
  CHECK_EQ(table.at(0, "school"), "pokrovskaya");
  CHECK_EQ(table.at(1, "school"), "");
  CHECK_EQ(table.at(2, "school"), "vetlyanskaya");
}

TEST_CASE("values are checked as those of YAML are") {
  CHECK_EQ(
      read("Школа;Предмет;Участников;Средний балл\na;Физика;-3;много\nb;;1;2\nc;Химия\n").findings,
      "inputs/results.csv:2:10: [out-of-range] поле `pupils`: -3 меньше допустимого (0); проверьте число\n"
      "inputs/results.csv:2:13: [wrong-type] поле `mean`: ожидается число, а здесь «много»; запишите одни "
      "цифры, например `3,5`\n"
      "inputs/results.csv:3:3: [missing-field] обязательное поле `subject` пусто; заполните его\n");
  CHECK_EQ(
      read("Школа;Предмет;Участников;Средний балл\na;Физика; углублённо;3;4\n").findings,
      "inputs/results.csv:2:10: [wrong-type] поле `pupils`: ожидается целое число, а здесь «углублённо»; "
      "запишите одни цифры, например `12`\n"
      "inputs/results.csv:2:24: [extra-cells] в строке больше ячеек, чем заголовков; значение с разделителем "
      "внутри возьмите в кавычки\n");
  const auto blank = read("Школа;Предмет;Участников;Средний балл\na;Физика;-;45,5 %\n");
  CHECK_EQ(blank.findings, "");
  CHECK_EQ(blank.at(0, "pupils"), "");
  CHECK_EQ(blank.at(0, "mean"), "45.5");
}

TEST_CASE("totals and notes are passed over, and named") {
  const auto table = read(
      "Школа;Предмет;Участников;Средний балл\na;Физика;3;4\nИтого по "
      "школе;;3;4\nb;Физика;3;4\n;;6;4\nПримечание: …;;;\n");
  CHECK_EQ(table.records.size(), 2);
  CHECK_EQ(table.findings,
           "inputs/results.csv:3:1: [skipped-rows] строки итогов и примечаний не читаются: 3, 5, 6\n");
  const auto middle = read("Школа;Предмет;Участников;Средний балл\na;Физика;3;4\n;;6;4\nb;Физика;3;4\n");
  CHECK_EQ(middle.records.size(), 3);
  CHECK_EQ(middle.findings,
           "inputs/results.csv:3:1: [missing-field] обязательное поле `school` пусто; заполните его\n"
           "inputs/results.csv:3:2: [missing-field] обязательное поле `subject` пусто; заполните его\n");
}

TEST_CASE("faults in the headings end the table") {
  CHECK_EQ(read("Школа;Предмет;Участников;Средний бал\na;b;1;2\n").findings,
           "inputs/results.yaml:4:68: [missing-column] в таблице `inputs/results.csv` нет столбца «Средний "
           "балл»; возможно, `Средний бал` (см. inputs/results.csv:1:1)\n");
  CHECK_EQ(read("Предмет;Участников;Средний балл\na;1;2\n").findings,
           "inputs/results.yaml:4:15: [missing-column] в таблице `inputs/results.csv` нет столбца «Школа»; "
           "сверьте заголовки таблицы с `columns`; столбцу, которого может не быть, допишите `optional: да` "
           "(см. inputs/results.csv:1:1)\n");
  CHECK_EQ(read("Школа;Предмет;Участников;Средний балл;Школа\na;b;1;2;c\n").findings,
           "inputs/results.csv:1:39: [duplicate-column] столбец «Школа» встречается дважды\n");
  CHECK_EQ(read("a;b\n1;2\n").findings,
           "inputs/results.yaml:2:11: [missing-heading] в таблице `inputs/results.csv` не найдена строка "
           "заголовков; "
           "сверьте заголовки в `columns` с таблицей или укажите номер строки: `heading: 3` (см. "
           "inputs/results.csv:1:1)\n");
  CHECK(read("").findings.find("[missing-heading]") != std::string::npos);
}

TEST_CASE("columns that nothing is made of are named once") {
  const auto table = read("№;Школа;Предмет;Участников;Средний балл;Учитель\n1;a;Физика;3;4;x\n");
  CHECK_EQ(table.findings,
           "inputs/results.csv:1:1: [unused-columns] столбцы не используются: «№», «Учитель»; если они "
           "нужны, назовите их в `columns` файла `inputs/results.yaml`\n");
  CHECK_EQ(table.records.size(), 1);
}

TEST_CASE("a column without a field is told unless it is said not to be wanted") {
  constexpr std::string_view kCsv = "№;Школа;Предмет;Участников;Средний балл\n1;a;Физика;3;4\n";
  const auto brace = std::string_view(kUsual).find('}');
  for (const std::string unwanted : {"№: нет", "№: no", "№: ~", "№: null"}) {
    CAPTURE(unwanted);
    const auto quiet = read(kCsv, std::string(kUsual).insert(brace, ", " + unwanted));
    CHECK_EQ(quiet.findings, "");
    CHECK_EQ(quiet.records.size(), 1);
  }
  for (const std::string forgotten : {"№: ", "№: {field: }"}) {
    CAPTURE(forgotten);
    const auto told = read(kCsv, std::string(kUsual).insert(brace, ", " + forgotten));
    CHECK(
        told.findings.starts_with("inputs/results.yaml:4:88: [column-without-field] столбцу `№` не дано "
                                  "поле, и он не читается; допишите "
                                  "поле: `№: поле`; столбцу, который не нужен, допишите `нет`: `№: нет`\n"));
    CHECK_EQ(told.records.size(), 1);
  }
}

TEST_CASE("faults of the definition") {
  CHECK_EQ(read("", "    columns: {Школа: scool}\n").findings,
           "inputs/results.yaml:4:22: [unknown-field] неизвестное поле `scool`; возможно, `school`\n");
  CHECK_EQ(read("", "    columns: {Школа: school, ОО: school}\n").findings,
           "inputs/results.yaml:4:34: [duplicate-column] поле `school` берётся из двух столбцов: «Школа» и "
           "«ОО»; оставьте один из них\n");
  CHECK_EQ(read("", "    columns: {Школа: school}\n    constants: {school: a}\n").findings,
           "inputs/results.yaml:5:25: [duplicate-column] поле `school` задано и постоянным, и столбцом "
           "«Школа»; оставьте что-то одно\n");
  CHECK_EQ(
      read("", "    columns: {Школа: school}\n    constants: {exam: oeg}\n").findings,
      "inputs/results.yaml:5:23: [unknown-value] поле `exam` не принимает значения «oeg»; возможно, `oge`\n");
  CHECK_EQ(
      read("", "    columns: {Школа: school}\n    values: {Шкла: {a: b}}\n").findings,
      "inputs/results.yaml:5:14: [unknown-column] столбца «Шкла» нет среди `columns`; возможно, `Школа` (см. "
      "inputs/results.yaml:4:15)\n");
  CHECK_EQ(read("", "    columns: {Школа: school}\n    encodng: utf-8\n").findings,
           "inputs/results.yaml:5:5: [unknown-field] неизвестное поле `encodng`; возможно, `encoding`\n");
  CHECK_EQ(
      read("", "").findings,
      "inputs/results.yaml:2:5: [missing-field] нет обязательного поля `columns`; добавьте `columns:`\n");
}

TEST_CASE("the file of a table") {
  const test::TempFolder folder;
  folder.write("inputs/result.csv", "");
  const auto faults = [&](const std::string& name) {
    Diagnostics out;
    std::vector<std::string> also_read;
    read_input(
        folder.path(),
        {"inputs/a.yaml", "tables:\n  - {file: " + name +
                              ", collection: results, columns: {a: school}, "
                              "constants: {exam: oge, year: 2020, subject: b}}\n"},
        schema(), [](Record&&) {}, also_read, out);
    return findings_of(out);
  };
  CHECK_EQ(faults("results.csv"),
           "inputs/a.yaml:2:12: [missing-file] нет файла `inputs/results.csv`; возможно, `result.csv`\n");
  CHECK_EQ(faults("../../x.csv"),
           "inputs/a.yaml:2:12: [path-outside-project] файл `../../x.csv` вне папки проекта; положите его "
           "рядом с этим файлом\n");
  CHECK_EQ(faults("results.xlsb"),
           "inputs/a.yaml:2:12: [not-a-table] файл `results.xlsb` не таблица .xlsx или CSV; откройте его в "
           "Excel или LibreOffice и "
           "сохраните как «Книга Excel (*.xlsx)»\n");
}

TEST_CASE("Windows-1251 is read when it is named, and recognised when it is not") {
  const std::string csv =
      "\xD8\xEA\xEE\xEB\xE0;\xCF\xF0\xE5\xE4\xEC\xE5\xF2\na;\xD4\xE8\xE7\xE8\xEA\xE0 \xB9 5\n";
  const std::string columns =
      "    columns: {Школа: school, Предмет: subject}\n    constants: {exam: oge, year: 2020}\n";
  const auto table = read(csv, columns + "    encoding: windows-1251\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(table.at(0, "subject"), "Физика № 5");
  CHECK_EQ(read(csv, columns).findings,
           "inputs/results.csv:1: [not-utf8] файл не в UTF-8, похоже на Windows-1251; сохраните его в UTF-8 "
           "или укажите `encoding: windows-1251`\n");
  CHECK_EQ(read("Школа;Предмет\na;b\n", columns + "    encoding: windows-1251\n").findings,
           "inputs/results.csv: [not-windows-1251] файл в UTF-8, а указано `encoding: windows-1251`; уберите "
           "`encoding`\n");
  CHECK_EQ(from_windows_1251("\xA8\xB8\xAB\xBB\x97\xFF"), "Ёё«»—я");
}

TEST_CASE("a BOM, ends of periods, parts of records, lists in a cell") {
  const auto table = read("\xEF\xBB\xBFШкола;Предмет;С;По;Партнёры\na;b;01.10.2020;30.10.2020;\"x, y; z\"\n",
                          "    columns: {Школа: school, Предмет: subject, С: from, По: to, Партнёры: "
                          "partners}\n    constants: {exam: oge, year: 2020}\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(table.at(0, "date"), "2020-10-01/2020-10-30");
  REQUIRE_EQ(table.records.at(0).fields[7].items.size(), 3);
  CHECK(table.records[0].fields[7].items[2].value == Value("z"));

  const test::TempFolder folder;
  folder.write("inputs/s.csv", "Код;Родительный\na;Покровской\n");
  std::vector<std::string> also_read;
  Diagnostics out;
  std::vector<Record> records;
  read_input(
      folder.path(),
      {"inputs/s.yaml",
       "tables: {file: s.csv, collection: schools, columns: {Код: id, Родительный: cases.genitive}}\n"},
      schema(), [&](Record&& record) { records.push_back(std::move(record)); }, also_read, out);
  CHECK_EQ(findings_of(out), "");
  REQUIRE_EQ(records.size(), 1);
  CHECK(records[0].fields[1].items.at(0).value == Value("Покровской"));
}

}  // namespace
}  // namespace svodka::load
