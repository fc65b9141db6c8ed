#include "render/picture/picture_jpeg.h"

#include <turbojpeg.h>

#include <array>
#include <cstdint>
#include <memory>

namespace svodka::render {
namespace {

using State = JpegHead::State;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::uint32_t big16(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

// The tags of an EXIF block: a TIFF file (TIFF 6.0, clause 2). Whatever is outside of it reads as 0.
class Exif {
 public:
  explicit Exif(std::string_view tiff) : tiff_(tiff), little_(tiff.starts_with("II")) {
    if (!little_ && !tiff.starts_with("MM")) return;
    const auto directory = u32(4);
    const auto count = directory < tiff.size() ? u16(directory) : 0;
    for (std::uint32_t i = 0; i < count; ++i) read_tag(directory + 2 + i * std::size_t{12});
  }

  int orientation() const { return orientation_ >= 1 && orientation_ <= 8 ? orientation_ : 1; }
  double dpi(double resolution) const { return unit_ == 3 ? resolution * 2.54 : resolution; }
  double dpi_x() const { return dpi(x_); }
  double dpi_y() const { return dpi(y_); }

 private:
  std::uint32_t u16(std::size_t at) const {
    return little_ ? byte_at(tiff_, at) | byte_at(tiff_, at + 1) << 8 : big16(tiff_, at);
  }
  std::uint32_t u32(std::size_t at) const {
    return little_ ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
  }
  double rational(std::size_t at) const {
    const double divisor = u32(at + 4);
    return divisor == 0 ? 0 : u32(at) / divisor;
  }

  void read_tag(std::size_t at) {
    switch (u16(at)) {
      case 0x0112:
        orientation_ = static_cast<int>(u16(at + 8));
        break;
      case 0x011A:
        x_ = rational(u32(at + 8));
        break;
      case 0x011B:
        y_ = rational(u32(at + 8));
        break;
      case 0x0128:
        unit_ = static_cast<int>(u16(at + 8));
        break;
      default:
        break;
    }
  }

  std::string_view tiff_;
  bool little_ = false;
  int orientation_ = 1, unit_ = 2;
  double x_ = 0, y_ = 0;
};

bool stands_alone(std::uint32_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7); }

// C0…CF are frames but for the tables DHT (C4), JPG (C8) and DAC (CC).
bool is_frame(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

class HeadReader {
 public:
  explicit HeadReader(std::string_view bytes) : bytes_(bytes) {}

  JpegHead read() {
    at_ = 2;
    while (const auto marker = next_marker()) {
      if (marker == 0xD9) return finished();
      if (stands_alone(marker)) continue;
      const std::size_t length = big16(bytes_, at_);
      if (length < 2 || at_ + length > bytes_.size()) break;
      take(marker, bytes_.substr(at_ + 2, length - 2));
      at_ += length;
      if (marker == 0xDA) skip_scan();
    }
    return head_;
  }

 private:
  // 0 at the end or where no marker is.
  std::uint32_t next_marker() {
    if (byte_at(bytes_, at_) != 0xFF) return 0;
    while (byte_at(bytes_, at_) == 0xFF) ++at_;
    return byte_at(bytes_, at_++);
  }

  void take(std::uint32_t marker, std::string_view segment) {
    using namespace std::string_view_literals;
    if (is_frame(marker) && !framed_) {
      framed_ = true;
      unusual_ = marker > 0xC2 || byte_at(segment, 0) != 8;
      head_.height = static_cast<int>(big16(segment, 1));
      head_.width = static_cast<int>(big16(segment, 3));
    } else if (marker == 0xE0 && segment.starts_with("JFIF\0"sv)) {
      const auto unit = byte_at(segment, 7);
      const double scale = unit == 1 ? 1 : unit == 2 ? 2.54 : 0;
      jfif_x_ = big16(segment, 8) * scale;
      jfif_y_ = big16(segment, 10) * scale;
    } else if (marker == 0xE1 && segment.starts_with("Exif\0\0"sv)) {
      exif_ = Exif(segment.substr(6));
    } else if (marker == 0xDA) {
      scanned_ = true;
    }
  }

  // To the marker after the coded data (stuffed zeros and restarts are part of it).
  void skip_scan() {
    for (at_ = bytes_.find('\xFF', at_); at_ != std::string_view::npos; at_ = bytes_.find('\xFF', at_ + 1)) {
      const auto next = byte_at(bytes_, at_ + 1);
      if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) return;
    }
    at_ = bytes_.size();
  }

  JpegHead finished() {
    const bool from_jfif = jfif_x_ > 0 && jfif_y_ > 0;
    head_.dpi_x = from_jfif ? jfif_x_ : exif_.dpi_x();
    head_.dpi_y = from_jfif ? jfif_y_ : exif_.dpi_y();
    head_.orientation = exif_.orientation();
    if (head_.width > 0 && head_.height > 0 && scanned_)
      head_.state = unusual_ ? State::kUnusual : State::kWhole;
    return head_;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  JpegHead head_;
  Exif exif_{{}};
  bool framed_ = false, unusual_ = false, scanned_ = false;
  double jfif_x_ = 0, jfif_y_ = 0;
};

struct FreeTransformer {
  void operator()(void* handle) const { tjDestroy(handle); }
};
struct FreeBuffer {
  void operator()(unsigned char* buffer) const { tjFree(buffer); }
};

// By EXIF orientation: what brings the picture upright.
constexpr std::array<int, 9> kTurns{TJXOP_NONE,      TJXOP_NONE,  TJXOP_HFLIP,      TJXOP_ROT180, TJXOP_VFLIP,
                                    TJXOP_TRANSPOSE, TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270};

}  // namespace

JpegHead read_jpeg_head(std::string_view bytes) { return HeadReader(bytes).read(); }

std::optional<std::string> upright_jpeg(std::string_view bytes, int orientation) {
  const std::unique_ptr<void, FreeTransformer> handle(tjInitTransform());
  tjtransform turn{};
  turn.op = kTurns.at(static_cast<std::size_t>(orientation));
  turn.options = TJXOPT_TRIM | TJXOPT_COPYNONE;
  unsigned char* made = nullptr;
  unsigned long size = 0;  // NOLINT(google-runtime-int): TurboJPEG's type
  const auto failed = tjTransform(handle.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                  bytes.size(), 1, &made, &size, &turn, TJFLAG_LIMITSCANS);
  const std::unique_ptr<unsigned char, FreeBuffer> owner(made);
  if (failed != 0 && tjGetErrorCode(handle.get()) == TJERR_FATAL) return std::nullopt;
  if (made == nullptr || size == 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(made), size);
}

}  // namespace svodka::render
