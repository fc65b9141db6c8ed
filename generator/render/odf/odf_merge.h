#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "render/word/wordml_merge.h"

namespace svodka::render {

/// Marks the cells that hold a value with the modifier `merge` for merge_odf_cells(). A value that stands in
/// no cell: a finding `merge-place`. Returns whether anything was marked.
bool mark_odf_merges(const std::vector<MergeMarker>& markers, Diagnostics& out);

/// Merges cells of an expanded part vertically (ODF 1.3 part 3, 19.678 table:number-rows-spanned), by the
/// rules of merge_cells(): marked cells of consecutive rows in one column become one when they show the same,
/// but never over a border of a marked column to the left of theirs. Takes away the marks. Time is linear.
std::string merge_odf_cells(const std::string& xml);

}  // namespace svodka::render
