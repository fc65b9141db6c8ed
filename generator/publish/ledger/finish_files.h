#pragma once

#include <filesystem>
#include <vector>

#include "publish/ledger/entry.h"

namespace svodka::publish {

/// finish_files() of versions.h for many entries: what has to be put in place is flushed together.
void finish_files(const std::filesystem::path& outputs, const std::vector<LedgerEntry>& entries);

}  // namespace svodka::publish
