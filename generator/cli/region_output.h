#pragma once

#include <string>

#include "cli/console.h"
#include "region.h"

namespace svodka::cli {

/// What a run over a region made, to stdout: a line for each project, then the region's own documents. With
/// `only_made` what stays as it was is left out.
void print_region(const Console& console, const RegionResult& region, bool dry_run, bool only_made = false);

/// The same when the run was interrupted, with how far it had come.
void print_interrupted(const Console& console, const InterruptedRegion& stopped);

/// Why the document would be made, for each project that makes one of this name; `asked` may say which by its
/// path. Returns the command's exit status.
int tell_why(const Console& console, const RegionResult& region, const std::string& asked);
int tell_why(const Console& console, const BuildResult& result, const std::string& asked);

/// What the shell is told of the run.
int exit_code(const RegionResult& region, const Diagnostics& out);

}  // namespace svodka::cli
