#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "cli/console.h"

namespace svodka::cli {

/// The option --annotate-template of the commands that compile templates.
void add_annotate_option(CLI::App& command, const Console& console, std::string& folder);

/// Puts a copy of each Word template that has findings into `folder`, with comments at them, and says so.
/// Nothing is done when `folder` is "". Names of templates are relative to `root`. Throws EnvironmentError.
void annotate_templates(const Console& console, const std::string& folder, const std::filesystem::path& root,
                        const std::vector<Finding>& findings);

}  // namespace svodka::cli
