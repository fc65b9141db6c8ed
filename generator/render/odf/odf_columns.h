#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "render/word/column_sections.h"
#include "render/word/wordml_scope.h"

namespace svodka::render {

/// Marks tables, some of whose cells sections repeat, for spread_odf_columns(), by the rules of
/// mark_columns(). Call when the sections are placed.
std::vector<ColumnSection> mark_odf_columns(const pugi::xml_document& document,
                                            const std::vector<SectionPair>& pairs, Diagnostics& out);

/// Puts right the columns of marked tables in an expanded part (ODF 1.3 part 3, 9.1.6 table:table-column,
/// 19.676 table:number-columns-spanned), by the rules of spread_columns(): the repeated columns share the
/// width of those that the template has; cells of other rows that span them grow or shrink; rows and tables
/// without cells go. Takes away the marks. Time is linear.
std::string spread_odf_columns(const std::string& xml, const std::vector<ColumnSection>& sections,
                               Diagnostics& out);

}  // namespace svodka::render
