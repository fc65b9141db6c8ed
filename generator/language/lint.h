#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka::language {

/// What copying and unfinished work leave in a text: `[bookmark: …]`, `{{…}}`, `#REF!`, «ХХХ», TODO,
/// «(указать …)». The first such piece; "" when there is none.
std::string leftover(std::string_view text);

/// The first word that mixes Cyrillic and Latin letters («CОШ» with a Latin C), which search and sorting then
/// miss; "" when there is none. Addresses and words whose alphabets are set apart by a hyphen («PDF-файл»)
/// are fine.
std::string mixed_alphabet(std::string_view text);

/// The first slip of typography and its cure, «2020-2021 → 2020–2021»: a hyphen between years, straight
/// quotes, two spaces, no space after «г.» or «№»; "" when there is none. (What :typo would do silently is
/// not reported: non-breaking spaces.)
std::string typography_slip(std::string_view text);

/// The quoted names with one of the legal forms before them as a word: МОБУ «Покровская СОШ». Other quotation
/// marks are given as «». `forms` are «МОБУ», «МОАУ» …
std::vector<std::string> quoted_names(std::string_view text, const std::vector<std::string>& forms);

}  // namespace svodka::language
