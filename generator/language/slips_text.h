#pragma once

#include <string_view>
#include <vector>

#include "language/slips.h"
#include "language/typography_characters.h"

namespace svodka::language {

/// Helpers of slips*.cc.

inline bool is_cap(char32_t c) { return (c >= U'А' && c <= U'Я') || c == U'Ё'; }
inline bool is_small(char32_t c) { return (c >= U'а' && c <= U'я') || c == U'ё'; }

Slip slip_at(const Characters& text, std::size_t at, std::size_t length);

/// A run of letters; a hyphen between letters is part of it when `hyphens`.
struct Word {
  std::size_t begin = 0, end = 0;
};
std::vector<Word> words_of(const Characters& text, bool hyphens = false);

/// In small letters, ё as е.
Characters folded(const Characters& text, std::size_t begin, std::size_t end);

/// The parts of the text that stand in «…», with their marks.
std::vector<Word> quotations(const Characters& text);

/// Words that are addresses or names of files (typography.cc).
std::vector<Word> addresses(const Characters& text);

bool inside(const std::vector<Word>& ranges, std::size_t at);

/// Sorted, and those that touch an earlier one left out.
Slips in_order(Slips slips);

}  // namespace svodka::language
