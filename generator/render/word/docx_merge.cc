#include "render/word/docx_merge.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_properties.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

template <typename F>
void for_each_below(const Node& root, F&& see) {
  struct Walker : pugi::xml_tree_walker {
    F* see = nullptr;
    bool for_each(Node& node) override {
      if (node.type() == pugi::node_element) (*see)(node);
      return true;
    }
  } walker;
  walker.see = &see;
  Node(root).traverse(walker);
}

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

Node child_by(const Node& parent, const char* name, const char* attribute, const std::string& value) {
  for (const auto& child : parent.children(name)) {
    if (value == child.attribute(attribute).value()) return child;
  }
  return {};
}

// What a list is defined by.
Node definition_of(const Node& list) {
  const std::string id = list.child("w:abstractNumId").attribute("w:val").value();
  return child_by(list.parent(), "w:abstractNum", "w:abstractNumId", id);
}

// A style by what is the same in every language of Word.
Node same_style(const Node& styles, const Node& style) {
  const auto name = utf8::lower(style.child("w:name").attribute("w:val").value());
  for (const auto& own : styles.children("w:style")) {
    if (std::strcmp(own.attribute("w:type").value(), style.attribute("w:type").value()) == 0 &&
        utf8::lower(own.child("w:name").attribute("w:val").value()) == name)
      return own;
  }
  return {};
}

std::string free_id(const Node& parent, const char* name, const char* attribute, std::string id) {
  const auto stem = id;
  for (int n = 2; child_by(parent, name, attribute, id); ++n) id = stem + "_" + std::to_string(n);
  return id;
}

std::string next_number(const Node& parent, const char* name, const char* attribute, int least) {
  for (const auto& child : parent.children(name))
    least = std::max(least, child.attribute(attribute).as_int() + 1);
  return std::to_string(least);
}

// "word/media/image7.png" → "word/media/image", "png".
std::pair<std::string, std::string> stem_and_extension(const std::string& part) {
  const auto dot = part.rfind('.');
  auto stem = part.substr(0, dot);
  while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.pop_back();
  return {stem, dot == std::string::npos ? std::string("bin") : part.substr(dot + 1)};
}

std::string empty_part(const std::string& root) {
  return "<" + root +
         " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
         "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/>";
}

bool in_note(Node node, const Node& root) {
  for (; node && node != root; node = node.parent()) {
    if (is(node, "w:footnote") || is(node, "w:endnote")) return true;
  }
  return false;
}

constexpr const char* kStyleElements[] = {"w:pStyle",  "w:rStyle", "w:tblStyle",
                                          "w:basedOn", "w:next",   "w:link"};

bool names_style(const Node& node) {
  return std::any_of(std::begin(kStyleElements), std::end(kStyleElements),
                     [&](const char* name) { return is(node, name); });
}

}  // namespace

void DocxMerge::adopt(const Node& root, const std::string& from_part, const std::string& master_part) {
  adopt_styles(root);
  adopt_lists(root);
  adopt_relations(root, from_part, master_part);
  save();
}

bool DocxMerge::open_styles() {
  if (styles_.document_element() && from_styles_.document_element()) return true;
  const auto main = master_.main_part();
  auto part = master_.related(main, "/styles");
  const auto theirs = utf8_xml(from_.bytes(from_.related(from_.main_part(), "/styles")));
  if (theirs.empty() || !load_xml(theirs, from_styles_)) return false;
  if (part.empty()) {
    part = master_.add("word/styles", "xml", std::string(kWord) + "styles+xml", empty_part("w:styles"));
    master_.relate(main, std::string(kOffice) + "/styles", part);
  }
  return load_xml(utf8_xml(master_.bytes(part)), styles_);
}

bool DocxMerge::open_lists() {
  if (from_lists_.document_element()) return true;
  const auto theirs = utf8_xml(from_.bytes(from_.related(from_.main_part(), "/numbering")));
  if (theirs.empty() || !load_xml(theirs, from_lists_)) return false;
  open_own_lists();
  return true;
}

void DocxMerge::open_own_lists() {
  if (lists_.document_element()) return;
  const auto part = master_.related(master_.main_part(), "/numbering");
  if (part.empty() || !load_xml(utf8_xml(master_.bytes(part)), lists_))
    load_xml(empty_part("w:numbering"), lists_);
}

void DocxMerge::save() {
  const auto main = master_.main_part();
  if (styles_changed_) master_.replace(master_.related(main, "/styles"), saved_xml(styles_));
  if (lists_changed_) {
    const auto part = master_.related(main, "/numbering");
    if (part.empty())
      master_.relate(
          main, std::string(kOffice) + "/numbering",
          master_.add("word/numbering", "xml", std::string(kWord) + "numbering+xml", saved_xml(lists_)));
    else
      master_.replace(part, saved_xml(lists_));
  }
  styles_changed_ = lists_changed_ = false;
}

