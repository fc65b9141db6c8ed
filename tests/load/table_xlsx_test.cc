#include <doctest/doctest.h>

#include <filesystem>

#include "base/origin.h"
#include "fuzz/xlsx_target.h"
#include "load/findings.h"
#include "load/record.h"
#include "load/table.h"
#include "support/paths.h"
#include "support/temp_folder.h"

// Tables in workbooks, by the files of tests/data/tables (made by its make.py with openpyxl, XlsxWriter and
// LibreOffice) and by small ones of a test's own.

namespace svodka::load {
namespace {

using test::findings_of;
using Lines = std::vector<std::string>;

std::string joined(const Lines& lines) {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

const Schema& schema() {
  static const auto instance = [] {
    Schema result;
    Diagnostics out;
    extend_schema(result, {"schema.yaml", R"(collections:
  schools: {key: id, fields: {id: text, name: text, declension: {type: record, fields: {genitive: text}}}}
  tests:
    fields:
      exam: text
      year: integer
      grade: integer
      code: text
      school: {type: reference, to: schools, required: true}
      subject: {type: text, required: true}
      date: {type: period, from: from, to: to}
      day: day
      pupils: {type: integer, min: 0}
      m2: integer
      m3: integer
      m5: integer
      quality: number
      mean: number
      checked: bool
)"},
                  out);
    REQUIRE_EQ(findings_of(out), "");
    return result;
  }();
  return instance;
}

struct Table {
  std::vector<Record> records;
  std::vector<std::string> also_read;
  std::string findings;

  std::string at(const Record& record, std::string_view name) const {
    const auto& all = record.collection->fields;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].name != name) continue;
      const auto& value = record.fields[i].value;
      if (const auto* words = std::get_if<std::string>(&value)) return *words;
      if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
      if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    }
    return "";
  }
  /// One line a record, these fields of it.
  Lines lines(const std::vector<std::string>& names) const {
    Lines lines;
    for (const auto& record : records) {
      std::string line;
      for (const auto& name : names) line += "|" + at(record, name);
      lines.push_back(line.substr(1));
    }
    return lines;
  }
};

Table read_in(const std::filesystem::path& root, const std::string& definition) {
  Table table;
  Diagnostics out;
  const SourceFile file{"inputs/a.yaml", "tables:\n  - collection: tests\n" + definition};
  read_input(
      root, file, schema(), [&](Record&& record) { table.records.push_back(std::move(record)); },
      table.also_read, out);
  table.findings = findings_of(out);
  return table;
}

/// Reads a file of tests/data/tables, as inputs/NAME.
Table read_data(const std::string& name, const std::string& definition) {
  const test::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "inputs");
  std::filesystem::copy_file(std::filesystem::path(SVODKA_TESTS_DIR) / "data/tables" / name,
                             folder.path() / "inputs" / name);
  return read_in(folder.path(), "    file: " + name + "\n" + definition);
}

/// Reads a workbook whose first sheet has these rows.
Table read_rows(std::string_view rows, const std::string& definition, std::string_view after = "") {
  const test::TempFolder folder;
  folder.write("inputs/b.xlsx", test::workbook({{"xl/worksheets/sheet1.xml", test::sheet_xml(rows, after)}}));
  return read_in(folder.path(), "    file: b.xlsx\n" + definition);
}

std::string row(int number, const std::vector<std::string>& cells) {
  std::string xml = fmt::format("<row r=\"{}\">", number);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto address = cell_address(number, static_cast<int>(i) + 1);
    if (cells[i].starts_with('<'))
      xml += "<c r=\"" + address + "\"" + cells[i].substr(1);
    else if (!cells[i].empty())
      xml += fmt::format("<c r=\"{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", address, cells[i]);
  }
  return xml + "</row>";
}

const std::string kReturns = R"(    sheet: Результаты
    constants: {exam: vpr, year: {cell: "Титул!B2", text: "за {} год"}}
    columns:
      Образовательная организация: school
      Предмет: subject
      Дата: date
      Участников: {field: pupils, unit: [чел., чел]}
      Отметки:
        «2»: m2
        «3»: m3
        «4»: нет
        «5»: m5
      Качество, %: quality
      Проверено: checked
    values:
      Образовательная организация: {Покровская СОШ: pokrovskaya, Ветлянская СОШ: vetlyanskaya, Изобильная СОШ: izobilnaya, Итоговая контрольная школа: control}
)";

