#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// Both ends of a section as they were typed: place-holders inside runs.
struct SectionPair {
  pugi::xml_node open, close;  ///< place-holders
  std::string name;            ///< for findings
  Position open_at, close_at;
  bool rows = false;       ///< repeats (a condition shows or hides)
  bool separator = false;  ///< what stands between repetitions
  int slot = -1;
};

struct Scopes {
  bool structural = false;            ///< some section stands round paragraphs, rows or tables
  std::vector<int> sometimes_empty;   ///< for each wrapper added round a paragraph: the slot of the section it depends on
};

/// Moves the ends of each section to where a person means them (see compile_wordml), removes paragraphs and rows that held nothing but ends, and
/// checks that sections then nest with the elements. A section that cannot be placed is a finding `section-scope`.
///
/// A paragraph that holds nothing but one repeated section is wrapped in the place-holders "#A<n>" … "/A<n>", n counting from 0 in the order of `sometimes_empty`:
/// it must go when there are no rows.
Scopes place_sections(const pugi::xml_document& document, const std::vector<SectionPair>& pairs, Diagnostics& out);

}  // namespace svodka::render
