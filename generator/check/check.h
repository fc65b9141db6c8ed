#pragma once

#include "base/edit.h"
#include "base/report_findings.h"
#include "check/rules.h"
#include "store/reader.h"

namespace svodka::check {

/// Runs every rule that is not off over the loaded records; each row that a rule's query returns is a finding
/// at its place. A query that SQLite refuses, a placeholder without its column, and a rule whose rows have no
/// place (no `_row`; `on` or `at` that name nothing) are findings `check-sql` at the rule. After 100 findings
/// a rule only says how many more there are.
///
/// A query that returns `_value`, `_from`, `_length` (and `_fix`) speaks of a piece of a text; `source` then
/// leads to it, and what it would put there goes to `fixes`. Without `source` findings stay at the whole
/// value.
///
/// What a record is spared (`waive:`) is no finding; it is returned, in the order of places. A waiver of an
/// unknown rule is a finding, and one that spares nothing.
std::vector<Waived> run_checks(const store::Reader& reader, const std::vector<Rule>& rules, Diagnostics& out,
                               const SourceLookup& source = {}, std::vector<Fix>* fixes = nullptr);

}  // namespace svodka::check
