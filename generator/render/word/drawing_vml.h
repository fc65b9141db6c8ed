#pragma once

#include <pugixml.hpp>

#include "render/word/drawing_frame.h"

namespace svodka::render {

/// Puts a picture into a shape of old (ECMA-376 part 4, clause 19.1.2.11 imagedata), as Word 2003 and
/// compatibility branches have it: `shape` holds a v:imagedata. Size and crop follow as in fill_frames().
void fill_vml(pugi::xml_node shape, const FramePicture& with);

}  // namespace svodka::render
