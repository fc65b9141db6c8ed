#include <doctest/doctest.h>

#include <algorithm>

#include "cli/region_project.h"

// A region: many projects in one run, and totals of all of them.

namespace svodka {
namespace {

using Region = RegionFolder;

// The documents that were made, with their project.
std::vector<std::string> made(const RegionResult& result) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& folder, const BuildResult& of) {
    for (const auto& document : of.documents) {
      if (!document.causes.empty()) names.push_back(folder + document.document);
    }
  };
  for (const auto& project : result.projects) add(project.member.id + "/", project.result);
  if (result.own) add("", *result.own);
  return names;
}

TEST_CASE("region: every project's documents, and the region's totals of all of them") {
  const Region region;
  const auto result = region.build();
  CHECK(region.findings.empty());
  CHECK_FALSE(result.failed);
  CHECK(has(region.read("municipalities/dubrava/outputs/2020-12/Справка.txt"),
            "Проведено мероприятий: 1\n- Семинар по функциональной грамотности, 8"));
  CHECK_EQ(region.read("outputs/2020-12/Сводка.txt"),
           "Проведено по области: 6, писали 130, школ 4.\n"
           "- Берёзовский район: 2, 60\n- Дубрава: 1, 60\n- Сосновка: 3, 10\n");
  CHECK_EQ(test::text_of(region.read("outputs/2020-12/Сводка.docx")),
           "Проведено мероприятий: 6, писали 130.\n"
           "Берёзовский район | 2 | 60\nДубрава | 1 | 60\nСосновка | 3 | 10\n\n");
  if (test::shell("/", "/usr/bin/python3 -c 'import openpyxl' 2>/dev/null").code != 0) return;
  const auto cells = test::shell(region.path(), R"(/usr/bin/python3 -c "
import openpyxl
for row in openpyxl.load_workbook('outputs/2020-12/Сводка.xlsx', data_only=True).active.values: print(*row)
")");
  CHECK_EQ(
      cells.output,
      "Муниципалитет Проведено Писали\nБерёзовский район 2 60\nДубрава 1 60\nСосновка 3 10\nВсего 6 130\n");
}

TEST_CASE("region: a project is built as if it were alone, whatever the number of jobs") {
  const Region alone;
  for (const char* name : kMunicipalities) alone.build_alone(name);
  const auto expected = outputs(alone.path());
  REQUIRE_GE(expected.size(), 9);
  const Region one;
  one.build({.jobs = 1});
  const auto all = outputs(one.path());
  for (const auto& [path, bytes] : expected) {
    CAPTURE(path);
    REQUIRE(all.contains(path));
    CHECK(all.at(path) == bytes);
  }
  for (const int jobs : {2, 4}) {
    const Region several;
    several.build({.jobs = jobs});
    CHECK(outputs(several.path()) == all);
  }
}

TEST_CASE("region: only what changed is made again, the totals too when they show it") {
  const Region region;
  CHECK_EQ(made(region.build()).size(), 6);
  CHECK(made(region.build()).empty());
  // A lesson more in one municipality.
  region.replace("municipalities/dubrava/inputs/records.yaml", "results:",
                 "  - {id: visit, title: Посещение уроков, date: 2020-12-21, status: done}\nresults:");
  CHECK_EQ(made(region.build()),
           std::vector<std::string>{"dubrava/Справка.txt", "Сводка.txt", "Сводка.docx", "Сводка.xlsx"});
  CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "Проведено по области: 7"));
  // A word that the region does not show.
  region.replace("municipalities/dubrava/inputs/records.yaml", "Семинар по", "Практикум по");
  CHECK_EQ(made(region.build()), std::vector<std::string>{"dubrava/Справка.txt"});
  // Built alone in between: its documents are those of the region's run, and the totals follow.
  region.replace("municipalities/sosnovka/inputs/records.yaml", "participants: 10, marks-2: 2",
                 "participants: 11, marks-2: 3");
  region.build_alone("sosnovka");
  CHECK(made(region.build()).size() == 3);
  CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "писали 131"));
}

