#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/slips.h"

namespace svodka::language {

/// The quoted names with one of the legal forms before them as a word: МОБУ «Покровская СОШ». The note is the
/// name with one space and «», whatever the quotation marks in the text. `forms` are «МОБУ», «МОАУ» …
Slips quoted_names(std::string_view text, const std::vector<std::string>& forms);

}  // namespace svodka::language
