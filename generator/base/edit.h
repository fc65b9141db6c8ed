#pragma once

#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka {

/// A change of a text file: `text` in the place of what stands at `at` (on one line; length 0: before that
/// character).
struct Edit {
  Position at;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// What cures a finding without a person: the edits that `svodka check --fix` makes.
struct Fix {
  std::string rule;  ///< of the finding
  Position at;       ///< of the finding
  std::vector<Edit> edits;

  bool is_of(const Finding& finding) const { return rule == finding.rule && at == finding.at; }
};

}  // namespace svodka
