#include "language/letters.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "language/grammar.h"

namespace svodka::language {
namespace {

template <typename Change>
std::string with_first(std::string_view text, Change change) {
  for (std::size_t i = 0; i < text.size();) {
    const auto start = i;
    const char32_t c = utf8::next(text, i);
    if (c == U'«' || c == U'"' || c == U'(' || c == U'„') continue;
    if (!utf8::is_letter(c)) break;
    std::string out(text.substr(0, start));
    utf8::append(out, change(c));
    return out.append(text.substr(i));
  }
  return std::string(text);
}

void drop_marks(std::string& text, std::string_view marks) {
  while (!text.empty() && marks.find(text.back()) != std::string_view::npos) text.pop_back();
}

bool has_capital_for_itself(std::string_view text) {
  std::size_t i = 0;
  const char32_t first = utf8::next(text, i);
  if (!utf8::is_letter(first)) return true;
  if (i >= text.size()) return false;
  const char32_t second = utf8::next(text, i);
  if (second == U'.') return true;
  return utf8::is_letter(second) ? utf8::lower(second) != second : second >= U'0' && second <= U'9';
}

// The last word, up to its full stop, is an abbreviation: «2020 г.», «и др.», «г.о.».
bool ends_with_abbreviation(std::string_view text) {
  constexpr std::array<std::string_view, 18> kShort{"г",   "гг",  "др",  "пр",  "д",   "п",
                                                    "о",   "л",   "ч",   "экз", "руб", "коп",
                                                    "тыс", "чел", "мин", "обл", "ул",  "стр"};
  if (!text.ends_with('.')) return false;
  text.remove_suffix(1);
  const auto blank = text.find_last_of(" .");
  auto word = blank == std::string_view::npos ? text : text.substr(blank + 1);
  if (const auto hard = word.rfind(kNbsp); hard != std::string_view::npos)
    word = word.substr(hard + kNbsp.size());
  return std::find(kShort.begin(), kShort.end(), word) != kShort.end();
}

}  // namespace

std::string with_capital(std::string_view text) {
  return with_first(text, [](char32_t c) { return utf8::upper(c); });
}

std::string with_small(std::string_view text) {
  return with_first(text, [](char32_t c) { return utf8::lower(c); });
}

std::string as_sentence(std::string_view text) {
  std::string words = with_capital(trimmed(text));
  drop_marks(words, ",;: ");
  const bool ended = words.empty() || words.ends_with('.') || words.ends_with('!') || words.ends_with('?') ||
                     words.ends_with("…");
  return ended ? words : words + ".";
}

std::string as_list_item(std::string_view text) {
  std::string words = trimmed(text);
  drop_marks(words, ",; ");
  if (!words.ends_with("...") && !ends_with_abbreviation(words)) drop_marks(words, ".");
  return words.empty() || has_capital_for_itself(words) ? words : with_small(words);
}

std::string trimmed(std::string_view text) {
  std::string out;
  std::string blanks;
  bool breaks = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto start = i;
    const char32_t c = utf8::next(text, i);
    if (c == U' ' || c == 0xA0 || c == U'\t' || c == U'\n' || c == U'\r') {
      breaks = breaks || c != 0xA0 || !blanks.empty();
      blanks = text.substr(start, i - start);
      continue;
    }
    if (!out.empty() && !blanks.empty()) out += breaks ? " " : blanks;
    blanks.clear();
    breaks = false;
    out += text.substr(start, i - start);
  }
  return out;
}

}  // namespace svodka::language
