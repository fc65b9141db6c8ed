#include "render/word/drawing.h"

#include <algorithm>
#include <cmath>

namespace svodka::render {
namespace {

constexpr double kWhole = 100'000;  // thousandths of a percent

Emu at_least_one(double length) { return std::max<Emu>(1, std::llround(length)); }

Extent scaled(const Extent& extent, double scale) {
  return {at_least_one(double(extent.width) * scale), at_least_one(double(extent.height) * scale)};
}

double ratio(Emu length, Emu of) { return double(length) / double(of); }

// The part of `picture` that shows when it fills the box, cut on both sides alike.
Crop middle(const Extent& picture, const Extent& box) {
  const double across = ratio(box.width, picture.width), down = ratio(box.height, picture.height);
  const auto cut = [](double kept) { return static_cast<int>(std::lround((1 - kept) / 2 * kWhole)); };
  Crop crop;
  if (across < down)
    crop.left = crop.right = cut(across / down);
  else
    crop.top = crop.bottom = cut(down / across);
  return crop;
}

Emu length_of(const Length& length, const Extent& area) {
  return length.part > 0 ? at_least_one(length.part * double(area.width)) : length.emu;
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string out = " " + std::string(name) + "=\"";
  for (const char c : value) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
  }
  return out + "\"";
}

std::string size(const char* element, const Extent& extent) {
  return fmt::format("<{} cx=\"{}\" cy=\"{}\"/>", element, extent.width, extent.height);
}

}  // namespace

Extent natural_extent(const Picture& picture) {
  return {at_least_one(picture.width * kEmuPerInch / picture.dpi_x),
          at_least_one(picture.height * kEmuPerInch / picture.dpi_y)};
}

Placement fit_into(const Extent& picture, const Extent& box, Fit fit) {
  if (fit == Fit::kStretch) return {box, {}};
  if (fit == Fit::kCover) return {box, middle(picture, box)};
  const double scale = std::min(ratio(box.width, picture.width), ratio(box.height, picture.height));
  return {scaled(picture, scale), {}};
}

Placement place_picture(const Picture& picture, const PictureOptions& options, const Extent& area) {
  const auto natural = natural_extent(picture);
  if (options.width && options.height) {
    const Extent box{length_of(*options.width, area), length_of(*options.height, area)};
    return fit_into(natural, box, options.fit.value_or(Fit::kContain));
  }
  if (options.width) return {scaled(natural, ratio(length_of(*options.width, area), natural.width)), {}};
  if (options.height) return {scaled(natural, ratio(length_of(*options.height, area), natural.height)), {}};
  double scale = 1;
  if (area.width > 0) scale = std::min(scale, ratio(area.width, natural.width));
  if (area.height > 0) scale = std::min(scale, ratio(area.height, natural.height));
  return {scaled(natural, scale), {}};
}

std::string blip(const std::string& relation, const std::string& svg_relation) {
  auto out = "<a:blip" + attribute("r:embed", relation);
  if (svg_relation.empty()) return out + "/>";
  return out +
         "><a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip "
         "xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\"" +
         attribute("r:embed", svg_relation) + "/></a:ext></a:extLst></a:blip>";
}

std::string source_rectangle(const Crop& crop) {
  if (crop == Crop{}) return {};
  std::string out = "<a:srcRect";
  if (crop.left != 0) out += fmt::format(" l=\"{}\"", crop.left);
  if (crop.top != 0) out += fmt::format(" t=\"{}\"", crop.top);
  if (crop.right != 0) out += fmt::format(" r=\"{}\"", crop.right);
  if (crop.bottom != 0) out += fmt::format(" b=\"{}\"", crop.bottom);
  return out + "/>";
}

std::string inline_drawing(const Placement& placement, const DrawingParts& parts) {
  const auto names =
      fmt::format(" id=\"{}\"", parts.id) + attribute("name", parts.name) + attribute("descr", parts.alt);
  return "<w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"
         "wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">" +
         size("wp:extent", placement.extent) + "<wp:docPr" + names +
         "/><wp:cNvGraphicFramePr><a:graphicFrameLocks "
         "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" noChangeAspect=\"1\"/>"
         "</wp:cNvGraphicFramePr><a:graphic "
         "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
         "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic "
         "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" "
         "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><pic:nvPicPr>"
         "<pic:cNvPr" +
         names + "/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>" + blip(parts.relation, parts.svg_relation) +
         source_rectangle(placement.crop) +
         "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>" +
         size("a:ext", placement.extent) +
         "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
         "</a:graphic></wp:inline></w:drawing>";
}

}  // namespace svodka::render
