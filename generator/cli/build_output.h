#pragma once

#include "cli/console.h"
#include "pipeline.h"

namespace svodka::cli {

/// What a build made, to stdout: a line for each document, or of many a line for each report. With
/// `only_made` those that stay as they were are left out.
void print_summary(const Console& console, const BuildResult& result, bool dry_run, bool only_made = false);

/// What somebody has approved stays; what the data say now is a new version, and this is why.
void print_new_versions(const Console& console, const BuildResult& result);

}  // namespace svodka::cli
