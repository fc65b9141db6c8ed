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
  while (word.ends_with('.') || word.ends_with(':')) word.remove_suffix(1);
  if (word == "TODO" || word == "FIXME") return true;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = utf8::lower(utf8::next(word, i));
    if (c != U'x' && c != U'х') return false;
    ++letters;
  }
  return letters >= 2 && utf8::upper(word) == word;  // «ХХ», but not the Roman «XX» beside «век»
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
    return is_placeholder_word(word) && !after.starts_with(" век") && !after.starts_with("\u00A0век");
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
      auto rest = text.substr(at + form.size());
      std::size_t skipped = 0;
      while (rest.starts_with(' ') || rest.starts_with("\u00A0")) {
        const std::size_t n = rest.starts_with(' ') ? 1 : 2;
        rest.remove_prefix(n);
        skipped += n;
      }
      if (skipped == 0 || !rest.starts_with("«")) continue;
      const auto close = rest.find("»");
      if (close == std::string_view::npos) continue;
      names.emplace_back(text.substr(at, form.size() + skipped + close + std::string_view("»").size()));
    }
  }
  return names;
}

}  // namespace svodka::language
