#include "render/odf/odf_include.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_package.h"
#include "render/word/include_place.h"
#include "render/word/wordml_namespaces.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
using package::ZipEntry;

constexpr char
    kStyles[] = "styles.xml",
    kNoStyles[] =
        "<office:document-styles xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        "office:version=\"1.3\"/>";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// What belongs to a file's reviewers and pages.
const Names kLeftOut{"office:annotation", "office:annotation-end", "text:tracked-changes", "text:change",
                     "text:change-start", "text:change-end",       "text:soft-page-break", "office:forms"};

// What stands before the text: declarations of variables.
const Names kDeclarations{"text:variable-decls", "text:sequence-decls", "text:user-field-decls",
                          "text:dde-connection-decls", "text:alphabetical-index-auto-mark-file"};

void leave_out(Node parent) {
  for (Node child = parent.first_child(); child;) {
    const Node next = child.next_sibling();
    if (is_any(child, kLeftOut))
      parent.remove_child(child);
    else
      leave_out(child);
    child = next;
  }
}

Node text_of(const pugi::xml_document& document) {
  return document.document_element().child("office:body").child("office:text");
}

// The variables that the fields of a file show.
void bring_declarations(const Node& from, Node into) {
  if (!into) return;
  for (const auto& declarations : from.children()) {
    if (!is_any(declarations, kDeclarations)) continue;
    Node own = into.child(declarations.name());
    if (!own) {
      into.prepend_copy(declarations);
      continue;
    }
    for (const auto& one : declarations.children()) {
      if (!own.find_child_by_attribute(one.name(), "text:name", one.attribute("text:name").value()))
        own.append_copy(one);
    }
  }
}

bool is_drawn(const Node& node) { return std::string_view(node.name()).starts_with("draw:"); }

// What is drawn on a page stands in its first paragraph then: pages are the template's.
void hold_in_text(Node text) {
  Node first = text.child("text:p");
  for (Node child = text.first_child(); child;) {
    const Node next = child.next_sibling();
    if (is_drawn(child) && first) {
      Node drawing = first.prepend_move(child);
      drawing.attribute("text:anchor-type").set_value("paragraph");
      drawing.remove_attribute("text:anchor-page-number");
    }
    child = next;
  }
}

bool is_blank(const Node& paragraph) {
  return is_any(paragraph, {"text:p", "text:h"}) &&
         visible(
             paragraph, [](const Node&) { return false; }, odf_dialect());
}

// LibreOffice ends every text with a paragraph, also after a table. In the middle of another one it is not
// wanted.
std::vector<Node> blocks_of(const Node& text, bool more_follows) {
  std::vector<Node> blocks;
  for (const auto& child : text.children()) {
    if (child.type() == pugi::node_element && !is_any(child, kDeclarations) && !is_drawn(child))
      blocks.push_back(child);
  }
  const auto size = blocks.size();
  if (more_follows && size > 1 && is(blocks[size - 2], "table:table") && is_blank(blocks.back()))
    blocks.pop_back();
  return blocks;
}

Node next_block(Node node) {
  do node = node.next_sibling();
  while (node && !is_any(node, odf_dialect().blocks));
  return node;
}

bool is_in_item(const Node& paragraph) { return is_any(paragraph.parent(), odf_dialect().items); }

// Items of lists hold paragraphs and lists only (5.3.3).
bool has_room(const Node& paragraph, const std::vector<Node>& blocks) {
  static const Names kOfItems{"text:p", "text:h", "text:list"};
  return !is_in_item(paragraph) ||
         std::all_of(blocks.begin(), blocks.end(), [](const Node& block) { return is_any(block, kOfItems); });
}

void replace_paragraph(Node paragraph, const std::vector<Node>& blocks, Origins& origins) {
  for (const auto& block : blocks) copy_before(block, paragraph, origins, odf_dialect());
  if (!blocks.empty() || !is_only_block(odf_dialect(), paragraph)) {
    paragraph.parent().remove_child(paragraph);
    return;
  }
  while (paragraph.remove_child(paragraph.first_child())) {
  }
}

