#include "render/docx_embed.h"

namespace svodka::render {

std::string DocxEmbedder::embed(const EmbedRequest& request) {
  using Kind = bind::Embed::Kind;
  const EmbedPlace& place = places_.at(request.slot);
  static_cast<void>(place);
  static_cast<void>(document_);
  switch (request.marker.embed.kind) {
    case Kind::kImage:
    case Kind::kQr:
    case Kind::kMarkdown:
    case Kind::kLink:
    case Kind::kChart:
    case Kind::kNone:
      break;
  }
  document_.out.error(
      request.marker.at, "embed-unsupported",
      text("`{}`: это пока нельзя вставить", "`{}`: this cannot be put in yet", request.marker.name));
  return {};
}

}  // namespace svodka::render
