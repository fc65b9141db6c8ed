#include <doctest/doctest.h>

#include <filesystem>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// svodka collect, from the blanks to the state of the returns.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = R"(collections:
  tests:
    fields:
      exam: {type: text}
      school: {type: reference, to: organisations, required: true}
      subject: {type: text, required: true}
      grade: {type: integer}
      pupils: {type: integer, min: 0, max: 500}
      form: {type: enum, values: {on-site: {ru: очно, en: on site}, online: {ru: дистанционно, en: online}}}
      teacher: {type: reference, to: people}
      date: day
      done: bool
)";

constexpr const char* kInputs = R"(organisations:
  - {id: pokrovskaya, kind: school, name: Покровская СОШ}
  - {id: vetlyanskaya, kind: school, name: Ветлянская СОШ}
  - {id: izobilnaya, kind: school, name: Изобильная СОШ}
people:
  - {id: petrova, surname: Петрова, name: Анна, post: учитель}
  - {id: sidorova, surname: Сидорова, name: Белла, post: учитель}
plan-items:
  - {id: математика, number: 5, title: pokrovskaya}
  - {id: русский язык, number: 5, title: pokrovskaya}
collect:
  id: vpr
  title: Результаты ВПР
  note: Заполните жёлтые ячейки.
  due: 2020-12-15
  collection: tests
  from: SELECT id, name FROM organisations WHERE kind = 'school' ORDER BY id
  recipient: school
  constants: {exam: vpr}
  rows: SELECT id AS subject, CAST(number AS INTEGER) AS grade FROM plan_items WHERE title = :id ORDER BY id
  free-rows: 3
  columns:
    Предмет: {field: subject, locked: да}
    Класс: {field: grade, locked: да}
    Писали: {field: pupils, required: да}
    Форма: form
    Учитель: {field: teacher, list: "SELECT id, surname || ' ' || substr(name, 1, 1) || '. ' || substr(name, 1, 1) || '.' FROM people ORDER BY id"}
    Дата: date
    Сдан: done
)";

struct CollectProject {
  TempFolder folder;
  CollectProject() {
    folder.write("inputs/schema.yaml", kSchema);
    folder.write("inputs/a.yaml", kInputs);
  }
  ShellResult run(const std::string& arguments) const {
    return shell(folder.path(), "svodka collect " + arguments + " --lang ru 2>.stderr");
  }
  std::string errors() const { return contents(folder.path() / ".stderr"); }
};

TEST_CASE("collect: blanks are made, filled in Excel and LibreOffice, taken and read") {
  const CollectProject project;
  const auto made = project.run("vpr --blanks");
  INFO(project.errors());
  REQUIRE_EQ(made.code, 0);
  CHECK_EQ(made.output,
           "./outputs/collect/vpr/izobilnaya.xlsx\n./outputs/collect/vpr/pokrovskaya.xlsx\n./outputs/collect/"
           "vpr/vetlyanskaya.xlsx\n");

  const auto filled =
      shell(project.folder.path(), "/usr/bin/python3 '" + std::string(SVODKA_TESTS_DIR) +
                                       "/cli/collect_returns.py' outputs/collect/vpr mail 2>&1");
  INFO(filled.output);
  REQUIRE_EQ(filled.code, 0);

  const auto taken = project.run("vpr --take mail");
  CHECK_EQ(taken.code, 1);
  CHECK_EQ(taken.output,
           "vpr: Результаты ВПР\n"
           "кто             ответ                                 ошибок\n"
           "──────────────  ────────────────────────────────────  ──────\n"
           "Изобильная СОШ  нет ответа\n"
           "Покровская СОШ  inputs/returns/vpr/pokrovskaya.xlsx        2\n"
           "Ветлянская СОШ  inputs/returns/vpr/vetlyanskaya.xlsx       1\n"
           "ответили: 2 из 3\n");
  const auto errors = project.errors();
  for (const char* line :
       {"Сводная школа (1).xlsx → inputs/returns/vpr/pokrovskaya.xlsx\n",
        "inputs/returns/vpr/pokrovskaya.xlsx: Данные!C7: error[wrong-type]: поле `pupils`: ожидается целое "
        "число, а здесь «пятнадцать»\n",
        "inputs/returns/vpr/pokrovskaya.xlsx: Данные!D7: error[unknown-value]: значения «заочно» нет среди "
        "`values` столбца «Форма»\n",
        "inputs/returns/vpr/vetlyanskaya.xlsx: Данные!C7: error[blank-cell]: ячейка «Писали» не заполнена\n",
        "inputs/returns/vpr/pokrovskaya.xlsx: Данные!B7: warning[changed-known]: в бланке здесь было «5», а "
        "теперь «6»\n",
        "чужая школа.xlsx: error[unknown-recipient]: «nobody» нет среди получателей этого сбора\n",
        "испорчен.xlsx: error[",
        "своя таблица.xlsx: error[unknown-return]: это не бланк, который был разослан\n"}) {
    CAPTURE(line);
    CHECK(errors.find(line) != std::string::npos);
  }
  const auto rows = shell(project.folder.path(),
                          "svodka query --format csv \"SELECT exam, school, subject, grade, pupils, form, "
                          "teacher, date, done, _source FROM tests\" 2>/dev/null | tr -d '\\r'");
  CHECK_EQ(rows.output,
           "exam;school;subject;grade;pupils;form;teacher;date;done;_source\n"
           "vpr;pokrovskaya;математика;5;14;on-site;petrova;2020-12-09;1;inputs/returns/vpr/"
           "pokrovskaya.xlsx:Данные!6\n"
           "vpr;pokrovskaya;русский язык;6;;;;;;inputs/returns/vpr/pokrovskaya.xlsx:Данные!7\n"
           "vpr;pokrovskaya;физика;8;9;;;;;inputs/returns/vpr/pokrovskaya.xlsx:Данные!8\n"
           "vpr;vetlyanskaya;химия;9;7;;sidorova;;;inputs/returns/vpr/vetlyanskaya.xlsx:Данные!6\n"
           "vpr;vetlyanskaya;биология;9;;;;;;inputs/returns/vpr/vetlyanskaya.xlsx:Данные!7\n");

  // Two returns of one school that differ: neither is taken.
  project.folder.write("twice/a.xlsx", contents(project.folder.path() / "mail/Сводная школа (1).xlsx"));
  project.folder.write("twice/b.xlsx",
                       contents(project.folder.path() / "outputs/collect/vpr/pokrovskaya.xlsx"));
  CHECK_EQ(project.run("vpr --take twice").code, 1);
  CHECK(project.errors().find("b.xlsx: error[returned-twice]") != std::string::npos);
  CHECK(contents(project.folder.path() / "inputs/returns/vpr/pokrovskaya.xlsx") ==
        contents(project.folder.path() / "twice/a.xlsx"));

  // The same blanks give the same bytes; a second file of one school is not taken in silence.
  const auto before = contents(project.folder.path() / "outputs/collect/vpr/izobilnaya.xlsx");
  project.run("vpr --blanks");
  CHECK(contents(project.folder.path() / "outputs/collect/vpr/izobilnaya.xlsx") == before);
  fs::copy_file(project.folder.path() / "inputs/returns/vpr/pokrovskaya.xlsx",
                project.folder.path() / "inputs/returns/vpr/ещё.xlsx");
  CHECK_EQ(project.run("").code, 1);
  CHECK(project.errors().find("error[returned-twice]: ответ «pokrovskaya» уже есть в файле "
                              "`inputs/returns/vpr/pokrovskaya.xlsx`") != std::string::npos);
}

