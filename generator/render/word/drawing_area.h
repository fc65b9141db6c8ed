#pragma once

#include <pugixml.hpp>
#include <string_view>

#include "render/word/drawing.h"

namespace svodka::render {

/// The room that the text has at a node of a part (ECMA-376 part 1, 17.6.11 pgMar, 17.6.13 pgSz, 17.4.71
/// tcW): the page or column of its section without the margins, the inside of its cell or text box, less the
/// indents of its paragraph. `page` is the answer where the part does not tell: in headers, footers and
/// comments.
Extent text_area(const pugi::xml_node& at, const Extent& page);

/// The room on the pages of the last section of a document part; A4 with Word's margins when it has none.
Extent page_area(std::string_view document_xml);

}  // namespace svodka::render
