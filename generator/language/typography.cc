#include "language/typography.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace svodka::language {
namespace {

using Characters = std::u32string;
constexpr char32_t kNbsp = 0xA0, kEnDash = 0x2013, kEmDash = 0x2014;

Characters decoded(std::string_view text) {
  Characters out;
  for (std::size_t i = 0; i < text.size();) out.push_back(utf8::next(text, i));
  return out;
}

std::string encoded(const Characters& characters) {
  std::string out;
  for (const char32_t c : characters) utf8::append(out, c);
  return out;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_blank(char32_t c) { return c == U' ' || c == kNbsp; }
bool is_upper(char32_t c) { return utf8::is_cyrillic(c) && utf8::lower(c) != c; }
char32_t at(const Characters& text, std::size_t i) { return i < text.size() ? text[i] : 0; }
char32_t before(const Characters& text, std::size_t i) { return i > 0 ? text[i - 1] : 0; }

bool opens_here(const Characters& text, std::size_t i) {
  const char32_t left = before(text, i);
  return left == 0 || is_blank(left) || left == U'\n' || left == U'\t' || left == U'(' || left == U'[' || left == U'«' || left == U'„' || left == kEmDash;
}

// Straight quotes by their side, and every pair inside another one in „“. An apostrophe is no quote.
void set_quotes(Characters& text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t& c = text[i];
    const bool straight = c == U'"';
    const bool opens = c == U'«' || c == U'„' || (straight && opens_here(text, i));
    const bool closes = c == U'»' || c == U'”' || (c == U'“' && depth > 0) || (straight && !opens);
    if (opens) c = ++depth > 1 ? U'„' : U'«';
    if (closes && depth > 0) c = depth-- > 1 ? U'“' : U'»';
  }
}

// A hyphen or dash between spaces is a dash, held to the word before it; between numbers of like length it is a range.
void set_dashes(Characters& text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char32_t c = text[i];
    if (c != U'-' && c != kEnDash && c != kEmDash) continue;
    if (is_blank(text[i - 1]) && is_blank(text[i + 1])) {
      if (c == U'-') text[i] = kEnDash;
      text[i - 1] = kNbsp;
    }
  }
}

// Length of the run of digits that ends before `i` (or begins at `i`), 0 when it is part of something longer like 01-21 or 12.34.
std::size_t digits_before(const Characters& text, std::size_t i) {
  std::size_t n = 0;
  while (n < i && is_digit(text[i - 1 - n])) ++n;
  return n;
}

std::size_t digits_after(const Characters& text, std::size_t i) {
  std::size_t n = 0;
  while (is_digit(at(text, i + n))) ++n;
  return n;
}

void set_year_ranges(Characters& text) {
  for (std::size_t i = 4; i + 4 < text.size() + 1; ++i) {
    if (text[i] != U'-' || digits_before(text, i) != 4 || digits_after(text, i + 1) != 4) continue;
    const char32_t left = i > 4 ? text[i - 5] : 0, right = at(text, i + 5);
    const bool alone = left != U'-' && left != U'/' && right != U'-' && right != U'/' && !utf8::is_letter(left) && !utf8::is_letter(right);
    if (alone) text[i] = kEnDash;
  }
}

bool starts_with_any(const Characters& text, std::size_t i, const auto& words) {
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) {
    return text.compare(i, word.size(), word) == 0 && !utf8::is_letter(at(text, i + word.size()));
  });
}

// Words that do not leave the number before them.
bool is_unit(const Characters& text, std::size_t i) {
  static constexpr std::array<std::u32string_view, 30> kUnits{
      U"г.", U"гг.", U"года", U"году", U"год", U"годов", U"годы", U"января", U"февраля", U"марта", U"апреля", U"мая", U"июня", U"июля", U"августа",
      U"сентября", U"октября", U"ноября", U"декабря", U"руб.", U"коп.", U"тыс.", U"млн", U"чел.", U"ч.", U"л.", U"экз.", U"кв.", U"п.п.", U"%"};
  return starts_with_any(text, i, kUnits);
}

// Words that do not leave the word after them.
bool holds_next(const Characters& text, std::size_t space) {
  static constexpr std::array<std::u32string_view, 10> kWords{U"№", U"§", U"г.", U"пгт.", U"пос.", U"с.", U"ул.", U"д.", U"гр.", U"ст."};
  for (const auto word : kWords) {
    if (space < word.size() || text.compare(space - word.size(), word.size(), word) != 0) continue;
    const char32_t left = space > word.size() ? text[space - word.size() - 1] : 0;
    // «2020 г. Москва» is a year: there the blank after «г.» may break.
    if (!utf8::is_letter(left) && !(is_blank(left) && space > word.size() + 1 && is_digit(text[space - word.size() - 2]))) return true;
  }
  return false;
}

// «И.И. Иванов» and «И. И. Иванов».
bool after_initial(const Characters& text, std::size_t space) {
  if (space < 2 || text[space - 1] != U'.' || !is_upper(text[space - 2])) return false;
  const char32_t left = space > 2 ? text[space - 3] : 0;
  return !utf8::is_letter(left) && is_upper(at(text, space + 1));
}

void set_spaces(Characters& text) {
  Characters out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool number_before = i > 0 && is_digit(text[i - 1]);
    out.push_back(c == U' ' && (holds_next(text, i) || after_initial(text, i) || (number_before && is_unit(text, i + 1))) ? kNbsp : c);
    const bool sign = c == U'№' || c == U'§';
    if (sign && (is_digit(at(text, i + 1)) || utf8::is_letter(at(text, i + 1)))) out.push_back(kNbsp);
  }
  text = std::move(out);
}

bool is_address(const Characters& word) { return word.find(U"://") != Characters::npos || word.find(U'@') != Characters::npos; }

Characters typeset_plain(Characters text) {
  set_year_ranges(text);
  set_spaces(text);
  set_dashes(text);
  return text;
}

}  // namespace

std::string typeset(std::string_view text) {
  Characters all = decoded(text);
  set_quotes(all);
  Characters out, plain;
  const auto flush = [&] {
    out += typeset_plain(std::move(plain));
    plain.clear();
  };
  for (std::size_t i = 0; i < all.size();) {
    auto end = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(i), all.end(), [](char32_t c) { return is_blank(c) || c == U'\n'; });
    const Characters word(all.begin() + static_cast<std::ptrdiff_t>(i), end);
    i += word.size();
    if (is_address(word)) {
      flush();
      out += word;
    } else {
      plain += word;
    }
    if (i < all.size()) plain.push_back(all[i++]);
  }
  flush();
  return encoded(out);
}

std::string quoted(std::string_view text) {
  Characters all = U"«" + decoded(text) + U"»";
  set_quotes(all);
  return encoded(all);
}

std::string unbreakable(std::string_view text) {
  Characters all = decoded(text);
  std::replace(all.begin(), all.end(), U' ', kNbsp);
  return encoded(all);
}

}  // namespace svodka::language