void DocxMerge::adopt_styles(const Node& root) {
  for_each_below(root, [&](Node& node) {
    if (names_style(node) && open_styles()) {
      auto id = node.attribute("w:val");
      id.set_value(adopted_style(id.value()).c_str());
    }
  });
}

std::string DocxMerge::adopted_style(const std::string& id) {
  if (const auto known = style_ids_.find(id); known != style_ids_.end()) return known->second;
  const Node theirs = child_by(from_styles_.document_element(), "w:style", "w:styleId", id);
  Node styles = styles_.document_element();
  if (!theirs) return style_ids_[id] = id;
  if (const Node ours = same_style(styles, theirs))
    return style_ids_[id] = ours.attribute("w:styleId").value();
  const auto own = free_id(styles, "w:style", "w:styleId", id);
  style_ids_[id] = own;  // before those it leans on: they may lean on it
  copied_.insert(own);
  Node copy = styles.append_copy(theirs);
  copy.attribute("w:styleId").set_value(own.c_str());
  copy.remove_attribute("w:default");
  styles_changed_ = true;
  for (const char* name : {"w:basedOn", "w:next", "w:link"}) {
    if (auto other = copy.child(name).attribute("w:val"))
      other.set_value(adopted_style(other.value()).c_str());
  }
  if (auto list = copy.child("w:pPr").child("w:numPr").child("w:numId").attribute("w:val"))
    list.set_value(adopted_list(list.value()).c_str());
  return own;
}

void DocxMerge::adopt_lists(const Node& root) {
  for_each_below(root, [&](Node& node) {
    if (!is(node, "w:numId") || !is(node.parent(), "w:numPr")) return;
    auto id = node.attribute("w:val");
    id.set_value(adopted_list(id.value()).c_str());
  });
  for_each_below(root, [&](Node& node) {
    if (is(node, "w:p")) number_by_style(node);
  });
}

// A paragraph of a list that a style of the master numbers begins its own count in each file. Headings are
// numbered through the whole document.
void DocxMerge::number_by_style(const Node& paragraph) {
  Node properties = paragraph.child("w:pPr");
  const std::string id = properties.child("w:pStyle").attribute("w:val").value();
  if (id.empty() || properties.child("w:numPr")) return;
  if (!known_styles_) {
    own_styles_ = utf8_xml(master_.bytes(master_.related(master_.main_part(), "/styles")));
    known_styles_.emplace(own_styles_);
  }
  const auto& style = known_styles_->of(id);
  if (style.id != id || style.list.empty() || style.list == "0" || style.outline < 9) return;
  const auto list = list_for_file(style.list);
  if (list.empty()) return;
  put_list(properties, style.list_level.value_or(level_of_style(style.list, id)), list);
  if (!properties.child("w:ind")) keep_indent(properties, id);
}

// The level of a list that is made for a style (17.9.23 pStyle).
int DocxMerge::level_of_style(const std::string& list, const std::string& style) const {
  const Node definition = definition_of(child_by(lists_.document_element(), "w:num", "w:numId", list));
  for (const auto& level : described_levels(definition).children("w:lvl")) {
    if (style == level.child("w:pStyle").attribute("w:val").value())
      return level.attribute("w:ilvl").as_int();
  }
  return 0;
}

// A list of the paragraph's own would bring its own indents, where the style's list leaves those of the
// style.
void DocxMerge::keep_indent(Node properties, const std::string& style) const {
  pugi::xml_document styles;
  if (!load_xml(own_styles_, styles)) return;
  std::set<std::string> seen;
  for (auto id = style; seen.insert(id).second;) {
    const Node node = child_by(styles.document_element(), "w:style", "w:styleId", id);
    if (const Node indent = node.child("w:pPr").child("w:ind")) {
      Node own = put_paragraph_property(properties, "w:ind");
      for (const auto& attribute : indent.attributes()) own.append_copy(attribute);
      return;
    }
    if (node.child("w:pPr").child("w:numPr")) return;  // what it is based on yields to its list
    id = node.child("w:basedOn").attribute("w:val").value();
  }
}

std::string DocxMerge::copied_list(const Node& list, const std::string& definition) {
  Node lists = lists_.document_element();
  const auto own = next_number(lists, "w:num", "w:numId", 1);
  const Node cleanup = lists.child("w:numIdMacAtCleanup");
  Node copy = cleanup ? lists.insert_copy_before(list, cleanup) : lists.append_copy(list);
  copy.attribute("w:numId").set_value(own.c_str());
  copy.child("w:abstractNumId").attribute("w:val").set_value(definition.c_str());
  lists_changed_ = true;
  return own;
}

// A list that looks like one of the master's and counts by itself: with a definition of its own, since lists
// of one definition go on counting each other (17.9.15).
std::string DocxMerge::list_for_file(const std::string& id) {
  if (const auto known = own_lists_.find(id); known != own_lists_.end()) return known->second;
  open_own_lists();
  const Node lists = lists_.document_element();
  const Node list = child_by(lists, "w:num", "w:numId", id);
  const Node definition = definition_of(list);
  if (!definition) return {};
  Node copy = copied_definition(described_levels(definition));
  for (Node level : copy.children("w:lvl")) level.remove_child("w:pStyle");
  return own_lists_[id] = copied_list(list, copy.attribute("w:abstractNumId").value());
}

