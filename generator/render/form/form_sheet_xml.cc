#include "render/form/form_sheet_xml.h"

#include <algorithm>
#include <sstream>

#include "render/expand/xml.h"

namespace svodka::render {
namespace {

using bind::Marker;
using Node = pugi::xml_node;
using Scope = CellMarker::Scope;

}  // namespace

void cut_rows(const std::string& xml, std::string& head, std::string& tail) {
  const auto begin = xml.find("<sheetData"), end = xml.rfind("</sheetData>");
  const auto inside = xml.find('>', begin) + 1;
  if (end == std::string::npos) {  // <sheetData/>
    head = xml.substr(0, begin) + "<sheetData>";
    tail = "</sheetData>" + xml.substr(inside);
  } else {
    head = xml.substr(0, inside);
    tail = xml.substr(end);
  }
}

std::string attributes_of(const Node& node, std::initializer_list<std::string_view> without) {
  std::string out;
  for (const auto& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (std::find(without.begin(), without.end(), name) == without.end())
      out += " " + std::string(name) + "=\"" + escaped_xml(attribute.value()) + "\"";
  }
  return out;
}

std::string rest_of(const Node& node) {
  std::ostringstream inside;
  const bool formula = static_cast<bool>(node.child("f"));
  for (const auto& child : node.children()) {
    if (!formula || std::string_view(child.name()) == "f") child.print(inside, "", pugi::format_raw);
  }
  const auto words = inside.str();
  const auto look = formula ? attributes_of(node, {"r", "t"}) : attributes_of(node, {"r"});
  return look + (words.empty() ? "/>" : ">" + words + "</c>");
}

std::string blank_row(const BlankRow& row, bool keeps_formulas) {
  std::string out =
      "\n<row r=\"" + std::to_string(row.number) + "\"" + attributes_of(row.node, {"r", "spans"}) + ">";
  for (const auto& cell : row.cells) {
    if (!cell.node) continue;
    const bool kept = cell.fill == nullptr && cell.markers.empty() && (!cell.has_formula() || keeps_formulas);
    out += "<c r=\"" + cell_name(cell.at) + "\"";
    out += kept ? rest_of(cell.node) : attributes_of(cell.node, {"r", "t"}) + "/>";
  }
  return out + "</row>";
}

std::vector<Marker> markers_of_formula(const std::string& words) {
  std::vector<Marker> found;
  for (const auto& marker : bind::scan_markers(words).markers) {
    const auto before = words.begin() + static_cast<std::ptrdiff_t>(marker.offset);
    if (std::count(words.begin(), before, '"') % 2 == 1) found.push_back(marker);
  }
  return found;
}

bool is_single_value(const BlankCell& cell) {
  auto words = words_of(cell.runs);
  int values = 0;
  for (const auto& [marker, scope] : cell.markers) {
    std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(marker.offset), marker.length, ' ');
    if (scope != Scope::kWords || marker.kind == Marker::Kind::kComment) continue;
    values += marker.kind == Marker::Kind::kValue && marker.name != "{{" ? 1 : 2;
  }
  return values == 1 && words.find_first_not_of(" \n\r\t") == std::string::npos;
}

}  // namespace svodka::render
