#include "render/word/wordml_sdt.h"

#include <cstring>
#include <set>
#include <string>

#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

class ControlWalker {
 public:
  // True when a marker stands below `parent`.
  bool walk(const Node& parent, bool repeated) {
    bool filled = false;
    int depth = 0;
    for (const auto& node : parent.children()) {
      if (is_section_end(node)) depth += node.value()[0] == '#' ? 1 : -1;
      filled |= is_placeholder(node) && !is_comment(node);
      if (node.type() != pugi::node_element) continue;
      const bool inside = repeated || depth > 0, marker = walk(node, inside);
      if (is(node, "w:sdt")) release(node, inside, marker);
      filled |= marker;
    }
    return filled;
  }

 private:
  void release(const Node& control, bool repeated, bool filled) {
    Node properties = control.child("w:sdtPr");
    const Node id = properties.child("w:id");
    if (id && (!ids_.insert(id.attribute("w:val").value()).second || repeated)) properties.remove_child(id);
    if (!filled) return;
    for (const char* binding : {"w:dataBinding", "w15:dataBinding"}) properties.remove_child(binding);
    if (properties.remove_child("w:showingPlcHdr")) drop_prompt_style(control.child("w:sdtContent"));
    properties.child("w:date").remove_attribute("w:fullDate");
    for (const char* list : {"w:dropDownList", "w:comboBox"})
      properties.child(list).remove_attribute("w:lastValue");
  }

  // Controls inside have prompts of their own.
  static void drop_prompt_style(const Node& parent) {
    for (const auto& node : parent.children()) {
      if (is(node, "w:r")) node.child("w:rPr").remove_child("w:rStyle");
      if (!is(node, "w:r") && !is(node, "w:sdt")) drop_prompt_style(node);
    }
  }

  std::set<std::string> ids_;
};

}  // namespace

void release_controls(const pugi::xml_document& document) {
  ControlWalker().walk(document.document_element(), false);
}

}  // namespace svodka::render
