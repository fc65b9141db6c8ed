#include "load/record.h"

#include <doctest/doctest.h>

#include <variant>

#include "load/findings.h"

namespace svodka::load {
namespace {

using test::findings_of;

struct Input {
  std::vector<Record> records;
  std::string findings;

  const FieldValue& field(std::string_view name, std::size_t record = 0) const {
    const auto& fields = records.at(record).collection->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) return records[record].fields[i];
    }
    throw std::out_of_range("no such field");
  }
  std::string text(std::string_view name, std::size_t record = 0) const {
    const auto* words = std::get_if<std::string>(&field(name, record).value);
    return words == nullptr ? "" : *words;
  }
  Value value(std::string_view name) const { return field(name).value; }
};

Schema small_schema() {
  Schema schema;
  Diagnostics out;
  extend_schema(schema, {"schema.yaml", R"(collections:
  schools:
    key: id
    fields:
      id: {type: text, required: true}
      name: text
  events:
    key: id
    fields:
      id: text
      title: {type: text, required: true}
      date: {type: period, from: from, to: to}
      opened: day
      status: {type: enum, values: {done: исполнено, planned: запланировано}}
      count: {type: integer, min: 0, max: 100}
      share: number
      public: bool
      schools: {type: list, of: {type: reference, to: schools}}
      guests:
        type: list
        of: {type: record, fields: {who: {type: text, required: true}, number: integer}}
      cases: {type: record, fields: {genitive: text, dative: text}}
  plan:
    single: true
    fields: {due: {type: period, from: starts, to: ends, required: true}}
)"},
                out);
  REQUIRE_EQ(findings_of(out), "");
  return schema;
}

const Schema& schema() {
  static const auto instance = small_schema();
  return instance;
}

Input read(const std::string& text) {
  Input input;
  Diagnostics out;
  std::vector<std::string> also_read;
  read_input(
      ".", {"inputs/a.yaml", text}, schema(),
      [&](Record&& record) { input.records.push_back(std::move(record)); }, also_read, out);
  input.findings = findings_of(out);
  return input;
}

/// Reads one event with these fields, given as `name: value`.
Input event(const std::string& fields) {
  return read("events:\n  - id: e\n    title: t\n    " + fields + "\n");
}

std::string faults_of(const std::string& fields) { return event(fields).findings; }

TEST_CASE("a record has its values, typed, with their places") {
  const auto input = read(R"(events:
  - id: семинар
    title: 5
    date: 2020-10
    opened: 01.12.2020
    status: done
    count: 12
    share: 47,8
    public: да
    schools: [a, b]
    guests: [{who: учителя, number: 3}]
    cases: {genitive: семинара}
)");
  CHECK_EQ(input.findings, "");
  REQUIRE_EQ(input.records.size(), 1);
  CHECK_EQ(input.records[0].mark, Mark{2, 5, 2});
  CHECK_EQ(input.records[0].origin.file, "inputs/a.yaml");
  CHECK_EQ(input.text("title"), "5");
  CHECK_EQ(input.text("date"), "2020-10");
  CHECK(input.field("date").period->precision == language::Precision::kMonth);
  CHECK_EQ(input.text("opened"), "2020-12-01");
  CHECK(input.value("count") == Value(std::int64_t{12}));
  CHECK(input.value("share") == Value(47.8));
  CHECK(input.value("public") == Value(std::int64_t{1}));
  CHECK_EQ(input.field("schools").items.size(), 2);
  CHECK_EQ(input.field("schools").items[1].mark, Mark{10, 18, 1});
  CHECK(input.field("guests").items[0].items[1].value == Value(std::int64_t{3}));
  CHECK(input.field("cases").items[0].value == Value("семинара"));
  CHECK_FALSE(input.field("cases").items[1].present());
}

TEST_CASE("nothing and blanks are absent") {
  const auto input = event("opened:\n    count: ~\n    share: \"\"\n    status: '  '\n    schools: []");
  CHECK_EQ(input.findings, "");
  for (const auto* name : {"opened", "count", "share", "status"}) CHECK_FALSE(input.field(name).present());
}

TEST_CASE("a single value is a list of one, and a block of text loses its last line end") {
  CHECK_EQ(event("schools: a").field("schools").items.size(), 1);
  CHECK_EQ(event("guests: {who: учителя}").field("guests").items.size(), 1);
  CHECK_EQ(read("events:\n  id: e\n  title: >\n    one\n    two\n").text("title"), "one two");
}

