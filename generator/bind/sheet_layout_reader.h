#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/sheet_layout.h"
#include "load/yaml.h"

namespace svodka::bind {

/// What the parts of the layout's parser share: typed access to nodes, each mistake a finding at its place.
class LayoutReader {
 public:
  LayoutReader(std::string file, const Shape& root, Diagnostics& out)
      : file_(std::move(file)), root_(root), out_(out) {}
  /// Of a sheet for each row of the section `each`, which has `nested` sections: `root` is shape_with() it.
  LayoutReader(std::string file, const Shape& root, Diagnostics& out, int each, int nested)
      : file_(std::move(file)), root_(root), out_(out), each_(each), nested_(nested) {}

  /// Reports keys outside `known` with a suggestion, or that `node` is no mapping. False in the second case.
  bool keys(const load::Node& node, const Text& what, const std::vector<std::string>& known);

  /// Scalars. An absent key leaves the value alone; a value of the wrong kind is reported and false returned.
  bool flag(const load::Node& node, std::string_view key, bool& value);
  bool string(const load::Node& node, std::string_view key, std::string& value);
  bool number(const load::Node& node, std::string_view key, double minimum, double maximum, double& value);
  std::optional<std::string> text_of(const load::Node& node);
  std::optional<double> number_of(const load::Node& node);

  /// Words that have at most so many characters.
  bool short_string(const load::Node& node, std::string_view key, std::size_t longest, std::string& value);

  /// One of several words, as its index; -1 when absent or reported.
  int choice(const load::Node& node, std::string_view key, const std::vector<std::string>& words);

  /// A text with markers over `shape`.
  Phrase phrase(const load::Node& node, const Shape& shape);
  Phrase phrase(const load::Node& node, std::string_view key, const Shape& shape);

  /// A mapping's list under `key`; a single value counts as a list of one. Empty when absent.
  static std::vector<const load::Node*> list(const load::Node& node, std::string_view key);

  /// Index of the query's column that `key` names; -1 when absent or reported.
  int field(const load::Node& node, std::string_view key, const Shape& shape);
  int field_of(const load::Node& node, std::string_view name, const Shape& shape);

  void error(const load::Node& node, std::string rule, Text message, Text hint = {});
  /// The place of bytes inside a scalar.
  Position inside(const load::Node& node, std::size_t offset, std::size_t length) const;
  Position at(const load::Node& node) const { return node.mark.in(file_); }

  void use(MarkerUse use) { uses_.push_back(std::move(use)); }
  std::vector<MarkerUse> take_uses() { return std::move(uses_); }
  const Shape& root() const { return root_; }
  /// Where the rows of the section `index` of root() stand.
  RowsAt rows_at(int index) const {
    if (each_ < 0) return {index, -1};
    return index < nested_ ? RowsAt{each_, index} : RowsAt{index - nested_, -1};
  }
  bool is_each() const { return each_ >= 0; }
  const std::string& file() const { return file_; }
  Diagnostics& out() { return out_; }

 private:
  std::string file_;
  const Shape& root_;
  Diagnostics& out_;
  std::vector<MarkerUse> uses_;
  int each_ = -1, nested_ = 0;
};

/// The names of the columns of a shape, for suggestions.
std::vector<std::string> column_names(const Shape& shape);

}  // namespace svodka::bind
