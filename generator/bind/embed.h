#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "language/modifiers.h"

namespace svodka::bind {

/// What a marker puts in instead of words: `{{photo:image:width=5cm}}`. The modifier that names it is `kind`,
/// its argument `argument`; the modifiers after it are its options, those before it change the value first.
struct Embed {
  /// kCell, which no modifier names, is the value itself with its type, as a cell of a form takes it.
  enum class Kind { kNone, kImage, kQr, kMarkdown, kLink, kChart, kFormula, kCell };
  Kind kind = Kind::kNone;
  std::string argument;  ///< of a link: its words
  std::vector<language::Modifier> options;

  /// The argument of an option that answers to one of these names; null when it is not given.
  const std::string* option(std::initializer_list<std::string_view> names) const;
  explicit operator bool() const { return kind != Kind::kNone; }
  friend bool operator==(const Embed&, const Embed&) = default;
};

/// The kind that a modifier names ("image", "картинка"); nothing for a modifier that makes words.
std::optional<Embed::Kind> embed_kind(std::string_view modifier);

/// Takes the embed and its options off the end of a marker's modifiers.
Embed take_embed(std::vector<language::Modifier>& modifiers);

/// What a section can do besides repeating: `{{#items:restart}}` numbers its lists anew in each repetition,
/// `{{#subjects:columns}}` repeats columns of a table, `{{#items:remove}}` leaves no blank row in a form when
/// the list is empty.
enum class SectionOption { kRestart, kColumns, kRemove };

/// The option that a section's modifier names ("restart", "заново"); nothing for another word.
std::optional<SectionOption> section_option(std::string_view modifier);

/// True for the modifier by which a value's cell becomes one with equal cells of the rows around,
/// `{{school:merge}}` ("объединить").
bool is_merge(std::string_view modifier);

/// What the format of a template can do; the rest of the language is the same in all of them.
struct Abilities {
  std::vector<Embed::Kind> embeds;
  std::vector<SectionOption> sections;
  bool merge = false;  ///< of cells

  bool can(Embed::Kind kind) const;
  bool can(SectionOption option) const;
};

}  // namespace svodka::bind
