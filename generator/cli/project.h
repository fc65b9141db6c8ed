#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/console.h"
#include "pipeline.h"

namespace svodka::cli {

/// The arguments of every command that works on a project.
struct ProjectArguments {
  std::string period;
  std::string as_of;
};

void add_project_arguments(CLI::App& command, const Console& console, ProjectArguments& arguments);

/// The project of the command line, its inputs loaded. Throws EnvironmentError when the folder is no project.
std::optional<Project> open_for(const Console& console, const ProjectArguments& arguments, Diagnostics& out);

ProjectOptions project_options(const Console& console, const ProjectArguments& arguments);

}  // namespace svodka::cli
