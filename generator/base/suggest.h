#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka {

/// The hint of suggestion(); where no name is near, which ones there are: "бывают: a, b" / "there are: a, b".
/// Empty when there are none.
Text suggestion_or_names(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace svodka
