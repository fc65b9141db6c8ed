#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bind/markers.h"

namespace svodka::render {

/// A stretch of a paragraph's text: a w:t, or an element that stands for characters (w:br, w:tab, w:noBreakHyphen).
struct TextPiece {
  pugi::xml_node node;
  bool is_text = false;  ///< a w:t
  std::size_t begin = 0;
  std::size_t end = 0;  ///< in ParagraphText::text
};

/// A paragraph's text as a reader sees it, joined over its runs, hyperlinks, insertions and content controls; deleted text and
/// nested paragraphs (text boxes) are not in it. Line breaks are "\n", tabs "\t".
struct ParagraphText {
  std::string text;
  std::vector<TextPiece> pieces;
};

ParagraphText paragraph_text(const pugi::xml_node& paragraph);

/// Every w:p below `root` in document order, those in text boxes included.
std::vector<pugi::xml_node> all_paragraphs(const pugi::xml_node& root);

/// True for what a reader sees besides text: pictures, objects, fields, page breaks, notes.
bool is_visible_object(const pugi::xml_node& node);

/// The place-holder for a slot in the XML: a processing instruction that becomes `{{V3}}` when the part is written out.
inline constexpr char kPlaceholder[] = "svodka";

/// Takes `length` bytes at `offset` out of the paragraph's text and puts the place-holder `slot` ("V3", "#S1", "/S1"; none when empty) where they began, in
/// the run of the first of them. The pieces' offsets before `offset` stay valid, so call it from the last marker to the first. Returns the place-holder.
pugi::xml_node replace_text(ParagraphText& paragraph, std::size_t offset, std::size_t length, const std::string& slot);

/// The XML with place-holders as template markers. Literal "{{" becomes the literal slot `braces`, a brace before a marker `brace`.
std::string template_body(const pugi::xml_document& document, const std::string& braces, const std::string& brace);

}  // namespace svodka::render
