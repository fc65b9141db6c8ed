#pragma once

#include <cstdint>
#include <span>

namespace svodka::render {

/// Characters of which the advance widths are known.
struct FontRange {
  char32_t first, last;
};

/// The ranges, in order.
std::span<const FontRange> font_ranges();

/// Advance widths in 1/2048 of the font size, of all characters of the ranges one after another. `face`: 0
/// regular, 1 bold, 2 italic, 3 bold italic. Of Liberation Serif, which is made to the metrics of Times New
/// Roman; read from the font's own file when Svodka is built (cmake/font_metrics.cc).
const std::uint16_t* font_advances(int face);

}  // namespace svodka::render
