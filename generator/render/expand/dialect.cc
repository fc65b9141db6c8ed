#include "render/expand/dialect.h"

#include <algorithm>
#include <cstring>

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Elements of a run that stand for characters (17.3.3).
const char* word_characters(const Node& node) {
  if (is(node, "w:br") || is(node, "w:cr")) return "\n";
  if (is(node, "w:tab") && is(node.parent(), "w:r")) return "\t";
  if (is(node, "w:noBreakHyphen")) return "-";
  if (is(node, "w:softHyphen")) return "\u00AD";
  return nullptr;
}

bool is_word_foreign(const Node& node) {
  static const Names kForeign{"w:p", "w:del", "w:moveFrom", "w:pPr", "w:rPr"};
  return is_any(node, kForeign);
}

bool word_shows(const Node& node) {
  static const Names kObjects{"w:drawing",
                              "w:pict",
                              "w:object",
                              "w:fldChar",
                              "w:instrText",
                              "w:fldSimple",
                              "w:sym",
                              "w:footnoteReference",
                              "w:endnoteReference",
                              "w:ptab",
                              "w:commentReference",
                              "mc:AlternateContent",
                              "m:oMath",
                              "m:oMathPara"};
  return is(node, "w:br") || (is(node, "w:tab") && is(node.parent(), "w:r")) || is_any(node, kObjects);
}

bool ends_word_pages(const Node& paragraph) {
  return static_cast<bool>(paragraph.child("w:pPr").child("w:sectPr"));
}

Dialect make_wordml() {
  Dialect word;
  word.paragraphs = {"w:p"};
  word.rows = {"w:tr"};
  word.cells = {"w:tc"};
  word.wrappers = {"w:sdt", "w:sdtContent", "w:customXml"};
  word.blocks = {"w:p", "w:tbl", "w:sdt"};
  word.stories = {"w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote", "w:comment"};
  word.skipped = {"w:pPr", "w:rPr", "w:del"};
  word.ranges = {"w:bookmarkStart",   "w:bookmarkEnd", "w:commentRangeStart",
                 "w:commentRangeEnd", "w:permStart",   "w:permEnd"};
  word.properties = {"w:rPr", "w:sdtPr"};
  word.cuttable = {"w:t", "w:r", "w:sdtContent", "w:sdt"};
  word.texts = {"w:t", "m:t"};
  word.characters = word_characters;
  word.is_foreign = is_word_foreign;
  word.shows = word_shows;
  word.ends_pages = ends_word_pages;
  return word;
}

// What holds text of a paragraph below it (ODF 1.3 part 3, 6.1).
const Names kOdfInline{"text:span",
                       "text:a",
                       "text:meta",
                       "text:meta-field",
                       "text:ruby",
                       "text:ruby-base",
                       "loext:content-control"};

const Names kOdfFields{
    "text:title",        "text:subject",        "text:keywords",         "text:description",
    "text:user-defined", "text:user-field-get", "text:user-field-input", "text:text-input",
    "text:placeholder",  "text:variable-set",   "text:variable-input",   "text:conditional-text",
    "text:hidden-text",  "text:ruby-text"};
const Names kOdfDescriptions{"svg:title", "svg:desc"};

const char* odf_characters(const Node& node) {
  if (is(node, "text:line-break")) return "\n";
  if (is(node, "text:tab")) return "\t";
  if (is(node, "text:s")) return " ";
  return nullptr;
}

bool is_odf_foreign(const Node& node) { return !is_any(node, kOdfInline); }

// Marks and spaces in a paragraph that no reader sees.
bool is_odf_mark(std::string_view name) {
  static const Names kMarks{"text:s", "text:soft-page-break", "office:annotation-end"};
  if (is_one_of(name, kMarks)) return true;
  if (name.starts_with("text:bookmark")) return !name.starts_with("text:bookmark-ref");
  return name.starts_with("text:change") || name.find("-mark") != std::string_view::npos;
}

// In a paragraph every element but spans and marks is a field, a note, a break or a drawing.
bool odf_shows(const Node& node) {
  static const Names kIndexes{"text:table-of-content",  "text:illustration-index", "text:table-index",
                              "text:object-index",      "text:user-index",         "text:bibliography",
                              "text:alphabetical-index"};
  if (node.type() != pugi::node_element) return false;
  if (std::string_view(node.name()).starts_with("draw:") || is_any(node, kIndexes)) return true;
  return is_any(node.parent(), odf_dialect().texts) && odf_shows_in_text(node.name());
}

Dialect make_odf() {
  Dialect odf;
  odf.paragraphs = {"text:p", "text:h"};
  for (const Names* plain : {&kOdfDescriptions, &kOdfFields})
    odf.paragraphs.insert(odf.paragraphs.end(), plain->begin(), plain->end());
  odf.rows = {"table:table-row"};
  odf.cells = {"table:table-cell", "table:covered-table-cell"};
  odf.wrappers = {"table:table-rows", "table:table-row-group"};
  odf.blocks = {"text:p", "text:h", "table:table", "text:list", "text:section", "text:numbered-paragraph"};
  odf.stories = {"table:table-cell",  "table:covered-table-cell", "style:header",       "style:footer",
                 "style:header-left", "style:footer-left",        "style:header-first", "style:footer-first",
                 "draw:text-box",     "text:note-body",           "office:annotation"};
  odf.lists = {"text:list"};
  odf.items = {"text:list-item", "text:list-header"};
  odf.skipped = {"text:tracked-changes", "text:index-body"};
  odf.ranges = {"text:change", "text:change-start", "text:change-end"};
  odf.cuttable = kOdfInline;
  odf.texts = kOdfInline;
  odf.texts.insert(odf.texts.end(), odf.paragraphs.begin(), odf.paragraphs.end());
  odf.mixed = true;
  odf.characters = odf_characters;
  odf.is_foreign = is_odf_foreign;
  odf.shows = odf_shows;
  odf.ends_pages = [](const Node&) { return false; };
  return odf;
}

}  // namespace

bool is_any(const Node& node, const Names& names) { return is_one_of(node.name(), names); }

bool odf_shows_in_text(std::string_view element) {
  return !is_one_of(element, kOdfInline) && !is_odf_mark(element);
}

bool odf_is_field(const Node& node) { return is_any(node, kOdfFields); }

bool odf_is_plain(const Node& node) { return is_any(node, kOdfDescriptions) || odf_is_field(node); }

const Dialect& wordml_dialect() {
  static const Dialect word = make_wordml();
  return word;
}

const Dialect& odf_dialect() {
  static const Dialect odf = make_odf();
  return odf;
}

Node nearest(Node node, const Names& names) {
  while (node && !is_any(node, names)) node = node.parent();
  return node;
}

bool is_level(const Dialect& dialect, const Names& names, const Node& node) {
  if (is_any(node, names)) return true;
  return is_any(node, dialect.wrappers) && std::any_of(node.begin(), node.end(), [&](const Node& child) {
           return is_level(dialect, names, child);
         });
}

bool is_only_block(const Dialect& dialect, const Node& block) {
  const auto siblings = block.parent().children();
  return std::none_of(siblings.begin(), siblings.end(), [&](const Node& sibling) {
    return sibling != block && is_any(sibling, dialect.blocks);
  });
}

}  // namespace svodka::render
