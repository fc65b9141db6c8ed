#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace svodka::render {

/// Marks what the data may leave empty: paragraphs, list items, lists, text sections, tables and groups of
/// rows that hold nothing but sections. Call when the sections are in place; returns whether there is
/// anything for tidy_odf() to do.
bool mark_odf_risks(const pugi::xml_document& document);

/// Takes away what the data left empty, and the marks. A cell, header or text box keeps its last paragraph.
std::string tidy_odf(std::string_view xml);

}  // namespace svodka::render
