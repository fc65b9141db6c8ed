#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace svodka::render {

/// Marks the elements that the data may leave empty or side by side: paragraphs and tables that hold nothing
/// but sections, cells and stories (headers, footers, notes, text boxes, content controls) that may lose
/// their last paragraph, tables that may come to touch. Call when the sections are in place; returns whether
/// there is anything for tidy_wordml() to do.
bool mark_risks(const pugi::xml_document& document);

/// What must hold after expansion whatever the data (ECMA-376 part 1, 17.4.66 tc, 17.10): a paragraph of
/// sections that came to nothing is gone, so is a table without rows; a cell and the body end with a
/// paragraph, a story is not empty; tables that were apart do not fuse. Takes away the marks.
std::string tidy_wordml(std::string_view xml);

}  // namespace svodka::render
