#pragma once

#include <memory>

#include "base/source_file.h"
#include "bind/plain_node.h"
#include "load/yaml.h"

namespace svodka::bind {

/// Reads JSON (RFC 8259). Numbers keep their words. Syntax errors and duplicate keys are findings; nesting
/// and the number of values are bounded as in YAML. Returns null when the syntax is broken.
std::unique_ptr<PlainTree> read_json(SourceFile file, Diagnostics& out, const load::YamlLimits& limits = {});

}  // namespace svodka::bind
