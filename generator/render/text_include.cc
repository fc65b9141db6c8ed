#include "render/text_include.h"

#include <algorithm>

#include "bind/markers.h"

namespace svodka::render {

JoinedText::JoinedText(const SourceFile& file, Fragments& fragments, Diagnostics& out) {
  IncludeChain chain{file.path};
  take(sources_.emplace_back(file), chain, fragments, out);
}

void JoinedText::take_piece(const Source& source, std::size_t from, std::size_t to) {
  pieces_.push_back({text_.size(), &source, from});
  text_.append(source.file.text, from, to - from);
}

void JoinedText::take(const Source& source, IncludeChain& chain, Fragments& fragments, Diagnostics& out) {
  std::size_t done = 0;
  for (const auto& marker : bind::scan_markers(source.file.text).markers) {
    if (marker.kind != bind::Marker::Kind::kInclude) continue;
    take_piece(source, done, marker.offset);
    done = marker.offset + marker.length;
    auto fragment = fragments.read(chain, marker.name, source.lines.at(marker.offset, marker.length), out);
    if (!fragment) continue;
    auto file = make_source(fragment->path, std::move(fragment->bytes), out);
    if (!file) continue;
    if (file->text.ends_with('\n')) file->text.pop_back();
    if (file->text.ends_with('\r')) file->text.pop_back();
    chain.push_back(fragment->path);
    take(sources_.emplace_back(std::move(*file)), chain, fragments, out);
    chain.pop_back();
  }
  take_piece(source, done, source.file.text.size());
}

Position JoinedText::at(std::size_t offset, std::size_t bytes) const {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                [](std::size_t at, const Piece& p) { return at < p.begin; });
  --piece;
  return piece->source->lines.at(piece->offset + (offset - piece->begin), bytes);
}

}  // namespace svodka::render
