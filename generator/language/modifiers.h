#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/value.h"

namespace svodka::language {

/// How a template wants a value written: `{{as_of:date=long}}` is {"date", "long"}.
struct Modifier {
  std::string name;
  std::string argument;  ///< "" when there is none
  friend bool operator==(const Modifier&, const Modifier&) = default;
};

/// What a modifier does, for `svodka fields`, the documentation and suggestions.
struct ModifierHelp {
  std::string name;
  std::string arguments;  ///< "long|short|month|…"
  Text description;
  std::string example;  ///< "{{as_of:date=long}}"
  std::string result;   ///< "1 декабря 2020 г."
};

/// Every modifier, in the order of the documentation.
const std::vector<ModifierHelp>& all_modifiers();

/// What is wrong with the modifier itself (unknown name, unknown or missing argument); nothing when it is fine.
std::optional<Text> modifier_problem(const Modifier& modifier);

/// Applies one modifier to `value` in place. On a value that it cannot format ("abc" as a date) leaves the value
/// alone and returns what is wrong. Null stays null.
std::optional<Text> apply(const Modifier& modifier, Value& value);

/// A value as a document shows it without modifiers: whole numbers as they are, numbers with a decimal comma in
/// the shortest form that reads back the same, text as it is, null as nothing.
std::string to_text(const Value& value);

}  // namespace svodka::language
