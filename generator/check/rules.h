#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/source_file.h"

namespace svodka::check {

/// One thing that must hold between the records, as data (generator/domain/checks.yaml, inputs/checks.yaml):
///
///     - rule: period-reversed
///       severity: error
///       on: activities            # the table whose rows are at fault
///       at: date                  # the column whose place is shown
///       sql: SELECT _row, title FROM activities WHERE date_from > date_to
///       ru: период мероприятия «{title}» кончается раньше, чем начинается
///       en: the period of “{title}” ends before it starts
///       hint-ru: …  hint-en: …  about-ru: …  about-en: …
///
/// The query returns the rows at fault: `_row`, and a column for each placeholder. A placeholder may carry a
/// modifier: `{date:date=short}`. Columns `_table` and `_at` overrule `on` and `at` row by row;
/// `_related_table`, `_related_row` and `related-ru`, `related-en` show a second place. What is gone from the
/// records has no `_row`: the column `_source` ("inputs/a.yaml:14") then names the file it was in.
struct Rule {
  std::string name;
  Severity severity = Severity::kError;
  std::string on;
  std::string at;
  std::string sql;
  Text message;
  Text hint;
  Text about;    ///< what the rule means, for `svodka explain` and the documentation
  Text related;  ///< words at the second place
  bool off = false;
  bool off_by_project = false;  ///< inputs/checks.yaml says so
  Position source;              ///< of the SQL

  /// The hint, when it holds no placeholders; else empty.
  Text hint_without_values() const { return hint.ru.find('{') == std::string::npos ? hint : Text(); }

  /// Its findings may carry a fix.
  bool fixes() const { return sql.find("AS _fix") != std::string::npos; }
};

/// The built-in rules. Never fails (a test reads them).
std::vector<Rule> builtin_rules();

/// The built-in rules with what `root`/inputs/checks.yaml changes: `rule:` with a known name switches it off
/// (`off: true`) or changes its severity, with a new name adds a rule. Mistakes are findings at their places.
std::vector<Rule> project_rules(const std::filesystem::path& root, Diagnostics& out);

/// Reads a list `rules:` into `rules` as above.
void read_rules(const SourceFile& file, std::vector<Rule>& rules, Diagnostics& out);

/// A rule for people: what it means, its severity, its message, its query.
std::string explain(const Rule& rule, Language language);

/// The catalogue as Markdown: docs/checks.md and docs/checks.ru.md.
std::string checks_as_markdown(Language language);

}  // namespace svodka::check