TEST_CASE("whole numbers are strict") {
  CHECK_EQ(faults_of("count: 012"),
           "inputs/a.yaml:4:12: [leading-zero] поле `count`: число «012» начинается с нуля; запишите число "
           "без нуля впереди\n");
  CHECK_EQ(
      faults_of("count: 5.0"),
      "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается целое число, а здесь «5.0»; запишите его "
      "без дробной части\n");
  CHECK_EQ(faults_of("count: двенадцать"),
           "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается целое число, а здесь «двенадцать»; "
           "запишите одни цифры, например `12`\n");
  CHECK_EQ(faults_of("count: 0x10"),
           "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается целое число, а здесь «0x10»; запишите "
           "одни цифры, например `12`\n");
  CHECK_EQ(faults_of("count: 99999999999999999999"),
           "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается целое число, а здесь "
           "«99999999999999999999»; запишите одни цифры, например `12`\n");
  CHECK_EQ(faults_of("count: -1"),
           "inputs/a.yaml:4:12: [out-of-range] поле `count`: -1 меньше допустимого (0); проверьте число\n");
  CHECK_EQ(
      faults_of("count: 101"),
      "inputs/a.yaml:4:12: [out-of-range] поле `count`: 101 больше допустимого (100); проверьте число\n");
  CHECK_EQ(faults_of("count: [1, 2]"),
           "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается одно значение, а здесь список; если это "
           "текст, возьмите его в кавычки\n");
}

TEST_CASE("numbers take a point or a comma, and nothing else") {
  CHECK(event("share: 47.8").value("share") == Value(47.8));
  CHECK(event("share: −0,5").value("share") == Value(-0.5));
  CHECK(event("share: 5").value("share") == Value(5.0));
  CHECK_EQ(faults_of("share: 1_000"),
           "inputs/a.yaml:4:12: [wrong-type] поле `share`: ожидается число, а здесь «1_000»; запишите одни "
           "цифры, например `3,5`\n");
  CHECK_EQ(faults_of("share: 1,"),
           "inputs/a.yaml:4:12: [wrong-type] поле `share`: ожидается число, а здесь «1,»; запишите одни "
           "цифры, например `3,5`\n");
  CHECK_EQ(faults_of("share: .inf"),
           "inputs/a.yaml:4:12: [wrong-type] поле `share`: ожидается число, а здесь «.inf»; запишите одни "
           "цифры, например `3,5`\n");
}

TEST_CASE("truth values in two languages") {
  CHECK(event("public: yes").value("public") == Value(std::int64_t{1}));
  CHECK(event("public: Нет").value("public") == Value(std::int64_t{0}));
  CHECK_EQ(faults_of("public: 1"),
           "inputs/a.yaml:4:13: [wrong-type] поле `public`: ожидается `да` или `нет`, а здесь «1»; запишите "
           "одно из них\n");
}

TEST_CASE("days that are not in the calendar are told apart from what is no day") {
  CHECK_EQ(
      faults_of("opened: 31.11.2020"),
      "inputs/a.yaml:4:13: [impossible-date] даты «31.11.2020» нет в календаре; проверьте день и месяц\n");
  CHECK_EQ(
      faults_of("opened: 2021-02-29"),
      "inputs/a.yaml:4:13: [impossible-date] даты «2021-02-29» нет в календаре; проверьте день и месяц\n");
  CHECK_EQ(faults_of("opened: 01.12.20"),
           "inputs/a.yaml:4:13: [wrong-type] поле `opened`: ожидается день, а здесь «01.12.20»; запишите "
           "`2020-12-01` или `01.12.2020`\n");
  CHECK_EQ(faults_of("opened: 2020-12"),
           "inputs/a.yaml:4:13: [wrong-type] поле `opened`: ожидается день, а здесь «2020-12»; запишите "
           "`2020-12-01` или `01.12.2020`\n");
}

TEST_CASE("a period may be a day, days, a month, a quarter, a year, or have two ends") {
  CHECK_EQ(event("date: 12.10.2020").text("date"), "2020-10-12");
  CHECK_EQ(event("date: 2020-Q4").text("date"), "2020-Q4");
  CHECK_EQ(event("date: 2020").text("date"), "2020");
  CHECK_EQ(event("date: [2020-10-30, 29.10.2020]").text("date"), "2020-10-29,2020-10-30");
  CHECK_EQ(event("date: [2020-10-30]").text("date"), "2020-10-30");
  const auto span = event("from: 2020-10-12\n    to: 2020-11-27");
  CHECK_EQ(span.text("date"), "2020-10-12/2020-11-27");
  CHECK_EQ(span.field("date").mark, Mark{4, 11, 10});
  CHECK_EQ(faults_of("date: осенью"),
           "inputs/a.yaml:4:11: [wrong-type] поле `date`: ожидается день, месяц, квартал или год, а здесь "
           "«осенью»; "
           "запишите день `2020-12-01`, месяц `2020-12`, квартал `2020-Q4`, год `2020` или дни списком\n");
  CHECK_EQ(
      faults_of("date: [2020-10-29, 31.11.2020]"),
      "inputs/a.yaml:4:24: [impossible-date] даты «31.11.2020» нет в календаре; проверьте день и месяц\n");
}

