#include "render/word/wordml_block.h"

#include <cstring>
#include <sstream>
#include <vector>

#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

Node ancestor(Node node, const char* name) {
  while (node && std::strcmp(node.name(), name) != 0) node = node.parent();
  return node;
}

std::string xml_of(const Node& node) {
  if (!node) return {};
  std::ostringstream out;
  node.print(out, "", pugi::format_raw);
  return out.str();
}

// The place-holders of a paragraph that holds nothing else; none when it does.
std::vector<Node> only_placeholders(const Node& paragraph, const Node& embed) {
  std::vector<Node> found;
  const bool only = visible(paragraph, [&](const Node& seen) {
    if (seen != embed && !is_section_end(seen)) return false;
    found.push_back(seen);
    return true;
  });
  return only ? found : std::vector<Node>{};
}

// A section whose other end stands outside of the paragraph cannot leave it in part; place_sections() has put
// such ends elsewhere, so here they come in pairs.
void replace_paragraph(Node paragraph, const std::vector<Node>& placeholders) {
  Node parent = paragraph.parent();
  for (const auto& node : placeholders) parent.insert_move_before(node, paragraph);
  for (Node child = paragraph.first_child(); child;) {  // ends of bookmarks and comments stay balanced
    const Node next = child.next_sibling();
    for (const char* range :
         {"w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd"}) {
      if (std::strcmp(child.name(), range) == 0) {
        parent.insert_move_before(child, paragraph);
        break;
      }
    }
    child = next;
  }
  parent.remove_child(paragraph);
}

}  // namespace

void place_embed(const Node& placeholder, bool block, EmbedPlace& place) {
  const Node paragraph = ancestor(placeholder, "w:p");
  place.in_cell = static_cast<bool>(ancestor(placeholder, "w:tc"));
  for (const char* note : {"w:footnote", "w:endnote"}) {
    if (ancestor(placeholder, note)) place.note = note;
  }
  place.paragraph_properties = xml_of(paragraph.child("w:pPr"));
  place.run_properties = xml_of(ancestor(placeholder, "w:r").child("w:rPr"));
  if (!block || place.kind != EmbedPlace::Kind::kText || paragraph.child("w:pPr").child("w:sectPr")) return;
  const auto placeholders = only_placeholders(paragraph, placeholder);
  if (placeholders.empty()) return;
  place.kind = EmbedPlace::Kind::kBlock;
  replace_paragraph(paragraph, placeholders);
}

}  // namespace svodka::render
