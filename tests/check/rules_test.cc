#include "check/check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "language/spelling.h"
#include "load/yaml.h"
#include "store/document_tables.h"
#include "store/refresh.h"
#include "support/golden.h"
#include "support/paths.h"
#include "support/temp_folder.h"

namespace svodka::check {
namespace {

namespace fs = std::filesystem;
using load::Node;

const Node& cases_file() {
  static const Node root = [] {
    Diagnostics out;
    const auto node = load::parse_yaml(
        {"cases.yaml", test::contents(fs::path(SVODKA_TESTS_DIR) / "check/cases.yaml")}, out);
    REQUIRE_MESSAGE(node, "cases.yaml is no YAML");
    return *node;
  }();
  return root;
}

std::string words(const Node& node, std::string_view key) {
  const auto* found = node.find(key);
  return found == nullptr ? std::string() : found->scalar;
}

fs::path load_project(const test::TempFolder& folder, const std::string& name, const std::string& base,
                      const std::string& more) {
  folder.write(name + "/inputs/base.yaml", base);
  if (!more.empty()) folder.write(name + "/inputs/more.yaml", more);
  Diagnostics out;
  store::refresh(folder.path() / name, load::builtin_schema_definition(), folder.path() / name / "data.db",
                 out);
  for (const auto& finding : out.in_order())
    FAIL("the case's records are wrong: " << to_string(finding.at, Language::kRussian) << " "
                                          << finding.message.ru);
  return folder.path() / name / "data.db";
}

// Rows of the tables about documents, as a case gives them: by the names of columns.
class CaseDocuments : public store::DocumentRows {
 public:
  CaseDocuments(const store::Reader& reader, const Node* documents, const Node* steps)
      : documents_(rows(reader, "documents", documents)), steps_(rows(reader, "sign_off_steps", steps)) {}
  Rows documents(bool) override { return documents_; }
  Rows steps() override { return steps_; }

 private:
  static Rows rows(const store::Reader& reader, std::string_view table, const Node* list) {
    Rows rows;
    if (list == nullptr) return rows;
    const auto relations = reader.relations();
    const auto relation = std::find_if(relations.begin(), relations.end(),
                                       [&](const auto& each) { return each.name == table; });
    for (const auto& item : list->items) {
      rows.emplace_back();
      for (const auto& column : relation->columns) {
        const auto value = words(item, column.name);
        if (value.empty())
          rows.back().emplace_back();
        else if (column.type == ColumnType::kInteger)
          rows.back().emplace_back(std::int64_t{std::stoll(value)});
        else
          rows.back().emplace_back(value);
      }
    }
    return rows;
  }

