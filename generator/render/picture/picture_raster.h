#pragma once

#include <string>

namespace svodka::render {

/// What became of drawing an SVG.
struct Raster {
  enum class State { kDrawn, kNotSvg, kTooMuch };
  State state = State::kNotSvg;  ///< kTooMuch: over the bounds of time or memory, or the library gave up
  double width = 0, height = 0;  ///< of the picture itself, in CSS pixels (96 to an inch)
  std::string png;
};

/// Draws an SVG (librsvg) as PNG on a transparent ground, the longer side of some 1,200 to 3,000 pixels. A
/// process of its own does it within bounds of time and memory: a file made to hang or break the library
/// breaks only that. Throws EnvironmentError when no process can be made.
Raster draw_svg(const std::string& svg);

}  // namespace svodka::render
