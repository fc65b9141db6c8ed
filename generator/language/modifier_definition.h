#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/value.h"
#include "language/modifiers.h"

namespace svodka::language {

using Problem = std::optional<Text>;

/// A row of the table of modifiers: its help, what is wrong with an argument, and what it does to a value
/// that is not null (with an argument that `check` let pass). Internal to modifier*.cc.
struct Definition {
  ModifierHelp help;
  Problem (*check)(const std::string& argument);
  Problem (*apply)(const std::string& argument, Value& value);
  bool takes_null = false;
};

/// The rows, by what they write.
std::vector<Definition> date_modifiers();
std::vector<Definition> number_modifiers();
std::vector<Definition> count_modifiers();
std::vector<Definition> word_modifiers();

// What the rows share.

Problem no_argument(const std::string& argument);
Problem any_argument(const std::string& argument);
Text unknown_argument(const std::string& argument, const std::vector<std::string>& known);
/// «скоро» — не дата
Text not_a(std::string_view ru, std::string_view en, const Value& value);
/// The number that the value is or says, whole where it is whole; null when it is no number.
Value numeric(const Value& value);
/// numeric()'s number as documents write it, without rounding.
std::string shown(const Value& number);
Text no_number(const Value& value);
/// The parts between commas, without the blanks round them.
std::vector<std::string> list_of(const std::string& argument);

}  // namespace svodka::language
