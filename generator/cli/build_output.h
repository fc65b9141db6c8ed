#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/console.h"
#include "pipeline.h"

namespace svodka::cli {

/// The options `--jobs` and `--out` of what builds.
void add_build_options(CLI::App& command, const Console& console, int& jobs, std::string& outputs);

/// What a build made, to stdout: a line for each document, or of many a line for each report. With
/// `only_made` those that stay as they were are left out.
void print_summary(const Console& console, const BuildResult& result, bool dry_run, bool only_made = false);

/// What somebody has approved stays; what the data say now is a new version, and this is why.
void print_new_versions(const Console& console, const BuildResult& result);

}  // namespace svodka::cli
