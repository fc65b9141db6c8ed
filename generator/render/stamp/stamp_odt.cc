#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "render/expand/xml.h"
#include "render/odf/odf_change.h"
#include "render/stamp/signature_stamp.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is_one_of(const Node& node, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const char* name) { return std::strcmp(node.name(), name) == 0; });
}

// The size of the block: 75 mm, or in a cell the whole of it.
constexpr const char* kOwnSize =
    R"(<style:style style:name="svodka-stamp" style:family="table"><style:table-properties style:width="7.5cm" )"
    R"(table:align="left" fo:margin-top="0.2cm" style:may-break-between-rows="false"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-column" style:family="table-column">)"
    R"(<style:table-column-properties style:column-width="7.5cm"/></style:style>)";
constexpr const char* kSizeOfCell =
    R"(<style:style style:name="svodka-stamp" style:family="table"><style:table-properties style:rel-width="100%" )"
    R"(table:align="margins" style:may-break-between-rows="false"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-column" style:family="table-column">)"
    R"(<style:table-column-properties style:rel-column-width="65535*"/></style:style>)";

// The other styles (ODF 1.3 part 3, 17.15 to 17.18): a frame that is not divided between pages.
constexpr const char* kStyles =
    R"(<style:style style:name="svodka-stamp-row" style:family="table-row">)"
    R"(<style:table-row-properties fo:keep-together="always"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-cell" style:family="table-cell">)"
    R"(<style:table-cell-properties fo:border="1pt solid #0d338c" fo:padding="0.15cm"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-title" style:family="paragraph" style:parent-style-name="Standard">)"
    R"(<style:paragraph-properties fo:margin="0cm" fo:text-indent="0cm" fo:line-height="100%" fo:text-align="center" )"
    R"(fo:keep-with-next="always"/><style:text-properties fo:color="#0d338c" fo:font-size="8pt" )"
    R"(style:font-size-asian="8pt" style:font-size-complex="8pt" fo:font-weight="bold"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-line" style:family="paragraph" style:parent-style-name="Standard">)"
    R"(<style:paragraph-properties fo:margin="0cm" fo:text-indent="0cm" fo:line-height="100%" fo:text-align="start"/>)"
    R"(<style:text-properties fo:color="#0d338c" fo:font-size="8pt" style:font-size-asian="8pt" )"
    R"(style:font-size-complex="8pt" fo:font-weight="normal"/></style:style>)"
    R"(<style:style style:name="svodka-stamp-end" style:family="paragraph" style:parent-style-name="Standard">)"
    R"(<style:paragraph-properties fo:margin="0cm" fo:line-height="0.04cm"/>)"
    R"(<style:text-properties fo:font-size="2pt"/></style:style>)";

std::string block(const std::vector<StampWords>& stamps) {
  std::string xml = R"(<table:table table:name="svodka-stamp" table:style-name="svodka-stamp">)"
                    R"(<table:table-column table:style-name="svodka-stamp-column"/>)";
  for (const auto& stamp : stamps) {
    xml += R"(<table:table-row table:style-name="svodka-stamp-row">)"
           R"(<table:table-cell table:style-name="svodka-stamp-cell" office:value-type="string">)";
    const auto lines = stamp_lines(stamp);
    for (std::size_t i = 0; i < lines.size(); ++i)
      xml += fmt::format(R"(<text:p text:style-name="{}">{}</text:p>)",
                         i < kStampTitleLines ? "svodka-stamp-title" : "svodka-stamp-line",
                         escaped_xml(lines[i]));
    xml += "</table:table-cell></table:table-row>";
  }
  return xml + "</table:table>";
}

// The paragraph that a bookmark marks, or what it is part of where a table may stand.
Node marked_block(const Node& text) {
  for (const auto& found : text.select_nodes(".//text:bookmark | .//text:bookmark-start")) {
    Node node = found.node();
    if (!marks_stamp_place(node.attribute("text:name").value())) continue;
    while (node && node != text &&
           !is_one_of(node.parent(), {"office:text", "text:section", "table:table-cell"}))
      node = node.parent();
    if (node && node != text) return node;
  }
  return {};
}

bool is_empty_paragraph(const Node& node) {
  return is_one_of(node, {"text:p"}) &&
         node.select_nodes(".//text()[string-length(normalize-space(.)) > 0] | .//draw:*").empty();
}

std::string words_of(const Node& block) {
  std::string words;
  for (const auto& text : block.select_nodes(".//text()")) words += text.node().value();
  return words;
}

Node signature_line(const Node& text, std::string_view surname) {
  Node last;
  for (const auto& node : text.children()) {
    if (is_one_of(node, {"text:p", "table:table"}) && is_signature_line(words_of(node), surname)) last = node;
  }
  return last;
}

// What the body of the text ends with; declarations may follow.
Node last_block(const Node& text) {
  Node last;
  for (const auto& node : text.children()) {
    if (is_one_of(node, {"text:p", "text:h", "text:list", "table:table", "text:section"})) last = node;
  }
  return last;
}

