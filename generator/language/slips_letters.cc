#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "language/slips_text.h"

// What copying leaves behind, and letters of the wrong alphabet.
namespace svodka::language {
namespace {

struct Brackets {
  std::u32string_view open, close;
};
constexpr std::array<Brackets, 9> kBrackets{{{U"[bookmark:", U"]"},
                                             {U"{{", U"}}"},
                                             {U"}}", U"}}"},
                                             {U"(указать", U")"},
                                             {U"<указать", U">"},
                                             {U"[указать", U"]"},
                                             {U"Error! Reference", U"."},
                                             {U"Ошибка! Источник ссылки", U"."},
                                             {U"Ошибка! Закладка", U"."}}};

constexpr std::array<std::u32string_view, 11> kCodes{U"#REF!",   U"#ССЫЛКА!", U"#N/A",       U"#Н/Д",
                                                     U"#NAME?",  U"#ИМЯ?",    U"#DIV/0!",    U"#ДЕЛ/0!",
                                                     U"#VALUE!", U"#ЗНАЧ!",   U"Lorem ipsum"};

// Without its closing bracket, so much of it is shown.
constexpr std::size_t kMostUnclosed = 30;

void find_brackets(const Characters& text, Slips& out) {
  for (const auto& [open, close] : kBrackets) {
    for (auto at = text.find(open); at != Characters::npos;) {
      const auto end = text.find(close, at);
      const auto length =
          end == Characters::npos ? std::min(text.size() - at, kMostUnclosed) : end + close.size() - at;
      out.push_back(slip_at(text, at, length));
      at = text.find(open, at + length);
    }
  }
}

bool is_placeholder(const Characters& word) {
  if (word == U"TODO" || word == U"FIXME") return true;
  return word.size() >= 2 &&
         std::all_of(word.begin(), word.end(), [](char32_t c) { return c == U'X' || c == U'Х'; });
}

// Whether XX before `at` counts as a Roman number: «XX век», «XX-летие», «XX районная …»; not «XX новых
// школ».
bool makes_roman(const Characters& text, std::size_t at) {
  const bool hyphen = at < text.size() && text[at] == kHyphen;
  if (at >= text.size() || (!hyphen && !is_blank(text[at]))) return false;
  auto end = ++at;
  while (end < text.size() && utf8::is_cyrillic(text[end])) ++end;
  const auto word = text.substr(at, end - at);
  if (hyphen) return !word.empty();
  if (word.starts_with(U"век") || word.starts_with(U"съезд")) return true;
  constexpr std::array<std::u32string_view, 13> kSingular{U"ая",  U"яя",  U"ый",  U"ий", U"ой", U"ое", U"ее",
                                                          U"ого", U"его", U"ому", U"ую", U"ом", U"ем"};
  return std::any_of(kSingular.begin(), kSingular.end(), [&](auto ending) { return word.ends_with(ending); });
}

bool joins_words(char32_t c) { return c == U'@' || c == U'/' || c == U'_' || is_digit(c); }

// Latin letters and their Cyrillic doubles.
struct Double {
  char32_t latin, cyrillic;
};
constexpr std::array<Double, 19> kDoubles{{{U'A', U'А'},
                                           {U'B', U'В'},
                                           {U'C', U'С'},
                                           {U'E', U'Е'},
                                           {U'H', U'Н'},
                                           {U'K', U'К'},
                                           {U'M', U'М'},
                                           {U'O', U'О'},
                                           {U'P', U'Р'},
                                           {U'T', U'Т'},
                                           {U'X', U'Х'},
                                           {U'Y', U'У'},
                                           {U'a', U'а'},
                                           {U'c', U'с'},
                                           {U'e', U'е'},
                                           {U'o', U'о'},
                                           {U'p', U'р'},
                                           {U'x', U'х'},
                                           {U'y', U'у'}}};

char32_t double_of(char32_t c, bool to_cyrillic) {
  for (const auto& [latin, cyrillic] : kDoubles) {
    if (to_cyrillic && c == latin) return cyrillic;
    if (!to_cyrillic && c == cyrillic) return latin;
  }
  return 0;
}

// The word with every foreign letter put right; empty when one has no double, or when either way would do.
Characters in_one_alphabet(const Characters& word) {
  const auto convert = [&](bool to_cyrillic) {
    Characters out = word;
    for (auto& c : out) {
      if (utf8::is_cyrillic(c) == to_cyrillic) continue;
      c = double_of(c, to_cyrillic);
      if (c == 0) return Characters();
    }
    return out;
  };
  auto cyrillic = convert(true);
  const auto latin = convert(false);
  if (!latin.empty() && !cyrillic.empty()) return {};
  return cyrillic.empty() ? latin : cyrillic;
}

}  // namespace

Slips leftovers(std::string_view text) {
  const auto all = decoded(text);
  Slips out;
  find_brackets(all, out);
  for (const auto code : kCodes) {
    for (auto at = all.find(code); at != Characters::npos; at = all.find(code, at + code.size()))
      out.push_back(slip_at(all, at, code.size()));
  }
  for (const auto& [begin, end] : words_of(all)) {
    const bool alone = !joins_words(before(all, begin)) && !joins_words(at(all, end));
    if (alone && is_placeholder(all.substr(begin, end - begin)) && !makes_roman(all, end))
      out.push_back(slip_at(all, begin, end - begin));
  }
  return in_order(std::move(out));
}

Slips mixed_alphabets(std::string_view text) {
  const auto all = decoded(text);
  const auto skipped = addresses(all);
  Slips out;
  for (const auto& [begin, end] : words_of(all)) {
    const auto word = all.substr(begin, end - begin);
    const auto cyrillic = std::count_if(word.begin(), word.end(), utf8::is_cyrillic);
    if (cyrillic == 0 || cyrillic == static_cast<std::ptrdiff_t>(word.size()) || inside(skipped, begin))
      continue;
    auto slip = slip_at(all, begin, end - begin);
    if (const auto right = in_one_alphabet(word); !right.empty()) slip.fix = encoded(right);
    out.push_back(std::move(slip));
  }
  return out;
}

}  // namespace svodka::language
