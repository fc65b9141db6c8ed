#pragma once

#include <optional>
#include <string_view>

namespace svodka::language {

enum class Gender { kMasculine, kFeminine, kNeuter, kPlural };

/// The six cases of Russian, in the order of the school book.
enum class Case { kNominative, kGenitive, kDative, kAccusative, kInstrumental, kPrepositional };

inline constexpr int kCases = 6;

/// A gender or case by the names that template authors may use: "feminine", «женский», «ж»; "genitive",
/// «родительный», «род».
std::optional<Gender> gender_named(std::string_view name);
std::optional<Case> case_named(std::string_view name);

/// The characters of Russian print that are easily taken for their neighbours.
inline constexpr std::string_view kNbsp =
    "\u00A0";  ///< the only non-breaking space written (U+202F is missing in office fonts)
inline constexpr std::string_view kMinus = "\u2212";
inline constexpr std::string_view kEnDash = "\u2013";

}  // namespace svodka::language
