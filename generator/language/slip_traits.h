#pragma once

#include <cstdint>
#include <string_view>

namespace svodka::language {

/// What the bytes of a text show at a glance. Each finder of slips names the traits without which it can find
/// nothing (slips.cc), so that most texts need not be read at all. A trait may be seen where it is not, never
/// the other way round.
using SlipTraits = std::uint32_t;

namespace traits {
inline constexpr SlipTraits kLatin = 1u << 0;     ///< a Latin letter
inline constexpr SlipTraits kCyrillic = 1u << 1;  ///< a Cyrillic letter
inline constexpr SlipTraits kPlaceholder =
    1u << 2;  ///< {{ }} # ! XX, «(указать», «[bookmark», TODO, FIXME, Lorem
inline constexpr SlipTraits kBlanks = 1u << 3;        ///< a blank before a blank or before , ; .
inline constexpr SlipTraits kForeignQuote = 1u << 4;  ///< " “ ”
inline constexpr SlipTraits kQuote = 1u << 5;         ///< any quotation mark
inline constexpr SlipTraits kDigitHyphen = 1u << 6;   ///< a hyphen between digits
inline constexpr SlipTraits kLoneHyphen = 1u << 7;    ///< a hyphen between blanks
inline constexpr SlipTraits kPercent = 1u << 8;       ///< %
inline constexpr SlipTraits kNumero = 1u << 9;        ///< № §
inline constexpr SlipTraits kGlued =
    1u << 10;  ///< «г.» or «гг.» right after a digit, or with a capital right after it
inline constexpr SlipTraits kMonth = 1u << 11;          ///< a word that begins like a month
inline constexpr SlipTraits kWeekday = 1u << 12;        ///< a word that begins like a weekday
inline constexpr SlipTraits kDayInDigits = 1u << 13;    ///< a full stop between digits
inline constexpr SlipTraits kCapitalPair = 1u << 14;    ///< two Cyrillic capitals in a row
inline constexpr SlipTraits kInitial = 1u << 15;        ///< a Cyrillic capital before a full stop
inline constexpr SlipTraits kThreeCapitals = 1u << 16;  ///< three Cyrillic capitals or more
inline constexpr SlipTraits kElevenDigits = 1u << 17;   ///< eleven digits or more
inline constexpr SlipTraits kAny = 0;                   ///< every text has it
}  // namespace traits

/// The traits of a text in UTF-8, in one pass over its bytes.
SlipTraits slip_traits(std::string_view text);

}  // namespace svodka::language
