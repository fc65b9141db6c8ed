#include <doctest/doctest.h>

#include <algorithm>

#include "base/files.h"
#include "pipeline.h"
#include "support/temp_folder.h"

// What the rules found is kept from run to run while nothing changes that they look at.

namespace svodka {
namespace {

class Checked {
 public:
  Checked() {
    write("inputs/schools.yaml",
          "organisations:\n"
          "  - {id: s1, kind: school, name: Первая}\n"
          "  - {id: s2, kind: school, name: Вторая, waive: {short-missing: \"не нужно\"}}\n");
    write("inputs/checks.yaml", rule("нет краткого имени"));
    write("templates/note.yaml",
          "title: Записка\noutputs: [{template: note.txt}]\ndata:\n  n: SELECT count(*) AS n FROM "
          "organisations\n");
    write("templates/note.txt", "{{n.n}}\n");
  }

  static std::string rule(const std::string& words) {
    return "rules:\n  - rule: short-missing\n    severity: warning\n    on: organisations\n    at: name\n"
           "    sql: SELECT _row, name FROM organisations WHERE short IS NULL\n    ru: \"" +
           words + ": {name}\"\n    en: \"no short name: {name}\"\n";
  }

  void write(const std::string& file, std::string_view bytes) const { folder_.write(file, bytes); }
  std::filesystem::path kept() const { return folder_.path() / "outputs/.svodka/checks.json"; }

  // Changes what is kept, so that it can be told from what the rules find.
  void mark() const {
    auto text = read_file(kept());
    for (auto at = text.find("Первая"); at != std::string::npos; at = text.find("Первая", at))
      text.replace(at, std::string("Первая").size(), "Прежняя");
    write("outputs/.svodka/checks.json", text);
  }

  // What is wrong with the rules.
  std::string faults() const {
    Diagnostics out;
    build({.root = folder_.path(), .period = "2020-12", .as_of = "", .outputs = {}}, {}, out);
    std::string words;
    for (const auto& finding : out.in_order())
      if (finding.at.file == "inputs/checks.yaml") words += finding.rule + " " + finding.message.ru + "\n";
    return words;
  }

  // What is said of the schools, and what of them is spared.
  std::string said(const std::string& period = "2020-12") const {
    Diagnostics out;
    const auto result =
        build({.root = folder_.path(), .period = period, .as_of = "", .outputs = {}}, {}, out);
    std::string words;
    for (const auto& finding : out.in_order())
      if (finding.rule == "short-missing") words += finding.message.ru + "\n";
    for (const auto& each : result.waived)
      words += "(" + each.finding.message.ru + ", " + each.reason + ")\n";
    return words;
  }

 private:
  test::TempFolder folder_;
};

constexpr const char* kFound = "нет краткого имени: Первая\n(нет краткого имени: Вторая, не нужно)\n";
constexpr const char* kKept = "нет краткого имени: Прежняя\n(нет краткого имени: Вторая, не нужно)\n";

TEST_CASE("the rules do not run again while nothing changed, and what they found is said") {
  const Checked project;
  CHECK_EQ(project.said(), kFound);
  CHECK_EQ(project.said(), kFound);
  project.mark();
  CHECK_EQ(project.said(), kKept);
}

TEST_CASE("the rules run again after a change of records, of rules, of a template's text, of the period") {
  const Checked project;
  project.said();
  project.mark();
  project.write("inputs/more.yaml", "# ничего нового\n");
  CHECK_EQ(project.said(), kFound);
  project.mark();
  project.write("inputs/checks.yaml", Checked::rule("как кратко"));
  CHECK_EQ(project.said(), "как кратко: Первая\n(как кратко: Вторая, не нужно)\n");
  project.write("inputs/checks.yaml", Checked::rule("нет краткого имени"));
  project.said();
  project.mark();
  project.write("templates/note.txt", "Всего {{n.n}}\n");
  CHECK_EQ(project.said(), kFound);
  project.mark();
  CHECK_EQ(project.said("2020-11"), kFound);
}

TEST_CASE("rules of the project that ask about documents run each time") {
  const Checked project;
  project.write(
      "inputs/checks.yaml",
      "rules:\n  - rule: short-missing\n    severity: warning\n    on: documents\n"
      "    sql: SELECT 'outputs/' || file AS _source, NULL AS _row, name FROM documents WHERE name LIKE "
      "'note%'\n    ru: \"создан {name}\"\n    en: \"{name} is made\"\n");
  CHECK_EQ(project.said(), "");
  CHECK_EQ(project.said(), "создан note.txt\n");  // no record has changed
}

TEST_CASE("what is wrong with a rule is said each time") {
  const Checked project;
  project.write("inputs/checks.yaml", "rules:\n  - {rule: short-missing, colour: red}\n");
  const auto first = project.faults();
  CHECK_FALSE(first.empty());
  CHECK_EQ(project.faults(), first);
}

TEST_CASE("damaged notes of what the rules found only cost time") {
  const Checked project;
  project.said();
  for (const char* text : {"", "{", "[]", "{\"circumstances\": 1}"}) {
    project.write("outputs/.svodka/checks.json", text);
    CHECK_EQ(project.said(), kFound);
  }
}

}  // namespace
}  // namespace svodka
