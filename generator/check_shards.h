#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/finding.h"
#include "named_files.h"
#include "publish/manifest.h"
#include "publish/publisher.h"
#include "store/reader.h"

namespace svodka {

/// The folders of all runs for a part of a period's documents, by their numbers, from 1 to the last: among
/// `folders`, each an outputs folder or a folder of such folders. A part that is missing, twice or of another
/// division is a finding that says how to make it; then nothing is returned.
std::vector<std::filesystem::path> find_shards(const std::vector<std::filesystem::path>& folders,
                                               const store::ReportContext& context, Diagnostics& out);

/// Whether the parts were made of these inputs and of the templates that the project `root` has now, and of
/// this day: what is not is a finding that names the file.
void check_shards(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& root,
                  const store::ReportContext& context, const std::vector<publish::FileHash>& inputs,
                  Diagnostics& out);

/// The command that makes a part: "svodka build --shard 2/3 --period 2020-12".
std::string shard_command(int part, int of, const store::ReportContext& context);

/// Says at `at` which documents a part lacks; `lost`: it has made them.
void say_lacking(const NamedFiles& documents, bool lost, int part,
                 const std::vector<std::filesystem::path>& shards, const store::ReportContext& context,
                 const Position& at, Diagnostics& out);

/// Holds the parts that lie in the outputs themselves, so that no run makes them anew while they are joined.
/// Throws EnvironmentError when one does.
std::vector<std::unique_ptr<publish::ProjectLock>> hold_shards(
    const std::vector<std::filesystem::path>& shards, const std::filesystem::path& outputs);

/// Removes what the parts have made of a period once it is joined, where it lies in the outputs themselves.
void forget_shards(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& outputs,
                   const std::string& period);

}  // namespace svodka
