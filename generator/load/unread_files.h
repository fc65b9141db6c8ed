#pragma once

#include <filesystem>

#include "base/finding.h"

namespace svodka::load {

/// Warns of files of a project that are meant to be read and are not, for the sake of their names:
/// inputs/schools.YAML, inputs/schools.yaml.txt, templates/letter.yml. Throws EnvironmentError.
void warn_of_unread_files(const std::filesystem::path& root, Diagnostics& out);

}  // namespace svodka::load
