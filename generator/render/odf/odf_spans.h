#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

namespace svodka::render {

/// All tables below a node, in order, those inside of tables too.
std::vector<pugi::xml_node> odf_tables(const pugi::xml_node& parent);

/// The rows of a table, through the groups that it has round them.
std::vector<pugi::xml_node> odf_rows(const pugi::xml_node& table);

/// The columns of a table as it describes them, through the groups that it has round them.
std::vector<pugi::xml_node> odf_columns(const pugi::xml_node& table);

/// A count that an element gives in an attribute (table:number-columns-repeated), 1 when it does not;
/// bounded.
int odf_count(const pugi::xml_node& node, const char* attribute);

/// True when rows of a table repeat that has cells which reach over several rows. Call when the sections are
/// in place.
bool spans_may_change(const pugi::xml_document& document);

/// Makes cells reach over as many rows as the data has left or made below them
/// (table:number-rows-spanned; ODF 1.3 part 3, 9.1.5): over the covered cells that follow in their columns. A
/// covered cell that nothing covers any more becomes a plain one.
std::string mend_spans(const std::string& xml);

}  // namespace svodka::render
