#include "load/yaml_lines.h"

#include <algorithm>

#include "load/yaml_places.h"

namespace svodka::load {
namespace {

constexpr auto kNone = std::string_view::npos;

bool is_blank(const Line& line) { return line.words().empty() || line.words().front() == '#'; }

}  // namespace

Line line_at(std::string_view text, std::size_t offset) {
  Line line;
  line.all = line_around(text, offset, &line.start);
  line.indent = std::min(line.all.find_first_not_of(' '), line.all.size());
  return line;
}

std::optional<Line> line_before(std::string_view text, Line line) {
  while (line.start > 0) {
    line = line_at(text, line.start - 1);
    if (!is_blank(line)) return line;
  }
  return std::nullopt;
}

std::size_t separator(std::string_view words) {
  for (auto i = words.find(':'); i != kNone; i = words.find(':', i + 1)) {
    if (i + 1 == words.size() || words[i + 1] == ' ' || words[i + 1] == '\t') return i;
  }
  return kNone;
}

std::size_t name_column(const Line& line) {
  auto column = line.indent;
  while (column + 1 < line.all.size() && line.all[column] == '-' && line.all[column + 1] == ' ') {
    column = std::min(line.all.find_first_not_of(' ', column + 1), line.all.size());
  }
  return column;
}

std::size_t tight_colon(std::string_view words) {
  const auto colon = words.find(':');
  if (colon == kNone || colon == 0 || colon + 1 >= words.size() || words.find_first_of(" \t\"'[{") < colon)
    return kNone;
  return words[colon + 1] == ' ' || words[colon + 1] == '/' ? kNone : colon;
}

bool opens_block(const Line& line) {
  auto words = line.words();
  while (!words.empty() && (words.back() == ' ' || words.back() == '\r')) words.remove_suffix(1);
  while (!words.empty() && std::string_view("+-123456789").find(words.back()) != kNone)
    words.remove_suffix(1);
  return words.ends_with(": |") || words.ends_with(": >") || words.ends_with("- |") || words.ends_with("- >");
}

bool begins_with_key(std::string_view words) {
  const auto colon = separator(words);
  return colon != kNone && colon > 0 && words.substr(0, colon).find_first_of(" ,\"'[]{}") == kNone;
}

std::vector<Anchor> anchors_above(std::string_view text) {
  std::vector<Anchor> anchors;
  for (auto at = text.find(" &"); at != kNone; at = text.find(" &", at + 1)) {
    const auto end = std::min(text.find_first_of(" \t\r\n,]}", at + 2), text.size());
    if (end > at + 2) anchors.push_back({std::string(text.substr(at + 2, end - at - 2)), at + 1});
  }
  return anchors;
}

std::optional<std::size_t> last_key(std::string_view text, std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (auto at = text.rfind(name); at != kNone; at = at == 0 ? kNone : text.rfind(name, at - 1)) {
    const auto line = line_at(text, at);
    if (line.start + name_column(line) == at && separator(text.substr(at, name.size() + 1)) == name.size())
      return at;
  }
  return std::nullopt;
}

}  // namespace svodka::load