TEST_CASE("region: a project with errors is named, and the totals are not made, or say what they lack") {
  const Region region;
  region.break_sosnovka();
  auto result = region.build();
  CHECK(result.failed);
  CHECK(region.found("impossible-date", "municipalities/sosnovka/inputs/records.yaml"));
  CHECK(result.projects[2].failed);
  CHECK_FALSE(result.own);
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12/Сводка.txt"));
  CHECK(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));

  result = region.build({.keep_going = true});
  CHECK(result.failed);
  CHECK(region.found("project-missing", "projects.yaml"));
  CHECK_EQ(region.read("outputs/2020-12/Сводка.txt"),
           "Проведено по области: 3, писали 120, школ 3.\n- Берёзовский район: 2, 60\n- Дубрава: 1, 60\n");
  CHECK(has(region.read("outputs/2020-12/manifest.json"), "нет проекта «Сосновка»"));

  const auto said = region.run("build --period 2020-12");
  CHECK_EQ(region.code, 1);
  CHECK(has(said, "municipalities/sosnovka/inputs/records.yaml:7:"));
  CHECK(has(said, "2020-12-35"));
}

TEST_CASE("region: mistakes in projects.yaml have their places and hints") {
  const Region region;
  const auto check = [&](const std::string& file) {
    region.folder.write("projects.yaml", file);
    return region.run("check --period 2020-12");
  };
  auto said =
      check("projects:\n  - {folder: municipalities/dubrava, nam: Дубрава}\n  - municipalities/dubravа\n");
  CHECK(has(said, "projects.yaml:2:38: error[unknown-key]"));
  CHECK(has(said, "возможно, `name`"));
  CHECK(has(said, "projects.yaml:3:5: error[no-folder]"));
  CHECK(has(said, "возможно, `municipalities/dubrava`"));
  said = check(
      "projects:\n  - {id: a, folder: municipalities/dubrava}\n  - {id: a, folder: "
      "municipalities/sosnovka}\n");
  CHECK(has(said, "projects.yaml:3:21: error[project-twice]"));
  CHECK(has(said, "projects.yaml:2:21"));
  said = check("projects: [districts/*, templates, ., municipalities/dubrava, municipalities/dubrava]\n");
  CHECK(has(said, "под «districts/*» нет ни одной папки с проектом"));
  CHECK(has(said, "в папке «templates» нет проекта"));
  CHECK(has(said, "error[wrong-folder]"));
  CHECK(has(said, "проект «municipalities/dubrava» уже назван"));
  CHECK(has(check("projects: [municipalites/*]\n"), "возможно, `municipalities`"));
  said = check("project: [municipalities/*]\n");
  CHECK(has(said, "возможно, `projects`"));
  region.folder.write("municipalities/dubrava/projects.yaml", "projects: [a]\n");
  CHECK(has(check("projects: [municipalities/*]\n"), "error[nested-region]"));
  CHECK_EQ(region.code, 1);
}

TEST_CASE("region: a total leads to the lines of the municipalities, through tables and views") {
  const Region region;
  REQUIRE_EQ(test::shell(region.path(), "svodka build -q --period 2020-12").code, 0);
  const auto traced = region.run("trace outputs/2020-12/Сводка.txt");
  CAPTURE(traced);
  CHECK(has(traced, "130"));
  for (const char* name : kMunicipalities)
    CHECK(has(traced, "municipalities/" + std::string(name) + "/inputs/records.yaml:"));
  CHECK(has(traced, "results.participants"));
  const auto cell = region.run("trace outputs/2020-12/Сводка.xlsx C3");
  CAPTURE(cell);
  CHECK(has(cell, "municipalities/dubrava/inputs/records.yaml:9:"));
  CHECK_FALSE(has(cell, "sosnovka"));
  CHECK(has(region.run("trace outputs/2020-12/Сводка.xlsx B4"),
            "municipalities/sosnovka/inputs/records.yaml:7:"));
  // A project that was built again since is no witness any more.
  region.replace("municipalities/dubrava/inputs/records.yaml", "Семинар", "Практикум");
  REQUIRE_EQ(test::shell(region.path() / "municipalities/dubrava", "svodka build -q --period 2020-12").code,
             0);
  CHECK(has(region.run("trace outputs/2020-12/Сводка.xlsx C3"),
            "проект «Дубрава» собран заново после документа"));
}

