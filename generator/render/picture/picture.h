#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/finding.h"

namespace svodka::render {

/// Bounds on one picture of a document.
constexpr std::size_t kLargestPictureBytes = 20u << 20;
constexpr std::int64_t kMostPicturePixels = 100'000'000;

enum class PictureKind { kPng, kJpeg, kSvg };

/// A picture that stands upright and that Word can show.
struct Picture {
  PictureKind kind = PictureKind::kPng;
  std::string bytes;
  double width = 0, height = 0;   ///< pixels; of an SVG CSS pixels, 96 to an inch
  double dpi_x = 96, dpi_y = 96;  ///< dots per inch as the file tells, 96 when it does not
  std::string fallback;           ///< of an SVG: the same as PNG, for programs that know no SVG
};

/// Whom to blame for a picture: the findings stand at the marker and name both.
struct PictureSource {
  Position at;         ///< of the marker
  std::string marker;  ///< its name, "photo"
  std::string file;    ///< the value, "фото/школа.jpg"
};

/// Reads a PNG, a JPEG (JFIF or EXIF; ITU-T T.81) or an SVG, told by its bytes, whatever the file's name is.
///
/// A photo that a camera has noted to lie on its side (EXIF orientation) is turned without loss, since Word
/// and LibreOffice show it as it lies. An SVG gets its fallback (picture_svg.h). Not one of these formats,
/// too big, cut short or damaged: findings.
std::optional<Picture> read_picture(const PictureSource& source, std::string bytes, Diagnostics& out);

/// The finding for a file of more than kLargestPictureBytes, for whoever knows its size before reading it.
void refuse_big_picture(const PictureSource& source, std::uintmax_t size, Diagnostics& out);

}  // namespace svodka::render
