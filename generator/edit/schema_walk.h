#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "edit/grammar.h"
#include "edit/outline.h"

namespace svodka::edit {

/// The parts of a JSON Schema (made by schema_of) that hold for the value at `path` of a document: every
/// alternative of `anyOf` and the like apart, references followed. Empty where the schema has no place for
/// the path. The pointers live as long as `root`.
std::vector<const Json*> schemas_at(const Json& root, const Path& path);

/// A key that a mapping may have.
struct KnownKey {
  std::string name;
  std::string description;
  bool nested = false;  ///< its value is made of further lines, never a plain value
};

/// The keys of the mappings that `schemas` allow, in the schema's order.
std::vector<KnownKey> keys_of(const Json& root, const std::vector<const Json*>& schemas);

/// A value out of a list.
struct KnownValue {
  std::string value;
  std::string description;
};
std::vector<KnownValue> values_of(const std::vector<const Json*>& schemas);

/// The schemas of the items of those of `schemas` that are lists.
std::vector<const Json*> items_of(const Json& root, const std::vector<const Json*>& schemas);

/// What a schema says under an `x-…` keyword; null pointer when none of `schemas` has it.
const Json* mark_of(const std::vector<const Json*>& schemas, const char* keyword);

/// The description of the value at `path`: the one beside the reference, if there is one, else that of what
/// it refers to.
std::string description_at(const Json& root, const Path& path);

}  // namespace svodka::edit