std::string DocxMerge::adopted_list(const std::string& id) {
  if (id == "0" || !open_lists()) return id;
  if (const auto known = list_ids_.find(id); known != list_ids_.end()) return known->second;
  const Node theirs = child_by(from_lists_.document_element(), "w:num", "w:numId", id);
  const Node definition = definition_of(theirs);
  if (!definition) return list_ids_[id] = "0";
  const auto own_definition = adopted_definition(definition.attribute("w:abstractNumId").value());
  if (const auto known = list_ids_.find(id); known != list_ids_.end()) return known->second;
  return list_ids_[id] = copied_list(theirs, own_definition);
}

// A definition may leave its levels to the one that a style of lists names (17.9.21 numStyleLink).
Node DocxMerge::described_levels(Node definition) const {
  const auto style = definition.child("w:numStyleLink").attribute("w:val");
  if (!style) return definition;
  for (const auto& other : definition.parent().children("w:abstractNum")) {
    if (std::strcmp(other.child("w:styleLink").attribute("w:val").value(), style.value()) == 0) return other;
  }
  return definition;
}

Node DocxMerge::copied_definition(const Node& definition) {
  Node lists = lists_.document_element();
  const auto own = next_number(lists, "w:abstractNum", "w:abstractNumId", 0);
  const Node first = lists.child("w:num") ? lists.child("w:num") : lists.child("w:numIdMacAtCleanup");
  Node copy = first ? lists.insert_copy_before(definition, first) : lists.append_copy(definition);
  copy.attribute("w:abstractNumId").set_value(own.c_str());
  copy.remove_child("w:nsid");  // Word joins lists of one nsid
  for (const char* name : {"w:styleLink", "w:numStyleLink"}) copy.remove_child(name);
  return copy;
}

// The definition of a list of the file; its pictures for bullets do not come with it.
std::string DocxMerge::adopted_definition(const std::string& id) {
  if (const auto known = definition_ids_.find(id); known != definition_ids_.end()) return known->second;
  Node copy = copied_definition(
      described_levels(child_by(from_lists_.document_element(), "w:abstractNum", "w:abstractNumId", id)));
  const std::string own = copy.attribute("w:abstractNumId").value();
  definition_ids_[id] = own;  // before its styles: they may lean on it
  for (Node level : copy.children("w:lvl")) {
    level.remove_child("w:lvlPicBulletId");
    const std::string style = level.child("w:pStyle").attribute("w:val").value();
    if (style.empty() || !open_styles()) continue;
    const auto adopted = adopted_style(style);
    if (copied_.contains(adopted))
      level.child("w:pStyle").attribute("w:val").set_value(adopted.c_str());
    else
      level.remove_child("w:pStyle");  // the master's style is numbered as the master says
  }
  return own;
}

void DocxMerge::adopt_relations(const Node& root, const std::string& from_part,
                                const std::string& master_part) {
  for_each_below(root, [&](Node& node) {
    if (in_note(node, root)) return;  // of another part, and adopted by itself
    for (auto attribute : node.attributes()) {
      if (std::strncmp(attribute.name(), "r:", 2) != 0 || *attribute.value() == '\0') continue;
      const auto relation = from_.relation(from_part, attribute.value());
      if (!relation) continue;
      const auto target = relation->external ? relation->target : adopted_part(relation->target);
      attribute.set_value(master_.relate(master_part, relation->type, target, relation->external).c_str());
    }
  });
}

// A part of the master with the same bytes: a picture that several parts or files show.
std::string DocxMerge::same_part(const std::string& name, const std::string& bytes) const {
  const auto sum = package::crc32(bytes);
  for (const auto& entry : master_.entries()) {
    if (entry.crc == sum && entry.size == bytes.size() &&
        master_.type_of(entry.name) == from_.type_of(name) && master_.relations_of(entry.name).empty() &&
        master_.bytes(entry.name) == bytes)
      return entry.name;
  }
  return {};
}

// Copies a part with all that it relates to. Its own XML keeps its ids, so its relations keep theirs.
std::string DocxMerge::adopted_part(const std::string& name) {
  if (const auto known = parts_.find(name); known != parts_.end()) return known->second;
  const auto [stem, extension] = stem_and_extension(name);
  const auto relations = from_.relations_of(name);
  const auto bytes = from_.bytes(name);
  auto own = relations.empty() ? same_part(name, bytes) : std::string();
  if (own.empty()) own = master_.add(stem, extension, std::string(from_.type_of(name)), bytes, false);
  parts_[name] = own;
  for (const auto& relation : relations)
    master_.relate_as(own, relation.id, relation.type,
                      relation.external ? relation.target : adopted_part(relation.target), relation.external);
  return own;
}

}  // namespace svodka::render
