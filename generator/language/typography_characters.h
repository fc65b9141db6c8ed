#pragma once

#include <string>
#include <string_view>

namespace svodka::language {

/// Text as characters, for the rules of typography that look to both sides. Internal to typography*.cc.
using Characters = std::u32string;

inline constexpr char32_t kHardSpace = 0xA0, kHyphen = U'-', kRangeDash = 0x2013, kLongDash = 0x2014,
                          kMinusSign = 0x2212;

Characters decoded(std::string_view text);
std::string encoded(const Characters& characters);

inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_blank(char32_t c) { return c == U' ' || c == kHardSpace; }
inline bool is_line_break(char32_t c) { return c == U'\n' || c == U'\r'; }

/// The character at `i`, before `i`; 0 outside the text.
inline char32_t at(const Characters& text, std::size_t i) { return i < text.size() ? text[i] : 0; }
inline char32_t before(const Characters& text, std::size_t i) { return i > 0 ? text[i - 1] : 0; }

/// Straight and curly quotes made «» and, inside others, „“, in each paragraph. A quote without its pair
/// stays.
void set_quotes(Characters& text);

/// Hyphens that are dashes, ranges or minuses.
void set_dashes(Characters& text);

/// Non-breaking spaces.
void set_spaces(Characters& text, bool short_words);

}  // namespace svodka::language
