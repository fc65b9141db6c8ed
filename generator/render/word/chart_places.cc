#include "render/word/chart_places.h"

#include <cstring>
#include <string_view>

#include "render/word/chart_data.h"
#include "render/word/chart_marks.h"
#include "render/word/wordml.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_below(Node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return static_cast<bool>(node);
}

// The charts of a drawing itself, not of those in its text boxes.
void collect(const Node& node, const char* name, std::vector<Node>& out) {
  for (const auto& child : node.children()) {
    if (is(child, name))
      out.push_back(child);
    else if (!is(child, "w:txbxContent"))
      collect(child, name, out);
  }
}

std::vector<Node> charts_of(const Node& element, const char* name) {
  std::vector<Node> charts;
  collect(element.parent(), name, charts);
  return charts;
}

// Why no chart is described by this attribute; empty when one is.
Text place_problem(const Node& element, const EmbedPlace& place) {
  const std::string_view attribute = place.attribute;
  const bool described = attribute.ends_with("/descr") || attribute.ends_with("/title");
  if (!described || !(is(element, "wp:docPr") || is(element, "wpg:cNvPr")))
    return text("диаграмму здесь не вставить", "no chart can be put in here");
  const auto charts = charts_of(element, "c:chart").size();
  if (charts > 1)
    return text("в описании группы не видно, к какой диаграмме метка",
                "the description of a group does not tell which chart the marker is for");
  if (charts == 1) return {};
  return text("метка диаграммы стоит в описании того, что не диаграмма",
              "the marker of a chart stands in the description of what is no chart");
}

}  // namespace

ChartPlace ChartPlaces::find(const Node& chart, Diagnostics& out) const {
  const char* relation = chart.attribute("r:id").value();
  for (const char* note : {"w:footnote", "w:endnote"}) {
    if (is_below(chart, note)) return find_(note, relation, out);
  }
  return find_("", relation, out);
}

void ChartPlaces::check(const Node& element, const bind::ValueSlot& slot, const EmbedPlace& place,
                        Diagnostics& out) {
  if (slot.embed.kind != bind::Embed::Kind::kChart) return;
  read_chart_options(slot, out);
  if (!charts_of(element, "cx:chart").empty()) {
    out.error(slot.at, "chart-kind",
              text("диаграмму этого вида (водопад, воронка, гистограмма, карта…) заполнить нельзя",
                   "a chart of this kind (waterfall, funnel, histogram, map…) cannot be filled"),
              text("возьмите столбцы, линии, круг, области или точки",
                   "take columns, lines, a pie, areas or a scatter chart"));
    return;
  }
  if (auto problem = place_problem(element, place); !problem.empty()) {
    out.error(slot.at, "embed-place", std::move(problem),
              text("нарисуйте в шаблоне диаграмму и поставьте метку в её замещающий текст",
                   "draw a chart in the template and put the marker into its alternative text"));
    return;
  }
  if (!find_) return;
  const auto found = find(charts_of(element, "c:chart").front(), out);
  const Text missing = text("в шаблоне нет части с этой диаграммой, или она повреждена",
                            "the template has no part with this chart, or it is damaged");
  if (!found.chart || !found.chart->problem.empty())
    out.error(slot.at, "chart-kind", found.chart ? found.chart->problem : missing,
              text("нарисуйте диаграмму в Word заново: столбцы, линии, круг, области или точки",
                   "draw the chart anew in Word: columns, lines, a pie, areas or a scatter chart"));
}

void ChartPlaces::take(Node chart, bool fallback, const Value& value, Diagnostics& out) {
  auto relation = chart.attribute("r:id");
  if (!relation || !find_ || !is_below(chart, "w:drawing")) return;
  auto place = find(chart, out);
  if (!place.chart) return;
  place.relation = relation.value();
  for (int i = 0; fallback && i < static_cast<int>(all_.size()); ++i) {
    const auto& other = all_[static_cast<std::size_t>(i)];
    if (other.chart == place.chart && other.twin < 0) place.twin = i;
  }
  std::vector<std::string> values;
  for (const auto& marker : place.chart->markers) values.push_back(value(marker, chart));
  relation.set_value(chart_mark(all_.size(), values).c_str());
  all_.push_back(std::move(place));
}

}  // namespace svodka::render
