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
};

/// Whether the folder has a projects.yaml.
bool is_region(const std::filesystem::path& root);

/// Reads `root`/projects.yaml:
///
///     projects:
///       - municipalities/*                                  # every folder there that has inputs/
///       - {id: berdsk, folder: ../berdsk, name: Бердск}
///
/// In the order of the file, those of a wildcard (`*`, `?`, within one name) by the bytes of their names. An
/// entry that names a folder of a wildcard tells more of it, and keeps its own place. No projects for a
/// folder without the file. Findings: unknown keys, a folder that is not there, that has no inputs/, that
/// holds the region itself, that is a region of its own, or that is named twice; an id that two have; a
/// wildcard that finds nothing. What is at fault is left out.
std::vector<RegionMember> read_projects(const std::filesystem::path& root, Diagnostics& out);

}  // namespace svodka::load