const Lines kReturned{"vpr|2020|pokrovskaya|Русский язык|2020-09-22|1234|3|6|1|35.7|1",
                      "vpr|2020|pokrovskaya|Математика|2020-09-23|15|3|7|1|33.3|0",
                      "vpr|2020|pokrovskaya|Физика|2020-09-24|2005|0||1|50|",
                      "vpr|2020|vetlyanskaya|Русский язык|2020-09-22|12|2|6|1|33.3|1",
                      "vpr|2020|izobilnaya|Русский язык|2020-09|16|2|6|1|25|1",
                      "vpr|2020|control|Русский язык|2020|7|1|2|1|57.1|0"};
const std::vector<std::string> kFields{"exam", "year", "school", "subject", "date",   "pupils",
                                       "m2",   "m3",   "m5",     "quality", "checked"};

TEST_CASE("a school's table: merged headings, units, thousands, dates in words, percent, totals") {
  const auto table = read_data("returns.xlsx", kReturns);
  CHECK_EQ(
      table.findings,
      "inputs/returns.xlsx: Результаты!A12: [hidden-rows] скрытые строки прочитаны: 12; если они не нужны: "
      "`hidden: skip`\n"
      "inputs/returns.xlsx: Результаты!A13: [skipped-rows] строки итогов и примечаний не читаются: 13, 15\n");
  CHECK_EQ(joined(table.lines(kFields)), joined(kReturned));
}

TEST_CASE("what LibreOffice saved reads the same") {
  CHECK_EQ(joined(read_data("returns-office.xlsx", kReturns).lines(kFields)), joined(kReturned));
}

TEST_CASE("every value has its cell") {
  const auto table = read_data("returns.xlsx", kReturns);
  REQUIRE_EQ(table.records.size(), 6);
  const auto& record = table.records[1];
  CHECK_EQ(to_source(record.origin, record.mark.line), "inputs/returns.xlsx:Результаты!8");
  const auto cell = [&](std::string_view name) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      if (record.collection->fields[i].name == name) return record.origin.at(record.fields[i].mark).cell;
    }
    return std::string();
  };
  CHECK_EQ(cell("subject"), "B8");
  CHECK_EQ(cell("m3"), "F8");
  CHECK_EQ(cell("school"), "A7");  // merged over A7:A9
}

TEST_CASE("hidden rows may be left out") {
  const auto table = read_data("returns.xlsx", kReturns + "    hidden: skip\n");
  CHECK_EQ(table.records.size(), 5);
  CHECK(table.findings.find("A12: [hidden-rows] скрытые строки не читаются: 12\n") != std::string::npos);
}

TEST_CASE("cells that cannot mean what their field takes") {
  const auto table = read_data("faults.xlsx", R"(    columns:
      Школа: school
      Предмет: subject
      Участников: {field: pupils, unit: чел.}
      Средний балл: mean
      Дата: date
      Проверено: checked
    values: {Школа: {Покровская СОШ: pokrovskaya}}
)");
  const std::string at = "inputs/faults.xlsx: Лист 1!";
  CHECK_EQ(table.findings,
           at + "C2: [error-cell] в ячейке ошибка #REF!\n" + at +
               "E2: [number-in-date] в ячейке число 44097, а поле `date` — дата; если это дата, задайте "
               "ячейке формат «Дата»\n" +
               at +
               "A3: [unknown-value] значения «Покровска СОШ» нет среди `values` столбца «Школа»; возможно, "
               "`Покровская СОШ`\n" +
               at +
               "C3: [formula-without-value] формула без вычисленного значения; откройте файл в Excel или "
               "LibreOffice и сохраните: значения вычислятся\n" +
               at +
               "D3: [date-in-number] в ячейке дата или время (03.05.2020), а поле `mean` — число; Excel мог "
               "принять «3.5» за дату: задайте ячейке формат «Числовой» и введите число заново\n" +
               at +
               "F3: [wrong-type] поле `checked`: ожидается `да` или `нет`, а здесь «может быть»; запишите "
               "одно из них\n" +
               at +
               "C4: [wrong-type] поле `pupils`: ожидается целое число, а здесь «12 тыс. чел.»; запишите одни "
               "цифры, например `12`\n" +
               at +
               "D4: [wrong-type] поле `mean`: ожидается число, а здесь «1.234,5»; запишите одни цифры, "
               "например `3,5`\n" +
               at +
               "E4: [wrong-type] поле `date`: ожидается день, месяц, квартал или год, а здесь «31 ноября "
               "2020 г.»; запишите день `2020-12-01`, месяц `2020-12`, квартал `2020-Q4`, год `2020` или дни "
               "списком\n" +
               at +
               "C5: [wrong-type] поле `pupils`: ожидается целое число, а здесь «12.5»; запишите его без "
               "дробной части\n" +
               at +
               "D5: [wrong-type] поле `mean`: ожидается число, а здесь «да»; запишите одни цифры, например "
               "`3,5`\n" +
               at + "E5: [error-cell] в ячейке ошибка #Н/Д\n");
  CHECK_EQ(table.records.size(), 4);
}