  Rows documents_, steps_;
};

// What the rules say of a project, each as "place: message" under its rule; rules that are off run too.
std::multimap<std::string, std::string> findings(const fs::path& database, const fs::path& previous = {},
                                                 const Node& item = {}) {
  store::Reader reader(database, load::builtin_schema_definition(), {"2020-12", "2020-12-31", "2020-11"},
                       previous);
  reader.provide_documents(
      std::make_shared<CaseDocuments>(reader, item.find("documents"), item.find("steps")));
  reader.check_spelling();
  auto rules = builtin_rules();
  for (auto& rule : rules) rule.off = false;
  Diagnostics out;
  run_checks(reader, rules, out, [&](const std::string& file) {
    Diagnostics ignored;
    return read_source(database.parent_path(), file, ignored);
  });
  std::multimap<std::string, std::string> found;
  for (const auto& finding : out.in_order()) {
    auto place = to_string(finding.at, Language::kRussian);
    if (place.starts_with("inputs/")) place.erase(0, 7);
    auto line = place + ": " + finding.message.ru;  // with ordinary spaces, for reading
    for (auto at = line.find("\u00A0"); at != std::string::npos; at = line.find("\u00A0"))
      line.replace(at, 2, " ");
    found.emplace(finding.rule, std::move(line));
    CHECK_MESSAGE(finding.message.en.find('{') == std::string::npos, finding.rule);
  }
  return found;
}

TEST_CASE("checks: a sound project raises nothing, month after month") {
  const test::TempFolder folder;
  const auto database = load_project(folder, "p", words(cases_file(), "base"), "");
  for (const auto& [rule, finding] : findings(database)) FAIL_CHECK(rule << ": " << finding);
  for (const auto& [rule, finding] : findings(database, database)) FAIL_CHECK(rule << ": " << finding);
}

// What the rules say of each case of a list in cases.yaml.
template <typename See>
void each_case(const char* list, See see) {
  const auto base = words(cases_file(), "base");
  const test::TempFolder folder;
  const auto sound = load_project(folder, "sound", base, "");
  int number = 0;
  for (const auto& item : cases_file().find(list)->items) {
    auto changed = base;
    for (const auto* change : {item.find("change"), item.find("also")}) {
      if (change == nullptr) continue;
      const auto from = words(*change, "from");
      const auto at = changed.find(from);
      REQUIRE_MESSAGE(at != std::string::npos, from);
      changed.replace(at, from.size(), words(*change, "to"));
    }
    if (words(item, "needs") == "hunspell" && !language::Speller::russian()) continue;
    const auto database =
        load_project(folder, "case" + std::to_string(++number), changed, words(item, "add"));
    auto previous = words(item, "previous") == "true" ? sound : fs::path();
    if (words(item, "also-previous") == "true") previous = database;
    see(item, findings(database, previous, item));
  }
}

TEST_CASE("checks: each rule finds what it is for, at its place") {
  std::set<std::string> tried;
  each_case("cases", [&](const Node& item, const auto& found) {
    const auto rule = words(item, "rule");
    CAPTURE(rule);
    tried.insert(rule);
    CHECK_MESSAGE(found.contains(rule), "not found");
    if (!found.contains(rule)) return;
    CHECK_MESSAGE(!found.find(rule)->second.starts_with(": "), "found nowhere");
    if (const auto expected = words(item, "found"); !expected.empty())
      CHECK_EQ(found.find(rule)->second, expected);
    if (const auto count = words(item, "count"); !count.empty())
      CHECK_EQ(std::to_string(found.count(rule)), count);
  });
  for (const auto& rule : builtin_rules())
    CHECK_MESSAGE((tried.contains(rule.name) || rule.name == "typo"), rule.name << " has no case");
}

TEST_CASE("checks: each rule has a neighbour that it leaves alone") {
  std::set<std::string> tried;
  for (const auto& item : cases_file().find("quiet")->items) tried.insert(words(item, "rule"));
  for (const auto& rule : builtin_rules())
    CHECK_MESSAGE(tried.contains(rule.name), rule.name << " has no quiet case");
}

TEST_CASE("checks: what comes near to a rule does not raise it") {
  std::set<std::string> known;
  for (const auto& rule : builtin_rules()) known.insert(rule.name);
  each_case("quiet", [&](const Node& item, const auto& found) {
    const auto rule = words(item, "rule");
    CHECK_MESSAGE(known.contains(rule), rule);
    if (const auto raised = found.find(rule); raised != found.end())
      FAIL_CHECK(rule << ", " << words(item, "why") << ": " << raised->second);
  });
}

TEST_CASE("checks: every built-in rule is whole") {
  std::set<std::string> names;
  CHECK_GE(builtin_rules().size(), 50);
  for (const auto& rule : builtin_rules()) {
    CAPTURE(rule.name);
    CHECK(names.insert(rule.name).second);
    CHECK_FALSE(rule.sql.empty());
    CHECK_FALSE(rule.on.empty());
    for (const auto* text : {&rule.message, &rule.about}) {
      CHECK_FALSE(text->ru.empty());
      CHECK_FALSE(text->en.empty());
      CHECK_NE(text->ru, text->en);
    }
    CHECK_EQ(rule.hint.ru.empty(), rule.hint.en.empty());
  }
}

TEST_CASE("checks: the documentation is made from the rules (./dev accept writes it)") {
  CHECK_EQ(test::golden_difference(fs::path(SVODKA_ROOT) / "docs/checks.md",
                                   checks_as_markdown(Language::kEnglish)),
           "");
  CHECK_EQ(test::golden_difference(fs::path(SVODKA_ROOT) / "docs/checks.ru.md",
                                   checks_as_markdown(Language::kRussian)),
           "");
}

TEST_CASE(
    "checks: a project switches rules off, changes their severity and adds its own; mistakes are told") {
  const test::TempFolder folder;
  folder.write("inputs/checks.yaml",
               "rules:\n"
               "  - {rule: small-group, off: true}\n"
               "  - {rule: actor-missing, severity: error}\n"
               "  - {rule: no-topic, severity: warning, on: activities, at: topic, sql: 'SELECT _row, title "
               "FROM activities WHERE topic IS NULL', ru: 'нет темы «{title}»'}\n"
               "  - {rule: typografy, severity: worse}\n"
               "  - {rule: x, sqll: a}\n");
  Diagnostics out;
  const auto rules = project_rules(folder.path(), out);
  const auto find = [&](std::string_view name) {
    return std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.name == name; });
  };
  CHECK(find("small-group")->off);
  CHECK(find("actor-missing")->severity == Severity::kError);
  CHECK_EQ(find("no-topic")->message.en, "нет темы «{title}»");
  std::string lines;
  for (const auto& finding : out.sorted())
    lines += to_string(finding.at, Language::kRussian) + " " + finding.rule + " " + finding.hint.ru + "\n";
  CHECK_EQ(lines,
           "inputs/checks.yaml:5:5 missing-field возможно, `typography`\n"
           "inputs/checks.yaml:5:33 unknown-value бывают error, warning, info\n"
           "inputs/checks.yaml:6:15 unknown-key возможно, `sql`\n");
}

