#pragma once

#include <pugixml.hpp>
#include <string>

namespace svodka::render {

/// True when rows of a table repeat that has cells which reach over several rows. Call when the sections are
/// in place.
bool spans_may_change(const pugi::xml_document& document);

/// Makes cells reach over as many rows as the data has left or made below them
/// (table:number-rows-spanned; ODF 1.3 part 3, 9.1.5): over the covered cells that follow in their columns. A
/// covered cell that nothing covers any more becomes a plain one.
std::string mend_spans(const std::string& xml);

}  // namespace svodka::render
