#pragma once

#include <string>
#include <string_view>

namespace svodka::language {

/// Sets a text right for official Russian print: quotes «» with inner „“, a dash with its non-breaking space, en dashes in ranges of numbers,
/// non-breaking spaces after №, §, «г.», between initials and surname, between a number and its unit, month or «год». What is already right stays, so that applying it
/// twice changes nothing; words with @ or :// (addresses) are passed over.
std::string typeset(std::string_view text);

/// The text in «ёлочки», quotes inside it in „лапки“.
std::string quoted(std::string_view text);

/// Every space non-breaking.
std::string unbreakable(std::string_view text);

}  // namespace svodka::language
