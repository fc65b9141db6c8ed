#include "render/text/text_include.h"

#include <algorithm>
#include <utility>

namespace svodka::render {

JoinedText::JoinedText(const SourceFile& file, Fragments& fragments, Diagnostics& out) {
  IncludeChain chain{file.path};
  take(sources_.emplace_back(file), chain, fragments, out);
}

namespace {

// The whole line of a marker that stands alone on it; else the marker.
std::pair<std::size_t, std::size_t> line_of(std::string_view text, const bind::Marker& marker) {
  const auto end = marker.offset + marker.length;
  const auto before = text.substr(0, marker.offset).find_last_not_of(" \t");
  const auto after = std::min(text.find_first_not_of(" \t\r", end), text.size());
  const bool first = before == std::string_view::npos || text[before] == '\n';
  const bool last = after == text.size() || text[after] == '\n';
  if (!first || !last) return {marker.offset, end};
  return {before + 1, std::min(after + 1, text.size())};
}

}  // namespace

void JoinedText::take_piece(const Source& source, std::size_t from, std::size_t to) {
  pieces_.push_back({text_.size(), &source, from});
  text_.append(source.file.text, from, to - from);
}

std::optional<SourceFile> JoinedText::read(const Source& source, const bind::Marker& marker,
                                           const IncludeChain& chain, Fragments& fragments,
                                           Diagnostics& out) {
  const auto at = source.lines.at(marker.offset, marker.length);
  refuse_modifiers(marker, at, out);
  auto fragment = fragments.read(chain, marker.name, at, out);
  auto file = fragment ? make_source(fragment->path, std::move(fragment->bytes), out) : std::nullopt;
  if (!file) return std::nullopt;
  if (file->text.ends_with('\n')) file->text.pop_back();
  if (file->text.ends_with('\r')) file->text.pop_back();
  return file;
}

void JoinedText::take(const Source& source, IncludeChain& chain, Fragments& fragments, Diagnostics& out) {
  std::size_t done = 0;
  for (const auto& marker : bind::scan_markers(source.file.text).markers) {
    if (marker.kind != bind::Marker::Kind::kInclude) continue;
    auto file = read(source, marker, chain, fragments, out);
    const bool nothing = file && file->text.empty();
    const auto [begin, end] =
        nothing ? line_of(source.file.text, marker) : std::pair(marker.offset, marker.offset + marker.length);
    take_piece(source, done, std::max(done, begin));
    done = end;
    if (!file || nothing) continue;
    chain.push_back(file->path);
    take(sources_.emplace_back(std::move(*file)), chain, fragments, out);
    chain.pop_back();
  }
  take_piece(source, done, source.file.text.size());
}

Position JoinedText::at(std::size_t offset, std::size_t bytes) const {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                [](std::size_t at, const Piece& p) { return at < p.begin; });
  --piece;
  const auto in_file = piece->offset + (offset - piece->begin);
  return piece->source->lines.at(in_file, std::min(bytes, piece->source->file.text.size() - in_file));
}

}  // namespace svodka::render
