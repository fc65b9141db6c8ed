#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// Personal data: what templates do not ask for stands nowhere in the outputs, and what is made without them
// does not let them out by any way that a query can take.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = R"(collections:
  pupils:
    key: id
    ru: Ученики
    en: Pupils
    fields:
      id: {type: text, required: true, personal: true, ru: Номер, en: Id}
      name: {type: text, personal: true, ru: Имя, en: Name}
      born: {type: day, personal: true, ru: Дата рождения, en: Born}
      mother: {type: record, personal: true, ru: Мать, en: Mother, fields: {name: {type: text, ru: Имя, en: Name}}}
      health: {type: list, of: {type: text}, personal: true, ru: Здоровье, en: Health}
      school: {type: reference, to: organisations, ru: Школа, en: School}
      note: {type: text, ru: Заметка, en: Note}
  marks:
    ru: Отметки
    en: Marks
    fields:
      pupil: {type: reference, to: pupils, ru: Ученик, en: Pupil}
      mark: {type: integer, ru: Отметка, en: Mark}
)";

constexpr const char* kRecords = R"(pupils:
  - {id: tayninskiy-p, name: Тайнинский Прохор, born: 2009-03-17, mother: {name: Утаёвская Зоя}, health: [скрытнодиагноз], school: school-1, note: пересдаёт}
  - {id: sekretova-l, name: Секретова Любава, born: 2009-11-29, school: school-1}
marks:
  - {pupil: tayninskiy-p, mark: 2}
  - {pupil: tayninskiy-p, mark: 4}
  - {pupil: sekretova-l, mark: 5}
)";

// Each of these is a way out that was tried: as it is, joined, in a view, in pieces, by functions.
constexpr const char* kData = R"(data:
  results: >
    SELECT 'Ученик ' || p.name AS "Школа", sum(m.mark) AS "Запланировано", count(*) AS "Выполнено"
      FROM marks m JOIN pupils p ON p.id = m.pupil GROUP BY p.id ORDER BY p._row
  ways: >
    SELECT upper(name) || '/' || lower(mother_name) || '/' || coalesce(born, '') AS way FROM pupils
    UNION ALL SELECT hex(name) FROM pupils
    UNION ALL SELECT substr(name, 1, 6) || '-' || substr(name, 7) FROM pupils
    UNION ALL SELECT replace(id, '-', '') FROM pupils UNION ALL SELECT pupil FROM marks
    UNION ALL SELECT group_concat(value) FROM pupils_health
    UNION ALL SELECT group_concat(value, ' ') FROM texts WHERE collection IN ('pupils', 'pupils_health', 'marks')
    UNION ALL SELECT json_group_array(name) FROM main.pupils
    UNION ALL SELECT 'было ' || name FROM previous.pupils
    UNION ALL SELECT min(born) FROM pupils
  pupils: SELECT name, born, note FROM pupils ORDER BY _row
)";

class Project {
 public:
  Project() {
    ok("svodka new . -q && rm templates/*");
    folder_.write("inputs/schema.yaml", kSchema);
    folder_.write("inputs/pupils.yaml", kRecords);
    fs::copy(fs::path(SVODKA_ROOT) / "docs/examples/word/chart.docx",
             folder_.path() / "templates/chart.docx");
    fs::copy(fs::path(SVODKA_ROOT) / "docs/examples/odt/letterhead.odt",
             folder_.path() / "templates/letterhead.odt");
    folder_.write("templates/page.txt",
                  "{{#ways}}{{way}}\n{{/ways}}{{#pupils}}{{name}} {{born}} {{note}}\n{{/pupils}}");
    folder_.write("templates/page.html",
                  "<html><body>{{#ways}}<p>{{way}}</p>{{/ways}}{{#pupils}}<p "
                  "title=\"{{name}}\">{{born}}</p>{{/pupils}}</body></html>");
    folder_.write("templates/page.csv",
                  "{{#ways}}{{way}}\n{{/ways}}{{#pupils}}{{name}};{{born}}\n{{/pupils}}");
  }

  void report(const std::string& keys) const {
    folder_.write("templates/page.yaml",
                  "title: К совещанию\n" + keys +
                      "outputs:\n"
                      "  - template: page.txt\n  - template: page.html\n  - template: page.csv\n"
                      "  - template: chart.docx\n"
                      "  - file: \"К совещанию.xlsx\"\n"
                      "    properties: {subject: \"{{first.name}}\"}\n"
                      "    sheets:\n"
                      "      - name: Список\n"
                      "        rows: results\n"
                      "        columns: [{header: Ученик, value: Школа}, {header: Сумма, value: "
                      "Запланировано}, {header: Работ, value: Выполнено}]\n"
                      "        charts: [{type: column, categories: Школа, series: [{column: Запланировано}], "
                      "place: below}]\n" +
                      std::string(kData) + "  first: SELECT name FROM pupils LIMIT 1\n");
  }

  ShellResult run(const std::string& command) const {
    return shell(folder_.path(), "{ " + command + "; } 2>&1");
  }
  std::string ok(const std::string& command) const {
    const auto result = run(command);
    CHECK_MESSAGE(result.code == 0, command << "\n" << result.output);
    return result.output;
  }
  // What of the words stands in the files that were made; data.db keeps all records and is no document.
  std::string leaks(const std::string& words) const {
    return run("rm -rf seen && mkdir seen && cp -r outputs/2026-09 seen/ && rm -f seen/2026-09/data.db && "
               "/usr/bin/python3 '" +
               std::string(SVODKA_TESTS_DIR) + "/cli/leaks.py' seen " + words)
        .output;
  }
  TempFolder folder_;
};

