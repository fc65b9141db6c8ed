#include "render/odf/odf_picture.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "render/expand/odf_text.h"
#include "render/picture/picture_value.h"
#include "render/word/drawing_frame.h"

namespace svodka::render {
namespace {

constexpr double kEmuPerCentimetre = 360'000;
constexpr Emu kQrSide = 25 * 36'000;

std::string centimetres(double emu) { return fmt::format("{:.3f}cm", emu / kEmuPerCentimetre); }

// What is cropped away, in lengths of the picture's natural size (ODF 1.3 part 3, 20.179 fo:clip).
std::string clip(const Placement& placement, const Picture& picture) {
  const auto& crop = placement.crop;
  if (crop == Crop{}) return {};
  const auto natural = natural_extent(picture);
  const auto cut = [](Emu side, int part) { return centimetres(double(side) * part / 100'000); };
  return fmt::format("rect({}, {}, {}, {})", cut(natural.height, crop.top), cut(natural.width, crop.right),
                     cut(natural.height, crop.bottom), cut(natural.width, crop.left));
}

}  // namespace

std::string OdfPictures::put_in(const EmbedRequest& request, const Extent& area) {
  auto made = picture_of_value(request, folder_, out_);
  if (!made.picture) return {};
  if (request.marker.embed.kind == bind::Embed::Kind::kQr && !made.options.width)
    made.options.width = Length{kQrSide, 0};
  const auto& picture = *made.picture;
  const auto placement = place_picture(picture, made.options, area.width > 0 ? area : page_);
  return fmt::format(
      "<draw:frame draw:style-name=\"{}\" draw:name=\"svodka-{}-{}\" text:anchor-type=\"as-char\" "
      "svg:width=\"{}\" svg:height=\"{}\">{}<svg:desc>{}</svg:desc></draw:frame>",
      style_of(placement, picture), part_, ++frames_, centimetres(double(placement.extent.width)),
      centimetres(double(placement.extent.height)), images(picture),
      xml_text(made.options.alt.value_or(made.name)));
}

std::string OdfPictures::put_in_frame(const EmbedRequest& request, const Extent& frame, const Extent& area) {
  auto made = picture_of_value(request, folder_, out_);
  FilledFrame filled{!made.picture, {}, {}, made.options.alt.value_or(std::string()), made.name};
  std::string shown;
  if (made.picture) {
    const FramePicture with{made.picture, made.options, area.width > 0 ? area : page_, {}, {}, {}, {}};
    const auto placement = frame_placement(with, frame);
    filled.extent = placement.extent;
    filled.clip = clip(placement, *made.picture);
    shown = images(*made.picture);
  }
  filled_.push_back(std::move(filled));
  return odf_frame_mark(filled_.size() - 1) + shown;
}

std::string OdfPictures::finish(std::string xml) {
  return filled_.empty() ? std::move(xml) : fill_odf_frames(xml, filled_, filled_styles_);
}

// An SVG stands before a PNG for programs that do not draw it.
std::string OdfPictures::images(const Picture& picture) {
  if (picture.kind == PictureKind::kJpeg) return image("jpg", "image/jpeg", picture.bytes);
  if (picture.kind == PictureKind::kPng) return image("png", "image/png", picture.bytes);
  return image("svg", "image/svg+xml", picture.bytes) + image("png", "image/png", picture.fallback);
}

std::string OdfPictures::image(const char* extension, const char* type, const std::string& bytes) {
  const auto name = fmt::format("Pictures/{}.{}", sha256(bytes).substr(0, 32), extension);
  if (!files_.contains(name)) files_[name] = {package::deflate(name, bytes), type};
  return fmt::format(
      "<draw:image xlink:href=\"{}\" xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\" "
      "draw:mime-type=\"{}\"/>",
      name, type);
}

// A frame stands on the line of the text.
std::string OdfPictures::style_of(const Placement& placement, const Picture& picture) {
  std::string properties = "style:vertical-pos=\"top\" style:vertical-rel=\"baseline\"";
  if (const auto cut = clip(placement, picture); !cut.empty()) properties += " fo:clip=\"" + cut + "\"";
  return styles_.emplace(properties, fmt::format("svodka-picture-{}", styles_.size() + 1)).first->second;
}

std::string OdfPictures::styles() const {
  std::string out;
  for (const auto& [properties, name] : styles_) {
    out += fmt::format(
        "<style:style style:name=\"{}\" style:family=\"graphic\"><style:graphic-properties "
        "{}/></style:style>",
        name, properties);
  }
  return out + filled_styles_;
}

}  // namespace svodka::render
