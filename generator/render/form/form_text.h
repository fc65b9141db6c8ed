#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// A piece of a cell's text with one look.
struct TextRun {
  std::string properties;  ///< its `rPr` as XML, "" for the cell's own
  std::string words;
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// The runs of a string item (`si`, `is`; ECMA-376 part 1, 18.4.8). How it is pronounced (`rPh`) is left out.
std::vector<TextRun> read_runs(const pugi::xml_node& item);

std::string words_of(const std::vector<TextRun>& runs);

/// The shared strings of a workbook, by their number.
std::vector<std::vector<TextRun>> read_shared_strings(const pugi::xml_document& part);

}  // namespace svodka::render
