#pragma once

#include <cstddef>
#include <string_view>

namespace svodka::language {

/// Looks into the bytes of a text (UTF-8) without making characters of them.

/// The Russian or ASCII letter or the digit at `at`, small, ё as е; 0 for any other character.
inline char32_t folded_at(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) {
    if (c >= 'A' && c <= 'Z') return c + 32u;
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
  }
  if (c < 0xD0 || c > 0xD4 || at + 1 >= text.size()) return 0;
  const char32_t letter = (c & 0x1Fu) << 6 | (static_cast<unsigned char>(text[at + 1]) & 0x3Fu);
  if (letter >= U'А' && letter <= U'Я') return letter + 32;
  if (letter == U'Ё' || letter == U'ё') return U'е';
  return letter >= 0x400 && letter <= 0x40F ? letter + 80 : letter;
}

/// No letter stands right before `at`.
inline bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const auto last = static_cast<unsigned char>(text[at - 1]);
  if (last < 0x80) return !((last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z'));
  if (at < 2) return true;
  const auto first = static_cast<unsigned char>(text[at - 2]);
  return first < 0xD0 || first > 0xD4;
}

/// `stem` stands at `at`: Russian or ASCII letters (small, no ё), digits and marks of ASCII.
inline bool starts_folded(std::string_view text, std::size_t at, std::u32string_view stem) {
  for (const char32_t wanted : stem) {
    if (at >= text.size()) return false;
    const char32_t c = folded_at(text, at);
    if ((c != 0 ? c : static_cast<unsigned char>(text[at])) != wanted) return false;
    at += static_cast<unsigned char>(text[at]) < 0x80 ? 1 : 2;
  }
  return true;
}

}  // namespace svodka::language
