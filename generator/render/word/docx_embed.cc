#include "render/word/docx_embed.h"

#include "render/word/docx_rich.h"

namespace svodka::render {

std::string DocxEmbedder::embed(const EmbedRequest& request) {
  using Kind = bind::Embed::Kind;
  const EmbedPlace& place = places_.at(request.slot);
  switch (request.marker.embed.kind) {
    case Kind::kImage:
    case Kind::kQr:
      return pictures_.put_in(request, place);
    case Kind::kMarkdown:
    case Kind::kLink:
      return put_rich_text(document_, request, place);
    case Kind::kChart:
      return charts_.put_in(request);
    case Kind::kFormula:
    case Kind::kCell:
    case Kind::kNone:
      break;
  }
  document_.out.error(
      request.marker.at, "embed-unsupported",
      text("`{}`: это пока нельзя вставить", "`{}`: this cannot be put in yet", request.marker.name));
  return {};
}

}  // namespace svodka::render
