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

/// What one marker makes of one value; the documentation shows it and a test runs it.
struct ModifierExample {
  std::string marker;  ///< "{{as_of:date=long}}"
  Value given;         ///< what as_of holds
  std::string result;  ///< "1 декабря 2020 г."
};

/// One of the words that an argument may be.
struct ModifierOption {
  std::string name;     ///< "long"
  std::string russian;  ///< «полностью», means the same
  Text description;
};

/// What a modifier does, for `svodka fields`, the documentation and suggestions.
struct ModifierHelp {
  std::string name;
  std::string russian;  ///< the other name it answers to; "capital" and other old names are in `aliases`
  std::vector<std::string> aliases;
  Text arguments;  ///< "DIGITS"; empty when it takes none
  Text description;
  std::vector<ModifierOption> options;  ///< empty when the argument is free
  std::vector<ModifierExample> examples;
};

/// Every modifier, in the order of the documentation.
const std::vector<ModifierHelp>& all_modifiers();

/// What is wrong with the modifier itself (unknown name, unknown or missing argument); nothing when it is
/// fine.
std::optional<Text> modifier_problem(const Modifier& modifier);

/// Applies one modifier to `value` in place. On a value that it cannot format ("abc" as a date) leaves the
/// value alone and returns what is wrong. Null stays null (but for `default`). A modifier with a problem of
/// its own does nothing and returns it.
std::optional<Text> apply(const Modifier& modifier, Value& value);

/// A value as a document shows it without modifiers: whole numbers as they are, numbers with a decimal comma
/// in the shortest form that reads back the same, U+2212 for minus, text as it is, null as nothing.
std::string to_text(const Value& value);

/// The page docs/modifiers.md (docs/modifiers.ru.md), made from all_modifiers().
std::string modifiers_as_markdown(Language language);

}  // namespace svodka::language
