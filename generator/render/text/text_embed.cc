#include "render/text/text_embed.h"

#include "language/modifiers.h"
#include "render/expand/link.h"
#include "render/expand/markdown.h"
#include "render/word/rich_runs.h"

namespace svodka::render {

using Kind = bind::Embed::Kind;

bind::Abilities text_abilities(Escape escape) {
  if (escape == Escape::kHtml) return {{Kind::kImage, Kind::kQr, Kind::kMarkdown, Kind::kLink}, {}};
  if (escape == Escape::kCsv) return {};
  return {{Kind::kMarkdown, Kind::kLink}, {}};
}

void check_text_embed(const bind::ValueSlot& slot, Escape escape, std::optional<HtmlPlace> place,
                      Diagnostics& out) {
  const auto kind = slot.embed.kind;
  if (kind != Kind::kMarkdown && kind != Kind::kLink) return check_html_picture(slot, place, out);
  if (escape != Escape::kHtml || place == HtmlPlace::kText) return;
  out.error(slot.at, "embed-place",
            text("разметку и ссылку не вставить внутрь тега", "rich text and links cannot be put into a tag"),
            text("поставьте метку в текст", "put the marker into text"));
}

std::string TextEmbedder::embed(const EmbedRequest& request) {
  const auto kind = request.marker.embed.kind;
  if (kind != Kind::kMarkdown && kind != Kind::kLink) return pictures_.embed(request);
  const auto value = language::to_text(request.value);
  if (value.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  if (kind == Kind::kLink) return link(request, value);
  return escape_ == Escape::kHtml ? markdown_as_html(value) : markdown_as_text(value);
}

std::string TextEmbedder::link(const EmbedRequest& request, const std::string& value) const {
  const auto address = safe_link(value);
  const auto& given = request.marker.embed.argument;
  if (!address) {
    report_bad_link(request.marker, value, out_);
    return {};
  }
  if (escape_ != Escape::kHtml) return given.empty() ? value : given + " (" + value + ")";
  return "<a href=\"" + escaped_xml(link_address(*address)) + "\">" +
         escaped_xml(given.empty() ? value : given) + "</a>";
}

}  // namespace svodka::render
