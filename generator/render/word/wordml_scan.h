#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// One tag or instruction of XML that the engine wrote: "<w:tc>", "</w:tc>", "<w:p/>", "<?svodka-merge
/// cell?>".
struct Tag {
  std::size_t begin = 0, end = 0;  ///< in the XML, the brackets with it
  std::string_view name;           ///< "w:tc", of an instruction "?svodka-merge"
  std::string_view inside;         ///< what stands after the name: attributes, or the instruction's words
  bool closing = false;
  bool empty = false;  ///< "<w:p/>"
};

/// Reads the tags of expanded XML one after another, without a tree.
class TagScanner {
 public:
  explicit TagScanner(std::string_view xml, std::size_t from = 0) : xml_(xml), at_(from) {}
  /// False after the last tag.
  bool next(Tag& tag);

 private:
  std::string_view xml_;
  std::size_t at_;
};

/// The value of an attribute, as it is written; "" when there is none.
std::string_view attribute_of(const Tag& tag, std::string_view name);

/// The same as a whole number; `otherwise` when it is none.
int number_of(const Tag& tag, std::string_view name, int otherwise);

/// Replacements in a text, collected in any order. Of replacements inside a replaced stretch nothing is left.
class Edits {
 public:
  void replace(std::size_t begin, std::size_t end, std::string words) {
    all_.push_back({begin, end, std::move(words)});
  }
  void remove(const Tag& tag) { replace(tag.begin, tag.end, {}); }
  std::string apply(std::string_view text) &&;

 private:
  struct Edit {
    std::size_t begin, end;
    std::string words;
  };
  std::vector<Edit> all_;
};

}  // namespace svodka::render
