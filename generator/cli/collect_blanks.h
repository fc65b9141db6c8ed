#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/project.h"
#include "load/collect.h"

namespace svodka::cli {

/// Somebody who is sent a blank: a row of the query `from`.
struct Recipient {
  std::string id, name;
};

/// All recipients of a definition, in the query's order. What is wrong with the query is a finding at its
/// place.
std::vector<Recipient> recipients_of(const Project& project, const load::CollectDefinition& definition,
                                     Diagnostics& out);

/// The file of a recipient's blank and return: its id, but for what no file's name can hold.
std::string return_file_name(std::string id);

/// Makes the blanks of one definition in `folder`, all of them or (after a finding: false) none, and prints
/// their paths. Throws EnvironmentError.
bool make_blanks(const Console& console, const Project& project, const load::CollectDefinition& definition,
                 const std::filesystem::path& folder, Diagnostics& out);

}  // namespace svodka::cli
