#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace svodka::language {

/// Which form of a noun stands with a number (CLDR's cardinal categories of Russian).
enum class PluralForm { kOne, kFew, kMany, kFraction };

/// 1, 21, 101 школа; 2–4, 22 школы; 0, 5–20, 111 школ.
PluralForm plural_form(std::int64_t count);
/// As above for whole numbers; a number with decimals takes the genitive singular: «47,8 процента».
PluralForm plural_form(const Value& count);

/// The noun that goes with a number, from its forms «школа, школы, школ». With a fraction the second form stands («2,5 школы»), or
/// the fourth when it is given. In oblique cases two forms do: «школе, школах».
std::string noun(PluralForm form, const std::vector<std::string>& forms);

}  // namespace svodka::language
