#include "language/grammar.h"
#include "language/letters.h"
#include "language/modifiers.h"
#include "language/plural.h"

namespace svodka::language {
namespace {

// What may stand in a cell of a table, with non-breaking spaces made plain for reading and copying.
std::string cell(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words.substr(i).starts_with(kNbsp)) {
      out += ' ';
      i += kNbsp.size() - 1;
    } else if (words[i] == '|') {
      out += "\\|";
    } else if (words[i] == '\n') {
      out += "⏎";
    } else {
      out += words[i];
    }
  }
  return out;
}

std::string given(const ModifierExample& example, bool russian) {
  if (is_null(example.given)) return russian ? "(нет значения)" : "(no value)";
  const auto words = cell(to_text(example.given));
  if (words.empty()) return russian ? "(пусто)" : "(empty)";
  return "`" + words + "`";
}

std::string introduction(bool russian) {
  if (russian) {
    return "# Модификаторы\n\n"
           "Модификатор говорит, как записать значение: `{{дата:date=long}}`. Их может быть несколько, они "
           "действуют по порядку: "
           "`{{доля:percent=1:default=нет данных}}`. У каждого есть английское и русское имя, они значат "
           "одно и то же. Аргумент с запятой, "
           "двоеточием или скобками можно взять в кавычки: `{{итог:default=\"нет: не сдавали\"}}`.\n\n"
           "Если значения нет, модификаторы (кроме `default`) ничего не делают. Если значение не подходит "
           "(дата у «скоро»), оно остаётся как "
           "есть, а программа говорит, где это.\n\n"
           "В примерах неразрывные пробелы показаны обычными.\n";
  }
  return "# Modifiers\n\n"
         "A modifier says how a value is written: `{{date:date=long}}`. There may be several, they work in "
         "order: "
         "`{{share:percent=1:default=нет данных}}`. Each has an English and a Russian name, which mean the "
         "same. An argument with commas, "
         "colons or braces may be quoted: `{{total:default=\"нет: не сдавали\"}}`.\n\n"
         "Where there is no value, modifiers (but `default`) do nothing. A value that does not fit (the date "
         "of «скоро») stays as it is, and "
         "the program says where.\n\n"
         "In the examples non-breaking spaces are shown as plain ones.\n";
}

void add_options(std::string& out, const ModifierHelp& help, bool russian) {
  if (help.options.empty()) return;
  out += russian ? "\n| аргумент | по-русски | что значит |\n|---|---|---|\n"
                 : "\n| argument | in Russian | meaning |\n|---|---|---|\n";
  for (const auto& option : help.options) {
    out += "| `" + option.name + "` | `" + option.russian + "` | " +
           cell(russian ? option.description.ru : option.description.en) + " |\n";
  }
}

void add_examples(std::string& out, const ModifierHelp& help, bool russian) {
  out += russian ? "\n| в шаблоне | значение | в документе |\n|---|---|---|\n"
                 : "\n| in the template | value | in the document |\n|---|---|---|\n";
  for (const auto& example : help.examples)
    out += "| `" + cell(example.marker) + "` | " + given(example, russian) + " | " + cell(example.result) +
           " |\n";
}

void add_modifier(std::string& out, const ModifierHelp& help, bool russian) {
  const auto& argument = russian ? help.arguments.ru : help.arguments.en;
  out += "\n## `" + help.name + "`, `" + help.russian + "`\n\n";
  out += with_capital(russian ? help.description.ru : help.description.en) + ".";
  if (!argument.empty()) out += (russian ? " Аргумент: " : " Argument: ") + argument + ".";
  out += "\n";
  add_options(out, help, russian);
  add_examples(out, help, russian);
}

void add_nouns(std::string& out, bool russian) {
  out += russian ? "\n## Известные слова\n\nДля `plural` и `noun` их формы перечислять не нужно, а падеж "
                   "называется вторым: `{{count:plural=школа,предложный}}`.\n\n"
                 : "\n## Known nouns\n\nFor `plural` and `noun` their forms need not be listed, and the case "
                   "is named second: `{{count:plural=школа,prepositional}}`.\n\n";
  std::string words;
  for (const auto& noun : known_nouns()) words += (words.empty() ? "" : ", ") + noun;
  out += words + ".\n";
}

}  // namespace

std::string modifiers_as_markdown(Language language) {
  const bool russian = language == Language::kRussian;
  std::string out = introduction(russian);
  for (const auto& help : all_modifiers()) add_modifier(out, help, russian);
  add_nouns(out, russian);
  return out;
}

}  // namespace svodka::language
