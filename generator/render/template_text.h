#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// The fixed text of every template in `root`/templates, paragraph by paragraph, line by line, cell by cell,
/// with its place; for checks of what is written there. Markers are replaced by U+FFFC, one for each of their
/// characters, and so is the markup of HTML. A file that cannot be read is passed over: who compiles it says
/// so.
std::vector<std::pair<Position, std::string>> template_texts(const std::filesystem::path& root);

}  // namespace svodka::render
