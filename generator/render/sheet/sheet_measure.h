#pragma once

#include <string_view>

namespace svodka::render {

/// How text fills cells in Times New Roman, by the advance widths of the font (font_metrics.h). Pixels are
/// those of 96 dpi.

struct TextFont {
  double size = 11;  ///< points
  bool bold = false;
  bool italic = false;
};

/// Widths in pixels of what cannot be made narrower by wrapping, and of the widest line as it is written.
struct TextExtent {
  double word = 0;
  double line = 0;
};

TextExtent text_extent(std::string_view text, const TextFont& font);

/// Lines that `text` takes, wrapped at spaces and hyphens into `room` pixels; a word that is wider is broken.
int wrapped_lines(std::string_view text, double room, const TextFont& font);

/// Points of height for `text` wrapped into `width` characters of column width at a font of `size` points.
double wrapped_height(std::string_view text, double width, double size, bool bold);

/// Height in points of so many lines.
double lines_height(int lines, double size);

/// Column width (in Excel's characters, ECMA-376 part 1, 18.3.1.13) in pixels.
int column_pixels(double width);

/// The width of a column that shows `pixels` of text, in Excel's characters.
double column_width(double pixels);

/// The pixels of text that a column of this width shows.
double column_room(double width);

}  // namespace svodka::render
