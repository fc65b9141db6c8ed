#pragma once

#include <filesystem>
#include <vector>

#include "base/finding.h"
#include "publish/manifest.h"
#include "store/reader.h"

namespace svodka {

/// The folders of all runs for a part of a period's documents, by their numbers, from 1 to the last: among
/// `folders`, each an outputs folder or a folder of such folders. A part that is missing, twice or of another
/// division is a finding that says how to make it; then nothing is returned.
std::vector<std::filesystem::path> find_shards(const std::vector<std::filesystem::path>& folders,
                                               const std::string& period, Diagnostics& out);

/// Whether the parts were made of these inputs, of this day and by this version of the program: what is not
/// is a finding.
void check_shards(const std::vector<std::filesystem::path>& shards, const store::ReportContext& context,
                  const std::vector<publish::FileHash>& inputs, Diagnostics& out);

/// Removes what the parts have made of a period once it is joined, where it lies in the outputs themselves.
void forget_shards(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& outputs,
                   const std::string& period);

}  // namespace svodka
