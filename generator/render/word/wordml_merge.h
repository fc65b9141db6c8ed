#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// A value with the modifier `merge`: `{{school:merge}}`.
struct MergeMarker {
  pugi::xml_node placeholder;
  Position at;
  std::string name;  ///< for findings
};

/// Marks what merge_cells() has to look after: the cells that hold such a value, tables with vertically
/// merged cells or header rows (w:tblHeader) that sections repeat or leave out. A value that stands in no
/// cell: a finding `merge-place`. Call when the sections are placed; returns whether anything was marked.
bool mark_merges(const pugi::xml_document& document, const std::vector<MergeMarker>& markers,
                 Diagnostics& out);

/// Merges cells of an expanded part vertically (ECMA-376 part 1, 17.4.84). Marked cells of consecutive rows
/// in one grid column become one when they show the same, but never over a border of a marked column to the
/// left of theirs: they are groups in groups. The cells that the template merged stay so within what the data
/// left of them: a merge of one row is none, one without its first row begins anew. A header row that was
/// repeated is a header no longer (17.4.78: only the first rows of a table can be). Takes away the marks.
/// Time is linear.
std::string merge_cells(std::string_view xml);

}  // namespace svodka::render
