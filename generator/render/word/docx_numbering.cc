#include "render/word/docx_numbering.h"

#include <algorithm>
#include <array>
#include <map>
#include <pugixml.hpp>

#include "render/expand/xml.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr int kLevels = 9;
constexpr int kIndent = 357, kFirstIndent = 714;  // twentieths of a point: 6.3 mm a level
constexpr char kEmpty[] =
    "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>";

struct LevelLook {
  const char* format;
  std::string text;
};

LevelLook counted_level(int level) {
  const auto number = "%" + std::to_string(level + 1);
  switch (level % 3) {
    case 0:
      return {"decimal", number + "."};
    case 1:
      return {"russianLower", number + ")"};
    default:
      return {"bullet", "–"};
  }
}

LevelLook bullet_level(int level) {
  constexpr std::array kSigns{"•", "–", "▪"};
  return {"bullet", kSigns[static_cast<std::size_t>(level) % kSigns.size()]};
}

void set(Node parent, const char* name, const std::string& value) {
  parent.append_child(name).append_attribute("w:val").set_value(value.c_str());
}

void write_level(Node list, int level, const LevelLook& look) {
  Node node = list.append_child("w:lvl");
  node.append_attribute("w:ilvl").set_value(level);
  set(node, "w:start", "1");
  set(node, "w:numFmt", look.format);
  set(node, "w:lvlText", look.text);
  set(node, "w:lvlJc", "left");
  Node indent = node.append_child("w:pPr").append_child("w:ind");
  indent.append_attribute("w:left").set_value(kFirstIndent + kIndent * level);
  indent.append_attribute("w:hanging").set_value(kIndent);
}

int id_of(const Node& node, const char* attribute) { return node.attribute(attribute).as_int(); }

Node child_by_id(const Node& parent, const char* name, const char* attribute, int id) {
  for (const auto& child : parent.children(name)) {
    if (id_of(child, attribute) == id) return child;
  }
  return {};
}

}  // namespace

struct NumberingEditor::Impl {
  explicit Impl(std::string xml) : source(std::move(xml)) {}

  // Most documents never ask for a list, and do not pay for reading them.
  Node root() {
    if (!document.document_element() && !load_xml(source.empty() ? kEmpty : source, document))
      load_xml(kEmpty, document);
    return document.document_element();
  }

  int free_id(const char* name, const char* attribute, int least) {
    for (const auto& child : root().children(name)) least = std::max(least, id_of(child, attribute) + 1);
    return least;
  }

  // Definitions stand before lists, lists before w:numIdMacAtCleanup.
  Node add_definition(LevelLook (*look)(int)) {
    const Node first = root().child("w:num");
    const Node cleanup = root().child("w:numIdMacAtCleanup");
    const int id = free_id("w:abstractNum", "w:abstractNumId", 0);
    Node list = first     ? root().insert_child_before("w:abstractNum", first)
                : cleanup ? root().insert_child_before("w:abstractNum", cleanup)
                          : root().append_child("w:abstractNum");
    list.append_attribute("w:abstractNumId").set_value(id);
    set(list, "w:multiLevelType", "multilevel");
    for (int level = 0; level < kLevels; ++level) write_level(list, level, look(level));
    return list;
  }

  Node add_list(int definition) {
    const int id = free_id("w:num", "w:numId", 1);
    const Node cleanup = root().child("w:numIdMacAtCleanup");
    Node list = cleanup ? root().insert_child_before("w:num", cleanup) : root().append_child("w:num");
    list.append_attribute("w:numId").set_value(id);
    set(list, "w:abstractNumId", std::to_string(definition));
    changed = true;
    return list;
  }

  int start_of(int definition, int level) {
    const auto found = child_by_id(root(), "w:abstractNum", "w:abstractNumId", definition);
    const auto start = child_by_id(found, "w:lvl", "w:ilvl", level).child("w:start");
    return start ? id_of(start, "w:val") : 1;
  }

  // Each level of `list` counts from its start (17.9.27 startOverride).
  void start_anew(Node list, int definition) {
    for (int level = 0; level < kLevels; ++level) {
      Node own = child_by_id(list, "w:lvlOverride", "w:ilvl", level);
      if (!own) {
        own = list.append_child("w:lvlOverride");
        own.append_attribute("w:ilvl").set_value(level);
      }
      if (own.child("w:startOverride")) continue;
      const auto start = own.child("w:lvl").child("w:start");
      own.prepend_child("w:startOverride")
          .append_attribute("w:val")
          .set_value(start ? id_of(start, "w:val") : start_of(definition, level));
    }
  }

  std::string source;
  pugi::xml_document document;
  std::optional<int> bullet_definition, counted_definition;
  bool changed = false;
};

NumberingEditor::NumberingEditor(std::string xml) : impl_(std::make_unique<Impl>(std::move(xml))) {}
NumberingEditor::~NumberingEditor() = default;

int NumberingEditor::bullets() {
  if (!impl_->bullet_definition)
    impl_->bullet_definition = id_of(impl_->add_definition(bullet_level), "w:abstractNumId");
  return id_of(impl_->add_list(*impl_->bullet_definition), "w:numId");
}

int NumberingEditor::counted(int start) {
  if (!impl_->counted_definition)
    impl_->counted_definition = id_of(impl_->add_definition(counted_level), "w:abstractNumId");
  Node list = impl_->add_list(*impl_->counted_definition);
  impl_->start_anew(list, *impl_->counted_definition);
  list.child("w:lvlOverride").child("w:startOverride").attribute("w:val").set_value(start);
  return id_of(list, "w:numId");
}

int NumberingEditor::restarted(int num_id) {
  const Node model = child_by_id(impl_->root(), "w:num", "w:numId", num_id);
  if (!model) return num_id;
  const int definition = id_of(model.child("w:abstractNumId"), "w:val");
  Node list = impl_->add_list(definition);
  for (const auto& own : model.children("w:lvlOverride")) list.append_copy(own);
  impl_->start_anew(list, definition);
  return id_of(list, "w:numId");
}

bool NumberingEditor::changed() const { return impl_->changed; }

std::string NumberingEditor::xml() const { return saved_xml(impl_->document); }

}  // namespace svodka::render
