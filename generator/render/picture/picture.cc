#include "render/picture/picture.h"

#include <cmath>
#include <string_view>

#include "package/zip.h"
#include "render/picture/picture_jpeg.h"
#include "render/picture/picture_svg.h"

namespace svodka::render {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n"sv;
// Turning a photo keeps it in memory in parts that take six bytes a pixel.
constexpr std::int64_t kMostTurnedPixels = 60'000'000;

struct Format {
  std::string_view start, name;
  std::size_t offset = 0;
};

// Formats that people have and Word documents do not take, or not everywhere.
constexpr Format kOtherFormats[]{{"GIF8"sv, "GIF"},
                                 {"BM"sv, "BMP"},
                                 {"II*\0"sv, "TIFF"},
                                 {"MM\0*"sv, "TIFF"},
                                 {"WEBP"sv, "WebP", 8},
                                 {"ftypavif"sv, "AVIF", 4},
                                 {"ftyp"sv, "HEIC", 4},
                                 {" EMF"sv, "EMF", 40},
                                 {"\xD7\xCD\xC6\x9A"sv, "WMF"},
                                 {"\x1F\x8B"sv, "SVGZ"},
                                 {"%PDF"sv, "PDF"},
                                 {"8BPS"sv, "PSD"},
                                 {"PK\x03\x04"sv, "ZIP"},
                                 {"\xFF\x0A"sv, "JPEG XL"},
                                 {"\0\0\0\x0CJXL "sv, "JPEG XL"},
                                 {"\0\0\0\x0CjP  "sv, "JPEG 2000"}};

std::string_view other_format(std::string_view bytes) {
  for (const auto& format : kOtherFormats) {
    if (bytes.size() > format.offset && bytes.substr(format.offset).starts_with(format.start))
      return format.name;
  }
  return {};
}

std::uint32_t big32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

class Reader {
 public:
  Reader(const PictureSource& source, Diagnostics& out) : source_(source), out_(out) {}

  std::optional<Picture> read(std::string bytes) {
    if (bytes.empty()) return empty();
    if (bytes.size() > kLargestPictureBytes) {
      refuse_big_picture(source_, bytes.size(), out_);
      return std::nullopt;
    }
    if (bytes.starts_with(kPngSignature)) return read_png(std::move(bytes));
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return read_jpeg(std::move(bytes));
    if (looks_like_svg(bytes)) return read_svg(source_, std::move(bytes), out_);
    return unknown(other_format(bytes));
  }

 private:
  // Chunks with their sums (PNG 1.2, clause 3.2) up to the last; Word shows nothing of a file cut short.
  std::optional<Picture> read_png(std::string bytes) {
    Picture picture;
    bool data = false, end = false;
    for (std::size_t at = kPngSignature.size(); !end;) {
      if (bytes.size() - at < 12) return damaged();
      const std::size_t length = big32(bytes, at);
      if (length > bytes.size() - at - 12) return damaged();
      const auto chunk = std::string_view(bytes).substr(at + 4, length + 4);
      if (package::crc32(chunk) != big32(bytes, at + 8 + length)) return damaged();
      if ((at == kPngSignature.size()) != chunk.starts_with("IHDR")) return damaged();
      if (!take_chunk(chunk, picture)) return std::nullopt;
      data = data || chunk.starts_with("IDAT");
      end = chunk.starts_with("IEND");
      at += length + 12;
    }
    if (!data) return damaged();
    picture.bytes = std::move(bytes);
    return picture;
  }

  bool take_chunk(std::string_view chunk, Picture& picture) {
    if (chunk.starts_with("IHDR")) {
      if (chunk.size() != 17) {
        damaged();
        return false;
      }
      picture.width = big32(chunk, 4);
      picture.height = big32(chunk, 8);
      return fits(picture.width, picture.height);
    }
    if (chunk.starts_with("pHYs") && chunk.size() == 13 && chunk[12] == 1) {
      set_dpi(picture, big32(chunk, 4) * 0.0254, big32(chunk, 8) * 0.0254);
    }
    return true;
  }

  std::optional<Picture> read_jpeg(std::string bytes) {
    auto head = read_jpeg_head(bytes);
    if (head.state == JpegHead::State::kDamaged) return damaged();
    if (head.state == JpegHead::State::kUnusual) return unusual();
    if (!fits(head.width, head.height)) return std::nullopt;
    if (head.orientation != 1) {
      if (std::int64_t{head.width} * head.height > kMostTurnedPixels) return lies_too_big();
      auto turned = upright_jpeg(bytes, head.orientation);
      if (!turned) return damaged();
      bytes = std::move(*turned);
      if (head.orientation > 4) std::swap(head.dpi_x, head.dpi_y);
      const auto upright = read_jpeg_head(bytes);
      head.width = upright.width;
      head.height = upright.height;
    }
    Picture picture{PictureKind::kJpeg, std::move(bytes), double(head.width), double(head.height)};
    set_dpi(picture, head.dpi_x, head.dpi_y);
    return picture;
  }

