#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "render/word/column_sections.h"
#include "render/word/wordml_scope.h"

namespace svodka::render {

/// Marks tables, some of whose cells sections repeat, for spread_columns(). Sections of one table must repeat
/// the same columns or quite different ones: else a finding `section-scope`. Call when the sections are
/// placed. What it returns belongs to the part: the marks are places in it.
std::vector<ColumnSection> mark_columns(const pugi::xml_document& document,
                                        const std::vector<SectionPair>& pairs, Diagnostics& out);

/// True when a table was marked, so that it may lose all its rows.
bool is_column_table(const pugi::xml_node& table);

/// Puts right the grid of marked tables in an expanded part (ECMA-376 part 1, 17.4.48 tblGrid, 17.4.17
/// gridSpan, 17.4.71 tcW): the repeated columns share the width of those that the template has, and when a
/// section came to nothing the others take its width; cells of other rows that span them grow or shrink, and
/// go when they would span nothing; rows without cells go. A row whose section has fewer columns than that of
/// another row gets empty cells, and a finding `columns-differ`. Takes away the marks. Time is linear.
std::string spread_columns(std::string_view xml, const std::vector<ColumnSection>& sections,
                           Diagnostics& out);

}  // namespace svodka::render
