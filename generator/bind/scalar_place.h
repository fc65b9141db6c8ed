#pragma once

#include <string>
#include <string_view>

#include "base/finding.h"

namespace svodka::bind {

/// Where the bytes `offset`, `length` of a YAML scalar's value stand in its file. `mark` is the scalar's,
/// `text` the file's. Plain, quoted, literal and folded scalars alike; when the place cannot be told (the
/// scalar comes through an alias), the mark itself.
Position place_in_scalar(const std::string& path, const std::string& text, const Mark& mark,
                         std::string_view value, std::size_t offset, std::size_t length);

}  // namespace svodka::bind
