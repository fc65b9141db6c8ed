#pragma once

#include <filesystem>

#include "load/schema.h"

namespace svodka::store {

struct RefreshSummary {
  int files = 0;   ///< input files in the store
  int parsed = 0;  ///< of them read and parsed by this run; the others came from the cache
  std::int64_t records = 0;
};

/// Brings the store up to date with `root/inputs/**`: parses what changed (by content hash; in parallel),
/// keeps the rows of what did not, and puts the new database in place by a rename. Nothing changed: nothing
/// is written. All findings of loading (also those of unchanged files, which are kept with their rows) go to
/// `out`, with duplicate keys (both places) and dangling references (with suggestions). The database is made
/// even when there are errors, so that checks can find the rest. The same inputs give a database with the
/// same rows in the same order, whatever was in it before. `jobs`: how many threads parse; 0: one a core.
/// Throws EnvironmentError.
RefreshSummary refresh(const std::filesystem::path& root, const load::Schema& schema,
                       const std::filesystem::path& database, Diagnostics& out, int jobs = 0);

}  // namespace svodka::store
