#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace svodka::load {

/// What was opened and not closed before the next record or field began.
struct Unclosed {
  std::size_t offset = 0;  ///< of the `[`, `{` or quote
  std::size_t next = 0;    ///< where the next line of its own begins
};

/// Looks for the first bracket or quote of a text that is still open where a line begins with a dash or a
/// field's name, not indented further than the line in which it was opened. The parser goes on reading there,
/// and gives up far below; a person sees that a new record begins. Block texts, notes and brackets inside
/// plain values are passed over.
std::optional<Unclosed> first_unclosed(std::string_view text);

/// Looks inside brackets for the first `name:"…` without a blank: to the parser no quote begins there, and it
/// goes wrong at some later one. The offset of the colon.
std::optional<std::size_t> first_glued_quote(std::string_view text);

}  // namespace svodka::load
