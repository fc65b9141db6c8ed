#pragma once

#include <string>
#include <vector>

#include "bind/form_map.h"
#include "bind/report.h"
#include "load/yaml.h"

namespace svodka::bind {

/// Reads `fill`, `expect` and `required` of an output of the definition `file`; the queries of the places go
/// to the end of `data`. Mistakes are findings at their places.
FormMap read_form_map(const load::Node& output, const std::string& file, std::vector<Query>& data,
                      Diagnostics& out);

}  // namespace svodka::bind
