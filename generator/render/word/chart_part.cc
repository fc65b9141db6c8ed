#include "render/word/chart_part.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <string_view>

#include "bind/sheet_layout.h"
#include "language/period.h"
#include "render/word/chart_series.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kSheet[] = "Лист1", kGeneral[] = "General", kDayFormat[] = "dd\\.mm\\.yyyy";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_plot(const Node& node) {
  const std::string_view name = node.name();
  return name.starts_with("c:") && (name.ends_with("Chart") || name.ends_with("Chart3D"));
}

bool is_pie(const Node& plot) {
  return is(plot, "c:pieChart") || is(plot, "c:pie3DChart") || is(plot, "c:ofPieChart");
}

bool is_axis(const Node& node) {
  return is(node, "c:catAx") || is(node, "c:valAx") || is(node, "c:dateAx") || is(node, "c:serAx");
}

unsigned number_of(const Node& series, const char* name) {
  return series.child(name).attribute("val").as_uint();
}

// The days from 1899-12-30, which is how workbooks count.
double serial(const std::string& day) {
  using namespace std::chrono;
  constexpr auto kStart = sys_days(year(1899) / December / 30);
  return static_cast<double>((sys_days(*language::parse_day(day)) - kStart).count());
}

std::string russian(const std::string& day) {
  return day.substr(8, 2) + "." + day.substr(5, 2) + "." + day.substr(0, 4);
}

class Refresher {
 public:
  Refresher(pugi::xml_document& chart, const ChartData& data)
      : space_(chart.document_element()), area_(space_.child("c:chart").child("c:plotArea")), data_(data) {
    for (const auto& plot : area_.children()) {
      if (!is_plot(plot)) continue;
      for (const auto& series : plot.children("c:ser")) series_.push_back(series);
    }
    std::stable_sort(series_.begin(), series_.end(), [](const Node& a, const Node& b) {
      return number_of(a, "c:order") < number_of(b, "c:order");
    });
  }

  ChartTable refresh(bool drawn_names) {
    ChartTable table;
    table.sheet = sheet_name();
    set_categories(table);
    const auto drawn = series_.size();
    fit_count();
    for (std::size_t i = 0; i < series_.size(); ++i) {
      auto column = series_column(i);
      const auto old = drawn_series(series_[i]);
      column.format = old.format;
      if (column.name.empty() || (drawn_names && i < drawn && !old.name.empty())) column.name = old.name;
      table.series.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < series_.size(); ++i) write_series(series_[i], table, i);
    remove_empty_plots();
    forget_other_data(table.categories.size());
    return table;
  }

 private:
  std::string sheet_name() const {
    for (const auto& series : series_) {
      const auto formulas = series.select_nodes(".//c:f");
      for (const auto& found : formulas) {
        const auto name = sheet_of(found.node().text().get());
        if (!name.empty() && !bind::sheet_name_problem(name)) return name;
      }
    }
    return kSheet;
  }

  std::string drawn_category_format() const {
    for (const auto& series : series_) {
      const Node categories = series.child("c:cat") ? series.child("c:cat") : series.child("c:xVal");
      const std::string format =
          categories.child("c:numRef").child("c:numCache").child("c:formatCode").text().get();
      if (!format.empty()) return format;
    }
    return {};
  }

  void set_categories(ChartTable& table) const {
    using Kind = ChartData::Categories;
    table.heading = data_.heading;
    const bool dates = data_.kind == Kind::kDay && area_.child("c:dateAx");
    const auto drawn = drawn_category_format();
    if (dates) table.category_format = drawn.empty() || drawn == kGeneral ? kDayFormat : drawn;
    if (data_.kind == Kind::kNumber)
      table.category_format = drawn.empty() || area_.child("c:dateAx") ? kGeneral : drawn;
    table.categories = shown_categories(data_, dates);
  }

  ChartTable::Series series_column(std::size_t number) const {
    if (number >= data_.series.size()) return {"", "", {}};
    return {data_.series[number].name, "", data_.series[number].values};
  }

  // As many series as the data have, where the kind of chart allows it.
  void fit_count() {
    auto wanted = data_.series.empty() ? series_.size() : data_.series.size();
    if (area_.child("c:stockChart") && !series_.empty()) wanted = series_.size();
    if (series_.empty()) add_first();
    if (is_pie(series_.front().parent())) wanted = std::min(wanted, series_.size());
    while (series_.size() < wanted) add_like_last();
    for (; series_.size() > std::max<std::size_t>(wanted, 1); series_.pop_back())
      series_.back().parent().remove_child(series_.back());
  }

