#pragma once

#include <optional>
#include <string>

#include "base/finding.h"
#include "render/picture/picture.h"

namespace svodka::render {

/// True when the bytes are an XML file whose root is `svg`, as far as its first characters tell.
bool looks_like_svg(std::string_view bytes);

/// Reads an SVG 1.1 picture and draws its PNG fallback at two to three times its size or so that it is sharp
/// in print. Its size is that of `width`/`height`, else of `viewBox`.
///
/// What would be fetched from elsewhere or run is refused with a finding: scripts, foreignObject, references
/// and CSS to anything outside of the file, entities, style sheets. A DOCTYPE that only names the
/// standard's DTD is left out of the bytes. So are refused: no UTF-8, no XML, drawing that takes too long or
/// too much memory (a process of its own draws, so that no file can stop the program).
std::optional<Picture> read_svg(const PictureSource& source, std::string bytes, Diagnostics& out);

}  // namespace svodka::render
