#pragma once

#include "check/rules.h"
#include "store/reader.h"

namespace svodka::check {

/// Runs every rule that is not off over the loaded records; each row that a rule's query returns is a finding
/// at its place. A query that SQLite refuses, a placeholder without its column, and a rule whose rows have no
/// place (no `_row`; `on` or `at` that name nothing) are findings `check-sql` at the rule. After 100 findings
/// a rule only says how many more there are.
void run_checks(const store::Reader& reader, const std::vector<Rule>& rules, Diagnostics& out);

}  // namespace svodka::check