// What a paragraph, a table or a row is to have beside all that its style says.
struct OwnProperty {
  const char *attribute, *family, *properties, *key;  // "text:style-name", "paragraph", …
};
constexpr OwnProperty kParagraphStays{"text:style-name", "paragraph", "style:paragraph-properties",
                                      "fo:keep-with-next"};
constexpr OwnProperty kTableStays{"table:style-name", "table", "style:table-properties", "fo:keep-with-next"};
constexpr OwnProperty kRowIsWhole{"table:style-name", "table-row", "style:table-row-properties",
                                  "fo:keep-together"};

// Gives a node a style of its own: its old one with this property.
void always(Node node, const OwnProperty& wanted, Node styles) {
  const std::string old = node.attribute(wanted.attribute).value();
  const auto name = std::string("svodka-stamp-above-") + wanted.family;
  Node own;
  for (const auto& style : styles.children("style:style")) {
    if (style.attribute("style:name").value() == old &&
        style.attribute("style:family").value() == std::string(wanted.family))
      own = style;
  }
  if (own) {
    own = styles.append_copy(own);
  } else {
    own = styles.append_child("style:style");
    own.append_attribute("style:family") = wanted.family;
    if (!old.empty()) own.append_attribute("style:parent-style-name") = old.c_str();
  }
  own.remove_attribute("style:name");
  own.append_attribute("style:name") = name.c_str();
  Node properties = own.child(wanted.properties);
  if (!properties) properties = own.prepend_child(wanted.properties);
  properties.remove_attribute(wanted.key);
  properties.append_attribute(wanted.key) = "always";
  node.remove_attribute(wanted.attribute);
  node.append_attribute(wanted.attribute) = name.c_str();
}

// Keeps what stands above the block on its page, and a row that it stands in whole.
void keep_with_next(const Node& block, Node styles) {
  Node row = block.parent();
  while (row && !is_one_of(row, {"table:table-row"})) row = row.parent();
  if (row) always(row, kRowIsWhole, styles);
  Node above = block.previous_sibling();
  while (above && above.type() != pugi::node_element) above = above.previous_sibling();
  if (is_one_of(above, {"text:list", "text:section"}))
    above = above.select_node("(.//text:p)[last()]").node();
  if (is_one_of(above, {"text:p", "text:h"})) always(above, kParagraphStays, styles);
  if (is_one_of(above, {"table:table"})) always(above, kTableStays, styles);
}

Node inserted(Node parent, Node after, const Node& node) {
  return after ? parent.insert_copy_after(node, after) : parent.append_copy(node);
}

// Returns the block.
Node put_block(const Node& text, const std::vector<StampWords>& stamps, std::string_view surname) {
  Node marked = marked_block(text);
  if (!marked) marked = signature_line(text, surname);
  const Node at = marked ? marked : last_block(text);
  Node parent = marked ? marked.parent() : text;
  pugi::xml_document parsed;
  parsed.load_string(block(stamps).c_str(), pugi::parse_full | pugi::parse_ws_pcdata);
  const Node table = parsed.document_element();
  if (is_empty_paragraph(at)) return parent.insert_copy_before(table, at);
  const Node put = inserted(parent, at, table);
  Node next = put.next_sibling();
  while (next && next.type() != pugi::node_element) next = next.next_sibling();
  if (is_one_of(next, {"text:p", "text:h", "text:list"})) return put;
  pugi::xml_document end;  // LibreOffice would add one as high as a line of text
  end.load_string(R"(<text:p text:style-name="svodka-stamp-end"/>)");
  parent.insert_copy_after(end.document_element(), put);
  return put;
}

bool stamp_content(Node root, const std::vector<StampWords>& stamps, std::string_view surname) {
  const Node text = root.child("office:body").child("office:text");
  if (!text) return false;
  for (const auto& [prefix, name] :
       {std::pair{"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
        {"xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"},
        {"xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"},
        {"xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}})
    declare_odf(root, prefix, name);
  Node styles = root.child("office:automatic-styles");
  if (!styles) styles = root.insert_child_before("office:automatic-styles", root.child("office:body"));
  const Node put = put_block(text, stamps, surname);
  keep_with_next(put, styles);
  const bool in_cell = is_one_of(put.parent(), {"table:table-cell"});
  for (const auto* xml : {in_cell ? kSizeOfCell : kOwnSize, kStyles})
    styles.append_buffer(xml, std::strlen(xml));
  return true;
}

}  // namespace

std::optional<std::string> odt_with_stamps(std::string_view bytes, const std::vector<StampWords>& stamps,
                                           std::string_view surname) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries) return std::nullopt;
  const auto change = [&](Node root) { return stamp_content(root, stamps, surname); };
  if (!change_odf_part(*entries, "content.xml", change)) return std::nullopt;
  return package::write_zip(*entries);
}

}  // namespace svodka::render
