#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::bind {

/// What a name means from a row of some shape. Internal to resolver.cc.
struct Target {
  Path path;
  bool section = false;
  const Shape* shape = nullptr;  ///< of the section, or the shape that has the column
  ColumnType type = ColumnType::kUnknown;
};

/// A column or section of `shape` itself by its exact name, or through its sections by dots.
std::optional<Target> find_name(const Shape& shape, std::string_view name);

/// Everything that find_name() finds in `shape`, dotted names too.
std::vector<std::string> all_names(const Shape& shape);

/// The name of what `path` leads to from a row of `shape`, "schools.title"; the item of a plain list has the
/// list's name.
std::string full_name(const Shape& shape, const std::string& prefix, const Target& target);

/// Advice for a name that comes from the habits of other template languages: "else", "if x", "each x". Empty
/// for others.
Text foreign_habit(std::string_view name);

}  // namespace svodka::bind
