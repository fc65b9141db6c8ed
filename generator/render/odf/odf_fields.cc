#include "render/odf/odf_fields.h"

#include <string>
#include <vector>

#include "bind/markers.h"
#include "render/expand/dialect.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
using bind::Marker;

std::string words_in(const Node& field) {
  std::string words;
  for (const auto& child : field.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) words += child.value();
  }
  return words;
}

// What is left of the words when whole values are taken out must not be a piece of a marker.
bool is_in_the_way(const Node& field) {
  auto words = words_in(field);
  const auto scan = bind::scan_markers(words);
  if (!scan.faults.empty()) return true;
  for (auto marker = scan.markers.rbegin(); marker != scan.markers.rend(); ++marker) {
    if (marker->kind != Marker::Kind::kValue) return true;
    words.erase(marker->offset, marker->length);
  }
  return words.find("}}") != std::string::npos;
}

void collect(const Node& parent, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is_any(node, odf_dialect().skipped)) continue;
    if (odf_is_field(node) && is_in_the_way(node)) out.push_back(node);
    collect(node, out);
  }
}

}  // namespace

void dissolve_fields(const pugi::xml_document& document) {
  std::vector<Node> fields;
  collect(document, fields);
  for (const Node& field : fields) {
    Node parent = field.parent();
    parent.insert_child_before(pugi::node_pcdata, field).set_value(words_in(field).c_str());
    parent.remove_child(field);
  }
}

}  // namespace svodka::render
