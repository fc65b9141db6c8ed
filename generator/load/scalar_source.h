#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "base/source_file.h"

namespace svodka::load {

/// Where each character of a value is written: the way back from what was read to the bytes of the source.
class ScalarSource {
 public:
  enum class Form { kPlain, kSingleQuotes, kDoubleQuotes, kBlock, kCsvPlain, kCsvQuotes };

  /// The value that begins at `at` (a place of a Node, or of a cell of a CSV table). Nothing when what stands
  /// there is not `value`: an alias, a value put together from several, a table in another encoding.
  static std::optional<ScalarSource> find(const SourceFile& file, const LineIndex& lines, const Position& at,
                                          std::string_view value);

  /// The place of `length` characters from the one at `from` (0: the first); nothing when the value has not
  /// so many, or they stand on more than one line.
  std::optional<Position> place(std::size_t from, std::size_t length) const;

  /// The edit that puts `text` in that place, written as the value's form wants it; nothing when there is no
  /// such place, or when the form cannot take the text without a change of form.
  std::optional<Edit> edit(std::size_t from, std::size_t length, const std::string& text) const;

  /// Bytes of the source with what takes their place.
  struct Change {
    std::size_t begin = 0, end = 0;
    std::string text;  ///< as the form writes it
  };
  /// What `value`, the value that this was found for, becomes by those of the changes (in order, apart) that
  /// are within it.
  std::string changed(std::string_view value, const std::vector<Change>& changes) const;

  Form form() const { return form_; }

 private:
  ScalarSource(const SourceFile& file, const LineIndex& lines, Form form)
      : file_(&file), lines_(&lines), form_(form) {}

  const SourceFile* file_;
  const LineIndex* lines_;
  Form form_;
  std::vector<std::size_t> starts_;  ///< of each character of the value, and the end of the last
  std::vector<std::size_t> ends_;    ///< where the source of each character ends
};

}  // namespace svodka::load
