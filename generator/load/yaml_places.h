#pragma once

#include <cstddef>
#include <string_view>

#include "base/source_file.h"

namespace svodka::load {

/// Turns byte offsets of one text into places, quickly when they come in ascending order, as a parser gives
/// them.
class Places {
 public:
  explicit Places(const SourceFile& file) : file_(&file), text_(file.text) {}

  /// `line` counts from 1; `line_start` and `offset` are bytes. Length 0 where it is not known.
  Mark at(int line, std::size_t line_start, std::size_t offset, int length = 0);
  /// The same for an offset alone; looks for the start of its line. Counts the lines, so it is for findings
  /// only.
  Mark at(std::size_t offset, std::size_t bytes = 0) const;

  Position position(const Mark& mark) const { return mark.in(file_->path); }
  std::string_view text() const { return text_; }

 private:
  const SourceFile* file_;
  std::string_view text_;
  std::size_t line_start_ = 0;
  std::size_t offset_ = 0;
  int column_ = 1;
};

/// The bytes that a scalar takes in the source.
struct Extent {
  std::size_t end = 0;  ///< offset after its last byte
  bool closed = true;   ///< false: a quote that is never closed
};

/// Where the scalar that begins at `offset` ends. `quoted`: the parser said that it is in quotes or a block;
/// `value` is what the parser read.
Extent scalar_extent(std::string_view text, std::size_t offset, bool quoted, std::string_view value);

/// Place of an empty list item, when the parser names the token after it: the dash before. The offset itself
/// if there is none.
std::size_t empty_item(std::string_view text, std::size_t offset);

/// The line that holds `offset`, without its end.
std::string_view line_around(std::string_view text, std::size_t offset, std::size_t* start = nullptr);

}  // namespace svodka::load
