#pragma once

#include <optional>

#include "base/source_file.h"
#include "load/yaml.h"

namespace svodka::bind {

/// Reads JSON (RFC 8259) into the nodes that YAML has, strings as quoted scalars. Syntax errors and duplicate keys are findings with line and column;
/// values carry no marks of their own. Nesting is bounded as in YAML.
std::optional<load::Node> parse_json(const SourceFile& file, Diagnostics& out, const load::YamlLimits& limits = {});

}  // namespace svodka::bind
