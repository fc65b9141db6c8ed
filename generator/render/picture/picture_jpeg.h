#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace svodka::render {

/// What the head of a JPEG tells (ITU-T T.81 annex B, JFIF 1.02, EXIF 2.32).
struct JpegHead {
  enum class State { kWhole, kDamaged, kUnusual };
  State state = State::kDamaged;  ///< kUnusual: lossless, arithmetic, 12 bits: Word does not show it
  int width = 0, height = 0;
  double dpi_x = 0, dpi_y = 0;  ///< 0: not told
  int orientation = 1;          ///< EXIF, 1…8; 1 is upright
};

/// Walks all segments to the end of the image, so that a file cut short is damaged.
JpegHead read_jpeg_head(std::string_view bytes);

/// The same picture turned and mirrored as `orientation` says, without decoding it to pixels; what is noted
/// beside the picture (place, camera) is left out. An edge of less than 16 pixels may be lost. Nothing when
/// the file is damaged.
std::optional<std::string> upright_jpeg(std::string_view bytes, int orientation);

}  // namespace svodka::render
