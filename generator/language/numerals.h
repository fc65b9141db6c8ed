#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "language/grammar.h"

namespace svodka::language {

/// A whole number in words: «двадцать одна», «двумястами пятьюдесятью». `gender` is that of what is counted
/// (kPlural: as masculine). In the accusative of what is alive, «двух», «трёх», «четырёх» and «одного» stand
/// (`animate`); inside a longer number only «одного».
std::string number_in_words(std::int64_t number, Gender gender = Gender::kMasculine,
                            Case which = Case::kNominative, bool animate = false);

/// A number with decimals in words: «сорок семь целых восемь десятых». As many decimals as the shortest form
/// of the number has; nothing with more than six, or from 10^15.
std::optional<std::string> decimal_in_words(double number, Case which = Case::kNominative);

/// An ordinal in words: «двадцать первый», «две тысячи двадцатого», «двухтысячный». Nothing for a negative
/// number or one from 10^15.
std::optional<std::string> ordinal_in_words(std::int64_t number, Gender gender = Gender::kMasculine,
                                            Case which = Case::kNominative);

/// An ordinal in figures with its ending: «9-й», «9-я», «9-го».
std::string ordinal_in_figures(std::int64_t number, Gender gender = Gender::kMasculine,
                               Case which = Case::kNominative);

/// Roman numerals, 1 to 3999: «IV». Nothing for others.
std::optional<std::string> roman(std::int64_t number);

}  // namespace svodka::language
