#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "language/grammar.h"

namespace svodka::language {

/// Which form of a noun stands with a number (CLDR's cardinal categories of Russian).
enum class PluralForm { kOne, kFew, kMany, kFraction };

/// 1, 21, 101 школа; 2–4, 22 школы; 0, 5–20, 111 школ.
PluralForm plural_form(std::int64_t count);
/// As above for whole numbers; a number with decimals takes the genitive singular: «47,8 процента».
PluralForm plural_form(const Value& count);

/// The noun that goes with a number, from its forms «школа, школы, школ». With a fraction the second form
/// stands («2,5 школы»), or the fourth when it is given. In oblique cases two forms do: «школе, школах».
std::string noun(PluralForm form, const std::vector<std::string>& forms);

/// A noun whose forms are known (nouns.inc), with its forms for numbers in every case.
struct Noun {
  std::string_view nominative, genitive, dative, accusative, instrumental, prepositional;  ///< one
  std::string_view few;                                     ///< two, in the nominative
  std::string_view many;                                    ///< five; genitive plural
  std::string_view datives, instrumentals, prepositionals;  ///< plural
  bool animate = false;
};

/// The noun with this nominative («школа», «рабочий день»); null pointer when it is not in the list.
const Noun* find_noun(std::string_view nominative);

/// The known nouns in the order of the list.
const std::vector<std::string>& known_nouns();

/// The form of a known noun after a number that stands in `which` case: «в 3 школах», «с 21 школой», «для 21
/// школы», «47,8 процента».
std::string_view noun(PluralForm form, const Noun& known, Case which);

}  // namespace svodka::language
