#include "language/modifiers.h"

#include <algorithm>

#include "base/finding.h"
#include "language/letters.h"
#include "language/modifier_definition.h"
#include "language/number.h"

namespace svodka::language {
namespace {

const std::vector<Definition>& definitions() {
  static const std::vector<Definition> kAll = [] {
    std::vector<Definition> all;
    for (auto group : {date_modifiers(), number_modifiers(), count_modifiers(), word_modifiers()}) {
      for (auto& definition : group) all.push_back(std::move(definition));
    }
    return all;
  }();
  return kAll;
}

const Definition* find(const std::string& name) {
  const auto& all = definitions();
  const auto answers = [&](const Definition& d) {
    return d.help.name == name || d.help.russian == name ||
           std::find(d.help.aliases.begin(), d.help.aliases.end(), name) != d.help.aliases.end();
  };
  const auto it = std::find_if(all.begin(), all.end(), answers);
  return it == all.end() ? nullptr : &*it;
}

Text unknown_modifier(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& help : all_modifiers()) {
    names.push_back(help.name);
    names.push_back(help.russian);
  }
  const auto near = did_you_mean(name, names);
  if (near.empty()) return text("нет модификатора `{}`", "there is no modifier `{}`", name);
  return text("нет модификатора `{}` (возможно, `{}`)", "there is no modifier `{}` (did you mean `{}`?)",
              name, near);
}

}  // namespace

Problem no_argument(const std::string& argument) {
  if (argument.empty()) return std::nullopt;
  return text("аргумент не нужен: «{}»", "takes no argument: “{}”", argument);
}

Problem any_argument(const std::string&) { return std::nullopt; }

Text unknown_argument(const std::string& argument, const std::vector<std::string>& known) {
  const auto near = did_you_mean(argument, known);
  if (!near.empty())
    return text("непонятный аргумент «{}» (возможно, {})", "unknown argument “{}” (did you mean {}?)",
                argument, near);
  return text("непонятный аргумент «{}», бывают: {}", "unknown argument “{}”, there are: {}", argument,
              fmt::format("{}", fmt::join(known, ", ")));
}

Text not_a(std::string_view ru, std::string_view en, const Value& value) {
  const auto words = to_text(value);
  return {fmt::format("«{}» — {}", words, ru), fmt::format("“{}” {}", words, en)};
}

std::vector<std::string> list_of(const std::string& argument) {
  std::vector<std::string> parts;
  for (std::size_t start = 0;;) {
    const auto comma = argument.find(',', start);
    parts.push_back(trimmed(
        std::string_view(argument).substr(start, comma == std::string::npos ? comma : comma - start)));
    if (comma == std::string::npos) return parts;
    start = comma + 1;
  }
}

const std::vector<ModifierHelp>& all_modifiers() {
  static const std::vector<ModifierHelp> kHelp = [] {
    std::vector<ModifierHelp> help;
    for (const auto& definition : definitions()) help.push_back(definition.help);
    return help;
  }();
  return kHelp;
}

std::optional<Text> modifier_problem(const Modifier& modifier) {
  const auto* definition = find(modifier.name);
  if (definition == nullptr) return unknown_modifier(modifier.name);
  const auto problem = definition->check(modifier.argument);
  if (!problem) return std::nullopt;
  return Text{fmt::format("модификатор `{}`: {}", modifier.name, problem->ru),
              fmt::format("modifier `{}`: {}", modifier.name, problem->en)};
}

std::optional<Text> apply(const Modifier& modifier, Value& value) {
  const auto* definition = find(modifier.name);
  if (definition == nullptr) return unknown_modifier(modifier.name);
  if (definition->check(modifier.argument)) return modifier_problem(modifier);
  if (is_null(value) && !definition->takes_null) return std::nullopt;
  return definition->apply(modifier.argument, value);
}

std::string to_text(const Value& value) {
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return format_whole(*whole, false);
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number, std::nullopt, false);
  return {};
}

}  // namespace svodka::language