  // What is too far from any scanner or printer is no resolution.
  static void set_dpi(Picture& picture, double x, double y) {
    const auto sensible = [](double dpi) { return dpi >= 20 && dpi <= 5000; };
    if (!sensible(x) || !sensible(y)) return;
    picture.dpi_x = x;
    picture.dpi_y = y;
  }

  bool fits(double width, double height) {
    if (width < 1 || height < 1) {
      damaged();
      return false;
    }
    if (width * height <= double(kMostPicturePixels) && width <= 65'535 && height <= 65'535) return true;
    fail("picture-too-big",
         text("`{}`: рисунок «{}» слишком велик: {}×{} точек",
              "`{}`: the picture “{}” is too big: {}×{} pixels", source_.marker, source_.file,
              static_cast<std::int64_t>(width), static_cast<std::int64_t>(height)),
         text("уменьшите его: наибольшее — 100 миллионов точек",
              "make it smaller: 100 million pixels at most"));
    return false;
  }

  std::optional<Picture> empty() {
    return fail("picture-damaged",
                text("`{}`: файл рисунка «{}» пуст", "`{}`: the picture's file “{}” is empty", source_.marker,
                     source_.file));
  }
  std::optional<Picture> damaged() {
    return fail("picture-damaged",
                text("`{}`: рисунок «{}» повреждён или обрезан",
                     "`{}`: the picture “{}” is damaged or cut short", source_.marker, source_.file),
                text("откройте его в редакторе рисунков и сохраните снова или скачайте ещё раз",
                     "open it in an image editor and save it again, or fetch it again"));
  }
  std::optional<Picture> unusual() {
    return fail("picture-unsupported",
                text("`{}`: рисунок «{}» — JPEG такого вида, какой Word не показывает",
                     "`{}`: the picture “{}” is a JPEG of a kind that Word does not show", source_.marker,
                     source_.file),
                text("сохраните его обычным JPEG или PNG", "save it as a usual JPEG or as PNG"));
  }
  std::optional<Picture> lies_too_big() {
    return fail("picture-too-big",
                text("`{}`: снимок «{}» лежит на боку и слишком велик, чтобы его повернуть",
                     "`{}`: the photo “{}” lies on its side and is too big to be turned", source_.marker,
                     source_.file),
                text("уменьшите его или поверните в редакторе рисунков",
                     "make it smaller or turn it in an image editor"));
  }
  std::optional<Picture> unknown(std::string_view name) {
    const auto hint = text("сохраните рисунок как PNG, JPEG или SVG", "save the picture as PNG, JPEG or SVG");
    if (name.empty())
      return fail("picture-unsupported",
                  text("`{}`: файл «{}» — не рисунок PNG, JPEG или SVG",
                       "`{}`: the file “{}” is no PNG, JPEG or SVG picture", source_.marker, source_.file),
                  hint);
    return fail(
        "picture-unsupported",
        text("`{}`: файл «{}» — это {}, такие рисунки не принимаются",
             "`{}`: the file “{}” is {}, such pictures are not taken", source_.marker, source_.file, name),
        hint);
  }
  std::optional<Picture> fail(std::string rule, Text message, Text hint = {}) {
    out_.error(source_.at, std::move(rule), std::move(message), std::move(hint));
    return std::nullopt;
  }

  const PictureSource& source_;
  Diagnostics& out_;
};

}  // namespace

void refuse_big_picture(const PictureSource& source, std::uintmax_t size, Diagnostics& out) {
  constexpr std::uintmax_t kMegabyte = 1u << 20;
  out.error(
      source.at, "picture-too-big",
      text("`{}`: файл рисунка «{}» слишком велик: {} МБ", "`{}`: the picture's file “{}” is too big: {} MB",
           source.marker, source.file, (size + kMegabyte - 1) / kMegabyte),
      text("уменьшите рисунок: наибольшее — {} МБ", "make the picture smaller: {} MB at most",
           kLargestPictureBytes / kMegabyte));
}

std::optional<Picture> read_picture(const PictureSource& source, std::string bytes, Diagnostics& out) {
  return Reader(source, out).read(std::move(bytes));
}

}  // namespace svodka::render
