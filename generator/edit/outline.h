#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::edit {

/// A piece of YAML as far as it can be made out while it is being typed. Unlike load::parse_yaml it never
/// fails: a key without its colon, a bracket or a quote that is not closed yet, a line at a strange depth all
/// find some place. It checks nothing and is not for loading.
struct Outline {
  enum class Kind { kNothing, kScalar, kMapping, kSequence, kAlias };

  Kind kind = Kind::kNothing;
  std::size_t begin = 0;  ///< bytes of the value in the text; of nothing: where it would stand
  std::size_t end = 0;
  bool quoted = false;  ///< a scalar in quotes
  bool block = false;   ///< a scalar after `|` or `>`

  struct Entry;
  std::vector<Entry> entries;  ///< of a mapping; of a sequence: its items, without keys

  /// The value of a key; null pointer when there is none.
  const Outline* find(std::string_view key) const;
};

struct Outline::Entry {
  std::string key;
  std::size_t key_begin = 0;
  std::size_t key_end = 0;
  bool loose = false;  ///< a word in a mapping that has no colon (yet)
  Outline value;
};

Outline outline_of(std::string_view text);

/// The text of a scalar without its quotes, as it is written (no escapes are resolved).
std::string_view scalar_text(const Outline& node, std::string_view text);

/// One step from the root of a document: a key, or the number of an item.
struct Step {
  std::string key;
  int item = -1;
  bool is_item() const { return item >= 0; }
  friend bool operator==(const Step&, const Step&) = default;
};
using Path = std::vector<Step>;

/// What stands at a place of a document.
struct Spot {
  Path path;         ///< of the value; of a key: of its value
  bool key = false;  ///< in a key, or in a word that may become one
  std::size_t begin = 0;
  std::size_t end = 0;
  const Outline* node = nullptr;     ///< the value (of a key: its value)
  const Outline* mapping = nullptr;  ///< in a key: what it is a key of
  bool loose = false;                ///< the key has no colon
};

/// The key or scalar that holds the byte at `offset`, or ends there; nothing when there is none.
std::optional<Spot> spot_at(const Outline& root, std::size_t offset);

/// The node that a path leads to; null pointer when there is none.
const Outline* follow(const Outline& root, const Path& path);

}  // namespace svodka::edit
