#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::edit {

/// A place as editors count it (LSP 3.17, Position): line and UTF-16 code unit, both from 0.
struct EditorPosition {
  int line = 0;
  int character = 0;
  friend auto operator<=>(const EditorPosition&, const EditorPosition&) = default;
};

struct EditorRange {
  EditorPosition start, end;
  friend bool operator==(const EditorRange&, const EditorRange&) = default;
};

/// A file as an editor has it, saved or not.
class TextDocument {
 public:
  explicit TextDocument(std::string text = {}, int version = 0);

  const std::string& text() const { return text_; }
  int version() const { return version_; }
  void set_version(int version) { version_ = version; }

  void replace(std::string text);
  /// Puts `words` in the place of a range. A range that lies outside of the text is cut down to it, one that
  /// is reversed is turned round.
  void replace(const EditorRange& range, std::string_view words);

  /// The byte at a place; the end of its line when that is shorter, the end of the text when there is no such
  /// line. In the middle of a surrogate pair: the character's first byte.
  std::size_t offset(const EditorPosition& position) const;
  /// In the middle of a character: its place.
  EditorPosition position(std::size_t offset) const;
  EditorRange range(std::size_t begin, std::size_t end) const { return {position(begin), position(end)}; }

  /// The range of a finding's place, whose columns count characters. Without a length: the word there;
  /// without a column: the line without the blanks round it.
  EditorRange range(const Position& at) const;

  /// The text of a line (from 0) without its end.
  std::string_view line(int number) const;

 private:
  void find_lines();

  std::string text_;
  int version_ = 0;
  std::vector<std::size_t> starts_;
};

/// The path of a `file:` URI (RFC 8089), percent-encoded bytes decoded; "" for other URIs.
std::string path_of_uri(std::string_view uri);
std::string uri_of_path(std::string_view path);

}  // namespace svodka::edit
