#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "check/rules.h"
#include "load/yaml.h"
#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// svodka check and svodka explain, as scripts and people call them.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProject =
    R"(authority: {organisation: uo, municipality: Округ, region: Область, head: head, executor: head, recipient: uo}
organisations: [{id: uo, kind: authority, name: Управление}]
people: [{id: head, surname: Иванова, name: Анна, post: Начальник, phone: "1"}]
orders: [{id: order, issuer: uo, number: "1", date: 2020-08-27}]
plan: {title: план, years: 2020/2021, approved-by: order}
plan-items: [{id: item, number: "1", title: Семинары, due: 2021-05, responsible: [uo]}]
activities:
  - {id: a, plan-item: item, title: "Семинар \"Учитель\"", date: 2021-01-09, organisers: [uo], status: done, evidence: [{title: Список}]}
  - {id: b, plan-item: item, title: "Совет  школ", date: 2020-11-09, organisers: [uo], status: done, waive: {done-without-evidence: "протокол готовится"}}
  - {id: c, plan-item: item, title: В онлай-семинаре, date: 2020-11-09, organisers: [uo], status: done, evidence: [{title: Список}]}
)";

void write_project(const TempFolder& folder) {
  folder.write("inputs/base.yaml", kProject);
  folder.write(
      "templates/report.yaml",
      "title: Отчёт\noutputs: [{template: report.txt, file: a.txt}]\ndata:\n  plan: SELECT * FROM plan\n");
  folder.write("templates/report.txt", "План \"{{plan.title}}\", CОШ\n");
}

constexpr const char* kAsOf = " --period 2020-11 --as-of 2020-12-01 2>/dev/null";

nlohmann::json checked(const TempFolder& folder, const std::string& how) {
  return nlohmann::json::parse(shell(folder.path(), "svodka check --format " + how + kAsOf).output);
}

TEST_CASE("check: SARIF is as the standard wants it, with rules, fixes and suppressions") {
  const TempFolder folder;
  write_project(folder);
  shell(folder.path(), std::string("svodka check --format sarif") + kAsOf + " >out.sarif");
  for (const char* schema : {"sarif-2.1.0-rtm.5.json", "sarif-2.1.0-part.schema.json"}) {
    const auto valid = shell(folder.path(),
                             "/usr/bin/python3 -c \"import json, sys, jsonschema; "
                             "jsonschema.validate(json.load(open('out.sarif')), "
                             "json.load(open(sys.argv[1])))\" '" +
                                 (fs::path(SVODKA_TESTS_DIR) / "data/sarif" / schema).string() + "' 2>&1");
    CHECK_MESSAGE(valid.code == 0, schema, ": ", valid.output);
  }
  const auto run = checked(folder, "sarif")["runs"][0];
  int fixes = 0, suppressed = 0;
  for (const auto& result : run["results"]) {
    fixes += result.contains("fixes") ? 1 : 0;
    suppressed += result.contains("suppressions") ? 1 : 0;
  }
  CHECK_GE(fixes, 3);
  CHECK_EQ(suppressed, 1);
  for (const auto& rule : run["tool"]["driver"]["rules"]) {
    if (rule["id"] == "activity-after-report") CHECK_EQ(rule["defaultConfiguration"]["level"], "error");
    CHECK_FALSE(rule["id"].get<std::string>().empty());
  }
}

TEST_CASE("check: JSON tells the piece at fault and how to fix it, the order is that of the places") {
  const TempFolder folder;
  write_project(folder);
  const auto findings = checked(folder, "json")["findings"];
  int line = 0;
  bool quote = false, in_template = false;
  for (const auto& finding : findings) {
    if (finding["file"] == "inputs/base.yaml") {
      CHECK_GE(finding["line"].get<int>(), line);
      line = finding["line"];
    }
    if (finding["rule"] == "straight-quotes" && finding["file"] == "inputs/base.yaml" && !quote) {
      quote = true;
      CHECK_EQ(finding["column"], 46);
      CHECK_EQ(finding["length"], 2);  // \" in double quotes
      CHECK_EQ(finding["fix"][0]["text"], "«");
    }
    if (finding["rule"] == "mixed-alphabet") {
      in_template = finding["file"] == "templates/report.txt";
      CHECK_EQ(finding["line"], 1);
      CHECK_EQ(finding["column"], 24);
      CHECK_FALSE(finding.contains("fix"));  // templates are their authors'
    }
  }
  CHECK(quote);
  CHECK(in_template);
  CHECK_EQ(findings, checked(folder, "json")["findings"]);
}

