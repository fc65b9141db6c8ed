#pragma once

#include <set>
#include <string>

namespace svodka::render {

/// The families of the fonts that a finished document (.docx, .odt, .xlsx, .ods) shows its text in: those of
/// its text and of the styles that the text has, not all that its styles could have. Symbol fonts, which
/// LibreOffice brings its own signs for, are left out. None when the document cannot be read.
std::set<std::string> document_fonts(const std::string& file, const std::string& bytes);

}  // namespace svodka::render