const std::string kWide = R"(    sheet: "* класс"
    constants: {exam: {file-name: "{}-2020*"}, year: {file-name: "oge-{}-*"}, grade: {sheet-name: "{} класс"}}
    columns:
      Код ОО: code
      Школа: school
      "*": {heading: subject, columns: {Участников: pupils, Средний балл: mean}}
    values: {Школа: {Покровская СОШ: pokrovskaya, Ветлянская СОШ: vetlyanskaya}, subject: {Математика: математика}}
)";

TEST_CASE("a wide table is unpivoted, on several sheets, with constants from names") {
  const auto table = read_data("oge-2020-wide.xlsx", kWide);
  CHECK_EQ(joined(table.lines({"exam", "year", "grade", "code", "school", "subject", "pupils", "mean"})),
           joined(Lines{"oge|2020|9|00007|pokrovskaya|математика|14|3.69",
                        "oge|2020|9|00007|pokrovskaya|Русский язык|15|4.1",
                        "oge|2020|9|00012|vetlyanskaya|математика|9|3.2",
                        "oge|2020|11|00007|pokrovskaya|математика|14|3.71",
                        "oge|2020|11|00007|pokrovskaya|Русский язык|15|4.1",
                        "oge|2020|11|00012|vetlyanskaya|математика|9|3.2"}));
  CHECK_EQ(
      table.findings,
      "inputs/oge-2020-wide.xlsx: 11 класс!A7: [skipped-rows] строки итогов и примечаний не читаются: 7\n"
      "inputs/oge-2020-wide.xlsx: 9 класс!A7: [skipped-rows] строки итогов и примечаний не читаются: 7\n");
}

TEST_CASE("the same from CSV, which has lost its merged cells, and by naming the subjects") {
  const auto table = read_data("oge-2020-wide-office.csv", R"(    constants: {grade: 9}
    columns:
      Код ОО: code
      Школа: school
      Математика: {with: {subject: математика}, columns: {Участников: pupils, Средний балл: mean}}
      Русский язык: {with: {subject: русский язык}, columns: {Участников: pupils, Средний балл: mean}}
    values: {Школа: {Покровская СОШ: pokrovskaya, Ветлянская СОШ: vetlyanskaya}}
)");
  CHECK_EQ(joined(table.lines({"code", "school", "subject", "pupils", "mean"})),
           joined(Lines{"00007|pokrovskaya|математика|14|3.69", "00007|pokrovskaya|русский язык|15|4.1",
                        "00012|vetlyanskaya|математика|9|3.2"}));
}

TEST_CASE("days that are counted from 1904") {
  const std::string columns = "    columns: {Школа: school, Предмет: subject, Дата: date}\n";
  CHECK_EQ(joined(read_data("dates-1904.xlsx", columns).lines({"date"})), joined(Lines{"2020-12-09"}));
  CHECK_EQ(joined(read_data("dates-1904-office.xlsx", columns).lines({"date"})), joined(Lines{"2020-12-09"}));
}

