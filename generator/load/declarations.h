#pragma once

#include <filesystem>

#include "base/finding.h"

namespace svodka::load {

/// Adds the findings about records, each with the place in the project's own files that may be its cause: the
/// field of `inputs/schema.yaml` that its message or hint names; for a finding in a table, the word of the
/// table's `values` that it names.
///
/// These files are read when there is something to look for. What stands in them may move without a record
/// being read again, so such places are not kept with the records.
void add_with_declarations(const std::filesystem::path& root, const Diagnostics& found, Diagnostics& out);

}  // namespace svodka::load
