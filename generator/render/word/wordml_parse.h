#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>

#include "render/word/wordml.h"

namespace svodka::render {

/// The XML of a part in UTF-8 without a byte order mark. A part may be written in UTF-16 (ECMA-376 part
/// 2, 8.1.4); what is neither stays as it is.
std::string utf8_xml(std::string xml);

/// Parses a part with all its spaces. Not UTF-8, not XML, a DOCTYPE, elements nested too deep, text that is
/// not in the usual "w:" namespace prefix: findings and false.
bool parse_part(const PartName& name, const std::string& xml, pugi::xml_document& document, Diagnostics& out);

/// Makes hyperlinks whose address has markers into fields: `w:hyperlink` by relation becomes `w:fldSimple`
/// with the address in its code. A link of another kind (on a picture) cannot have one: a finding.
void links_to_fields(const PartName& name, const pugi::xml_document& document,
                     const std::map<std::string, std::string>& links, Diagnostics& out);

/// The words round a marker, some twenty characters on each side, for a reader to search the document by.
std::string words_around(const std::string& text, std::size_t offset, std::size_t length);

}  // namespace svodka::render
