#pragma once

#include <memory>
#include <optional>
#include <string>

namespace svodka::render {

/// The lists of one document while it is made (word/numbering.xml, ECMA-376 part 1, clause 17.9): those of
/// the template, and the new ones that its data ask for.
class NumberingEditor {
 public:
  /// `xml` is the template's part, "" when it has none.
  explicit NumberingEditor(std::string xml);
  ~NumberingEditor();
  NumberingEditor(const NumberingEditor&) = delete;
  NumberingEditor& operator=(const NumberingEditor&) = delete;

  /// The w:numId of a new list with bullets.
  int bullets();
  /// The w:numId of a new list that counts "1." from `start`.
  int counted(int start);
  /// The w:numId of a list that looks like `num_id` and counts from the beginning; `num_id` itself when there
  /// is no such list.
  int restarted(int num_id);

  bool changed() const;
  /// The part with the new lists.
  std::string xml() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::render
