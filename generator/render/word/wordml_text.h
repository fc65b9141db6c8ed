#pragma once

#include <cstring>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "render/expand/dialect.h"

namespace svodka::render {

/// A stretch of a paragraph's text: what holds words (a w:t; in OpenDocument a text node), or an element that
/// stands for characters (w:br, w:tab, w:noBreakHyphen).
struct TextPiece {
  pugi::xml_node node;
  bool is_text = false;  ///< it holds words
  std::size_t begin = 0;
  std::size_t end = 0;  ///< in ParagraphText::text
};

/// A paragraph's text as a reader sees it, joined over its runs, hyperlinks, insertions and content controls;
/// deleted text and nested paragraphs (text boxes) are not in it. Line breaks are "\n", tabs "\t".
struct ParagraphText {
  std::string text;
  std::vector<TextPiece> pieces;
};

ParagraphText paragraph_text(const pugi::xml_node& paragraph, const Dialect& dialect = wordml_dialect());

/// The codes of a paragraph's fields (w:instrText), joined over their runs; a line feed stands between two
/// fields.
ParagraphText field_codes(const pugi::xml_node& paragraph);

/// Every paragraph below `root` in document order, those in text boxes included.
std::vector<pugi::xml_node> all_paragraphs(const pugi::xml_node& root,
                                           const Dialect& dialect = wordml_dialect());

/// The place-holder for a marker in the XML: a processing instruction that becomes `{{V3}}` when the part is
/// written out. One that begins with '!' (a comment) becomes nothing.
inline constexpr char kPlaceholder[] = "svodka";

inline bool is_placeholder(const pugi::xml_node& node) {
  return node.type() == pugi::node_pi && std::strcmp(node.name(), kPlaceholder) == 0;
}
inline bool is_comment(const pugi::xml_node& node) { return is_placeholder(node) && node.value()[0] == '!'; }
inline bool is_section_end(const pugi::xml_node& node) {
  return is_placeholder(node) && (node.value()[0] == '#' || node.value()[0] == '/');
}

/// Calls `see` with everything a reader sees in `node`, in order, until it returns false: texts that are not
/// blank, values, section ends, pictures, breaks. True when it never did.
template <typename F>
bool visible(const pugi::xml_node& node, F&& see, const Dialect& dialect = wordml_dialect()) {
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata) {
      if (child.value()[std::strspn(child.value(), " \t\r\n")] != '\0' && is_any(node, dialect.texts) &&
          !see(child))
        return false;
    } else if (is_placeholder(child)) {
      if (!is_comment(child) && !see(child)) return false;
    } else if (dialect.shows(child)) {
      if (!see(child)) return false;
    } else if (!is_any(child, dialect.skipped)) {
      if (!visible(child, see, dialect)) return false;
    }
  }
  return true;
}

/// Makes a parsed part as the rest of the engine expects it: each w:t and w:instrText holds one text (in
/// OpenDocument, no comment cuts words in two), no spaces stand between elements where they mean nothing, no
/// instructions of the engine's own name are in it.
void normalise(const pugi::xml_document& document, const Dialect& dialect = wordml_dialect());

/// Takes `length` bytes at `offset` out of the paragraph's text and puts the place-holder `value` where they
/// began, in the run of the first of them. The pieces' offsets before `offset` stay valid, so call it from
/// the last marker to the first. Returns the place-holder.
pugi::xml_node replace_text(ParagraphText& paragraph, std::size_t offset, std::size_t length,
                            const std::string& value);

/// The same for the value of an attribute, which cannot hold nodes: what stands for `{{V3}}` there (with
/// characters that XML cannot hold otherwise).
std::string in_attribute(const std::string& value);

/// The XML with place-holders as template markers. Literal "{{" becomes the literal slot `braces`, a brace
/// before a marker `brace`.
std::string template_body(const pugi::xml_document& document, const std::string& braces,
                          const std::string& brace);

}  // namespace svodka::render
