#pragma once

#include <pugixml.hpp>
#include <string>

namespace svodka::render {

/// A fresh element `name` ("w:numPr") in a w:pPr, at its place in the order that the schema wants (ECMA-376
/// part 1, 17.3.1.26); what stood there under this name goes.
pugi::xml_node put_paragraph_property(pugi::xml_node properties, const char* name);

/// Numbers a paragraph: puts a w:numPr with the level (from 0) and the list into its w:pPr.
void put_list(pugi::xml_node properties, int level, const std::string& num_id);

}  // namespace svodka::render
