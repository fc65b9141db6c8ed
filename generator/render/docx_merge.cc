#include "render/docx_merge.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/utf8.h"
#include "render/wordml_parse.h"
#include "render/wordml_xml.h"

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
  if (part.empty()) {  // a master without styles takes theirs as they are
    part = master_.add("word/styles", "xml", std::string(kWord) + "styles+xml", theirs);
    master_.relate(main, std::string(kOffice) + "/styles", part);
  }
  return load_xml(utf8_xml(master_.bytes(part)), styles_);
}

bool DocxMerge::open_lists() {
  if (lists_.document_element() && from_lists_.document_element()) return true;
  const auto theirs = utf8_xml(from_.bytes(from_.related(from_.main_part(), "/numbering")));
  if (theirs.empty() || !load_xml(theirs, from_lists_)) return false;
  const auto part = master_.related(master_.main_part(), "/numbering");
  const auto ours = part.empty() ? std::string(
                                       "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/"
                                       "wordprocessingml/2006/main\"/>")
                                 : utf8_xml(master_.bytes(part));
  return load_xml(ours, lists_);
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
}

std::string DocxMerge::adopted_list(const std::string& id) {
  if (id == "0" || !open_lists()) return id;
  if (const auto known = list_ids_.find(id); known != list_ids_.end()) return known->second;
  const Node theirs = child_by(from_lists_.document_element(), "w:num", "w:numId", id);
  if (!theirs) return list_ids_[id] = "0";
  const auto definition = adopted_definition(theirs.child("w:abstractNumId").attribute("w:val").value());
  Node lists = lists_.document_element();
  const auto own = next_number(lists, "w:num", "w:numId", 1);
  list_ids_[id] = own;
  const Node cleanup = lists.child("w:numIdMacAtCleanup");
  Node copy = cleanup ? lists.insert_copy_before(theirs, cleanup) : lists.append_copy(theirs);
  copy.attribute("w:numId").set_value(own.c_str());
  copy.child("w:abstractNumId").attribute("w:val").set_value(definition.c_str());
  lists_changed_ = true;
  return own;
}

// The definition of a list; its pictures for bullets do not come with it.
std::string DocxMerge::adopted_definition(const std::string& id) {
  if (const auto known = definition_ids_.find(id); known != definition_ids_.end()) return known->second;
  Node lists = lists_.document_element();
  const auto own = next_number(lists, "w:abstractNum", "w:abstractNumId", 0);
  definition_ids_[id] = own;
  const Node theirs = child_by(from_lists_.document_element(), "w:abstractNum", "w:abstractNumId", id);
  const Node first = lists.child("w:num") ? lists.child("w:num") : lists.child("w:numIdMacAtCleanup");
  Node copy = first ? lists.insert_copy_before(theirs, first) : lists.append_copy(theirs);
  copy.attribute("w:abstractNumId").set_value(own.c_str());
  copy.remove_child("w:nsid");  // Word joins lists of one nsid
  for (const char* name : {"w:styleLink", "w:numStyleLink"}) copy.remove_child(name);
  for (Node level : copy.children("w:lvl")) {
    level.remove_child("w:lvlPicBulletId");
    if (auto style = level.child("w:pStyle").attribute("w:val"); style && open_styles())
      style.set_value(adopted_style(style.value()).c_str());
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

// Copies a part with all that it relates to. Its own XML keeps its ids, so its relations keep theirs.
std::string DocxMerge::adopted_part(const std::string& name) {
  if (const auto known = parts_.find(name); known != parts_.end()) return known->second;
  const auto [stem, extension] = stem_and_extension(name);
  const auto relations = from_.relations_of(name);
  const auto own =
      master_.add(stem, extension, std::string(from_.type_of(name)), from_.bytes(name), relations.empty());
  parts_[name] = own;
  for (const auto& relation : relations)
    master_.relate_as(own, relation.id, relation.type,
                      relation.external ? relation.target : adopted_part(relation.target), relation.external);
  return own;
}

}  // namespace svodka::render
