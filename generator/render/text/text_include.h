#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/source_file.h"
#include "bind/markers.h"
#include "render/expand/fragments.h"

namespace svodka::render {

/// The text of a template with the files that it includes (`{{>name}}`) taken in, which still knows where
/// each byte comes from.
class JoinedText {
 public:
  /// Included files end without their last line end, so that a marker alone on its line leaves no empty one;
  /// nor does such a marker of an empty file.
  /// Mistakes of including are findings; such a marker is left out.
  JoinedText(const SourceFile& file, Fragments& fragments, Diagnostics& out);

  const std::string& text() const { return text_; }
  /// The place that its author sees of `bytes` bytes at `offset` of text().
  Position at(std::size_t offset, std::size_t bytes) const;

 private:
  struct Source {
    SourceFile file;
    LineIndex lines;
    explicit Source(SourceFile source) : file(std::move(source)), lines(file) {}
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
  };
  struct Piece {
    std::size_t begin = 0;  // in text_
    const Source* source = nullptr;
    std::size_t offset = 0;  // in its file
  };

  static std::optional<SourceFile> read(const Source& source, const bind::Marker& marker,
                                        const IncludeChain& chain, Fragments& fragments, Diagnostics& out);
  void take(const Source& source, IncludeChain& chain, Fragments& fragments, Diagnostics& out);
  void take_piece(const Source& source, std::size_t from, std::size_t to);

  std::string text_;
  std::deque<Source> sources_;
  std::vector<Piece> pieces_;
};

}  // namespace svodka::render
