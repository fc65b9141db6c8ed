#pragma once

#include <memory>

#include "base/source_file.h"
#include "bind/plain_node.h"

namespace svodka::bind {

/// Reads YAML by the rules and with the findings of load::parse_yaml. Returns null when the syntax is broken.
std::unique_ptr<PlainTree> read_yaml(const SourceFile& file, Diagnostics& out);

}  // namespace svodka::bind