// Cuts the spans round a place-holder, so that what is put there has the look of its own file.
void cut_spans(const Node& placeholder) {
  for (Node span = placeholder.parent(); is(span, "text:span"); span = placeholder.parent()) {
    Node rest = span.parent().insert_child_after("text:span", span);
    for (const auto& attribute : span.attributes()) rest.append_copy(attribute);
    while (const Node next = placeholder.next_sibling()) rest.append_move(next);
    span.parent().insert_move_after(placeholder, span);
    if (!rest.first_child()) rest.parent().remove_child(rest);
    if (!span.first_child()) span.parent().remove_child(span);
  }
}

Node single_paragraph(const Node& text) {
  auto blocks = blocks_of(text, false);
  while (blocks.size() > 1 && is_blank(blocks.back())) blocks.pop_back();
  return blocks.size() == 1 && is_any(blocks.front(), {"text:p", "text:h"}) ? blocks.front() : Node();
}

bool is_in(Node node, const Names& names) {
  while (node && !is_any(node, names)) node = node.parent();
  return static_cast<bool>(node);
}

std::optional<std::string> part_of(const OdfFile& file, const std::string& name, Diagnostics& out) {
  for (const auto& entry : file.entries) {
    if (entry.name == name) return package::inflate(file.path, entry, out);
  }
  return kNoStyles;
}

}  // namespace

// A file that is taken in.
struct OdfIncluder::File : OdfFile {
  Node text;  // its names and styles are the template's
};

bool OdfIncluder::include(pugi::xml_document& document, const PartName& name, Origins& origins,
                          Diagnostics& out) {
  styles_.reset();
  named_ = false;
  const bool filled = fill({document, document, name.part, {name.file}}, origins, out);
  save_styles();
  return filled;
}

bool OdfIncluder::fill(const Target& target, Origins& origins, Diagnostics& out) {
  bool filled = false;
  for (const auto& paragraph : all_paragraphs(target.document, odf_dialect()))
    filled |= fill_paragraph(target, paragraph, origins, out);
  return filled;
}

bool OdfIncluder::fill_paragraph(const Target& target, Node paragraph, Origins& origins, Diagnostics& out) {
  auto words = paragraph_text(paragraph, odf_dialect());
  const auto markers = include_markers(words);
  const auto origin = origins[paragraph];
  for (auto marker = markers.rbegin(); marker != markers.rend(); ++marker) {
    const Position at{.file = origin.file,
                      .part = origin.part,
                      .paragraph = origin.paragraph,
                      .around = words_around(words.text, marker->offset, marker->length)};
    const bool plain = odf_is_plain(paragraph);
    const bool alone =
        !plain && markers.size() == 1 && holds_only(paragraph, words.text, *marker, odf_dialect());
    const auto file = plain ? nullptr : open(target, paragraph, *marker, at, origins, out);
    if (plain) say_no_place(*marker, at, out);
    if (file && alone) {
      const auto blocks = blocks_of(file->text, static_cast<bool>(next_block(paragraph)));
      if (has_room(paragraph, blocks)) {
        replace_paragraph(paragraph, blocks, origins);
        return true;
      }
      say_no_place(*marker, at, out);
    }
    const Node placeholder = replace_text(words, marker->offset, marker->length, "include");
    const Node line = file ? single_paragraph(file->text) : Node();
    if (file && !line && !alone) say_no_line(*marker, at, out);
    if (line) {
      cut_spans(placeholder);
      for (const auto& child : line.children()) copy_before(child, placeholder, origins, odf_dialect());
    }
    placeholder.parent().remove_child(placeholder);
  }
  return !markers.empty();
}

