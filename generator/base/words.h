#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka {

/// What a text has between two signs, one after another: the names that a message puts in backticks, the
/// values in quotes.
std::vector<std::string> words_between(std::string_view text, std::string_view open, std::string_view close);

/// The first three of them, with commas; «, …» when there are more.
std::string first_of(const std::vector<std::string>& words);

}  // namespace svodka
