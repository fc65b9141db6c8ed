#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source_file.h"

namespace svodka::load {

/// A piece of YAML with the place of every value. Used for small things (one record, a report's definition);
/// a whole log never stands in memory as nodes.
struct Node {
  enum class Kind { kNull, kScalar, kSequence, kMapping };

  Kind kind = Kind::kNull;
  std::string scalar;       ///< of kScalar
  bool quoted = false;      ///< a scalar in quotes or a block: never a null, true or number of itself
  Mark mark;                ///< of a null: the key or dash that it belongs to
  std::vector<Node> items;  ///< of kSequence
  struct Entry;
  std::vector<Entry> entries;  ///< of kMapping, in order of the file; keys are unique scalars

  bool is_null() const { return kind == Kind::kNull; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_mapping() const { return kind == Kind::kMapping; }

  /// The value of a key; null pointer when there is none or this is no mapping.
  const Node* find(std::string_view key) const;
};

/// A key (`first`) and what stands under it (`second`). No std::pair, which needs whole types sooner than a
/// vector of them does.
struct Node::Entry {
  Entry(Node key, Node value) : first(std::move(key)), second(std::move(value)) {}
  Node first, second;
};

/// Bounds on one YAML document, so that alias bombs, cycles and deep nesting are findings and not crashes.
struct YamlLimits {
  std::size_t max_nodes = 5'000'000;  ///< after expanding aliases
  int max_depth = 64;
};

/// Reads one YAML document whole, with merge keys (`<<: *other`) resolved. Syntax errors, duplicate keys
/// (with both places), a second document, keys that are not scalars, unknown tags, text after the end,
/// aliases to nothing or to themselves: findings. Returns what could be read; nothing if the syntax is
/// broken. An empty file is a null node.
std::optional<Node> parse_yaml(const SourceFile& file, Diagnostics& out, const YamlLimits& limits = {});

/// Streams a mapping of lists, the form of every input file, one list item at a time.
///
///     activities:          # on_item(key "activities", item) for each record
///       - id: a
///     authority: {…}       # a mapping that is no list: one item
///
/// The item is freed after the call unless it was moved away. A key with nothing under it (`activities:`,
/// `[]`) gives one null item with the key's own mark. A key that is given twice is a finding, and the items
/// of both are delivered. An anchor on a whole list cannot be referred to. The same findings as parse_yaml; a
/// root that is no mapping is one too. The limit of nodes holds for each item, and for all that aliases
/// repeat. Returns false when the syntax is broken (items before the fault have been delivered).
bool stream_yaml(const SourceFile& file, const std::function<void(const Node& key, Node&& item)>& on_item,
                 Diagnostics& out, const YamlLimits& limits = {});

}  // namespace svodka::load