std::unique_ptr<OdfIncluder::File> OdfIncluder::open(const Target& target, const Node& paragraph,
                                                     const bind::Marker& marker, const Position& at,
                                                     Origins& origins, Diagnostics& out) {
  refuse_modifiers(marker, at, out);
  const auto fragment = fragments_.read(target.chain, marker.name, at, out);
  auto file = std::make_unique<File>();
  if (!fragment || !read(*file, *fragment, origins, out)) return nullptr;
  static const Names kNoNotes{"text:note-body",    "style:header",      "style:footer",
                              "style:header-left", "style:footer-left", "style:header-first",
                              "style:footer-first"};
  if (is_in(paragraph, kNoNotes) && file->text.select_node(".//text:note")) {
    out.error({.file = file->path, .part = "content.xml"}, "include-place",
              text("в файле есть сноски, а в колонтитуле и в сноске их не бывает",
                   "the file has notes, which headers and notes cannot have"));
    return nullptr;
  }
  if (!named_) take_names(target.home.document_element(), names_);
  named_ = true;
  adopt_names(file->text, names_);
  OdfAdopter(entries_, target.home, styles(target), *file, adopted_[{target.part, file->path}])
      .adopt(file->text);
  bring_declarations(file->text, text_of(target.home));
  auto chain = target.chain;
  chain.push_back(file->path);
  fill({file->content, target.home, target.part, std::move(chain)}, origins, out);
  adopt_namespaces(target.document.document_element(), file->content.document_element(),
                   blocks_of(file->text, false));
  adopt_namespaces(target.home.document_element(), file->content.document_element(), {});
  adopt_namespaces(styles(target).document_element(), file->styles.document_element(), {});
  return file;
}

// The file's text, and its styles, which may not be there.
bool OdfIncluder::read(File& file, const Fragment& fragment, Origins& origins, Diagnostics& out) {
  file.path = fragment.path;
  auto entries = read_odf_package(fragment.path, fragment.bytes, out);
  if (!entries) return false;
  file.entries = std::move(*entries);
  for (const auto& entry : file.entries) {
    if (!package::inflate(file.path, entry, out)) return false;
  }
  const PartName name{file.path, "content.xml"};
  const auto content = part_of(file, name.part, out), styles = part_of(file, kStyles, out);
  if (!content || !parse_part(name, utf8_xml(*content), file.content, out) || !styles ||
      !parse_part({file.path, kStyles}, utf8_xml(*styles), file.styles, out))
    return false;
  file.text = text_of(file.content);
  if (!file.text) {
    out.error(
        {.file = file.path}, "unusual-opendocument",
        text("файл записан не так, как его пишет LibreOffice", "the file is not as LibreOffice writes it"),
        text("откройте его в LibreOffice и сохраните снова", "open it in LibreOffice and save it again"));
    return false;
  }
  normalise(file.content, odf_dialect());
  int number = 0;
  for (const auto& paragraph : all_paragraphs(file.content, odf_dialect())) {
    if (!odf_is_plain(paragraph)) ++number;
    origins[paragraph] = {file.path, name.part, number};
  }
  leave_out(file.text);
  hold_in_text(file.text);
  return true;
}

// styles.xml of the template, which may be the part itself.
pugi::xml_document& OdfIncluder::styles(const Target& target) {
  if (target.part == kStyles) return target.home;
  if (styles_.document_element()) return styles_;
  std::string xml = kNoStyles;
  for (const auto& entry : entries_) {
    Diagnostics known;  // when the template was read
    if (entry.name == kStyles) xml = utf8_xml(package::inflate({}, entry, known).value_or(xml));
  }
  if (!load_xml(xml, styles_)) styles_.append_child("office:document-styles");
  return styles_;
}

void OdfIncluder::save_styles() {
  if (!styles_.document_element()) return;
  auto made = package::deflate(kStyles, saved_xml(styles_));
  const auto own = std::find_if(entries_.begin(), entries_.end(),
                                [](const ZipEntry& entry) { return entry.name == kStyles; });
  if (own != entries_.end()) {
    *own = std::move(made);
    return;
  }
  entries_.push_back(std::move(made));
  add_to_manifest(entries_, {{kStyles, "text/xml"}});
}

}  // namespace svodka::render
