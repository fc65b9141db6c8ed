#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/embed.h"
#include "render/expand/dialect.h"

namespace svodka::render {

/// Both ends of a section as they were typed: place-holders inside runs.
struct SectionPair {
  pugi::xml_node open, close;  ///< place-holders
  std::string name;            ///< for findings
  Position open_at, close_at;
  bool separator = false;  ///< what stands between repetitions
  int slot = -1;
  std::vector<bind::SectionOption> options;
};

/// Moves the ends of each section to where a person means them (see compile_wordml), removes paragraphs and
/// rows that held nothing but ends and comments, and checks that sections then nest with the elements. A
/// section that cannot be placed is a finding `section-scope`.
void place_sections(const Dialect& dialect, const pugi::xml_document& document,
                    const std::vector<SectionPair>& pairs, const std::vector<pugi::xml_node>& comments,
                    Diagnostics& out);

}  // namespace svodka::render
