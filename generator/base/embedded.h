#pragma once

#include <string_view>
#include <vector>

namespace svodka {

/// The domain, as data built into the binary. The bytes of the files in generator/domain/.
std::string_view builtin_schema();  ///< schema.yaml: collections and fields
std::string_view builtin_views();   ///< views.sql: the views that queries start from
std::string_view builtin_checks();  ///< checks.yaml: what must hold between the records

std::string_view
report_grammar();  ///< generator/edit/grammar/*.yaml: what those files may hold (edit/grammar.h)
std::string_view checks_grammar();
std::string_view schema_grammar();
std::string_view projects_grammar();

std::string_view diff_page();  ///< generator/cli/diff.html: the page of `svodka diff --format html`
/// generator/cli/findings.yaml: what the findings mean that are no rules.
std::string_view findings_explained();

struct EmbeddedFile {
  std::string_view name;  ///< relative, '/' between names
  std::string_view bytes;
};

/// page/: the page of the period (docs/page.md), a report as a project would write it.
std::vector<EmbeddedFile> page_files();

/// starter/: the files of a new project (`svodka new`).
std::vector<EmbeddedFile> starter_files();
/// reports/: definitions and templates that a project need not have, but may replace (`svodka new --report`).
std::vector<EmbeddedFile> builtin_report_files();

}  // namespace svodka
