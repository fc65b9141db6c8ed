#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka::language {

/// The quoted names with one of the legal forms before them as a word: МОБУ «Покровская СОШ». Other quotation
/// marks are given as «». `forms` are «МОБУ», «МОАУ» …
std::vector<std::string> quoted_names(std::string_view text, const std::vector<std::string>& forms);

}  // namespace svodka::language
