#pragma once

#include <optional>
#include <string>

#include "base/finding.h"
#include "render/picture/picture.h"

namespace svodka::render {

/// How much of a QR code may be lost: some 7, 15, 25, 30 percent (ISO/IEC 18004, clause 6.5).
enum class QrLevel { kLow, kMedium, kQuartile, kHigh };

/// A QR code of a text (UTF-8) with its quiet zone of four modules, as a PNG of one bit a pixel. The same
/// text gives the same bytes. Too long a text (`source.file` is not used): a finding.
std::optional<Picture> make_qr(const PictureSource& source, const std::string& words, QrLevel level,
                               Diagnostics& out);

/// The side of such a picture in modules, the quiet zone included.
int qr_modules(const Picture& picture);

}  // namespace svodka::render
