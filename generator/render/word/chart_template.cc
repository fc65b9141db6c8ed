#include "render/word/chart_template.h"

#include <cstring>

#include "render/expand/xml.h"
#include "render/word/chart_part.h"
#include "render/word/docx_package.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

constexpr char kChartType[] = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";

// The part's XML, or "" when it cannot be read (a finding).
std::string marked(const PartName& name, const std::string& xml, std::vector<ChartMarker>& markers,
                   pugi::xml_document& document, Diagnostics& out) {
  if (!parse_part(name, xml, document, out)) return {};
  mark_chart_text(document, name, markers, out);
  return saved_xml(document);
}

}  // namespace

std::shared_ptr<const ChartTemplate> ChartTemplates::find(const std::string& part,
                                                          const std::string& relation, Diagnostics& out) {
  const auto [place, fresh] = read_.try_emplace({part, relation});
  if (!fresh) return place->second;
  const DocxPackage package(entries_);
  auto chart = std::make_shared<ChartTemplate>();
  chart->part = package.target_of(part, relation);
  if (!package.has(chart->part) || package.type_of(chart->part) != kChartType) return nullptr;
  pugi::xml_document document;
  chart->xml =
      marked({file_, chart->part}, utf8_xml(package.bytes(chart->part)), chart->markers, document, out);
  if (chart->xml.empty()) return nullptr;
  chart->problem = chart_problem(document);
  chart->shapes = package.related(chart->part, "/chartUserShapes");
  const auto count = chart->markers.size();
  pugi::xml_document shapes;
  if (!chart->shapes.empty())
    chart->shapes_xml =
        marked({file_, chart->shapes}, utf8_xml(package.bytes(chart->shapes)), chart->markers, shapes, out);
  if (chart->markers.size() == count) chart->shapes = chart->shapes_xml = "";
  return place->second = chart;
}

bool ChartTemplates::have_markers(const std::string& part) const {
  const DocxPackage package(entries_);
  for (const auto& relation : package.relations_of(part)) {
    if (!relation.type.ends_with("/chart")) continue;
    const auto shapes = package.related(relation.target, "/chartUserShapes");
    if (package.bytes(relation.target).find('{') != std::string::npos ||
        package.bytes(shapes).find('{') != std::string::npos)
      return true;
  }
  return false;
}

}  // namespace svodka::render
