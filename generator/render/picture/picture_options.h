#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/finding.h"
#include "bind/embed.h"
#include "render/picture/extent.h"
#include "render/picture/picture_qr.h"

namespace svodka::render {

/// How a picture fills a box of other proportions.
enum class Fit {
  kContain,  ///< whole, inside of the box
  kCover,    ///< all of the box, what is over is cropped away
  kStretch,  ///< all of the box, its proportions are lost
};

/// A length as a template says it.
struct Length {
  Emu emu = 0;
  double part = 0;  ///< of the width of the text, instead of `emu`: 0.5 for 50%
};

/// What the options of `{{photo:image:width=5cm:fit=cover:alt="…"}}` and `{{url:qr:size=25mm:level=H}}` ask.
struct PictureOptions {
  std::optional<Length> width, height;
  std::optional<Fit> fit;
  std::optional<std::string> alt;
  QrLevel level = QrLevel::kMedium;
};

/// "5cm", "40 мм", "1,5 in", "12pt", "300px", "50%"; nothing for other words, for no unit (is 5 millimetres,
/// centimetres or pixels?) and for what is not between 0 and 22 inches, which is the most that Word takes.
std::optional<Length> read_length(std::string_view words);

/// Reads the options of an `image` or a `qr`. Names and arguments that are not theirs: findings at `at`;
/// then nothing is returned.
std::optional<PictureOptions> read_picture_options(const bind::Embed& embed, const Position& at,
                                                   Diagnostics& out);

}  // namespace svodka::render
