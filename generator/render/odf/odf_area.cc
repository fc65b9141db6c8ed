#include "render/odf/odf_area.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_spans.h"
#include "render/picture/picture_options.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr Emu kMillimetre = 36'000;
constexpr Emu kCellPadding = 2 * kMillimetre;  // both sides, as LibreOffice draws tables

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// A length as the format writes it, "17.59cm"; 0 for none.
Emu length_of(const Node& node, const char* attribute) {
  const auto length = read_length(node.attribute(attribute).value());
  return length ? length->emu : 0;
}

Node style_named(const Node& styles, const char* element, const char* name) {
  return styles.find_child([&](const Node& node) {
    return is(node, element) && std::strcmp(node.attribute("style:name").value(), name) == 0;
  });
}

Emu margin(const Node& properties, const char* side) {
  return properties.attribute(side) ? length_of(properties, side) : length_of(properties, "fo:margin");
}

Node root_of(Node node) {
  while (node.parent().type() == pugi::node_element) node = node.parent();
  return node;
}

Emu width_of_cell(const Node& cell) {
  std::size_t first = 0;
  for (Node before = cell.previous_sibling(); before; before = before.previous_sibling()) {
    if (before.type() == pugi::node_element)
      first += before.attribute("table:number-columns-repeated").as_uint(1);
  }
  std::vector<Node> columns;
  for (const auto& column : odf_columns(nearest(cell, {"table:table"})))
    columns.insert(columns.end(),
                   static_cast<std::size_t>(odf_count(column, "table:number-columns-repeated")), column);
  const auto styles = root_of(cell).child("office:automatic-styles");
  const auto end = first + cell.attribute("table:number-columns-spanned").as_uint(1);
  Emu width = 0;
  for (auto i = first; i < std::min(end, columns.size()); ++i) {
    const auto style = style_named(styles, "style:style", columns[i].attribute("table:style-name").value());
    const Emu own = length_of(style.child("style:table-column-properties"), "style:column-width");
    if (own == 0) return 0;
    width += own;
  }
  return width;
}

}  // namespace

Extent odf_page_area(const std::string& styles) {
  Extent area{170 * kMillimetre, 257 * kMillimetre};
  pugi::xml_document document;
  if (!load_xml(styles, document)) return area;
  const auto root = document.document_element();
  const auto page = root.child("office:master-styles").child("style:master-page");
  const auto layout = style_named(root.child("office:automatic-styles"), "style:page-layout",
                                  page.attribute("style:page-layout-name").value());
  const auto properties = layout.child("style:page-layout-properties");
  const Emu width = length_of(properties, "fo:page-width") - margin(properties, "fo:margin-left") -
                    margin(properties, "fo:margin-right");
  const Emu height = length_of(properties, "fo:page-height") - margin(properties, "fo:margin-top") -
                     margin(properties, "fo:margin-bottom");
  return width > 0 && height > 0 ? Extent{width, height} : area;
}

Extent odf_text_area(const Node& at) {
  for (Node node = at.parent(); node; node = node.parent()) {
    if (is(node, "draw:text-box")) return {length_of(node.parent(), "svg:width"), 0};
    if (!is_any(node, odf_dialect().cells)) continue;
    const Emu width = width_of_cell(node);
    return {std::max<Emu>(width - kCellPadding, 0), 0};
  }
  return {};
}

}  // namespace svodka::render
