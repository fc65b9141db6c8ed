#pragma once

#include <string>
#include <string_view>

namespace svodka::render {

/// True for a part with a table of contents.
bool has_odf_contents(std::string_view xml);

/// Writes the tables of contents (ODF 1.3 part 3, 8.3) of an expanded content.xml anew from its headings and
/// the paragraphs of the styles that they are made of, in the looks of their entry templates. Page numbers
/// are references to the headings, which LibreOffice works out whenever it opens the document. `styles` is
/// the template's styles.xml, for the numbers of headings.
std::string write_odf_contents(const std::string& xml, const std::string& styles);

}  // namespace svodka::render
