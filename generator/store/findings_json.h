#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::store {

/// Findings as JSON, to be kept beside the rows of the file they were found in. Both languages are kept.
std::string to_json(const std::vector<Finding>& findings);

/// Adds what to_json() wrote to `out`. False (and nothing added) when the text is not that.
bool add_from_json(std::string_view json, Diagnostics& out);

}  // namespace svodka::store
