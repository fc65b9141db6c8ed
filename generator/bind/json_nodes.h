#pragma once

#include <optional>

#include "base/source_file.h"
#include "load/yaml.h"

namespace svodka::bind {

/// Reads JSON (RFC 8259) into the nodes that YAML has, strings as quoted scalars, every node with its place.
/// Syntax errors and duplicate keys are findings; nesting and the number of values are bounded as in YAML.
std::optional<load::Node> parse_json(const SourceFile& file, Diagnostics& out,
                                     const load::YamlLimits& limits = {});

}  // namespace svodka::bind
