#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "language/typography_characters.h"

namespace svodka::language {
namespace {

// A word of figures beside a hyphen: «5», «2020», «26.10», «26.10.2020», «9:00». Its parts by '.', ':' or
// ','.
struct Figures {
  std::size_t length = 0;  // characters
  std::size_t parts = 0;
  std::size_t first = 0;  // digits of the first part
  int leading = -1;       // the whole number, when there is one part of up to nine digits
  bool zero = false;      // begins with a 0
};

bool is_figure(char32_t c) { return is_digit(c) || c == U'.' || c == U':' || c == U','; }

Figures figures(const Characters& text, std::size_t begin, std::size_t end) {
  Figures out;
  out.length = end - begin;
  out.zero = at(text, begin) == U'0';
  std::size_t digits = 0;
  int number = 0;
  for (std::size_t i = begin; i <= end; ++i) {
    if (i < end && is_digit(text[i])) {
      ++digits;
      if (digits <= 9) number = number * 10 + static_cast<int>(text[i] - U'0');
      continue;
    }
    if (digits == 0) return {};
    if (++out.parts == 1) out.first = digits;
    out.leading = out.parts == 1 && digits <= 9 ? number : -1;
    digits = 0;
    number = 0;
  }
  return out;
}

Figures figures_before(const Characters& text, std::size_t i) {
  std::size_t begin = i;
  while (begin > 0 && is_figure(text[begin - 1])) --begin;
  return figures(text, begin, i);
}

Figures figures_after(const Characters& text, std::size_t i) {
  std::size_t end = i;
  while (end < text.size() && is_figure(text[end])) ++end;
  while (end > i && !is_digit(text[end - 1])) --end;  // a full stop or comma of the sentence
  return figures(text, i, end);
}

bool ends_word(char32_t c) {
  return c == 0 || is_blank(c) || is_line_break(c) ||
         std::u32string_view(U"()[]«»„“;:,.!?%").find(c) != std::u32string_view::npos;
}

// The word that stands before `i`, in small letters, without blanks between.
Characters word_before(const Characters& text, std::size_t i) {
  while (i > 0 && is_blank(text[i - 1])) --i;
  std::size_t begin = i;
  while (begin > 0 && !is_blank(text[begin - 1]) && !is_line_break(text[begin - 1])) --begin;
  Characters word = text.substr(begin, i - begin);
  std::transform(word.begin(), word.end(), word.begin(), [](char32_t c) { return utf8::lower(c); });
  return word;
}

// «№ 12-15», «тел. 2-75» and the like are numbers with a hyphen of their own.
bool is_number_of_something(const Characters& text, std::size_t begin) {
  static constexpr std::array<std::u32string_view, 9> kWords{
      U"№", U"n", U"тел.", U"тел.:", U"телефон", U"телефон:", U"факс", U"факс:", U"исх."};
  const auto word = word_before(text, begin);
  return before(text, begin) == U'№' || word.ends_with(U')') ||
         std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_year(const Figures& f) { return f.parts == 1 && f.first == 4 && f.leading >= 1000; }

// 5 and 9, 2020 and 2021, 2020 and 21, 26.10 and 27.11.2020, 9.00 and 15.30.
bool is_range(const Figures& left, const Figures& right) {
  if (left.parts == 0 || right.parts == 0) return false;
  if (is_year(left) && right.parts == 1 && right.first == 2) return right.leading == left.leading % 100 + 1;
  if (left.parts == 1 && right.parts == 1) {
    return !left.zero && !right.zero && left.leading >= 0 && left.leading < right.leading &&
           (left.first <= 3 || is_year(left));
  }
  return left.parts >= 2 && left.parts <= 3 && right.parts >= 2 && right.parts <= 3 && left.first <= 2 &&
         right.first <= 2;
}

void set_range(Characters& text, std::size_t i) {
  const auto left = figures_before(text, i), right = figures_after(text, i + 1);
  if (!is_range(left, right)) return;
  const auto begin = i - left.length, end = i + 1 + right.length;
  const bool with_ending = at(text, end) == kHyphen && utf8::is_letter(at(text, end + 1));  // «5–9-х»
  if (!ends_word(before(text, begin)) || !(ends_word(at(text, end)) || with_ending) ||
      is_number_of_something(text, begin))
    return;
  text[i] = kRangeDash;
}

void set_minus(Characters& text, std::size_t i) {
  const char32_t left = before(text, i);
  const bool starts = left == 0 || is_blank(left) || left == U'(' || is_line_break(left);
  if (!starts || !is_digit(at(text, i + 1))) return;
  const auto right = figures_after(text, i + 1);
  const auto before_it = word_before(text, i);
  const bool after_number = !before_it.empty() && is_digit(before_it.back());
  if (right.parts >= 1 && right.parts <= 2 && ends_word(at(text, i + 1 + right.length)) && !after_number)
    text[i] = kMinusSign;
}

}  // namespace

void set_dashes(Characters& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool between_blanks = i > 0 && is_blank(text[i - 1]) && is_blank(at(text, i + 1));
    if ((c == kHyphen || c == kRangeDash || c == kLongDash) && between_blanks) {
      const bool begins_line = i == 1 || is_line_break(text[i - 2]) || is_blank(text[i - 2]);
      if (begins_line) continue;
      if (c == kHyphen) text[i] = kRangeDash;
      text[i - 1] = kHardSpace;
    } else if (c == kHyphen) {
      set_range(text, i);
      if (text[i] == kHyphen) set_minus(text, i);
    }
  }
}

}  // namespace svodka::language
