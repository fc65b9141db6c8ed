#include "language/lint.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace svodka::language {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Calls `see` with each word: letters, digits and '.', '@', ':', '/' between them; until it returns true.
template <typename F>
std::string first_word(std::string_view text, F see) {
  std::size_t start = 0;
  const auto is_inner = [](char32_t c) {
    return utf8::is_letter(c) || (c >= U'0' && c <= U'9') || c == U'.' || c == U'@' || c == U':' ||
           c == U'/' || c == U'_';
  };
  for (std::size_t i = 0; i <= text.size();) {
    const auto at = i;
    const char32_t c = i < text.size() ? utf8::next(text, i) : U' ';
    if (at == text.size()) ++i;
    if (is_inner(c)) continue;
    const auto word = text.substr(start, at - start);
    if (!word.empty() && see(word)) return std::string(word);
    start = std::min(i, text.size());
  }
  return {};
}

bool mixes_alphabets(std::string_view word) {
  if (word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos ||
      word.find('/') != std::string_view::npos)
    return false;
  bool cyrillic = false, latin = false;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = utf8::next(word, i);
    if (!utf8::is_letter(c)) {  // 5A.б: letters of different parts
      cyrillic = latin = false;
      continue;
    }
    (utf8::is_cyrillic(c) ? cyrillic : latin) = true;
    if (cyrillic && latin) return true;
  }
  return false;
}

bool is_placeholder_word(std::string_view word) {
  if (word == "TODO" || word == "FIXME") return true;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = utf8::next(word, i);
    if (c != U'X' && c != U'Х') return false;  // Latin, Cyrillic
    ++letters;
  }
  return letters >= 2;
}

// «ХХ» alone and in «ХХ.12.2020».
bool holds_placeholder(std::string_view word) {
  for (std::size_t start = 0; start <= word.size();) {
    const auto end = std::min(word.find_first_of(".:", start), word.size());
    if (is_placeholder_word(word.substr(start, end - start))) return true;
    start = end + 1;
  }
  return false;
}

// Whether XX before `rest` counts as a Roman number: «XX век», «XX-летие», «XX районная …»; not «XX новых
// школ».
bool makes_roman(std::string_view rest) {
  const bool hyphen = rest.starts_with('-');
  if (!hyphen && !rest.starts_with(' ') && !rest.starts_with("\u00A0")) return false;
  rest.remove_prefix(rest.starts_with("\u00A0") ? 2 : 1);
  std::size_t end = 0;
  for (std::size_t i = 0; i < rest.size();) {
    if (!utf8::is_cyrillic(utf8::next(rest, i))) break;
    end = i;
  }
  const auto word = rest.substr(0, end);
  if (hyphen) return !word.empty();
  if (word.starts_with("век") || word.starts_with("съезд")) return true;
  constexpr std::array<std::string_view, 13> kSingular{"ая",  "яя",  "ый",  "ий", "ой", "ое", "ее",
                                                       "ого", "его", "ому", "ую", "ом", "ем"};
  return std::any_of(kSingular.begin(), kSingular.end(), [&](auto ending) { return word.ends_with(ending); });
}

bool follows_letter(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
  return utf8::is_letter(utf8::next(text, start));
}

// How many bytes of spaces stand at `at`.
std::size_t blanks_at(std::string_view text, std::size_t at) {
  const auto start = at;
  for (;;) {
    if (text.substr(at).starts_with(' '))
      at += 1;
    else if (text.substr(at).starts_with("\u00A0"))
      at += 2;
    else
      return at - start;
  }
}

// The quotation that begins at `at`, in «»; "" when none does.
std::string quotation_at(std::string_view text, std::size_t at) {
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"«", "»"}, {"\"", "\""}, {"„", "“"}, {"“", "”"}}) {
    if (!text.substr(at).starts_with(open)) continue;
    const auto start = at + open.size();
    const auto end = text.find(close, start);
    if (end == std::string_view::npos) return {};
    return "«" + std::string(text.substr(start, end - start)) + "»";
  }
  return {};
}

