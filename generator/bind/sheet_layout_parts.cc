#include <algorithm>

#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

const std::vector<std::string> kStyles{"text", "title", "subtitle", "heading", "right", "corner", "note"};

SheetLine parse_line(LayoutReader& reader, const load::Node& node, LineStyle style) {
  if (!node.is_mapping()) return {.text = reader.phrase(node, reader.root()), .style = style};
  reader.keys(node, text("строка", "line"), {"text", "style", "markdown", "picture", "width", "height"});
  SheetLine out{.text = reader.phrase(node, "text", reader.root()), .style = style};
  if (!node.find("text") == !node.find("picture"))
    reader.error(node, "missing-key",
                 text("у строки должно быть что-то одно: `text` или `picture`",
                      "a line has either a `text` or a `picture`"),
                 text("оставьте одно из них", "keep one of them"));
  if (const int named = reader.choice(node, "style", kStyles); named >= 0)
    out.style = static_cast<LineStyle>(named);
  reader.flag(node, "markdown", out.markdown);
  if (const auto* picture = node.find("picture")) {
    out.picture.emplace().file = reader.phrase(*picture, reader.root());
    reader.number(node, "width", 1, 500, out.picture->width);
    reader.number(node, "height", 1, 140, out.picture->height);
  }
  return out;
}

}  // namespace

std::vector<SheetLine> parse_lines(LayoutReader& reader, const load::Node& node, std::string_view key,
                                   LineStyle style) {
  std::vector<SheetLine> out;
  for (const auto* item : LayoutReader::list(node, key)) out.push_back(parse_line(reader, *item, style));
  return out;
}

CodesCorner parse_codes(LayoutReader& reader, const load::Node& node) {
  CodesCorner out{.title = {.body = "Коды"}};
  if (!reader.keys(node, text("коды", "codes"), {"title", "rows"})) return out;
  if (node.find("title")) out.title = reader.phrase(node, "title", reader.root());
  for (const auto* row : LayoutReader::list(node, "rows"))
    if (reader.keys(*row, text("строка кодов", "row of codes"), {"label", "value"}))
      out.rows.push_back(
          {reader.phrase(*row, "label", reader.root()), reader.phrase(*row, "value", reader.root())});
  return out;
}

std::vector<Signature> parse_signatures(LayoutReader& reader, const load::Node& node) {
  std::vector<Signature> out;
  for (const auto* item : LayoutReader::list(node, "signature"))
    if (reader.keys(*item, text("подпись", "signature"), {"post", "name"}))
      out.push_back(
          {reader.phrase(*item, "post", reader.root()), reader.phrase(*item, "name", reader.root())});
  return out;
}

SheetPrint parse_print(LayoutReader& reader, const load::Node* node) {
  SheetPrint out{.footer = {.body = "Стр. &P из &N"}};
  if (!node || !reader.keys(*node, text("печать", "print"),
                            {"orientation", "paper", "fit", "repeat", "header", "footer", "margins"}))
    return out;
  out.landscape = reader.choice(*node, "orientation", {"landscape", "portrait"}) != 1;
  out.a3 = reader.choice(*node, "paper", {"a4", "a3"}) == 1;
  if (const int fit = reader.choice(*node, "fit", {"width", "page", "none"}); fit >= 0)
    out.fit = static_cast<SheetPrint::Fit>(fit);
  out.repeat_header = reader.choice(*node, "repeat", {"header", "none"}) != 1;
  if (node->find("header")) out.header = reader.phrase(*node, "header", reader.root());
  if (node->find("footer")) out.footer = reader.phrase(*node, "footer", reader.root());
  if (const auto* margins = node->find("margins");
      margins && reader.keys(*margins, text("поля", "margins"), {"left", "right", "top", "bottom"})) {
    reader.number(*margins, "left", 0, 100, out.left);
    reader.number(*margins, "right", 0, 100, out.right);
    reader.number(*margins, "top", 0, 100, out.top);
    reader.number(*margins, "bottom", 0, 100, out.bottom);
  }
  return out;
}

}  // namespace svodka::bind
