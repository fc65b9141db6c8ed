#pragma once

#include <set>
#include <string>
#include <vector>

namespace svodka::publish {

/// A font that a document asks for and this machine lacks.
struct FontSubstitute {
  std::string asked;
  std::string used;     ///< what stands in for it; its letters have other widths
  std::string package;  ///< of Debian, that brings the font or one of the same widths; "" when none is known
};

/// Those of the fonts that would change how a document looks here: neither installed, nor is one that
/// fontconfig knows to be of the same widths. In their order; none when fontconfig is not installed.
std::vector<FontSubstitute> missing_fonts(const std::set<std::string>& asked);

}  // namespace svodka::publish
