#pragma once

#include <string>
#include <string_view>

namespace svodka::render {

/// A value as the text of an OpenDocument paragraph: escaped for XML, a line break as text:line-break, a tab
/// as text:tab, and spaces that the format would lose (several in a row, at an end of the value) as text:s
/// (ODF 1.3 part 3, 6.1.2–6.1.5).
std::string odf_text(std::string_view value);

/// The same where only characters may stand.
std::string xml_text(std::string_view words);

}  // namespace svodka::render
