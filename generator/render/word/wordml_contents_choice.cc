#include "render/word/wordml_contents_choice.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace svodka::render {
namespace {

std::optional<int> digits(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  int value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

// "1-3", or one level.
std::pair<int, int> range(const std::string& text, std::pair<int, int> otherwise) {
  const auto dash = text.find('-');
  const auto from = digits(text.substr(0, dash));
  const auto to = dash == std::string::npos ? from : digits(text.substr(dash + 1));
  if (!from || !to) return otherwise;
  return {std::clamp(*from, 1, 9), std::clamp(*to, 1, 9)};
}

std::vector<std::string> split(const std::string& text, std::string_view separators) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find_first_of(separators, at), text.size());
    const auto begin = text.find_first_not_of(' ', at);
    parts.push_back(begin < end ? text.substr(begin, text.find_last_not_of(' ', end - 1) + 1 - begin) : "");
    at = end + 1;
  }
  while (!parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

// The list separator is that of the author's computer; a style's name may hold the other one.
std::vector<std::string> style_levels(const std::string& list) {
  for (const std::string_view separators : {";", ",", ";,"}) {
    auto parts = split(list, separators);
    bool pairs = parts.size() % 2 == 0 && !parts.empty();
    for (std::size_t i = 1; pairs && i < parts.size(); i += 2) pairs = digits(parts[i]).has_value();
    if (pairs) return parts;
  }
  return {};
}

void trim(NewEntry& entry) {
  auto& words = entry.words;
  std::erase_if(words, [](const Words& some) { return some.text.empty(); });
  while (!words.empty()) {
    auto& text = words.back().text;
    text.erase(text.find_last_not_of(" \t") + 1);
    if (!text.empty()) break;
    words.pop_back();
  }
  if (!words.empty()) words.front().text.erase(0, words.front().text.find_first_not_of(" \t"));
}

// «Рисунок 1 — Схема»: the words after the number.
void drop_punctuation(std::string& text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); begin = at) {
    const auto character = utf8::next(text, at);
    if (std::u32string_view(U" \t.:-–—\u00A0").find(character) == std::u32string_view::npos) break;
  }
  text.erase(0, begin);
}

}  // namespace

bool ContentsChoice::can_choose(const FieldCode& code) {
  const bool chooses = code.has('o') || code.has('u') || code.has('t') || code.has('c') || code.has('a');
  return chooses || (!code.has('f') && !code.has('l'));
}

ContentsChoice::ContentsChoice(const FieldCode& code, const WordStyles& styles)
    : sequence_(utf8::lower(code.argument('c', code.argument('a')))), bookmark_(code.argument('b')) {
  whole_caption_ = code.has('c');
  headings_ = code.has('o') || (!code.has('u') && !code.has('t'));
  outlines_ = code.has('u');
  std::tie(from_, to_) = range(code.argument('o'), {1, 9});
  if (code.has('t')) read_styles(code.argument('t'), styles);
  if (code.has('n')) std::tie(first_without_page_, last_without_page_) = range(code.argument('n'), {1, 9});
}

void ContentsChoice::read_styles(const std::string& list, const WordStyles& styles) {
  const auto parts = style_levels(list);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (const auto* style = styles.named(parts[i]))
      styles_[style->id] = std::clamp(*digits(parts[i + 1]), 1, 9);
  }
}

int ContentsChoice::level_of(const OutlineParagraph& paragraph) const {
  if (const auto found = styles_.find(paragraph.style->id); found != styles_.end()) return found->second;
  const auto in_range = [&](int level) { return level >= from_ && level <= to_ ? level : 0; };
  const int heading = headings_ ? in_range(numbered_style(*paragraph.style, "heading")) : 0;
  if (heading > 0) return heading;
  return outlines_ && paragraph.outline < 9 ? in_range(paragraph.outline + 1) : 0;
}

std::optional<NewEntry> ContentsChoice::entry(const OutlineParagraph& paragraph) const {
  if (paragraph.words.empty() || !paragraph.first) return std::nullopt;
  if (!bookmark_.empty() && !paragraph.bookmarks.contains(bookmark_)) return std::nullopt;
  if (captions()) return caption(paragraph);
  NewEntry entry;
  entry.level = level_of(paragraph);
  if (entry.level == 0) return std::nullopt;
  entry.number = paragraph.number;
  entry.suffix = paragraph.suffix;
  entry.words = paragraph.words;
  trim(entry);
  if (entry.words.empty()) return std::nullopt;
  return entry;
}

std::optional<NewEntry> ContentsChoice::caption(const OutlineParagraph& paragraph) const {
  const auto found = std::find_if(paragraph.sequences.begin(), paragraph.sequences.end(),
                                  [&](const Sequence& s) { return utf8::lower(s.name) == sequence_; });
  if (found == paragraph.sequences.end()) return std::nullopt;
  NewEntry entry;
  entry.words = paragraph.words;
  if (!whole_caption_) {
    entry.words.erase(entry.words.begin(), entry.words.begin() + static_cast<std::ptrdiff_t>(found->words));
    if (!entry.words.empty()) drop_punctuation(entry.words.front().text);
  }
  trim(entry);
  if (entry.words.empty()) return std::nullopt;
  return entry;
}

}  // namespace svodka::render