TEST_CASE("checks: a rule whose query or placeholder is wrong is itself a finding") {
  const test::TempFolder folder;
  const auto database = load_project(folder, "p", words(cases_file(), "base"), "");
  const store::Reader reader(database, load::builtin_schema_definition(),
                             {"2020-12", "2020-12-31", "2020-11"});
  Diagnostics out;
  run_checks(reader,
             {{.name = "a",
               .on = "activities",
               .sql = "SELECT titel FROM activities",
               .source = {.file = "inputs/checks.yaml", .line = 2}},
              {.name = "b",
               .on = "activities",
               .sql = "SELECT _row FROM activities",
               .message = text("нет {{topic}}", "no {{topic}}"),
               .source = {.file = "inputs/checks.yaml", .line = 3}}},
             out);
  REQUIRE_EQ(out.in_order().size(), 2);
  CHECK_EQ(out.in_order()[0].message.ru, "правило `a`: нет столбца `titel`");
  CHECK_EQ(out.in_order()[0].hint.ru, "возможно, `title`");
  CHECK_EQ(out.in_order()[1].message.ru,
           "правило `b`: в сообщении есть {topic}, а в запросе нет такого столбца");
}

// What run_checks() says of the base project under one rule: "place rule: message | hint".
std::vector<std::string> said(const Rule& rule) {
  const test::TempFolder folder;
  const auto database = load_project(folder, "p", words(cases_file(), "base"), "");
  const store::Reader reader(database, load::builtin_schema_definition(),
                             {"2020-12", "2020-12-31", "2020-11"});
  Diagnostics out;
  run_checks(reader, {rule}, out);
  std::vector<std::string> lines;
  for (const auto& finding : out.sorted())
    lines.push_back(to_string(finding.at, Language::kRussian) + " " + finding.rule + ": " +
                    finding.message.ru + (finding.hint.empty() ? "" : " | " + finding.hint.ru));
  return lines;
}

TEST_CASE("checks: a rule that cannot show a place says so at once") {
  const Position here{.file = "inputs/checks.yaml", .line = 3, .column = 10};
  const Rule sound{.name = "a",
                   .on = "activities",
                   .at = "title",
                   .sql = "SELECT _row FROM activities",
                   .message = same_text("m"),
                   .source = here};
  CHECK_EQ(said(sound), std::vector<std::string>{"inputs/base.yaml:21:12 a: m"});
  auto rule = sound;
  rule.sql = "SELECT title FROM activities";
  CHECK_EQ(said(rule), std::vector<std::string>{
                           "inputs/checks.yaml:3:10 check-sql: правило `a`: запрос не возвращает `_row` | "
                           "начните его с SELECT _row: по нему видно, какая запись с нарушением"});
  rule = sound;
  rule.on = "";
  CHECK_EQ(said(rule), std::vector<std::string>{
                           "inputs/checks.yaml:3:10 check-sql: правило `a`: не сказано, чьи это строки | "
                           "укажите таблицу: `on`"});
  rule.on = "activitys";
  CHECK_EQ(said(rule),
           std::vector<std::string>{
               "inputs/checks.yaml:3:10 check-sql: правило `a`: нет таблицы `activitys` | возможно, "
               "`activities`"});
  rule.on = "done_activities";  // a view: its rows were not written anywhere
  CHECK(said(rule).at(0).find("нет таблицы `done_activities`") != std::string::npos);
  rule = sound;
  rule.at = "titel";
  CHECK_EQ(said(rule), std::vector<std::string>{"inputs/checks.yaml:3:10 check-sql: правило `a`: в таблице "
                                                "`activities` нет поля `titel` | возможно, `title`"});
  rule.at = "evidence";  // a list
  CHECK_EQ(said(rule), std::vector<std::string>{"inputs/base.yaml:27:15 a: m"});
}

TEST_CASE("checks: after a hundred findings a rule says how many more there are, and where they go on") {
  const auto lines = said({.name = "a",
                           .on = "activities",
                           .at = "title",
                           .sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                                  "121) SELECT _row, i FROM activities, n",
                           .message = same_text("{i}")});
  REQUIRE_EQ(lines.size(), 101);
  CHECK_EQ(
      std::count(lines.begin(), lines.end(), "inputs/base.yaml:21:12 a: и ещё 21 такое же, начиная отсюда"),
      1);
}

TEST_CASE("checks: names in a project's rules may be written as in the records") {
  std::vector<Rule> rules;
  Diagnostics out;
  read_rules({"inputs/checks.yaml",
              "rules:\n  - {rule: r, on: plan-items, at: delay-reason, sql: SELECT 1, ru: a}\n"},
             rules, out);
  REQUIRE_EQ(rules.size(), 1);
  CHECK_EQ(rules[0].on, "plan_items");
  CHECK_EQ(rules[0].at, "delay_reason");
}

}  // namespace
}  // namespace svodka::check