TEST_CASE(
    "collect: a list with the same words twice makes no blanks; one with commas stands in the hidden sheet") {
  CollectProject project;
  std::string twice = kInputs;
  twice.replace(twice.find("surname: Сидорова, name: Белла"),
                std::string("surname: Сидорова, name: Белла").size(), "surname: Петрова, name: Алла");
  project.folder.write("inputs/a.yaml", twice);
  CHECK_EQ(project.run("vpr --blanks").code, 1);
  CHECK(project.errors().find("error[ambiguous-choice]: в списке дважды «Петрова А. А.»: и `petrova`, и "
                              "`sidorova`") != std::string::npos);
  CHECK_FALSE(fs::exists(project.folder.path() / "outputs/collect"));
  std::string schema = kSchema;
  schema.replace(schema.find("ru: очно"), std::string("ru: очно").size(), "ru: \"очно, в школе\"");
  project.folder.write("inputs/a.yaml", kInputs);
  project.folder.write("inputs/schema.yaml", schema);
  REQUIRE_EQ(project.run("vpr --blanks").code, 0);
  const auto list =
      shell(project.folder.path(),
            "/usr/bin/python3 -c \"import openpyxl\n"
            "b = openpyxl.load_workbook('outputs/collect/vpr/pokrovskaya.xlsx')\n"
            "v = [r.formula1 for r in b['Данные'].data_validations.dataValidation if 'D6' in r.sqref]\n"
            "print(v[0], b['_svodka']['E1'].value, b['_svodka']['E2'].value)\"");
  CHECK_EQ(list.output, "_svodka!$E$1:$E$2 очно, в школе дистанционно\n");
}

TEST_CASE("collect: what is asked for wrongly is said with its place") {
  CollectProject project;
  CHECK_EQ(project.run("vrp").code, 2);
  CHECK(project.errors().find("нет сбора «vrp»") != std::string::npos);
  std::string broken = kInputs;
  broken.replace(broken.find("FROM organisations WHERE"), 18, "FROM organisation ");
  project.folder.write("inputs/a.yaml", broken);
  CHECK_EQ(project.run("vpr --blanks").code, 1);
  CHECK(project.errors().find(
            "inputs/a.yaml:17:9: error[bad-query]: нет таблицы или представления `organisation`") !=
        std::string::npos);
  CHECK_FALSE(fs::exists(project.folder.path() / "outputs/collect"));
  broken = kInputs;
  broken.replace(broken.find("recipient: school"), 17, "recipient: scool ");
  project.folder.write("inputs/a.yaml", broken);
  CHECK_EQ(project.run("vpr --blanks").code, 2);
  CHECK(project.errors().find("неизвестное поле `scool`") != std::string::npos);
  project.folder.write("inputs/a.yaml", "organisations: []\n");
  CHECK_EQ(project.run("").code, 2);
  CHECK(project.errors().find("в проекте нет сборов") != std::string::npos);
}

}  // namespace
}  // namespace svodka::test