TEST_CASE(
    "check: --select takes single rules, --statistics counts, spelling says when it cannot be checked") {
  const TempFolder folder;
  write_project(folder);
  const auto selected = checked(folder, "json --select no-break-space,double-space");
  for (const auto& finding : selected["findings"]) {
    const auto rule = finding["rule"].get<std::string>();
    CHECK_MESSAGE((rule == "double-space" || rule == "no-break-space"), rule);
  }
  CHECK(shell(folder.path(), std::string("svodka check --statistics") + kAsOf)
            .output.find("     1  activity-after-report       ошибка\n") != std::string::npos);
  const auto without = shell(
      folder.path(), std::string("DICPATH=/nowhere svodka check --period 2020-11 --as-of 2020-12-01 2>&1"));
  CHECK(without.output.find(
            "info[spelling-unchecked]: правописание не проверено: не установлен словарь hunspell-ru") !=
        std::string::npos);
}

TEST_CASE("check: a misspelt word is found, unless the project's list has it (needs hunspell-ru)") {
  const TempFolder folder;
  write_project(folder);
  const auto words = [&] {
    return shell(folder.path(), std::string("svodka check --select typo") + kAsOf +
                                    "; svodka check --select typo --period 2020-11 2>&1")
        .output;
  };
  if (words().find("spelling-unchecked") != std::string::npos) return;
  CHECK(words().find("возможная опечатка: «онлай» (может быть, «онлайн»)") != std::string::npos);
  folder.write("inputs/words.txt", "# слова проекта\nонлай   # так говорят\n");
  CHECK(words().find("онлай") == std::string::npos);
}

TEST_CASE("check: a misspelt format does not hide what is wrong with the sheets") {
  const TempFolder folder;
  folder.write("inputs/base.yaml", kProject);
  folder.write("templates/report.yaml",
               "title: Отчёт\noutputs:\n  - format: odss\n    file: a.xlsx\n    sheets: [{name: Л, rows: "
               "items, columns: "
               "[{header: №, value: nomber}]}]\ndata:\n  items: SELECT number FROM plan_items\n");
  const auto output =
      shell(folder.path(), "svodka check --period 2020-11 --as-of 2020-12-01 2>&1").output;
  CHECK(output.find("templates/report.yaml:3:13: error[unknown-value]") != std::string::npos);
  CHECK(output.find("nomber") != std::string::npos);
  CHECK_EQ(shell(folder.path(), std::string("svodka build") + kAsOf).code, 1);
  CHECK_FALSE(fs::exists(folder.path() / "outputs/2020-11/a.xlsx"));
}

TEST_CASE("explain: every rule, in both languages") {
  const TempFolder folder;
  write_project(folder);
  std::string names;
  for (const auto& rule : check::builtin_rules()) names += rule.name + " ";
  const auto all = shell(folder.path(), "for rule in " + names +
                                            "; do svodka explain $rule >/dev/null && svodka --lang en "
                                            "explain $rule >/dev/null || echo $rule; done");
  CHECK_EQ(all.output, "");
  CHECK(shell(folder.path(), "svodka explain straight-quotes")
            .output.starts_with("straight-quotes (info, исправляется)\n\n"));
}

TEST_CASE("explain: findings that are no rules, all of which the program can make") {
  std::string sources;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SVODKA_ROOT) / "generator")) {
    if (entry.path().extension() == ".cc") sources += contents(entry.path());
  }
  Diagnostics out;
  const auto root = load::parse_yaml(
      {"findings.yaml", contents(fs::path(SVODKA_ROOT) / "generator/cli/findings.yaml")}, out);
  REQUIRE(root);
  for (const auto& item : root->find("findings")->items) {
    const auto name = item.find("name")->scalar;
    CHECK_MESSAGE(sources.find("\"" + name + "\"") != std::string::npos, name);
    CHECK_NE(item.find("ru")->scalar, item.find("en")->scalar);
  }
  const TempFolder folder;
  CHECK(shell(folder.path(), "svodka explain dangling-reference")
            .output.find("ссылается на запись, которой нет") != std::string::npos);
  CHECK_EQ(shell(folder.path(), "svodka explain dangling-referense 2>/dev/null").code, 2);
}

}  // namespace
}  // namespace svodka::test
