#include "check/narrow.h"

#include <algorithm>

#include "base/utf8.h"
#include "load/scalar_source.h"

namespace svodka::check {
namespace {

// Records are written in these; anything else is a template, whose texts begin where they say.
bool holds_records(const std::string& file) {
  return file.ends_with(".yaml") || file.ends_with(".yml") || file.ends_with(".csv");
}

std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t i = 0;
  for (; characters > 0 && i < text.size(); --characters) utf8::next(text, i);
  return i;
}

// What the two begin with alike, in bytes; a character is never cut.
std::size_t same_start(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  while (i < a.size() && i < b.size()) {
    auto next = i;
    utf8::next(a, next);
    if (next > b.size() || a.substr(i, next - i) != b.substr(i, next - i)) break;
    i = next;
  }
  return i;
}

// Only what differs is written anew.
std::vector<Edit> edits(const load::ScalarSource& source, const Piece& piece, std::string_view said) {
  const std::string_view fix = piece.fix;
  const auto start = same_start(said, fix);
  std::size_t from = piece.from + utf8::length(said.substr(0, start));
  auto old = said.substr(start), fresh = fix.substr(start);
  while (!old.empty() && !fresh.empty()) {  // and what they end with alike
    std::size_t a = old.size() - 1, b = fresh.size() - 1;
    while (a > 0 && (static_cast<unsigned char>(old[a]) & 0xC0u) == 0x80u) --a;
    while (b > 0 && (static_cast<unsigned char>(fresh[b]) & 0xC0u) == 0x80u) --b;
    if (old.substr(a) != fresh.substr(b)) break;
    old = old.substr(0, a);
    fresh = fresh.substr(0, b);
  }
  auto edit = source.edit(from, utf8::length(old), std::string(fresh));
  if (!edit) return {};
  return {std::move(*edit)};
}

}  // namespace

std::vector<Edit> Narrower::narrow(Position& at, const Piece& piece) {
  if (at.line <= 0 || at.column <= 0 || !at.cell.empty()) return {};
  if (!holds_records(at.file)) {
    at.column += static_cast<int>(piece.from);
    at.length = static_cast<int>(piece.length);
    return {};
  }
  const auto* known = source(at.file);
  if (known == nullptr) return {};
  const auto written = load::ScalarSource::find(known->file, known->lines, at, piece.value);
  if (!written) return {};
  const std::string_view value = piece.value;
  const auto begin = bytes_of(value, piece.from);
  const auto said = value.substr(begin, bytes_of(value.substr(begin), piece.length));
  if (auto place = written->place(piece.from, piece.length)) {
    at = std::move(*place);
  } else if (auto start = written->place(piece.from, 1)) {
    at = std::move(*start);
  }
  return piece.has_fix ? edits(*written, piece, said) : std::vector<Edit>();
}

const Narrower::Known* Narrower::source(const std::string& file) {
  const auto found = known_.find(file);
  if (found != known_.end()) return found->second.get();
  std::unique_ptr<Known> read;
  if (source_) {
    if (auto text = source_(file)) read = std::make_unique<Known>(std::move(*text));
  }
  return known_.emplace(file, std::move(read)).first->second.get();
}

}  // namespace svodka::check
