#include "load/pattern.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka::load {
namespace {

/// A piece of a pattern: its literal text, and what stands before it.
struct Piece {
  std::string literal;
  bool open = false;    ///< any text may stand before it
  bool wanted = false;  ///< and that text is the `{}`
};

std::vector<Piece> pieces_of(std::string_view pattern) {
  std::vector<Piece> pieces{{}};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool slot = pattern.substr(i, 2) == "{}";
    if (!slot && pattern[i] != '*') {
      pieces.back().literal += pattern[i];
      continue;
    }
    pieces.push_back({{}, true, slot});
    if (slot) ++i;
  }
  for (auto& piece : pieces) piece.literal = utf8::lower(piece.literal);
  return pieces;
}

}  // namespace

bool is_pattern(std::string_view words) { return words.find('*') != std::string_view::npos; }

std::optional<std::string> match_pattern(std::string_view pattern, std::string_view text) {
  const auto pieces = pieces_of(pattern);
  const auto folded = utf8::lower(text);
  if (folded.size() != text.size())
    return std::nullopt;  // no letter whose case changes its length is expected
  std::string found;
  std::size_t at = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    const bool last = i + 1 == pieces.size();
    std::size_t begin = at;
    if (piece.open) {
      begin = last ? std::max(at, folded.size() - std::min(folded.size(), piece.literal.size()))
                   : folded.find(piece.literal, at);
      if (begin == std::string::npos) return std::nullopt;
    }
    if (folded.compare(begin, piece.literal.size(), piece.literal) != 0) return std::nullopt;
    if (piece.wanted) found = text.substr(at, begin - at);
    at = begin + piece.literal.size();
  }
  if (at != folded.size()) return std::nullopt;
  return found;
}

std::vector<std::string> matching_files(const std::filesystem::path& root, const std::string& path) {
  if (!is_pattern(path)) return {path};
  const auto slash = path.rfind('/');
  const auto folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
  std::vector<std::string> files;
  for (const auto& name : list_files(root / folder, {""})) {
    if (name.find('/') == std::string::npos && match_pattern(path.substr(folder.size()), name))
      files.push_back(folder + name);
  }
  return files;
}

}  // namespace svodka::load
