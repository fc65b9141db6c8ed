#include "render/odf/odf_column_styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "render/picture/picture_options.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr Emu kUnit = 635;
constexpr double kUnitsPerCentimetre = 360'000.0 / kUnit;
constexpr char kWidth[] = "style:column-width", kRelative[] = "style:rel-column-width";

int units(const Node& properties) {
  const auto length = read_length(properties.attribute(kWidth).value());
  return length ? static_cast<int>(length->emu / kUnit) : 0;
}

}  // namespace

OdfColumnStyles::OdfColumnStyles(const pugi::xml_document& document)
    : styles_(document.document_element().child("office:automatic-styles")) {}

int OdfColumnStyles::width_of(const Node& column) const {
  return units(properties_of(column.attribute("table:style-name").value()));
}

void OdfColumnStyles::set_width(Node column, int width) {
  auto attribute = column.attribute("table:style-name");
  if (!attribute || width_of(column) == width) return;
  auto& name = made_[{attribute.value(), width}];
  if (name.empty()) name = make(attribute.value(), width);
  attribute.set_value(name.c_str());
}

Node OdfColumnStyles::style_named(const std::string& name) const {
  return styles_.find_child([&](const Node& node) {
    return name == node.attribute("style:name").value() &&
           std::strcmp(node.attribute("style:family").value(), "table-column") == 0;
  });
}

Node OdfColumnStyles::properties_of(const std::string& name) const {
  return style_named(name).child("style:table-column-properties");
}

// Relative widths ("21845*") are in measures of the table's own.
std::string OdfColumnStyles::make(const std::string& from, int width) {
  std::string name;
  do name = "svodka-column-" + std::to_string(++count_);
  while (style_named(name));
  const Node old = style_named(from);
  Node style = styles_.insert_copy_after(old, old);
  style.attribute("style:name").set_value(name.c_str());
  Node properties = style.child("style:table-column-properties");
  const double before = std::max(units(properties), 1);
  if (auto relative = properties.attribute(kRelative)) {
    const auto share = std::llround(relative.as_double() * width / before);
    relative.set_value(fmt::format("{}*", std::max<long long>(share, 1)).c_str());
  }
  properties.attribute(kWidth).set_value(fmt::format("{:.3f}cm", width / kUnitsPerCentimetre).c_str());
  return name;
}

}  // namespace svodka::render
