#pragma once

#include <pugixml.hpp>
#include <vector>

namespace svodka::render {

/// Every w:tbl of a part, outer ones first.
std::vector<pugi::xml_node> all_tables(const pugi::xml_node& root);

/// The rows of a table, those in content controls and w:customXml too, but not those of nested tables.
std::vector<pugi::xml_node> rows_of(const pugi::xml_node& table);

/// The cells of a row likewise, and the ends of sections that stand between them, in order.
std::vector<pugi::xml_node> content_of(const pugi::xml_node& row);

/// True when ends of sections stand between the rows of a table.
bool holds_section_ends(const pugi::xml_node& table);

/// How many columns of the grid a cell takes (w:gridSpan), and a row leaves free before its first and after
/// its last cell (ECMA-376 part 1, 17.4.14–17.4.17).
int span_of(const pugi::xml_node& cell);
int columns_before(const pugi::xml_node& row);
int columns_after(const pugi::xml_node& row);

/// True for a row (a cell) of a table, or a wrapper round such.
bool is_row_level(const pugi::xml_node& node);
bool is_cell_level(const pugi::xml_node& node);

/// A cell's properties, made when it has none.
pugi::xml_node properties_of(const pugi::xml_node& cell);

/// True when a table is built as the schema says (rows in the table, cells in rows, one set of properties in
/// a cell), so that the passes over expanded XML can count its cells. Nested tables are not looked at.
bool is_sound(const pugi::xml_node& table);

/// Puts an instruction of the engine's into the properties of a cell where its w:vMerge belongs, in place of
/// one that is there.
void mark_vertical_merge(const pugi::xml_node& cell, const char* name, const char* words);

/// Forgets how the properties of a table, its rows and cells looked before a tracked change of them: the
/// passes over expanded XML read properties as they are now.
void accept_property_changes(const pugi::xml_node& table);

}  // namespace svodka::render
