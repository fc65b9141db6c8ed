#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::bind {

/// One value of a data file, small, so that large files are read fast: the values of a file stand one behind
/// another, each before those that it holds. Borrows its words from the PlainTree.
struct PlainNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kSequence, kMapping };

  std::string_view key;         ///< of a value in a mapping; unique there
  std::string_view words;       ///< of kScalar
  std::uint32_t size = 1;       ///< how many nodes stand here: this one and all that it holds
  std::uint32_t place = 0;      ///< for PlainTree::at
  std::uint32_t key_place = 0;  ///< for PlainTree::at_key
  Kind kind = Kind::kNull;
  bool quoted = false;   ///< never a number, true or false of itself
  bool decoded = false;  ///< escapes were resolved: may hold characters that the file itself could not

  bool is_null() const { return kind == Kind::kNull; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_mapping() const { return kind == Kind::kMapping; }

  /// What a sequence or mapping holds, one level down. Only for nodes that stand in their tree.
  class Children;
  Children children() const;
};

class PlainNode::Children {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = PlainNode;
    using difference_type = std::ptrdiff_t;
    using pointer = const PlainNode*;
    using reference = const PlainNode&;

    explicit Iterator(const PlainNode* at) : at_(at) {}
    const PlainNode& operator*() const { return *at_; }
    Iterator& operator++() {
      at_ += at_->size;
      return *this;
    }
    Iterator operator++(int) {
      const auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const PlainNode* at_;
  };

  explicit Children(const PlainNode* parent) : parent_(parent) {}
  Iterator begin() const { return Iterator(parent_ + 1); }
  Iterator end() const { return Iterator(parent_ + parent_->size); }

 private:
  const PlainNode* parent_;
};

inline PlainNode::Children PlainNode::children() const { return Children(this); }

/// A data file as read.
class PlainTree {
 public:
  virtual ~PlainTree() = default;
  /// The place of a value of this tree, and that of its key.
  virtual Position at(const PlainNode& node) const = 0;
  virtual Position at_key(const PlainNode& node) const = 0;

  const PlainNode& root() const { return nodes_.front(); }

 protected:
  std::vector<PlainNode> nodes_;  ///< never empty once read
};

}  // namespace svodka::bind
