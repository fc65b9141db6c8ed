#pragma once

#include <string_view>

namespace svodka::render {

/// Estimates of how text fills cells, in Times New Roman. Nobody but Excel knows exactly; these err on the
/// side of room.

/// Points of height for `text` wrapped into `width` characters of column width at a font of `size` points.
double wrapped_height(std::string_view text, double width, double size, bool bold);

/// Column width (in Excel's characters) to millimetres and pixels at 96 dpi.
int column_pixels(double width);

}  // namespace svodka::render
