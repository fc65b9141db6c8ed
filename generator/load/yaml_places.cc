#include "load/yaml_places.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::load {
namespace {

std::size_t end_of_double_quotes(std::string_view text, std::size_t i) {
  for (; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t end_of_single_quotes(std::string_view text, std::size_t i) {
  for (; i < text.size(); ++i) {
    if (text[i] != '\'') continue;
    if (i + 1 >= text.size() || text[i + 1] != '\'') return i + 1;
    ++i;
  }
  return std::string_view::npos;
}

std::string_view trimmed(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

Mark Places::at(int line, std::size_t line_start, std::size_t offset, int length) {
  offset = std::min(offset, text_.size());
  line_start = std::min(line_start, offset);
  if (line_start != line_start_ || offset < offset_) {
    line_start_ = offset_ = line_start;
    column_ = 1;
  }
  column_ += static_cast<int>(utf8::length(text_.substr(offset_, offset - offset_)));
  offset_ = offset;
  return {line, column_, length};
}

Mark Places::at(std::size_t offset, std::size_t bytes) const {
  const auto position = file_->at(std::min(offset, text_.size()), bytes);
  return {position.line, position.column, position.length};
}

Extent scalar_extent(std::string_view text, std::size_t offset, bool quoted, std::string_view value) {
  if (offset >= text.size()) return {text.size()};
  if (quoted && (text[offset] == '"' || text[offset] == '\'')) {
    const auto end =
        text[offset] == '"' ? end_of_double_quotes(text, offset + 1) : end_of_single_quotes(text, offset + 1);
    return end == std::string_view::npos ? Extent{text.size(), false} : Extent{end};
  }
  const bool as_written = !quoted && text.substr(offset, value.size()) == value;
  return {as_written ? offset + value.size() : offset};
}

std::string_view line_around(std::string_view text, std::size_t offset, std::size_t* start) {
  offset = std::min(offset, text.size());
  const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const auto begin = before == std::string_view::npos ? 0 : before + 1;
  if (start != nullptr) *start = begin;
  auto line = text.substr(begin);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::size_t empty_item(std::string_view text, std::size_t offset) {
  std::size_t start = 0;
  line_around(text, offset, &start);
  while (start > 0) {
    const auto line = line_around(text, start - 1, &start);
    const auto words = trimmed(line);
    if (words.empty() || words.front() == '#') continue;
    const auto comment = line.find(" #");
    const auto dash = line.substr(0, comment).find_last_not_of(" \t\r");
    return dash != std::string_view::npos && line[dash] == '-' ? start + dash : offset;
  }
  return offset;
}

}  // namespace svodka::load
