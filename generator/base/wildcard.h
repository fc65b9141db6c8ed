#pragma once

#include <string>

namespace svodka {

/// Whether a name or a path has `*` or `?`.
bool has_wildcard(const std::string& words);

/// Whether one name is what a part of a path with wildcards means; a `*` at its beginning means no hidden ones.
bool is_meant(const std::string& pattern, const std::string& name);

}  // namespace svodka
