#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace svodka::render {

/// Reads XML that has been checked before (parse_part(), or our own) with all its spaces. False when it is
/// none.
bool load_xml(const std::string& xml, pugi::xml_document& document);

/// The XML as it stands, with the declaration that Word writes.
std::string saved_xml(const pugi::xml_document& document);

/// A text as XML, in an element or in an attribute in double quotes. Characters that XML cannot hold are left
/// out.
std::string escaped_xml(std::string_view text);

}  // namespace svodka::render
