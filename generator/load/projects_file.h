#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::load {

/// The file that makes a folder a region: many projects that are built in one run.
inline constexpr const char* kProjectsFile = "projects.yaml";

/// A project of a region.
struct RegionMember {
  std::string id;      ///< "berdsk"; unique
  std::string name;    ///< for people; the id unless told
  std::string folder;  ///< from the region's root, with '/': "municipalities/berdsk", "../berdsk"
  Position at;         ///< where the file names it
  /// Why there is no project to be read; empty when there is one. Then `id` and `name` may be those of the
  /// pattern, which found nothing that can be read.
  Text lost{};
  bool is_pattern = false;  ///< a lost pattern: how many projects it means cannot be told
};

/// Whether the folder has a projects.yaml.
bool is_region(const std::filesystem::path& root);

/// A warning when the file has nearly that name (projects.yml), so that the folder is none.
void warn_of_misnamed_file(const std::filesystem::path& root, Diagnostics& out);

/// Reads `root`/projects.yaml:
///
///     projects:
///       - municipalities/*                                  # every folder there that has inputs/
///       - {id: berdsk, folder: ../berdsk, name: Бердск}
///
/// In the order of the file, those of a wildcard (`*`, `?`, within one name) by the bytes of their names. An
/// entry that names a folder of a wildcard tells more of it, and keeps its own place. No projects for a
/// folder without the file. Findings: unknown keys, a folder that is not there, that may not be read, that
/// has no inputs/ (a warning for one of a wildcard), that holds the region itself, that is a region of its
/// own, or that is named twice; an id that two have, be it in other case; a wildcard that finds nothing. What
/// is named and cannot be read is `lost`.
std::vector<RegionMember> list_projects(const std::filesystem::path& root, Diagnostics& out);

/// The same without those that are lost.
std::vector<RegionMember> read_projects(const std::filesystem::path& root, Diagnostics& out);

/// What is to be watched for projects to come, go and change, from `root`: folders, with wildcards.
std::vector<std::string> watched_folders(const std::filesystem::path& root);

}  // namespace svodka::load
