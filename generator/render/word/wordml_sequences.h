#pragma once

#include <string>
#include <string_view>

namespace svodka::render {

/// True when a compiled part (wordml.h) has sections and SEQ fields (ECMA-376 part 1, 17.16.5.56), the
/// numbers of captions: «Рисунок 1», «Рисунок 2».
bool has_sequences(std::string_view body);

/// Numbers the SEQ fields of an expanded part in the order of the text, as Word would when it updates fields.
/// One that restarts with headings (`\s`) keeps its number, and so do those of its sequence.
std::string number_sequences(const std::string& xml);

}  // namespace svodka::render
