#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "render/form/form_sheet_read.h"

namespace svodka::render {

/// What a compiled sheet takes from the blank as it stands there.

/// What stands before and behind the rows of a worksheet.
void cut_rows(const std::string& xml, std::string& head, std::string& tail);

/// The attributes of an element, each with a blank before it, but for those named.
std::string attributes_of(const pugi::xml_node& node, std::initializer_list<std::string_view> without);

/// A cell without its place: attributes and what is inside; of a formula without its stored result.
std::string rest_of(const pugi::xml_node& cell);

/// A row as an empty list leaves it: its looks and fixed texts, on a line of its own.
std::string blank_row(const BlankRow& row, bool keeps_formulas);

/// The markers in the texts of a formula; braces elsewhere belong to the name of a sheet.
std::vector<bind::Marker> markers_of_formula(const std::string& words);

/// One value and nothing else but markers that show nothing here.
bool is_single_value(const BlankCell& cell);

}  // namespace svodka::render