TEST_CASE("region: queries see all projects, and slips in their names are told") {
  const Region region;
  CHECK_EQ(
      region.run(
          "query --format csv 'SELECT project, count(*) AS n FROM projects.activities GROUP BY project'"),
      "project;n\r\nberezovka;3\r\ndubrava;1\r\nsosnovka;3\r\n");
  // Lists hold on to their records, across all projects.
  CHECK_EQ(
      region.run(
          "query --format csv 'SELECT a.project, a.id, count(*) AS n FROM projects.activities a JOIN "
          "projects.activities_schools s ON s._parent = a._row WHERE a.id = \"seminar\" GROUP BY a._row'"),
      "project;id;n\r\nberezovka;seminar;2\r\ndubrava;seminar;1\r\n");
  CHECK(has(region.run("query 'SELECT * FROM projects.activites'"), "возможно, `projects.activities`"));
  CHECK(has(region.run("query 'SELECT dat FROM projects.activities'"), "возможно, `date`"));
  CHECK(has(region.run("query"), "projects.done_activities"));
  CHECK(has(region.run("-C municipalities/dubrava query 'SELECT * FROM projects.activities'"),
            "projects.yaml"));
}

TEST_CASE("region: one period for all, reports by name, and nothing in a dry run") {
  const Region region;
  const auto dry = region.run("build --dry-run");
  CHECK_EQ(region.code, 0);
  CHECK_FALSE(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));
  // The latest month with facts is December in each of them, though Dubrava has none after the 8th.
  CHECK(has(region.run("build report"), "Берёзовский район"));
  CHECK_EQ(region.code, 0);
  CHECK(fs::exists(region.path() / "municipalities/sosnovka/outputs/2020-12/Справка.txt"));
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12/Сводка.txt"));
  CHECK(has(region.run("build repport"), "возможно, `report`"));
  CHECK_EQ(region.code, 1);
  // The region's own report needs the records of all, but none of their documents.
  fs::remove_all(region.path() / "municipalities/dubrava/outputs");
  region.run("build totals");
  CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "Проведено по области: 6"));
  CHECK_FALSE(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));
}

TEST_CASE("region: personal data of the projects stay hidden, equal ones by one number") {
  const Region region;
  region.replace("municipalities/sosnovka/inputs/records.yaml", "+7 35300 3-33-33", "+7 35300 1-11-11");
  region.folder.write("templates/people.yaml", R"(title: Люди
outputs: [{template: people.txt, file: Люди.txt}]
data:
  people: SELECT project, phone FROM projects.people ORDER BY project
  officials: SELECT count(DISTINCT phone) AS phones, min(phone) AS least FROM projects.officials
)");
  region.folder.write(
      "templates/people.txt",
      "{{#people}}{{project}} {{phone}}\n{{/people}}{{officials.phones}} {{officials.least}}\n");
  region.run("build people --redact --period 2020-12");
  CHECK_EQ(region.read("outputs/2020-12/Люди (обезличено).txt"),
           "berezovka [скрыто 1]\ndubrava [скрыто 2]\nsosnovka [скрыто 1]\n2 [скрыто 1]\n");
  region.run("build people --period 2020-12");
  CHECK(has(region.read("outputs/2020-12/Люди.txt"), "dubrava +7 35300 2-22-22"));
  // What hiding cannot reach is told by its place.
  region.folder.write("templates/people.txt",
                      "Звоните: +7 35300 2-22-22\n{{#people}}{{project}}\n{{/people}}");
  const auto said = region.run("build people --redact --period 2020-12");
  CHECK(has(said, "personal-data-left"));
  CHECK(has(said, "municipalities/dubrava/inputs/records.yaml:5:"));
}

}  // namespace
}  // namespace svodka
