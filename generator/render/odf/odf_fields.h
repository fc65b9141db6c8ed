#pragma once

#include <pugixml.hpp>

namespace svodka::render {

/// Puts the text of fields in their place where the field would be in the way of a marker: where it holds the
/// end of a section, or only a part of a marker (ODF 1.3 part 3, 7; a content control of Word becomes a
/// text:text-input when LibreOffice saves it as .odt). Fields that hold whole values stay. Call before
/// normalise().
void dissolve_fields(const pugi::xml_document& document);

}  // namespace svodka::render
