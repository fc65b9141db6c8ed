#pragma once

#include <pugixml.hpp>
#include <string>

#include "render/picture/extent.h"

namespace svodka::render {

/// The room of the text on the pages of a template, by the page layout of its first master page (ODF 1.3 part
/// 3, 16.5, 17.2) in styles.xml; A4 with margins of 2 cm when that does not tell.
Extent odf_page_area(const std::string& styles);

/// The room that the text has at a node of content.xml or styles.xml: the inside of its table cell or text
/// box; 0 where that is the page's.
Extent odf_text_area(const pugi::xml_node& at);

}  // namespace svodka::render
