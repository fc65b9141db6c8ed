#include "base/report_findings.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace svodka {
namespace {

std::vector<Finding> sample() {
  Finding finding{Severity::kError,
                  "activity-after-report",
                  {.file = "inputs/a.yaml", .line = 2, .column = 9, .length = 10},
                  text("позже отчётной даты", "after the as-of date"),
                  text("перенесите", "move it"),
                  {}};
  finding.related.push_back(
      {{.file = "inputs/a.yaml", .line = 1, .column = 1}, text("план здесь", "the plan is here")});
  const Finding word{Severity::kWarning,
                     "unused",
                     {.file = "t.docx", .part = "word/document.xml", .paragraph = 3, .around = "x"},
                     text("лишнее", "unused"),
                     {},
                     {}};
  return {finding, word};
}

std::optional<SourceFile> source(const std::string& file) {
  if (file != "inputs/a.yaml") return std::nullopt;
  return SourceFile{file, "план: да\n  дата: 2020-12-09\n"};
}

TEST_CASE(
    "findings as text: the place, the line, a caret under it by characters, related places and the hint") {
  CHECK_EQ(findings_as_text(sample(), Language::kRussian, false, source),
           "inputs/a.yaml:2:9: error[activity-after-report]: позже отчётной даты\n"
           "    2 |   дата: 2020-12-09\n"
           "      |         ^~~~~~~~~~\n"
           "   = см. inputs/a.yaml:1:1: план здесь\n"
           "    1 | план: да\n"
           "      | ^\n"
           "   = подсказка: перенесите\n"
           "t.docx: word/document.xml, абзац 3 «x»: warning[unused]: лишнее\n");
  CHECK(findings_as_text(sample(), Language::kEnglish, false, source).find("   = hint: move it\n") !=
        std::string::npos);
  CHECK(findings_as_text(sample(), Language::kRussian, true, source)
            .find("\x1b[1;31merror[activity-after-report]\x1b[0m") != std::string::npos);
}

TEST_CASE("findings as text: a long line is cut round the place, tabs do not move the caret") {
  const std::string line(300, 'a');
  const auto long_source = [&](const std::string&) -> std::optional<SourceFile> {
    return SourceFile{"f", line + "\n\tb\n"};
  };
  const Finding far{Severity::kError, "x", {.file = "f", .line = 1, .column = 200, .length = 1},
                    same_text("m"),   {},  {}};
  const auto shown = findings_as_text({far}, Language::kRussian, false, long_source);
  CHECK(shown.find("    1 | …" + std::string(120, 'a') + "…\n      |  " + std::string(60, ' ') + "^\n") !=
        std::string::npos);
  const Finding tab{Severity::kError, "x", {.file = "f", .line = 2, .column = 2, .length = 1},
                    same_text("m"),   {},  {}};
  CHECK(findings_as_text({tab}, Language::kRussian, false, long_source)
            .find("    2 |     b\n      |     ^\n") != std::string::npos);
}

TEST_CASE("findings as JSON: the fields of the contract, a summary, and more where there is more") {
  const auto json = nlohmann::json::parse(findings_as_json(sample(), {}, Language::kEnglish));
  CHECK_EQ(json["summary"]["errors"], 1);
  CHECK_EQ(json["summary"]["warnings"], 1);
  const auto& first = json["findings"][0];
  CHECK_EQ(first["severity"], "error");
  CHECK_EQ(first["rule"], "activity-after-report");
  CHECK_EQ(first["message"], "after the as-of date");
  CHECK_EQ(first["hint"], "move it");
  CHECK_EQ(first["file"], "inputs/a.yaml");
  CHECK_EQ(first["line"], 2);
  CHECK_EQ(first["column"], 9);
  CHECK_EQ(first["length"], 10);
  CHECK_EQ(first["related"][0]["line"], 1);
  CHECK_EQ(json["findings"][1]["paragraph"], 3);
}

TEST_CASE("findings as SARIF 2.1.0") {
  const auto json = nlohmann::json::parse(findings_as_sarif(sample(), {}, Language::kRussian));
  CHECK_EQ(json["version"], "2.1.0");
  const auto& run = json["runs"][0];
  CHECK_EQ(run["tool"]["driver"]["rules"].size(), 2);
  CHECK_EQ(run["columnKind"], "unicodeCodePoints");
  const auto& result = run["results"][0];
  CHECK_EQ(result["level"], "error");
  CHECK_EQ(result["locations"][0]["physicalLocation"]["region"]["endColumn"], 19);
  CHECK_EQ(result["relatedLocations"][0]["message"]["text"], "план здесь");
  CHECK_EQ(run["results"][1]["level"], "warning");
}

TEST_CASE("findings that a record is spared: listed with their reasons, no findings any more") {
  const std::vector<Waived> waived{
      {sample().front(), "отложено приказом", {.file = "inputs/a.yaml", .line = 3}}};
  CHECK_EQ(waived_as_text(waived, Language::kEnglish),
           "  inputs/a.yaml:2:9: activity-after-report: after the as-of date — reason: отложено приказом\n");
  const auto json = nlohmann::json::parse(findings_as_json({}, waived, Language::kEnglish));
  CHECK_EQ(json["findings"].size(), 0);
  CHECK_EQ(json["waived"][0]["rule"], "activity-after-report");
  CHECK_EQ(json["waived"][0]["reason"], "отложено приказом");
  const auto sarif = nlohmann::json::parse(findings_as_sarif({}, waived, Language::kEnglish));
  CHECK_EQ(sarif["runs"][0]["results"][0]["suppressions"][0]["justification"], "отложено приказом");
}

TEST_CASE("findings as SARIF: file names are URIs, no file is no location") {
  const Finding cyrillic{Severity::kInfo, "x", {.file = "inputs/журнал 1%.yaml", .line = 1},
                         same_text("m"),  {},  {}};
  const Finding nowhere{Severity::kError, "x", {}, same_text("m"), {}, {}};
  const auto json = nlohmann::json::parse(findings_as_sarif({cyrillic, nowhere}, {}, Language::kRussian));
  const auto& results = json["runs"][0]["results"];
  CHECK_EQ(results[0]["level"], "note");
  CHECK_EQ(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
           "inputs/%D0%B6%D1%83%D1%80%D0%BD%D0%B0%D0%BB%201%25.yaml");
  CHECK_FALSE(results[1].contains("locations"));
}

TEST_CASE("findings as text: a finding about no file begins with its severity") {
  const Finding nowhere{Severity::kError, "x", {}, same_text("m"), {}, {}};
  CHECK_EQ(findings_as_text({nowhere}, Language::kRussian, false, source), "error[x]: m\n");
}

TEST_CASE(
    "findings as text: the caret stands under wide characters, combining marks and what turns the line") {
  const auto shown = [](const std::string& line, int column, int length) {
    const auto text_of = [&](const std::string&) -> std::optional<SourceFile> {
      return SourceFile{"f", line + "\n"};
    };
    const Finding finding{Severity::kError, "x", {.file = "f", .line = 1, .column = column, .length = length},
                          same_text("m"),   {},  {}};
    return findings_as_text({finding}, Language::kRussian, false, text_of);
  };
  CHECK(shown("年: б", 4, 1).find("    1 | 年: б\n      |     ^\n") != std::string::npos);
  CHECK(shown("и\u0306 б", 4, 1).find("\n      |   ^\n") != std::string::npos);  // й in two characters
  CHECK(shown("а年年", 2, 2).find("\n      |  ^~~~\n") != std::string::npos);
  CHECK(shown("а\u202Eб", 3, 1).find("    1 | а\uFFFDб\n      |   ^\n") != std::string::npos);
}

TEST_CASE("findings are counted by rule, the most frequent first") {
  auto findings = sample();
  findings.push_back(findings[1]);
  CHECK_EQ(findings_by_rule(findings, Language::kRussian),
           "     2  unused                      предупреждение\n"
           "     1  activity-after-report       ошибка\n");
  CHECK_EQ(findings_by_rule({}, Language::kEnglish), "");
}

TEST_CASE("findings with a fix: in JSON its edits, in SARIF its replacements") {
  const auto finding = sample().front();
  const std::vector<Fix> fixes{
      {finding.rule, finding.at, {{{.file = "inputs/a.yaml", .line = 2, .column = 9, .length = 1}, "3"}}}};
  const auto json = nlohmann::json::parse(findings_as_json({finding}, {}, Language::kEnglish, fixes));
  CHECK_EQ(json["findings"][0]["fix"][0]["text"], "3");
  const auto sarif = nlohmann::json::parse(findings_as_sarif(
      {finding}, {}, Language::kEnglish,
      {{"activity-after-report", Severity::kWarning, text("о чём", "about"), text("помощь", "help")}},
      fixes));
  const auto& change = sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
  CHECK_EQ(change["replacements"][0]["deletedRegion"]["endColumn"], 10);
  CHECK_EQ(change["replacements"][0]["insertedContent"]["text"], "3");
  CHECK_EQ(sarif["runs"][0]["tool"]["driver"]["rules"][0]["fullDescription"]["text"], "about");
  CHECK_EQ(sarif["runs"][0]["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], "warning");
}

TEST_CASE("findings as text: the caret is as long as what is shown of a tab") {
  const auto tabbed = [](const std::string&) -> std::optional<SourceFile> {
    return SourceFile{"f", "a: b\tc d\r\n"};
  };
  const Finding tab{Severity::kError, "x", {.file = "f", .line = 1, .column = 4, .length = 3},
                    same_text("m"),   {},  {}};
  CHECK_EQ(findings_as_text({tab}, Language::kRussian, false, tabbed),
           "f:1:4: error[x]: m\n    1 | a: b    c d\n      |    ^~~~~~\n");
}

TEST_CASE("the summary counts with the right plurals") {
  CHECK_EQ(summary_line(sample()).ru, "1 ошибка, 1 предупреждение");
  CHECK_EQ(summary_line({}).ru, "замечаний нет");
  CHECK_EQ(summary_line({}).en, "no findings");
  const std::vector<Finding> many(22, sample()[0]);
  CHECK_EQ(summary_line(many).ru, "22 ошибки");
  const std::vector<Finding> eleven(11, sample()[1]);
  CHECK_EQ(summary_line(eleven).ru, "11 предупреждений");
}

}  // namespace
}  // namespace svodka
