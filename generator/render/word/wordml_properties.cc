#include "render/word/wordml_properties.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace svodka::render {
namespace {

constexpr std::array kOrder{"w:pStyle",
                            "w:keepNext",
                            "w:keepLines",
                            "w:pageBreakBefore",
                            "w:framePr",
                            "w:widowControl",
                            "w:numPr",
                            "w:suppressLineNumbers",
                            "w:pBdr",
                            "w:shd",
                            "w:tabs",
                            "w:suppressAutoHyphens",
                            "w:kinsoku",
                            "w:wordWrap",
                            "w:overflowPunct",
                            "w:topLinePunct",
                            "w:autoSpaceDE",
                            "w:autoSpaceDN",
                            "w:bidi",
                            "w:adjustRightInd",
                            "w:snapToGrid",
                            "w:spacing",
                            "w:ind",
                            "w:contextualSpacing",
                            "w:mirrorIndents",
                            "w:suppressOverlap",
                            "w:jc",
                            "w:textDirection",
                            "w:textAlignment",
                            "w:textboxTightWrap",
                            "w:outlineLvl",
                            "w:divId",
                            "w:cnfStyle",
                            "w:rPr",
                            "w:sectPr",
                            "w:pPrChange"};

std::size_t rank(const char* name) {
  const auto found = std::find_if(kOrder.begin(), kOrder.end(),
                                  [&](const char* known) { return std::strcmp(known, name) == 0; });
  return static_cast<std::size_t>(found - kOrder.begin());
}

}  // namespace

pugi::xml_node put_paragraph_property(pugi::xml_node properties, const char* name) {
  while (properties.remove_child(name)) {
  }
  const auto own = rank(name);
  for (const auto& child : properties.children()) {
    if (rank(child.name()) > own) return properties.insert_child_before(name, child);
  }
  return properties.append_child(name);
}

void put_list(pugi::xml_node properties, int level, const std::string& num_id) {
  pugi::xml_node list = put_paragraph_property(properties, "w:numPr");
  list.append_child("w:ilvl").append_attribute("w:val").set_value(level);
  list.append_child("w:numId").append_attribute("w:val").set_value(num_id.c_str());
}

}  // namespace svodka::render
