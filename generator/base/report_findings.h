#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "base/finding.h"
#include "base/source_file.h"

namespace svodka {

/// A finding that the record at fault is spared, with the reason its author gives.
struct Waived {
  Finding finding;
  std::string reason;
  Position at;  ///< of the waiver
};

/// Gives the text of an input, to show the line of a finding; nothing when it has none to show.
using SourceLookup = std::function<std::optional<SourceFile>(const std::string& file)>;

/// "error", "warning", "info": the same in both languages.
std::string_view severity_name(Severity severity);

/// Findings as compilers print them, in the given order:
///
///     inputs/a.yaml:14:9: error[activity-after-report]: мероприятие … позже отчётной даты
///        14 |   date: 2020-12-09
///           |         ^~~~~~~~~~
///        = подсказка: перенесите запись в отчёт за декабрь
///
/// Related places follow with their own lines. Each source is asked for once. Lines too long for a terminal
/// are cut round the place; the caret stands right under wide characters, combining marks and tabs, and
/// characters that turn the direction of writing are shown as U+FFFD.
std::string findings_as_text(const std::vector<Finding>& findings, Language language, bool color,
                             const SourceLookup& source);

/// `{"findings":[{"severity","rule","message","hint","file","line","column","length"}],"summary":{"errors","warnings"}}`,
/// and part, paragraph, cell, around, related and fix (line, column, length, text) where there are such.
/// `waived` stand under `"waived"`, each with its `reason`.
std::string findings_as_json(const std::vector<Finding>& findings, const std::vector<Waived>& waived,
                             Language language, const std::vector<Fix>& fixes = {});

/// What is known of a rule, for SARIF's list of rules.
struct RuleDescription {
  std::string name;
  Severity severity = Severity::kError;  ///< as it is by nature
  Text about;
  Text help;  ///< what to do; may be empty
};

/// SARIF 2.1.0 (OASIS), columns in Unicode code points. `waived` are results with a suppression (3.27.23),
/// fixes are `fixes` (3.55). Rules that occur are described by `descriptions`.
std::string findings_as_sarif(const std::vector<Finding>& findings, const std::vector<Waived>& waived,
                              Language language, const std::vector<RuleDescription>& descriptions = {},
                              const std::vector<Fix>& fixes = {});

/// How many findings each rule has, the most frequent first: «  12  typo  предупреждение». Empty when there
/// are none.
std::string findings_by_rule(const std::vector<Finding>& findings, Language language);

/// A line for each: «inputs/a.yaml:14:9: activity-after-report: мероприятие … — причина: перенесено
/// приказом».
std::string waived_as_text(const std::vector<Waived>& waived, Language language);

/// «2 ошибки, 1 предупреждение»; «замечаний нет».
Text summary_line(const std::vector<Finding>& findings);

}  // namespace svodka
