#include "edit/text_document.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::edit {
namespace {

constexpr char32_t kAstral = 0x10000;  // from here on a character takes two code units of UTF-16

int units(char32_t c) { return c >= kAstral ? 2 : 1; }

bool is_word(char32_t c) {
  return c > 0x7F || utf8::is_letter(c) || (c >= U'0' && c <= U'9') || c == U'-' || c == U'_' || c == U'.';
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

TextDocument::TextDocument(std::string text, int version) : text_(std::move(text)), version_(version) {
  find_lines();
}

void TextDocument::find_lines() {
  starts_.assign(1, 0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') starts_.push_back(i + 1);
  }
}

void TextDocument::replace(std::string text) {
  text_ = std::move(text);
  find_lines();
}

void TextDocument::replace(const EditorRange& range, std::string_view words) {
  const auto begin = offset(range.start), end = offset(range.end);
  text_.replace(std::min(begin, end), std::max(begin, end) - std::min(begin, end), words);
  find_lines();
}

std::string_view TextDocument::line(int number) const {
  const auto index = static_cast<std::size_t>(number);
  if (number < 0 || index >= starts_.size()) return {};
  auto words = std::string_view(text_).substr(starts_[index]);
  words = words.substr(0, words.find('\n'));
  if (words.ends_with('\r')) words.remove_suffix(1);
  return words;
}

std::size_t TextDocument::offset(const EditorPosition& position) const {
  if (position.line < 0) return 0;
  const auto index = static_cast<std::size_t>(position.line);
  if (index >= starts_.size()) return text_.size();
  const auto words = line(position.line);
  std::size_t at = 0;
  for (int left = position.character; left > 0 && at < words.size();) {
    auto next = at;
    left -= units(utf8::next(words, next));
    if (left < 0) break;
    at = next;
  }
  return starts_[index] + at;
}

EditorPosition TextDocument::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  while (offset > 0 && offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xC0u) == 0x80u)
    --offset;
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(next - starts_.begin()) - 1;
  const auto before = std::string_view(text_).substr(0, offset);
  EditorPosition position{static_cast<int>(line), 0};
  for (auto at = starts_[line]; at < before.size();) position.character += units(utf8::next(before, at));
  return position;
}

EditorRange TextDocument::range(const Position& at) const {
  if (at.line < 1) return {};
  const auto words = line(at.line - 1);
  const auto start = starts_[std::min(static_cast<std::size_t>(at.line - 1), starts_.size() - 1)];
  const auto first = std::min(words.find_first_not_of(" \t"), words.size());
  if (at.column < 1) {
    const auto last = words.find_last_not_of(" \t");
    return range(start + first, start + (last == words.npos ? first : last + 1));
  }
  std::size_t begin = 0;
  for (int i = 1; i < at.column && begin < words.size(); ++i) utf8::next(words, begin);
  auto end = begin;
  for (int i = 0; i < at.length && end < words.size(); ++i) utf8::next(words, end);
  while (at.length == 0 && end < words.size()) {
    auto next = end;
    if (!is_word(utf8::next(words, next)) && end > begin) break;
    end = next;
  }
  return range(start + begin, start + end);
}

std::string path_of_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  if (!uri.starts_with(kScheme)) return {};
  uri.remove_prefix(kScheme.size());
  uri = uri.substr(std::min(uri.find('/'), uri.size()));  // the host is this one
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const int high = i + 2 < uri.size() && uri[i] == '%' ? hex(uri[i + 1]) : -1;
    const int low = high >= 0 ? hex(uri[i + 2]) : -1;
    if (low < 0) {
      path += uri[i];
    } else {
      path += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return path;
}

std::string uri_of_path(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";  // RFC 3986, 2.3, and the slash
  std::string uri = "file://";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != kPlain.npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

}  // namespace svodka::edit
