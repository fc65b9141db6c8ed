#include "render/picture/picture_value.h"

#include "language/modifiers.h"
#include "render/picture/picture_qr.h"

namespace svodka::render {
namespace {

std::string trimmed(const std::string& words) {
  const auto begin = words.find_first_not_of(" \t\r\n"), end = words.find_last_not_of(" \t\r\n");
  return begin == std::string::npos ? std::string() : words.substr(begin, end + 1 - begin);
}

// "schools.photo" → "photo".
std::string last_name(const std::string& name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

ValuePicture picture_of_value(const EmbedRequest& request, PictureFolder& folder, Diagnostics& out) {
  const auto& marker = request.marker;
  ValuePicture made;
  Diagnostics told;  // when the template was compiled
  made.options = read_picture_options(marker.embed, marker.at, told).value_or(PictureOptions{});
  const bool qr = marker.embed.kind == bind::Embed::Kind::kQr;
  const auto words = trimmed(language::to_text(request.value));
  made.name = qr ? words : last_name(marker.name);
  if (words.empty()) return made;
  const PictureSource source{marker.at, marker.name, words};
  if (!qr) {
    made.picture = folder.read(source, out);
  } else if (auto code = make_qr(source, words, made.options.level, out)) {
    made.picture = std::make_shared<const Picture>(std::move(*code));
  }
  return made;
}

}  // namespace svodka::render
