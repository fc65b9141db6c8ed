#include "language/names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "language/grammar.h"

namespace svodka::language {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = utf8::next(text, i);
    if (c != U' ' && c != 0xA0 && c != U'\t' && c != U'\n')
      utf8::append(words.back(), c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool are_initials(const std::string& word) { return word.ends_with('.'); }

// Parts of Turkic patronymics.
bool is_particle(const std::string& word) {
  constexpr std::array<std::string_view, 6> kParticles{"оглы", "кызы", "гызы", "улы", "уулу", "углы"};
  return std::find(kParticles.begin(), kParticles.end(), utf8::lower(word)) != kParticles.end();
}

// «П.» of «Пётр», «А.-М.» of «Анна-Мария», «П.С.» of «П.С.»; nothing of «оглы».
std::string initials_of(const std::string& word) {
  if (are_initials(word)) return word;
  if (is_particle(word)) return {};
  std::string out;
  bool at_start = true;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = utf8::next(word, i);
    if (at_start) {
      if (!out.empty()) out += '-';
      utf8::append(out, utf8::upper(c));
      out += '.';
    }
    at_start = c == U'-';
  }
  return out;
}

}  // namespace

std::string with_initials(std::string_view full_name, Initials where) {
  auto words = words_of(full_name);
  if (words.empty()) return {};
  const bool surname_last = are_initials(words.front()) && words.size() > 1;
  const auto surname = surname_last ? words.back() : words.front();
  words.erase(surname_last ? words.end() - 1 : words.begin());
  std::string letters;
  for (const auto& word : words) letters += initials_of(word);
  if (letters.empty()) return surname;
  return where == Initials::kBefore ? letters + std::string(kNbsp) + surname
                                    : surname + std::string(kNbsp) + letters;
}

}  // namespace svodka::language
