#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/source_file.h"
#include "load/yaml_places.h"

namespace svodka::load {

/// What the parser knew when it gave up.
struct SyntaxFault {
  std::string_view problem;            ///< the parser's own words
  std::size_t offset = 0;              ///< where it stopped
  std::size_t after = 0;               ///< end of the last value that it read
  std::optional<std::size_t> quote;    ///< where that value began, when it is in quotes
  std::optional<std::size_t> bracket;  ///< the innermost `[` or `{` that is still open
};

/// A finding `yaml-syntax` that says in a person's words what is probably wrong, at the place where it should
/// be put right (which is often before the place where the parser gave up).
Finding explain(const SyntaxFault& fault, const Places& places);

/// A finding `text-after-end`: the parser came to the end of the document, and at `offset` there is more.
Finding explain_rest(std::size_t offset, const Places& places);

/// The line above this one (from 1; blank lines do not count) opens a block text: `title: |`.
bool follows_block_mark(std::string_view text, int line);

}  // namespace svodka::load
