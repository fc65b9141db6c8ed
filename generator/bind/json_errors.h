#pragma once

#include <string_view>

#include "base/source_file.h"

namespace svodka::bind {

/// Says what is wrong with a text that could not be read as JSON: values nested deeper than `max_depth`
/// (too-deep), or its first mistake of syntax (json-syntax); `otherwise` when that mistake is not found.
void explain_json(const SourceFile& file, int max_depth, std::string_view otherwise, Diagnostics& out);

}  // namespace svodka::bind
