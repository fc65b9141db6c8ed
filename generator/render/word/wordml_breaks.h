#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace svodka::render {

/// Prepares section breaks (w:sectPr, ECMA-376 part 1, 17.6) that stand in or at the edge of a repeated or
/// conditional section of the template. Each break then names the headers and footers that it would take from
/// the one before (17.10.1), since that may be gone. Call when the sections are placed; returns whether
/// tidy_breaks() has anything to do.
bool mark_breaks(const pugi::xml_document& document);

/// Takes out breaks that would make an empty page in an expanded part: one that ends nothing because what
/// stood before it was left out, and the last one of a list at the end of the document, whose page settings
/// become the document's. Takes away the marks.
std::string tidy_breaks(std::string_view xml);

}  // namespace svodka::render
