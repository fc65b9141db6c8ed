#include "render/docx_picture.h"

#include <cstring>

#include "language/modifiers.h"
#include "render/docx_embed.h"
#include "render/drawing_area.h"
#include "render/picture_qr.h"

namespace svodka::render {
namespace {

using Kind = bind::Embed::Kind;

constexpr char kImageRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
constexpr Emu kQrSide = 25 * 36'000;
constexpr double kFinestModule = 0.25 * 36'000;  // what a telephone still reads from paper

PictureOptions options_of(const bind::ValueSlot& slot) {
  Diagnostics told;  // when the template was compiled
  return read_picture_options(slot.embed, slot.at, told).value_or(PictureOptions{});
}

std::string trimmed(const std::string& words) {
  const auto begin = words.find_first_not_of(" \t\r\n"), end = words.find_last_not_of(" \t\r\n");
  return begin == std::string::npos ? std::string() : words.substr(begin, end + 1 - begin);
}

// "schools.photo" → "photo".
std::string last_name(const std::string& name) { return name.substr(name.rfind('.') + 1); }

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
  FramePicture made;
  made.options = options_of(request.marker);
  made.area = place.area.width > 0 ? place.area : document_.page;
  const bool qr = request.marker.embed.kind == Kind::kQr;
  if (qr && !made.options.width && !attribute) made.options.width = Length{kQrSide, 0};
  const auto words = trimmed(language::to_text(request.value));
  made.picture = picture_of(request, made.options, words);
  if (!made.picture && !attribute) return {};
  made.name = qr ? words : last_name(request.marker.name);
  made.alt = made.options.alt.value_or(attribute ? std::string() : made.name);
  if (made.picture) relate(document_.package, place.part.empty() ? part_ : place.part, made);
  if (qr && made.picture && !attribute)
    check_fineness(request, made, place_picture(*made.picture, made.options, made.area), document_.out);
  if (!attribute) return in_line(made);
  frames_.push_back(std::move(made));
  return frame_mark(frames_.size() - 1);
}

std::string DocxPictures::finish(std::string xml) const {
  return frames_.empty() ? std::move(xml) : fill_frames(std::move(xml), frames_);
}

std::shared_ptr<const Picture> DocxPictures::picture_of(const EmbedRequest& request,
                                                        const PictureOptions& options,
                                                        const std::string& words) {
  if (words.empty()) return nullptr;
  const PictureSource source{request.marker.at, request.marker.name, words};
  if (request.marker.embed.kind == Kind::kImage) return document_.pictures.read(source, document_.out);
  auto code = make_qr(source, words, options.level, document_.out);
  return code ? std::make_shared<const Picture>(std::move(*code)) : nullptr;
}

std::string DocxPictures::in_line(const FramePicture& made) {
  const int id = document_.next_drawing++;
  DrawingParts parts{made.relation, made.svg_relation, id, "Рисунок " + std::to_string(id), made.alt};
  const auto drawing = inline_drawing(place_picture(*made.picture, made.options, made.area), parts);
  return "</w:t>" + drawing + "<w:t xml:space=\"preserve\">";
}

}  // namespace svodka::render
