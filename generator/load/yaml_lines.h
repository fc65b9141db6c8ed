#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::load {

/// A line of the source, seen as YAML: its indentation, its words.
struct Line {
  std::string_view all;
  std::size_t start = 0;   ///< offset of the line
  std::size_t indent = 0;  ///< bytes before its first word

  std::string_view words() const { return all.substr(indent); }
  std::size_t offset() const { return start + indent; }
};

/// The line that holds `offset`.
Line line_at(std::string_view text, std::size_t offset);

/// The next line above that holds more than blanks and a note.
std::optional<Line> line_before(std::string_view text, Line line);

/// Offset in `words` of a colon that separates a name from its value; npos if there is none.
std::size_t separator(std::string_view words);

/// Column of a line's first name, past its dashes: `  - id: a` gives 4.
std::size_t name_column(const Line& line);

/// A colon directly after a word and before a letter, `title:Семинар`; npos if there is none.
std::size_t tight_colon(std::string_view words);

/// The line opens a block text: `title: |`, `title: >-`.
bool opens_block(const Line& line);

/// A key and its colon stand at the beginning of `words`: `title: …`.
bool begins_with_key(std::string_view words);

/// A word after `&` where a value begins.
struct Anchor {
  std::string name;
  std::size_t offset = 0;  ///< of the `&`
};
std::vector<Anchor> anchors_above(std::string_view text);

/// The last line of `text` that begins with the field's name (past its dashes) and its colon.
std::optional<std::size_t> last_key(std::string_view text, std::string_view name);

}  // namespace svodka::load
