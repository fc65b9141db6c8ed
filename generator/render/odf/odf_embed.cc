#include "render/odf/odf_embed.h"

#include <cstring>
#include <vector>

#include "language/modifiers.h"
#include "render/expand/dialect.h"
#include "render/expand/link.h"
#include "render/expand/odf_text.h"
#include "render/odf/odf_area.h"
#include "render/picture/picture_options.h"
#include "render/word/docx_rich.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
using Kind = bind::Embed::Kind;

bool is_picture(Kind kind) { return kind == Kind::kImage || kind == Kind::kQr; }

Node paragraph_of(const Node& node) { return nearest(node, odf_dialect().paragraphs); }

bool is_in_list(Node node) {
  while (node && !is_any(node, odf_dialect().items) && !is_any(node, odf_dialect().stories))
    node = node.parent();
  return is_any(node, odf_dialect().items);
}

// The automatic styles of a part, which need not have any, stand before its body.
std::string with_styles(std::string xml, const std::string& styles) {
  constexpr std::string_view kStart = "<office:automatic-styles>", kEnd = "</office:automatic-styles>",
                             kEmpty = "<office:automatic-styles/>";
  if (styles.empty()) return xml;
  if (const auto end = xml.find(kEnd); end != std::string::npos) return xml.insert(end, styles);
  const auto all = std::string(kStart) + styles + std::string(kEnd);
  if (const auto empty = xml.find(kEmpty); empty != std::string::npos)
    return xml.replace(empty, kEmpty.size(), all);
  auto body = xml.find("<office:master-styles");
  if (body == std::string::npos) body = xml.find("<office:body");
  return body == std::string::npos ? xml : xml.insert(body, all);
}

}  // namespace

OdfPlace odf_place(const Node& placeholder) {
  const Node paragraph = paragraph_of(placeholder);
  return {odf_text_area(placeholder), xml_text(paragraph.attribute("text:style-name").value()),
          is_in_list(paragraph), false, std::nullopt};
}

void stand_for_paragraph(const Node& placeholder, OdfPlace& place) {
  Node paragraph = paragraph_of(placeholder);
  if (std::strcmp(paragraph.name(), "text:p") != 0) return;
  std::vector<Node> moved;
  const bool only = visible(
      paragraph,
      [&](const Node& seen) {
        moved.push_back(seen);
        return seen == placeholder || is_section_end(seen);
      },
      odf_dialect());
  if (!only) return;
  for (const auto& node : moved) paragraph.parent().insert_move_before(node, paragraph);
  paragraph.parent().remove_child(paragraph);
  place.block = true;
}

namespace {

Text place_problem(Kind kind, const Node& node) {
  if (kind == Kind::kChart) return text("диаграмму здесь не вставить", "no chart can be put in here");
  if (!is_picture(kind))
    return text("разметку и ссылку здесь не вставить", "rich text and links cannot be put in here");
  if (nearest(node, {"svg:desc", "svg:title"}))
    return text("метка рисунка стоит в описании того, что не рисунок",
                "the marker of a picture stands in the description of what is no picture");
  return text("рисунок здесь не вставить", "no picture can be put in here");
}

Text place_hint(Kind kind) {
  if (kind == Kind::kChart)
    return text("нарисуйте в шаблоне диаграмму и поставьте метку в её описание (замещающий текст)",
                "draw a chart in the template and put the marker into its description (alternative text)");
  if (is_picture(kind))
    return text(
        "поставьте метку в текст абзаца или в описание рисунка (замещающий текст)",
        "put the marker into the text of a paragraph or into the description (alt text) of a picture");
  return text("поставьте метку в текст абзаца", "put the marker into the text of a paragraph");
}

}  // namespace

void check_odf_embed(const Node& node, bool in_text, const bind::ValueSlot& slot, Diagnostics& out) {
  const auto kind = slot.embed.kind;
  const bool picture = is_picture(slot.embed.kind);
  bool sound = false;
  if (kind == Kind::kChart) {
    read_chart_options(slot, out);
    sound = !in_text && described_object(node);
  } else if (picture) {
    read_picture_options(slot.embed, slot.at, out);
    sound = in_text || described_picture(node);
  } else {
    check_rich_options(slot, out);
    sound = in_text && !nearest(node, {"text:a"});
  }
  if (!sound) out.error(slot.at, "embed-place", place_problem(kind, node), place_hint(kind));
}

std::string OdfEmbedder::embed(const EmbedRequest& request) {
  if (request.marker.embed.kind == Kind::kChart) return objects_.put_in(request);
  const auto& place = places_.at(request.slot);
  if (place.frame) return pictures_.put_in_frame(request, *place.frame, place.area);
  if (is_picture(request.marker.embed.kind)) return pictures_.put_in(request, place.area);
  return rich_text(request, place);
}

std::string OdfEmbedder::rich_text(const EmbedRequest& request, const OdfPlace& place) {
  const auto& embed = request.marker.embed;
  const auto value = language::to_text(request.value);
  if (value.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  if (embed.kind == Kind::kLink) {
    if (const auto address = safe_link(value))
      return odf_link(embed.argument.empty() ? value : embed.argument, *address);
    report_bad_link(request.marker, value, out_);
    return {};
  }
  const RichTextProblem problem = [&](const char* rule, Text message, Text hint) {
    out_.error(
        request.marker.at, rule,
        {"`" + request.marker.name + "`: " + message.ru, "`" + request.marker.name + "`: " + message.en},
        std::move(hint));
  };
  if (!place.block) return rich_.lines(value, problem);
  const OdfRichPlace look{place.paragraph_style, first_heading(embed), !place.in_list, template_styles_};
  return rich_.blocks(value, look, problem);
}

std::string OdfEmbedder::finish(std::string xml) {
  xml = pictures_.finish(objects_.finish(std::move(xml)));
  return with_styles(std::move(xml), pictures_.styles() + rich_.styles());
}

}  // namespace svodka::render