  // A plot that has no series yet.
  void add_first() {
    Node plot = area_.find_child(is_plot), after;
    for (const auto& child : plot.children()) {
      for (const char* before : {"c:barDir", "c:grouping", "c:varyColors", "c:radarStyle", "c:scatterStyle",
                                 "c:wireframe", "c:ofPieType"}) {
        if (is(child, before)) after = child;
      }
    }
    Node series = after ? plot.insert_child_after("c:ser", after) : plot.prepend_child("c:ser");
    series.append_child("c:idx").append_attribute("val").set_value(0);
    series.append_child("c:order").append_attribute("val").set_value(0);
    series_.push_back(series);
  }

  void add_like_last() {
    unsigned index = 0, order = 0;
    for (const auto& series : series_) {
      index = std::max(index, number_of(series, "c:idx") + 1);
      order = std::max(order, number_of(series, "c:order") + 1);
    }
    series_.push_back(clone_series(series_.back(), index, order));
  }

  void remove_empty_plots() {
    std::vector<Node> empty;
    for (const auto& plot : area_.children()) {
      if (is_plot(plot) && !plot.child("c:ser")) empty.push_back(plot);
    }
    for (const auto& plot : empty) area_.remove_child(plot);
    if (!empty.empty()) remove_free_axes();
  }

  void remove_free_axes() {
    std::set<std::string> used;
    for (const auto& plot : area_.children()) {
      if (!is_plot(plot)) continue;
      for (const auto& axis : plot.children("c:axId")) used.insert(axis.attribute("val").value());
    }
    for (Node axis = area_.first_child(); axis;) {
      const Node next = axis.next_sibling();
      if (is_axis(axis) && !used.contains(axis.child("c:axId").attribute("val").value()))
        area_.remove_child(axis);
      axis = next;
    }
  }

  // What belongs to the data that the template was drawn with.
  void forget_other_data(std::size_t points) {
    space_.remove_child("c:pivotSource");
    if (Node base = space_.child("c:date1904").attribute("val") ? space_.child("c:date1904") : Node())
      base.attribute("val").set_value("0");
    for (Node plot : area_.children()) {
      if (is_plot(plot)) forget_ranges(plot);
    }
    const bool pie = is_pie(series_.front().parent()) || is(series_.front().parent(), "c:doughnutChart");
    std::size_t entries = pie ? points : series_.size();
    if (!pie) entries += area_.select_nodes(".//c:trendline").size();
    forget_legend_entries(space_.child("c:chart").child("c:legend"), entries);
  }

  static void forget_legend_entries(Node legend, std::size_t from) {
    for (Node entry = legend.child("c:legendEntry"); entry;) {
      const Node next = entry.next_sibling("c:legendEntry");
      if (number_of(entry, "c:idx") >= from) legend.remove_child(entry);
      entry = next;
    }
  }

  Node space_, area_;
  const ChartData& data_;
  std::vector<Node> series_;
};

}  // namespace

std::string column_letters(std::size_t column) {
  std::string letters;
  for (auto c = column + 1; c > 0; c = (c - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  return letters;
}

std::vector<Value> shown_categories(const ChartData& data, bool dates) {
  std::vector<Value> shown;
  for (const auto& value : data.categories) {
    const auto* words = std::get_if<std::string>(&value);
    if (words == nullptr || data.kind != ChartData::Categories::kDay)
      shown.push_back(value);
    else
      shown.push_back(dates ? Value(serial(*words)) : Value(russian(*words)));
  }
  return shown;
}

Text chart_problem(const pugi::xml_document& chart) {
  const Node space = chart.document_element();
  const Node area = space.child("c:chart").child("c:plotArea");
  if (!is(space, "c:chartSpace") || !area.find_child(is_plot))
    return text("диаграмма записана не так, как её пишет Word", "the chart is not as Word writes it");
  if (area.child("c:bubbleChart"))
    return text("пузырьковую диаграмму заполнить нельзя: у её точек по два числа",
                "a bubble chart cannot be filled: its points are pairs of numbers");
  return {};
}

ChartTable refresh_chart(pugi::xml_document& chart, const ChartData& data, bool drawn_names) {
  return Refresher(chart, data).refresh(drawn_names);
}

}  // namespace svodka::render
