#include "render/word/docx_chart.h"

#include <algorithm>
#include <pugixml.hpp>

#include "render/expand/xml.h"
#include "render/word/chart_part.h"
#include "render/word/chart_workbook.h"
#include "render/word/docx_embed.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kChartType[] = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
constexpr char kBookType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr char kBookStem[] = "word/embeddings/Microsoft_Excel_Worksheet";

std::string relation_type(const char* name) { return std::string(kOffice) + "/" + name; }

// The element that says which relation leads to the workbook; made when the chart has none.
Node external_data(Node space) {
  if (Node data = space.child("c:externalData")) return data;
  Node after = space.child("c:chart");
  for (const char* name : {"c:spPr", "c:txPr"}) {
    if (space.child(name)) after = space.child(name);
  }
  if (!space.attribute("xmlns:r")) space.append_attribute("xmlns:r").set_value(kOffice);
  Node data = space.insert_child_after("c:externalData", after);
  data.append_child("c:autoUpdate").append_attribute("val").set_value("0");
  return data;
}

// One chart part of a document and what it is related to.
class ChartInProgress {
 public:
  ChartInProgress(DocumentInProgress& document, std::string part, bool first)
      : document_(document), package_(document.package), part_(std::move(part)), first_(first) {}

  void put_workbook(Node space, const std::string& bytes) {
    Node data = external_data(space);
    const std::string id = data.attribute("r:id").value();
    const auto old = package_.relation(part_, id);
    if (old && is_own_workbook(*old)) return package_.replace(old->target, bytes);
    const auto target = package_.add(kBookStem, "xlsx", kBookType, bytes, false);
    if (old) return lead(*old, target);
    if (!data.attribute("r:id")) data.prepend_attribute("r:id");
    data.attribute("r:id").set_value(package_.relate(part_, relation_type("package"), target).c_str());
  }

  // The workbook of a chart that is shown as it is drawn.
  void copy_workbook(const Node& space) {
    const auto old = package_.relation(part_, space.child("c:externalData").attribute("r:id").value());
    if (!old || old->external || !package_.has(old->target)) return;
    const auto dot = old->target.rfind('.');
    if (dot == std::string::npos || first_) return;
    const std::string type(package_.type_of(old->target));
    redirect(*old, old->type,
             package_.add(kBookStem, old->target.substr(dot + 1), type, package_.bytes(old->target), false));
  }

  void put_shapes(const std::string& shapes, const std::string& xml) {
    if (first_) return package_.replace(shapes, xml);
    const std::string type(package_.type_of(shapes));
    for (const auto& relation : package_.relations_of(part_)) {
      if (relation.target == shapes && !relation.external)
        redirect(relation, relation.type, package_.add("word/drawings/drawing", "xml", type, xml, false));
    }
  }

 private:
  bool is_own_workbook(const DocxPackage::Relation& relation) {
    return first_ && !relation.external && relation.type.ends_with("/package") &&
           relation.target.ends_with(".xlsx") && package_.has(relation.target) &&
           document_.charts.insert(relation.target).second;
  }

  // A linked workbook, or one of another format, gives way to the new one.
  void lead(const DocxPackage::Relation& old, const std::string& target) {
    redirect(old, relation_type("package"), target);
    if (first_ && !old.external && !old.target.ends_with(".xlsx")) package_.remove(old.target);
  }

  void redirect(const DocxPackage::Relation& old, const std::string& type, const std::string& target) {
    package_.unrelate(part_, old.id);
    package_.relate_as(part_, old.id, type, target, false);
  }

  DocumentInProgress& document_;
  DocxPackage& package_;
  std::string part_;
  bool first_;
};

}  // namespace

DocxCharts::DocxCharts(DocumentInProgress& document, const std::vector<ChartPlace>& places)
    : ChartMarks(document.out), document_(document), places_(places), made_(places.size()) {}

std::string DocxCharts::finish(std::string xml) {
  if (places_.empty()) return xml;
  auto out = without_marks(xml, places_.size());
  remove_unused();
  return out;
}

std::string DocxCharts::reference(std::size_t number, std::vector<std::string> values, const Filled* data) {
  const auto& place = places_[number];
  values.resize(place.chart->markers.size());
  auto& relation = made_[number];
  const auto twin = static_cast<std::size_t>(place.twin);
  return relation = place.twin >= 0 && !made_[twin].empty() ? made_[twin] : made(place, values, data);
}

std::string DocxCharts::made(const ChartPlace& place, const std::vector<std::string>& values,
                             const Filled* data) {
  const auto& chart = *place.chart;
  auto& package = document_.package;
  const bool first = document_.charts.insert(chart.part).second;
  if (first && data == nullptr && values.empty()) return place.relation;
  auto part = chart.part;
  if (!first) {
    part = package.add("word/charts/chart", "xml", kChartType, "", false);
    for (const auto& relation : package.relations_of(chart.part))
      package.relate_as(part, relation.id, relation.type, relation.target, relation.external);
  }
  package.replace(part, put_words(place, part, first, values, data));
  return first ? place.relation : package.relate(place.part, relation_type("chart"), part);
}

// The chart's XML with its words and data; workbook and text boxes are put beside it.
std::string DocxCharts::put_words(const ChartPlace& place, const std::string& part, bool first,
                                  const std::vector<std::string>& values, const Filled* data) {
  ChartInProgress parts(document_, part, first);
  pugi::xml_document document;
  load_xml(place.chart->xml, document);
  fill_chart_text(document, values);
  if (!place.chart->shapes.empty()) {
    pugi::xml_document shapes;
    load_xml(place.chart->shapes_xml, shapes);
    fill_chart_text(shapes, values);
    parts.put_shapes(place.chart->shapes, saved_xml(shapes));
  }
  if (data == nullptr) {
    parts.copy_workbook(document.document_element());
    return saved_xml(document);
  }
  const auto table = refresh_chart(document, data->data, data->drawn_names);
  warn_left_out(*data, table.series.size(), table.series.front().name);
  parts.put_workbook(document.document_element(), chart_workbook(table, data->marker->at, document_.out));
  return saved_xml(document);
}

// The template's charts that stand in sections without rows.
void DocxCharts::remove_unused() {
  auto& package = document_.package;
  for (const auto& place : places_) {
    if (!document_.charts.insert(place.chart->part).second) continue;
    for (const auto& relation : package.relations_of(place.chart->part)) {
      for (const char* own : {"/package", "/chartUserShapes", "/chartStyle", "/chartColorStyle"}) {
        if (!relation.external && relation.type.ends_with(own)) package.remove(relation.target);
      }
    }
    package.remove(place.chart->part);
    package.unrelate(place.part, place.relation);
  }
}

}  // namespace svodka::render
