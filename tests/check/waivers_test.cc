#include <doctest/doctest.h>

#include "check/check.h"
#include "store/refresh.h"
#include "support/temp_folder.h"

// What a record is spared: `waive: {rule: "reason"}`.
namespace svodka::check {
namespace {

constexpr const char* kOrganisations = "organisations: [{id: uo, kind: authority, name: Управление}]\n";

struct Outcome {
  std::string findings;  // "place rule: message"
  std::string waived;    // "place rule: reason (place of the waiver)"
};

std::string lines(const Diagnostics& out) {
  std::string all;
  for (const auto& finding : out.sorted())
    all += to_string(finding.at, Language::kRussian) + " " + finding.rule + ": " + finding.message.ru + "\n";
  return all;
}

// Loads one file of activities and runs two rules: an activity must have an outcome, participants a number.
Outcome checked(const std::string& activities, bool twice = false) {
  const test::TempFolder folder;
  folder.write("inputs/a.yaml", kOrganisations + activities);
  const auto schema = load::builtin_schema_definition();
  Diagnostics out;
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    if (i == 1) folder.write("inputs/0.yaml", "activities: [{id: z, title: Первое, status: planned}]\n");
    store::refresh(folder.path(), schema, folder.path() / "data.db", out);
  }
  const store::Reader reader(folder.path() / "data.db", schema, {"2020-12", "2020-12-31", "2020-11"});
  const std::vector<Rule> rules{
      {.name = "no-outcome",
       .severity = Severity::kWarning,
       .on = "activities",
       .at = "title",
       .sql = "SELECT _row, title FROM activities WHERE status = 'done' AND outcome IS NULL",
       .message = same_text("{title}")},
      {.name = "no-count",
       .severity = Severity::kWarning,
       .on = "activities_participants",
       .sql = "SELECT _row, who FROM activities_participants WHERE count IS NULL",
       .message = same_text("{who}")}};
  const auto waived = run_checks(reader, rules, out);
  Outcome outcome{lines(out), {}};
  for (const auto& each : waived)
    outcome.waived += to_string(each.finding.at, Language::kRussian) + " " + each.finding.rule + ": " +
                      each.reason + " (" + to_string(each.at, Language::kRussian) + ")\n";
  return outcome;
}

TEST_CASE("waivers: a record is spared a rule, with its reason, others are not") {
  const auto outcome = checked(
      "activities:\n"
      "  - {id: a, title: Семинар, status: done, waive: {no-outcome: \"итоги в марте\"}}\n"
      "  - {id: b, title: Совет, status: done}\n");
  CHECK_EQ(outcome.findings, "inputs/a.yaml:4:20 no-outcome: Совет\n");
  CHECK_EQ(outcome.waived, "inputs/a.yaml:3:20 no-outcome: итоги в марте (inputs/a.yaml:3:51)\n");
}

TEST_CASE("waivers: what stands inside of a record is spared with it") {
  const auto outcome = checked(
      "activities:\n"
      "  - id: a\n"
      "    title: Семинар\n"
      "    status: planned\n"
      "    participants: [{who: учителя}, {who: завучи}]\n"
      "    waive:\n"
      "      no-count: список в деле\n");
  CHECK_EQ(outcome.findings, "");
  CHECK_EQ(outcome.waived,
           "inputs/a.yaml:6:21 no-count: список в деле (inputs/a.yaml:8:7)\n"
           "inputs/a.yaml:6:37 no-count: список в деле (inputs/a.yaml:8:7)\n");
}

TEST_CASE("waivers: they stay with their record when another file changes") {
  const auto outcome =
      checked("activities: [{id: a, title: Семинар, status: done, waive: {no-outcome: позже}}]\n", true);
  CHECK_EQ(outcome.findings, "");
  CHECK_EQ(outcome.waived, "inputs/a.yaml:2:29 no-outcome: позже (inputs/a.yaml:2:60)\n");
}

TEST_CASE("waivers: a rule that does not exist, a waiver without need or reason are findings") {
  const auto outcome = checked(
      "activities:\n"
      "  - {id: a, title: А, status: done, outcome: да, waive: {no-outcome: позже}}\n"
      "  - {id: b, title: Б, status: done, waive: {no-outcom: позже}}\n"
      "  - {id: c, title: В, status: planned, waive: {no-outcome: }}\n"
      "  - {id: d, title: Г, status: planned, waive: no-outcome}\n"
      "  - {id: e, title: Д, status: planned, participants: [{who: все, count: 1, waive: {no-count: "
      "да}}]}\n");
  CHECK_EQ(outcome.waived, "");
  CHECK_EQ(outcome.findings,
           "inputs/a.yaml:3:58 waiver-unused: исключение из правила `no-outcome` больше не нужно\n"
           "inputs/a.yaml:4:20 no-outcome: Б\n"
           "inputs/a.yaml:4:45 unknown-rule: нет правила `no-outcom`\n"
           "inputs/a.yaml:5:48 waiver-without-reason: у исключения из правила `no-outcome` нет причины\n"
           "inputs/a.yaml:6:47 wrong-type: поле `waive`: ожидается набор правил с причинами, а здесь "
           "«no-outcome»\n"
           "inputs/a.yaml:7:76 unknown-field: неизвестное поле `waive`\n");
}

}  // namespace
}  // namespace svodka::check
