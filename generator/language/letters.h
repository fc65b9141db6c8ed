#pragma once

#include <string>
#include <string_view>

namespace svodka::language {

/// The first letter capital (small), also after an opening quote or bracket. A text that begins with anything
/// else stays.
std::string with_capital(std::string_view text);
std::string with_small(std::string_view text);

/// A sentence: a capital first, a full stop last unless it ends with one, with «!», «?» or «…»; a comma or
/// semicolon left at its end goes.
std::string as_sentence(std::string_view text);

/// An item of a list that goes on a sentence: a small letter first and no mark last, so that the template
/// puts ';' or '.'. Abbreviations («МОБУ», «И.И.») and quotations keep their capital, «г.» and the like their
/// full stop. Of proper names it knows nothing.
std::string as_list_item(std::string_view text);

/// Without blanks at the ends; inside, a run of blanks and line breaks is one space (U+00A0 stays when it
/// stands alone).
std::string trimmed(std::string_view text);

}  // namespace svodka::language