TEST_CASE("the ends of a period go together, and alone") {
  CHECK_EQ(faults_of("from: 2020-10-12"),
           "inputs/a.yaml:4:11: [incomplete-period] указано `from`, но нет `to`; добавьте `to` или запишите "
           "один день в `date`\n");
  CHECK_EQ(faults_of("to: 2020-10-12"),
           "inputs/a.yaml:4:9: [incomplete-period] указано `to`, но нет `from`; добавьте `from` или запишите "
           "один день в `date`\n");
  CHECK_EQ(faults_of("date: 2020\n    from: 2020-10-12\n    to: 2020-11-27"),
           "inputs/a.yaml:5:11: [period-twice] указано и `date`, и `from`/`to`; оставьте что-то одно\n");
  CHECK_EQ(
      faults_of("from: 2020-10-12\n    to: 31.11.2020"),
      "inputs/a.yaml:5:9: [impossible-date] даты «31.11.2020» нет в календаре; проверьте день и месяц\n");
  CHECK_EQ(read("plan: {}").findings,
           "inputs/a.yaml:1:7: [missing-field] нет обязательного поля `due`; добавьте `due:` или `starts:` и "
           "`ends:`\n");
  CHECK_EQ(read("plan: {starts: 2020, ends: 2021}").findings, "");
}

TEST_CASE("an enumeration suggests what was meant") {
  CHECK_EQ(
      faults_of("status: dne"),
      "inputs/a.yaml:4:13: [unknown-value] поле `status` не принимает значения «dne»; возможно, `done`\n");
  CHECK_EQ(faults_of("status: Исполнено"),
           "inputs/a.yaml:4:13: [unknown-value] поле `status` не принимает значения «Исполнено»; возможно, "
           "`done`\n");
  CHECK_EQ(faults_of("status: xyzzy"),
           "inputs/a.yaml:4:13: [unknown-value] поле `status` не принимает значения «xyzzy»; допустимо: "
           "done, planned\n");
}

TEST_CASE("every fault of a file is reported in one run, and its records are delivered all the same") {
  const auto input = read(R"(events:
  - id: a
    tilte: Семинар
    count: много
  - title: b
    guests:
      - {number: x}
      -
  - просто текст
evnts:
  - id: c
  - id: d
schools:
  -
)");
  CHECK_EQ(
      input.findings,
      "inputs/a.yaml:2:5: [missing-field] нет обязательного поля `title`; добавьте `title:`\n"
      "inputs/a.yaml:3:5: [unknown-field] неизвестное поле `tilte`; возможно, `title`\n"
      "inputs/a.yaml:4:12: [wrong-type] поле `count`: ожидается целое число, а здесь «много»; запишите одни "
      "цифры, например `12`\n"
      "inputs/a.yaml:5:5: [missing-field] нет обязательного поля `id`; добавьте `id:`\n"
      "inputs/a.yaml:7:10: [missing-field] нет обязательного поля `who`; добавьте `who:`\n"
      "inputs/a.yaml:7:18: [wrong-type] поле `number`: ожидается целое число, а здесь «x»; запишите одни "
      "цифры, например `12`\n"
      "inputs/a.yaml:8:7: [empty-item] пустой пункт в списке `guests`; удалите его или допишите\n"
      "inputs/a.yaml:9:5: [wrong-type] запись в `events` должна состоять из полей; запишите поля строками "
      "`имя: значение`\n"
      "inputs/a.yaml:10:1: [unknown-collection] неизвестная коллекция `evnts`; возможно, `events`\n"
      "inputs/a.yaml:14:3: [wrong-type] пустая запись в `schools`; запишите поля строками `имя: значение`\n");
  REQUIRE_EQ(input.records.size(), 2);
  CHECK_EQ(input.text("id"), "a");
  CHECK_FALSE(input.field("count").present());
}

TEST_CASE("an empty required field is told at its place") {
  CHECK_EQ(read("events:\n  - id: a\n    title:\n").findings,
           "inputs/a.yaml:3:5: [missing-field] обязательное поле `title` пусто; заполните его\n");
}

TEST_CASE("records keyed by their names instead of listed") {
  CHECK_EQ(read("schools:\n  pokrovskaya:\n    name: Покровская\n  other: {name: x}\n").findings,
           "inputs/a.yaml:2:3: [not-a-list] записи `schools` перечисляются списком; вместо `pokrovskaya:` "
           "запишите `- id: pokrovskaya`\n");
}

TEST_CASE("collections may be empty, and a file too") {
  CHECK_EQ(read("events:\nschools: []\n").findings, "");
  CHECK_EQ(read("evnts:\n").findings,
           "inputs/a.yaml:1:1: [unknown-collection] неизвестная коллекция `evnts`; возможно, `events`\n");
  CHECK_EQ(read("").findings, "");
}

TEST_CASE("messages come in English too") {
  Diagnostics out;
  std::vector<std::string> also_read;
  read_input(
      ".", {"a.yaml", "events:\n  - {id: a, title: [x]}\n"}, schema(), [](Record&&) {}, also_read, out);
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order()[0].message.en, "the field `title`: expected a single value, found a list");
}

TEST_CASE("which files hold records") {
  CHECK(is_record_file("inputs/activities/2020-12.yaml"));
  CHECK(is_record_file("inputs/schema/a.yml"));
  CHECK(is_record_file("inputs/old/schema.yaml"));
  CHECK_FALSE(is_record_file("inputs/schema.yaml"));
  CHECK_FALSE(is_record_file("inputs/checks.yml"));
  CHECK_FALSE(is_record_file("inputs/results.csv"));
  CHECK_FALSE(is_record_file("templates/report.yaml"));
}

}  // namespace
}  // namespace svodka::load
