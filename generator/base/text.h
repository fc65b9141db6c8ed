#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace svodka {

/// The languages the program speaks to its user in. (Documents are written by their templates.)
enum class Language { kRussian, kEnglish };

/// A message in both languages. Both are always made, at the place where the fault is met, so a
/// message cannot lack its translation, and a finding can be stored before it is known who reads it.
///
/// Wording: lower-case start, no final full stop, `backticks` round names of fields and files,
/// «ёлочки» / “quotes” round values. The message says what is wrong, the hint what to do.
struct Text {
  std::string ru;
  std::string en;

  const std::string& in(Language language) const { return language == Language::kRussian ? ru : en; }
  bool empty() const { return ru.empty() && en.empty(); }
  friend bool operator==(const Text&, const Text&) = default;
};

/// Formats a message in both languages from the same arguments (fmt's syntax, checked when compiled).
template <typename... Args>
Text text(fmt::format_string<const Args&...> ru, fmt::format_string<const Args&...> en, const Args&... args) {
  return {fmt::format(ru, args...), fmt::format(en, args...)};
}

/// The same words in both languages (a name, a library's own message).
inline Text same_text(std::string words) { return {words, words}; }

}  // namespace svodka
