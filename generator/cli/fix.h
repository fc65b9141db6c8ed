#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/project.h"

namespace svodka::cli {

/// A file of records that fixing changes.
struct FixedFile {
  std::string path;  ///< relative to the project
  std::string before, after;
  std::size_t places = 0;
};

/// What `svodka check --fix` does with the project of `arguments`: checks, makes the edits that the findings
/// offer, and again until none is left. `only`: these rules and no others. Each file is replaced at once or
/// stays as it is. `dry_run`: nothing is written; the work is done in a copy. Throws EnvironmentError.
std::vector<FixedFile> fix_project(const Console& console, const ProjectArguments& arguments,
                                   const std::vector<std::string>& only, bool dry_run);

/// The changes as `diff -u` shows them.
std::string unified_diff(const std::vector<FixedFile>& files);

}  // namespace svodka::cli