TEST_CASE("days by their numbers: formats, the year 1900, hours") {
  const auto table =
      read_rows(row(1, {"Школа", "Предмет", "Дата", "День"}) +
                    row(2, {"a", "b", "< s=\"1\"><v>44174.75</v></c>", "< s=\"1\"><v>1</v></c>"}) +
                    row(3, {"a", "b", "<><v>2020</v></c>", "< s=\"1\"><v>61</v></c>"}) +
                    row(4, {"a", "b", "IV квартал 2020 г.", "9.12.20"}) +
                    row(5, {"a", "b", "", "< s=\"1\"><v>60</v></c>"}),
                "    columns: {Школа: school, Предмет: subject, Дата: date, День: day}\n");
  CHECK_EQ(joined(table.lines({"date", "day"})),
           joined(Lines{"2020-12-09|1900-01-01", "2020|1900-03-01", "2020-Q4|2020-12-09", "|"}));
  CHECK_EQ(table.findings,
           "inputs/b.xlsx: Лист1!D5: [impossible-date] числу 60 не соответствует никакая дата; введите дату "
           "в ячейку заново\n");
}

TEST_CASE("numbers: fifteen digits, long codes, fractions of a percent, units that multiply") {
  const auto table = read_rows(
      row(1, {"Школа", "Предмет", "Код", "Средний балл", "Доля", "Школьники"}) +
          row(2, {"a", "b", "<><v>1025601460000</v></c>", "<><v>3.5999999999999996</v></c>",
                  "< s=\"2\"><v>0.12345</v></c>", "1,5 тыс."}) +
          row(3, {"a", "b", "< s=\"3\"><v>7</v></c>", "<><v>0.00001</v></c>", "12,5 %", "12 чел."}) +
          row(4, {"a", "b", "",
                  "\xE2\x88\x92"
                  "3,5",
                  "—",
                  "1\xE2\x80\x89"
                  "234"}),
      "    columns: {Школа: school, Предмет: subject, Код: code, Средний балл: mean, Доля: quality, "
      "Школьники: {field: pupils, unit: {тыс.: 1000, чел.: 1}}}\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(joined(table.lines({"code", "mean", "quality", "pupils"})),
           joined(Lines{"1025601460000|3.6|12.345|1500", "007|1e-05|12.5|12", "|-3.5||1234"}));
}

TEST_CASE("merged cells: words hold for all rows, a number for the first") {
  const auto table =
      read_rows(row(1, {"Школа", "Предмет", "Участников"}) + row(2, {"a", "Физика", "<><v>20</v></c>"}) +
                    row(3, {"", "Химия"}) + row(4, {"b", "Химия", "<><v>5</v></c>"}),
                "    columns: {Школа: school, Предмет: subject, Участников: pupils}\n",
                "<mergeCells count=\"2\"><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"C2:C3\"/></mergeCells>");
  CHECK_EQ(joined(table.lines({"school", "subject", "pupils"})),
           joined(Lines{"a|Физика|20", "a|Химия|", "b|Химия|5"}));
  CHECK_EQ(table.findings,
           "inputs/b.xlsx: Лист1!C2: [merged-number] число в ячейке, объединённой по строкам 2–3, отнесено "
           "только к строке 2\n");
}

TEST_CASE("fill-down, columns that a table may lack, other words for a heading") {
  const auto table = read_rows(
      row(1, {"ОО", "Предмет", "Участников"}) + row(2, {"a", "Физика", "20"}) + row(3, {"", "Химия", "3"}),
      "    columns: {Школа: {field: school, also: [ОО, Организация], fill-down: да}, Предмет: subject, "
      "Участников: pupils, "
      "Проверено: {field: checked, optional: да}}\n");
  CHECK_EQ(table.findings, "");
  CHECK_EQ(joined(table.lines({"school", "subject", "pupils"})), joined(Lines{"a|Физика|20", "a|Химия|3"}));
}

