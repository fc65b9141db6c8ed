#pragma once

#include <string>

#include "render/word/docx_package.h"

namespace svodka::render {

/// The comments part of a Word document that has no comments yet (ECMA-376 part 1, 17.13.4.6).
inline constexpr char kNoComments[] =
    "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>";

/// Puts comments in place: into the part that `main` has for them, or into a new one.
void put_comments(DocxPackage& package, const std::string& main, const std::string& xml);

}  // namespace svodka::render
