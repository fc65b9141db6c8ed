#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/schema.h"

namespace svodka::load {

/// How a record may be called (`names:` of a collection): words and fields one after another.
struct NamePattern {
  struct Part {
    bool is_field = false;
    std::string words;  ///< or the field: "name", "declension.genitive"
  };
  std::vector<Part> parts;
};

/// "name" is that field, "{legal-form} {name}" two of them with a blank between. Nothing for a brace without
/// its twin, or no field at all.
std::optional<NamePattern> parse_name_pattern(std::string_view pattern);

/// The field of a dotted name; null pointer when the collection has none.
const Field* find_field(const Collection& collection, std::string_view dotted);

/// A name for comparing with another: case, ё, quotes, blanks, full stops, kinds of dashes and the number
/// sign (№, N, No) do not matter. «МОБУ "СОШ N 5"» is "мобусош5".
std::string comparable_name(std::string_view name);

}  // namespace svodka::load