TEST_CASE("which sheet") {
  const std::string rows = row(1, {"Школа", "Предмет"}) + row(2, {"a", "b"});
  const std::string columns = "    columns: {Школа: school, Предмет: subject}\n";
  const test::TempFolder folder;
  folder.write("inputs/b.xlsx", test::workbook({{"xl/worksheets/sheet1.xml", test::sheet_xml(rows)},
                                                {"xl/worksheets/sheet2.xml", test::sheet_xml(rows)}}));
  const auto read = [&](const std::string& more) {
    return read_in(folder.path(), "    file: b.xlsx\n" + columns + more);
  };
  CHECK_EQ(read("").findings,
           "inputs/a.yaml:3:11: [several-sheets] в книге `inputs/b.xlsx` такие заголовки на нескольких "
           "листах: «Лист1», «Лист2»; назовите "
           "нужный: `sheet: …`, или все: `sheet: \"*\"`\n");
  CHECK_EQ(read("    sheet: лист2\n").records.at(0).origin.sheet, "Лист2");
  CHECK_EQ(read("    sheet: Лист*\n").records.size(), 2);
  CHECK_EQ(
      read("    sheet: [Лист1, Лист3]\n").findings,
      "inputs/a.yaml:5:12: [missing-sheet] в книге `inputs/b.xlsx` нет листа «Лист3»; возможно, `Лист1`\n");
}

TEST_CASE("several files by a pattern, editors' lock files are none") {
  const test::TempFolder folder;
  for (const char* name : {"inputs/r/1.xlsx", "inputs/r/2.xlsx", "inputs/r/~$2.xlsx"})
    folder.write(name,
                 test::workbook({{"xl/worksheets/sheet1.xml",
                                  test::sheet_xml(row(1, {"Школа", "Предмет"}) + row(2, {"a", "b"}))}}));
  const std::string columns = "    columns: {Школа: school, Предмет: subject}\n";
  const auto table = read_in(folder.path(), "    file: r/*.xlsx\n" + columns);
  CHECK_EQ(table.findings, "");
  CHECK_EQ(table.records.size(), 2);
  CHECK(table.also_read == Lines{"inputs/r/*.xlsx", "inputs/r/1.xlsx", "inputs/r/2.xlsx"});
  CHECK_EQ(read_in(folder.path(), "    file: s/*.xlsx\n" + columns).findings,
           "inputs/a.yaml:3:11: [missing-file] нет файлов `inputs/s/*.xlsx`; положите таблицы в эту папку "
           "или исправьте имя в `file`\n");
}

TEST_CASE("faults of a definition for workbooks") {
  const auto findings = [](const std::string& definition) {
    return read_rows(row(1, {"Школа", "Предмет"}) + row(2, {"a", "b"}), definition).findings;
  };
  const std::string columns = "    columns: {Школа: school, Предмет: subject}\n";
  CHECK_EQ(findings(columns + "    constants: {year: {cell: Б2}}\n"),
           "inputs/a.yaml:5:30: [unknown-value] «Б2» — не адрес ячейки; запишите `B2` или `Лист1!B2`\n");
  CHECK_EQ(findings(columns + "    constants: {year: {cell: B9}}\n"),
           "inputs/b.xlsx: Лист1!B9: [missing-constant] ячейка пуста, а из неё берётся поле `year`; "
           "заполните её или исправьте `constants` в `inputs/a.yaml`\n");
  CHECK_EQ(findings(columns + "    constants: {year: {file-name: \"oge-{}.xlsx\"}}\n"),
           "inputs/b.xlsx: Лист1: [missing-constant] «b.xlsx» не похоже на «oge-{}.xlsx», а отсюда берётся "
           "поле `year`; исправьте эти слова или образец в `constants` файла `inputs/a.yaml`\n");
  CHECK_EQ(findings(columns + "    hidden: maybe\n"),
           "inputs/a.yaml:5:13: [unknown-value] поле `hidden` не принимает значения «maybe»; допустимо: "
           "read, skip\n");
  CHECK_EQ(findings("    columns: {Школа: school, \"*\": subject}\n"),
           "inputs/a.yaml:4:30: [wrong-type] столбцам «*» нужно поле для их заголовков; допишите `heading: "
           "поле`\n");
  CHECK_EQ(findings("    columns: {Школа: {field: school, uint: чел.}}\n"),
           "inputs/a.yaml:4:38: [unknown-field] неизвестное поле `uint`; возможно, `unit`\n");
}

}  // namespace
}  // namespace svodka::load