std::string_view up_to(std::string_view text, std::size_t at, std::string_view end) {
  const auto close = text.find(end, at);
  return text.substr(at, close == std::string_view::npos ? std::min<std::size_t>(text.size() - at, 40)
                                                         : close + end.size() - at);
}

}  // namespace

std::string leftover(std::string_view text) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"[bookmark:", "]"},
                                    {"{{", "}}"},
                                    {"}}", "}}"},
                                    {"(указать", ")"},
                                    {"<указать", ">"},
                                    {"[указать", "]"},
                                    {"Error! Reference", "."},
                                    {"Ошибка! Источник ссылки", "."},
                                    {"Ошибка! Закладка", "."}}) {
    if (const auto at = text.find(open); at != std::string_view::npos)
      return std::string(up_to(text, at, close));
  }
  for (const std::string_view code : {"#REF!", "#ССЫЛКА!", "#N/A", "#Н/Д", "#NAME?", "#ИМЯ?", "#DIV/0!",
                                      "#ДЕЛ/0!", "#VALUE!", "#ЗНАЧ!", "Lorem ipsum"}) {
    if (text.find(code) != std::string_view::npos) return std::string(code);
  }
  return first_word(text, [&](std::string_view word) {
    const auto after = text.substr(static_cast<std::size_t>(word.data() - text.data()) + word.size());
    return holds_placeholder(word) && !makes_roman(after);
  });
}

std::string mixed_alphabet(std::string_view text) { return first_word(text, mixes_alphabets); }

std::string typography_slip(std::string_view text) {
  for (std::size_t i = 4; i + 5 <= text.size(); ++i) {
    const auto four = [&](std::size_t at) {
      return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                         text.begin() + static_cast<std::ptrdiff_t>(at) + 4, is_digit);
    };
    if (text[i] != '-' || !four(i - 4) || !four(i + 1)) continue;
    const bool longer =
        (i > 4 && (is_digit(text[i - 5]) || text[i - 5] == '-' || text[i - 5] == '/')) ||
        (i + 5 < text.size() && (is_digit(text[i + 5]) || text[i + 5] == '-' || text[i + 5] == '/'));
    const bool years =
        (text[i - 4] == '1' || text[i - 4] == '2') && (text[i + 1] == '1' || text[i + 1] == '2');
    if (longer || !years) continue;
    const std::string left(text.substr(i - 4, 4)), right(text.substr(i + 1, 4));
    return left + "-" + right + " → " + left + "–" + right;
  }
  if (const auto at = text.find('"'); at != std::string_view::npos) return "\"…\" → «…»";
  if (const auto at = text.find("  "); at != std::string_view::npos && at > 0 && text[at - 1] != '\n')
    return "два пробела подряд → один";
  for (const std::string_view mark : {" г.", "№"}) {
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
      auto next = at + mark.size();
      if (next >= text.size()) break;
      const char32_t c = utf8::next(text, next);
      const bool glued = mark == "№" ? c >= U'0' && c <= U'9' : utf8::is_cyrillic(c) && utf8::lower(c) != c;
      if (!glued) continue;
      const auto sign = mark.substr(mark.find_first_not_of(' '));
      std::string letter;
      utf8::append(letter, c);
      return std::string(sign) + letter + "… → " + std::string(sign) + " " + letter + "…";
    }
  }
  return {};
}

std::vector<std::string> quoted_names(std::string_view text, const std::vector<std::string>& forms) {
  std::vector<std::string> names;
  for (const auto& form : forms) {
    if (form.empty()) continue;
    for (auto at = text.find(form); at != std::string_view::npos; at = text.find(form, at + form.size())) {
      if (follows_letter(text, at)) continue;
      const auto blanks = blanks_at(text, at + form.size());
      const auto name = quotation_at(text, at + form.size() + blanks);
      if (blanks > 0 && !name.empty()) names.push_back(form + " " + name);
    }
  }
  return names;
}

}  // namespace svodka::language
