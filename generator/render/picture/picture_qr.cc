#include "render/picture/picture_qr.h"

#include <png.h>
#include <qrencode.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <vector>

#include "base/files.h"

namespace svodka::render {
namespace {

constexpr int kQuietZone = 4;  // modules, ISO/IEC 18004 clause 6.3.8
constexpr int kModule = 10;    // pixels; 2.5 cm of a short text are some 400 dots per inch

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

QRecLevel level_of(QrLevel level) {
  switch (level) {
    case QrLevel::kLow:
      return QR_ECLEVEL_L;
    case QrLevel::kQuartile:
      return QR_ECLEVEL_Q;
    case QrLevel::kHigh:
      return QR_ECLEVEL_H;
    case QrLevel::kMedium:
      break;
  }
  return QR_ECLEVEL_M;
}

// One byte a pixel: 0 white, 1 black.
std::vector<png_byte> pixels_of(const QRcode& code, int side) {
  std::vector<png_byte> pixels(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  for (int y = 0; y < code.width * kModule; ++y) {
    for (int x = 0; x < code.width * kModule; ++x) {
      const auto module = code.data[y / kModule * code.width + x / kModule];
      const auto row = static_cast<std::size_t>(y + kQuietZone * kModule);
      pixels[row * static_cast<std::size_t>(side) + static_cast<std::size_t>(x + kQuietZone * kModule)] =
          module & 1u;
    }
  }
  return pixels;
}

// A palette of two colours makes libpng write one bit a pixel.
std::string png_of(const std::vector<png_byte>& pixels, int side) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = static_cast<png_uint_32>(side);
  image.format = PNG_FORMAT_RGB_COLORMAP;
  image.colormap_entries = 2;
  const std::array<png_byte, 6> white_black{255, 255, 255, 0, 0, 0};
  png_alloc_size_t size = 0;
  std::string png;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, white_black.data()) != 0) {
    png.resize(size);
    if (png_image_write_to_memory(&image, png.data(), &size, 0, pixels.data(), 0, white_black.data()) != 0)
      return png;
  }
  throw EnvironmentError(text("не удалось записать PNG: {}", "cannot write PNG: {}",
                              std::string_view(static_cast<const char*>(image.message))));
}

}  // namespace

std::optional<Picture> make_qr(const PictureSource& source, const std::string& words, QrLevel level,
                               Diagnostics& out) {
  const Code code(QRcode_encodeString(words.c_str(), 0, level_of(level), QR_MODE_8, 1));
  if (!code && errno == ERANGE) {
    out.error(source.at, "qr-too-long",
              text("`{}`: текст в {} байт не помещается в QR-код",
                   "`{}`: a text of {} bytes does not fit a QR code", source.marker, words.size()),
              text("возьмите текст короче, например адрес; вмещается около 2300 байт",
                   "take a shorter text, an address perhaps; some 2,300 bytes fit"));
    return std::nullopt;
  }
  if (!code) fail_with_errno("QR", "не удалось построить", "cannot make", errno);
  const int side = (code->width + 2 * kQuietZone) * kModule;
  Picture picture{PictureKind::kPng, png_of(pixels_of(*code, side), side), double(side), double(side)};
  picture.dpi_x = picture.dpi_y = 300;
  return picture;
}

int qr_modules(const Picture& picture) { return static_cast<int>(picture.width) / kModule; }

}  // namespace svodka::render
