#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "language/typography_characters.h"

namespace svodka::language {
namespace {

bool is_upper(char32_t c) { return utf8::is_cyrillic(c) && utf8::lower(c) != c; }

// The whole word at `i` is `word`.
bool word_at(const Characters& text, std::size_t i, std::u32string_view word) {
  if (text.compare(i, word.size(), word) != 0) return false;
  const char32_t next = at(text, i + word.size());
  return !utf8::is_letter(next) && !is_digit(next);
}

// The whole word that ends at `end` is `word`.
bool word_ends_at(const Characters& text, std::size_t end, std::u32string_view word) {
  if (end < word.size() || text.compare(end - word.size(), word.size(), word) != 0) return false;
  const char32_t left = before(text, end - word.size());
  return !utf8::is_letter(left) && !is_digit(left) && left != U'.' && left != kHyphen;
}

// Words that do not leave the number before them.
bool is_unit(const Characters& text, std::size_t i) {
  static constexpr std::array<std::u32string_view, 51> kUnits{
      U"г.",       U"гг.",     U"года",   U"году",    U"год",  U"годов",    U"годы",      U"годах",
      U"января",   U"февраля", U"марта",  U"апреля",  U"мая",  U"июня",     U"июля",      U"августа",
      U"сентября", U"октября", U"ноября", U"декабря", U"руб.", U"рублей",   U"рубля",     U"рубль",
      U"коп.",     U"тыс.",    U"млн",    U"млрд",    U"чел.", U"человек",  U"человека",  U"ч.",
      U"час.",     U"мин.",    U"сек.",   U"л.",      U"экз.", U"шт.",      U"кв.",       U"км",
      U"м",        U"см",      U"мм",     U"кг",      U"п.п.", U"процента", U"процентов", U"процент",
      U"%",        U"‰",       U"ед."};
  return std::any_of(kUnits.begin(), kUnits.end(),
                     [&](std::u32string_view unit) { return word_at(text, i, unit); });
}

// Words that do not leave the word after them.
bool holds_next(const Characters& text, std::size_t space) {
  static constexpr std::array<std::u32string_view, 36> kWords{
      U"№",    U"§",     U"г.",   U"пгт.",  U"пгт",   U"пос.", U"с.",    U"дер.",  U"д.",
      U"х.",   U"ст.",   U"ул.",  U"пр.",   U"пер.",  U"пл.",  U"корп.", U"стр.",  U"оф.",
      U"каб.", U"кв.",   U"тел.", U"им.",   U"гр.",   U"п.",   U"пп.",   U"подп.", U"ч.",
      U"гл.",  U"разд.", U"рис.", U"табл.", U"прил.", U"т.",   U"см.",   U"ред.",  U"л."};
  const auto holds = [&](std::u32string_view word) {
    if (!word_ends_at(text, space, word)) return false;
    // «2020 г. Москва», «3 ч. занятий»: a unit belongs to its number, and the blank after it may break.
    const std::size_t begin = space - word.size();
    return !(begin > 1 && is_blank(text[begin - 1]) && is_digit(text[begin - 2]) && is_unit(text, begin));
  };
  return std::any_of(kWords.begin(), kWords.end(), holds);
}

// «И.» that ends at `end`.
bool initial_ends_at(const Characters& text, std::size_t end) {
  return end >= 2 && text[end - 1] == U'.' && is_upper(text[end - 2]) &&
         !utf8::is_letter(before(text, end - 2));
}

bool initial_at(const Characters& text, std::size_t i) {
  return is_upper(at(text, i)) && at(text, i + 1) == U'.';
}

// Between initials and surname either way round: «И.И. Иванов», «И. И. Иванов», «Иванов И.И.».
bool beside_initials(const Characters& text, std::size_t space) {
  if (initial_ends_at(text, space)) return is_upper(at(text, space + 1));
  if (!initial_at(text, space + 1) || !utf8::is_letter(before(text, space))) return false;
  std::size_t end = space + 1;
  while (initial_at(text, end)) end += 2;
  const bool surname_follows = is_blank(at(text, end)) && is_upper(at(text, end + 1));
  std::size_t begin = space;
  while (begin > 0 && (utf8::is_letter(text[begin - 1]) || text[begin - 1] == kHyphen)) --begin;
  return !surname_follows && space - begin >= 2 && is_upper(text[begin]);
}

// «и т. д.», «т. е.»; «и др.» keeps its «др.».
bool in_abbreviation(const Characters& text, std::size_t space) {
  static constexpr std::array<std::u32string_view, 3> kSecond{U"д.", U"п.", U"е."};
  const bool second =
      std::any_of(kSecond.begin(), kSecond.end(), [&](auto word) { return word_at(text, space + 1, word); });
  return (second && word_ends_at(text, space, U"т.")) ||
         (word_at(text, space + 1, U"др.") && word_ends_at(text, space, U"и"));
}

bool after_short_word(const Characters& text, std::size_t space) {
  static constexpr std::u32string_view kShort = U"вкосуиая";
  const char32_t word = utf8::lower(before(text, space));
  if (kShort.find(word) == std::u32string_view::npos) return false;
  const char32_t left = space > 1 ? text[space - 2] : 0;
  return left == 0 || is_blank(left) || is_line_break(left) || left == U'(' || left == U'«' || left == U'„';
}

bool breaks_never(const Characters& text, std::size_t space, bool short_words) {
  return holds_next(text, space) || beside_initials(text, space) ||
         (is_digit(before(text, space)) && is_unit(text, space + 1)) || in_abbreviation(text, space) ||
         (short_words && after_short_word(text, space));
}

// A blank that is missing: «№5», «2020г.», «5%».
bool lacks_space_after(const Characters& text, std::size_t i) {
  const char32_t c = text[i], next = at(text, i + 1);
  if (c == U'№' || c == U'§') return is_digit(next) || utf8::is_letter(next);
  if (!is_digit(c)) return false;
  if (next == U'%') return !utf8::is_letter(at(text, i + 2)) && at(text, i + 2) != kHyphen;
  const bool year = i >= 3 && is_digit(text[i - 1]) && is_digit(text[i - 2]) && is_digit(text[i - 3]);
  return year && (word_at(text, i + 1, U"г.") || word_at(text, i + 1, U"гг."));
}

}  // namespace

void set_spaces(Characters& text, bool short_words) {
  Characters out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.push_back(text[i] == U' ' && breaks_never(text, i, short_words) ? kHardSpace : text[i]);
    if (lacks_space_after(text, i)) out.push_back(kHardSpace);
  }
  text = std::move(out);
}

}  // namespace svodka::language