constexpr const char* kPersonal =
    "Тайнинский Прохор Тайнин Секретова Любава Утаёвская скрытнодиагноз tayninskiy sekretova 2009-03-17 "
    "17.03.2009 29.11.2009";

TEST_CASE("redact: copies without personal data, whatever way a query takes") {
  const Project project;
  project.report("");
  project.ok("svodka build -q --period 2026-08 --as-of 2026-09-30 && svodka build -q");
  CHECK(project.leaks("Тайнинский") != "\n");  // the test can see it
  const auto plain = contents(project.folder_.path() / "outputs/2026-09/page.txt");
  project.ok("svodka build --redact");
  CHECK_EQ(contents(project.folder_.path() / "outputs/2026-09/page.txt"), plain);
  for (const char* name : {"page", "chart", "К совещанию"}) {
    CAPTURE(name);
    CHECK(project.ok("ls outputs/2026-09").find(std::string(name) + " (обезличено).") != std::string::npos);
  }
  project.ok(
      "cd outputs/2026-09 && find . -type f ! -name '*обезличено*' ! -name manifest.json ! -name data.db "
      "-delete");
  CHECK_EQ(project.leaks(kPersonal), "\n");
  // What is not personal stays, and sums and groups are those of the pupils.
  const auto page = contents(project.folder_.path() / "outputs/2026-09/page (обезличено).txt");
  CHECK(page.find("[скрыто 1]  пересдаёт\n[скрыто 2]") != std::string::npos);
  const auto book = project.ok(
      "/usr/bin/python3 -c \"import openpyxl; s = openpyxl.load_workbook('outputs/2026-09/К совещанию "
      "(обезличено).xlsx').active; "
      "print([[c.value for c in r] for r in s.iter_rows()])\"");
  CHECK_MESSAGE(book.find("['Ученик [скрыто 1]', 6, 2], ['Ученик [скрыто 2]', 5, 1]") != std::string::npos,
                book);
  // The previous month's words stand for the same people.
  CHECK(page.find("было [скрыто 1]") != std::string::npos);
  CHECK(project.run("svodka build --redact --trace").code == 2);
}

TEST_CASE(
    "redact: a report that is always made without personal data, and a warning where a text tells them") {
  const Project project;
  project.report("redact: true\n");
  project.ok("svodka build -q --trace");
  CHECK_EQ(project.leaks(kPersonal), "\n");
  CHECK_FALSE(fs::exists(project.folder_.path() / "outputs/2026-09/.trace/page.txt.json"));
  auto records = std::string(kRecords);
  records.replace(records.find("пересдаёт"), std::string("пересдаёт").size(), "сын «Утаёвская Зоя»");
  project.folder_.write("inputs/pupils.yaml", records);
  const auto said = project.ok("svodka build");
  CHECK_MESSAGE(said.find("warning[personal-data-left]: строка") != std::string::npos, said);
  CHECK_MESSAGE(said.find("pupils.mother_name") != std::string::npos, said);
  CHECK_MESSAGE(said.find("Утаёвская") == std::string::npos, said);
}

TEST_CASE("personal data: nothing but what templates ask for stands in the outputs") {
  const Project project;
  project.report("");
  project.folder_.write("templates/page.yaml",
                        "title: Сводка\noutputs:\n  - template: page.txt\n  - template: chart.docx\n  - "
                        "file: Сводка.xlsx\n    sheets: [{name: Лист, rows: results, "
                        "columns: [{header: Школа, value: Школа}, {header: Учеников, value: Выполнено}], "
                        "charts: [{type: bar, categories: Школа, "
                        "series: [{column: Выполнено}], place: below}]}]\n"
                        "data:\n  results: SELECT o.name AS \"Школа\", 1 AS \"Запланировано\", count(*) AS "
                        "\"Выполнено\" FROM pupils p JOIN "
                        "organisations o ON o.id = p.school GROUP BY o.id\n");
  project.folder_.write("templates/page.txt", "{{#results}}{{Школа}}: {{Выполнено}}\n{{/results}}");
  project.folder_.write("inputs/checks.yaml",
                        "rules:\n  - {rule: pupil-note, severity: warning, on: pupils, sql: \"SELECT _row, "
                        "name FROM pupils WHERE note "
                        "IS NOT NULL\", ru: \"{name} с заметкой\", en: \"{name} has a note\"}\n"
                        "  - {rule: pupil, severity: warning, on: pupils, sql: \"SELECT _row, name, id FROM "
                        "pupils\", ru: \"это {name} ({id})\", "
                        "en: \"this is {name} ({id})\"}\n");
  auto records = std::string(kRecords);
  records.replace(records.find("note: пересдаёт"), std::string("note: пересдаёт").size(),
                  "note: пересдаёт, waive: {pupil-note: так решено}");
  project.folder_.write("inputs/pupils.yaml", records);
  // What has changed since last month is told on the page of the period, as far as it may be.
  project.folder_.write("inputs/more.yaml",
                        "pupils: [{id: ушедший-у, name: Ушедший Устин, mother: {name: Утаёвская Зоя}}]\n");
  project.ok("svodka build -q --period 2026-08 --as-of 2026-09-30 && rm inputs/more.yaml");
  project.ok("svodka build -q --trace --annotate");
  CHECK(project.ok("cat outputs/2026-09/index.html").find("это [скрыто]") != std::string::npos);
  CHECK(fs::exists(project.folder_.path() / "outputs/2026-09/.trace/page.txt.json"));
  CHECK(project.ok("cat outputs/2026-09/manifest.json").find("так решено") != std::string::npos);
  CHECK_EQ(project.leaks(std::string(kPersonal) + " Ушедший Устин ушедший-у пересдаёт"), "\n");
}

}  // namespace
}  // namespace svodka::test
