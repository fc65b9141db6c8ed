#include "render/word/wordml_scan.h"

#include <algorithm>
#include <charconv>

namespace svodka::render {

bool TagScanner::next(Tag& tag) {
  auto begin = xml_.find('<', at_);
  while (begin != std::string_view::npos && xml_.compare(begin, 2, "<!") == 0) {  // a comment or CDATA
    const auto end = xml_.find(xml_.compare(begin, 4, "<!--") == 0 ? "-->" : "]]>", begin);
    begin = end == std::string_view::npos ? end : xml_.find('<', end);
  }
  if (begin == std::string_view::npos) return false;
  auto close = xml_.find('>', begin);
  if (close == std::string_view::npos) return false;
  tag.begin = begin;
  tag.end = at_ = close + 1;
  tag.closing = xml_[begin + 1] == '/';
  tag.empty = xml_[close - 1] == '/';
  if (tag.empty || xml_[close - 1] == '?') --close;
  const auto start = begin + (tag.closing ? 2 : 1);
  const auto words = close > start ? xml_.substr(start, close - start) : std::string_view();
  const auto space = std::min(words.find_first_of(" \t\r\n"), words.size());
  tag.name = words.substr(0, space);
  tag.inside = words.substr(space);
  return true;
}

std::string_view attribute_of(const Tag& tag, std::string_view name) {
  for (auto at = tag.inside.find(name); at != std::string_view::npos; at = tag.inside.find(name, at + 1)) {
    const auto value = at + name.size() + 2;
    if (at == 0 || tag.inside[at - 1] != ' ' || value > tag.inside.size()) continue;
    if (tag.inside.substr(at + name.size(), 2) != "=\"") continue;
    return tag.inside.substr(value, tag.inside.find('"', value) - value);
  }
  return {};
}

int number_of(const Tag& tag, std::string_view name, int otherwise) {
  const auto words = attribute_of(tag, name);
  int number = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
  return error == std::errc() && end == words.data() + words.size() ? number : otherwise;
}

std::string Edits::apply(std::string_view text) && {
  std::stable_sort(all_.begin(), all_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t done = 0;
  for (const auto& edit : all_) {
    if (edit.begin < done) continue;
    out += text.substr(done, edit.begin - done);
    out += edit.words;
    done = edit.end;
  }
  out += text.substr(done);
  return out;
}

}  // namespace svodka::render
