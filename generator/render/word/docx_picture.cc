#include "render/word/docx_picture.h"

#include <cstring>

#include "render/picture/picture_qr.h"
#include "render/picture/picture_value.h"
#include "render/word/docx_embed.h"
#include "render/word/drawing_area.h"

namespace svodka::render {
namespace {

using Kind = bind::Embed::Kind;

constexpr char kImageRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
constexpr Emu kQrSide = 25 * 36'000;
constexpr double kFinestModule = 0.25 * 36'000;  // what a telephone still reads from paper

// Relates the part to the picture's bytes and returns the ids.
void relate(DocxPackage& package, const std::string& part, FramePicture& made) {
  const auto related = [&](const char* extension, const char* type, const std::string& bytes) {
    return package.relate(part, kImageRelation, package.add("word/media/image", extension, type, bytes));
  };
  const auto& picture = *made.picture;
  switch (picture.kind) {
    case PictureKind::kPng:
      made.relation = related("png", "image/png", picture.bytes);
      break;
    case PictureKind::kJpeg:
      made.relation = related("jpeg", "image/jpeg", picture.bytes);
      break;
    case PictureKind::kSvg:
      made.relation = related("png", "image/png", picture.fallback);
      made.svg_relation = related("svg", "image/svg+xml", picture.bytes);
      break;
  }
}

// A code whose modules are finer than a telephone reads is a mistake that shows only on paper.
void check_fineness(const EmbedRequest& request, const FramePicture& made, const Placement& placement,
                    Diagnostics& out) {
  const double module = double(placement.extent.width) / qr_modules(*made.picture);
  if (module >= kFinestModule) return;
  out.warning(
      request.marker.at, "qr-too-fine",
      text("`{}`: QR-код слишком мелок для своего текста: клетка {:.2f} мм",
           "`{}`: the QR code is too fine for its text: a module of {:.2f} mm", request.marker.name,
           module / 36'000),
      text("увеличьте `size` или возьмите текст короче", "make `size` larger or take a shorter text"));
}

}  // namespace

void check_picture(const pugi::xml_node& node, const bind::ValueSlot& slot, EmbedPlace& place,
                   Diagnostics& out) {
  if (slot.embed.kind != Kind::kImage && slot.embed.kind != Kind::kQr) return;
  place.area = text_area(node, {});
  const auto options = read_picture_options(slot.embed, slot.at, out);
  Text problem;
  const bool attribute = place.kind == EmbedPlace::Kind::kAttribute;
  if (attribute) {
    problem = frame_problem(node, std::string_view(place.attribute).substr(place.attribute.find('/') + 1));
  } else if (std::strcmp(node.parent().name(), "w:t") != 0) {
    problem = text("рисунок здесь не вставить", "no picture can be put in here");
  } else if (options && options->fit && !(options->width && options->height)) {
    out.error(slot.at, "bad-picture-option",
              text("`fit` действует, когда заданы ширина и высота", "`fit` needs a width and a height"),
              text("добавьте `width=…` и `height=…`", "add `width=…` and `height=…`"));
  }
  if (!problem.empty()) {
    out.error(
        slot.at, "embed-place", problem,
        text("поставьте метку в текст абзаца или в описание рисунка (замещающий текст)",
             "put the marker into the text of a paragraph or into the description (alt text) of a picture"));
  }
}

std::string DocxPictures::put_in(const EmbedRequest& request, const EmbedPlace& place) {
  const bool attribute = place.kind == EmbedPlace::Kind::kAttribute;
  const bool qr = request.marker.embed.kind == Kind::kQr;
  auto value = picture_of_value(request, document_.pictures, document_.out);
  if (!value.picture && !attribute) return {};
  if (qr && !value.options.width && !attribute) value.options.width = Length{kQrSide, 0};
  FramePicture made;
  made.alt = value.options.alt.value_or(attribute ? std::string() : value.name);
  made.area = place.area.width > 0 ? place.area : document_.page;
  made.picture = std::move(value.picture);
  made.options = std::move(value.options);
  made.name = std::move(value.name);
  if (made.picture) relate(document_.package, place.part.empty() ? part_ : place.part, made);
  if (qr && !attribute)
    check_fineness(request, made, place_picture(*made.picture, made.options, made.area), document_.out);
  if (!attribute) return in_line(made);
  frames_.push_back(std::move(made));
  return frame_mark(frames_.size() - 1);
}

std::string DocxPictures::finish(std::string xml) const {
  return frames_.empty() ? std::move(xml) : fill_frames(std::move(xml), frames_);
}

std::string DocxPictures::in_line(const FramePicture& made) {
  const int id = document_.next_drawing++;
  DrawingParts parts{made.relation, made.svg_relation, id, "Рисунок " + std::to_string(id), made.alt};
  const auto drawing = inline_drawing(place_picture(*made.picture, made.options, made.area), parts);
  return "</w:t>" + drawing + "<w:t xml:space=\"preserve\">";
}

}  // namespace svodka::render
