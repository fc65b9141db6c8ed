#pragma once

#include <string_view>
#include <vector>

#include "render/form/form_functions.h"

namespace svodka::render {

/// The functions that look things up in tables, count by conditions or reckon with days: SUMIFS, VLOOKUP,
/// INDEX, SUMPRODUCT, DATE. As call_function().
Operand call_table_function(std::string_view name, std::vector<Operand>& arguments, Cells& cells);

}  // namespace svodka::render
