#include "render/odf/odf_chart_data.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>
#include <vector>

#include "render/odf/odf_spans.h"
#include "render/word/chart_part.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kRange[] = "table:cell-range-address", kValues[] = "chart:values-cell-range-address",
               kLabel[] = "chart:label-cell-address", kClass[] = "chart:class", kStyle[] = "chart:style-name",
               kRepeated[] = "chart:repeated", kTable[] = "local-table";

// The colours that LibreOffice gives to series in turn.
constexpr std::array kColours{"#004586", "#ff420e", "#ffd320", "#579d1c", "#7e0021", "#83caff",
                              "#314004", "#aecf00", "#4b1f6f", "#ff950e", "#c5000b", "#0084d1"};

void set(Node node, const char* attribute, const std::string& value) {
  auto found = node.attribute(attribute);
  if (!found) found = node.append_attribute(attribute);
  found.set_value(value.c_str());
}

std::string number_text(double number) {
  char digits[40];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

// The address of rows of a column; its heading is row 1.
std::string cells(std::size_t column, std::size_t from, std::size_t to) {
  const auto letters = ".$" + column_letters(column) + "$";
  return kTable + letters + std::to_string(from) + (from == to ? "" : ":" + letters + std::to_string(to));
}

Node chart_of(const pugi::xml_document& document) {
  return document.document_element().child("office:body").child("office:chart").child("chart:chart");
}

std::string words_of(const Node& cell) {
  std::string words;
  for (const auto& paragraph : cell.children("text:p")) {
    for (const auto& child : paragraph.children()) words += child.value();
  }
  return words;
}

class Refresher {
 public:
  Refresher(const pugi::xml_document& document, const ChartData& data)
      : styles_(document.document_element().child("office:automatic-styles")),
        chart_(chart_of(document)),
        plot_(chart_.child("chart:plot-area")),
        data_(data),
        last_row_(std::max<std::size_t>(data.categories.size(), 1) + 1) {
    for (const auto& series : plot_.children("chart:series")) series_.push_back(series);
  }

  OdfChartShown refresh(bool drawn_names) {
    std::vector<std::string> drawn;
    for (const auto& series : series_) drawn.push_back(drawn_name(series));
    fit_count();
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const bool known = i < data_.series.size(), keep = drawn_names && i < drawn.size() && !drawn[i].empty();
      const auto old = i < drawn.size() ? drawn[i] : "";
      names_.push_back(!known || keep ? old : data_.series[i].name);
      write_series(series_[i], i);
    }
    remove_free_axis();
    write_categories();
    write_plot();
    write_table();
    return {series_.size(), names_.front()};
  }

 private:
  bool is_kind(const char* kind) const { return std::strcmp(chart_.attribute(kClass).value(), kind) == 0; }

  // The label that the table has at the address ("local-table.$B$1").
  std::string drawn_name(const Node& series) const {
    const std::string address = series.attribute(kLabel).value();
    std::size_t column = 0, at = address.rfind('.') + 1;
    for (; at < address.size() && (address[at] == '$' || (address[at] >= 'A' && address[at] <= 'Z')); ++at) {
      if (address[at] != '$') column = column * 26 + static_cast<std::size_t>(address[at] - 'A') + 1;
    }
    const auto rows = odf_rows(chart_.child("table:table"));
    if (column == 0 || rows.empty() || address.substr(at) != "1") return {};
    std::size_t passed = 0;
    for (const auto& cell : rows.front().children()) {
      passed += static_cast<std::size_t>(odf_count(cell, "table:number-columns-repeated"));
      if (passed >= column) return words_of(cell);
    }
    return {};
  }

  // As many series as the data have, where the kind of chart allows it.
  void fit_count() {
    auto wanted = data_.series.empty() ? series_.size() : data_.series.size();
    if (is_kind("chart:stock") && !series_.empty()) wanted = series_.size();
    if (series_.empty()) add_first();
    if (is_kind("chart:circle")) wanted = std::min(wanted, series_.size());
    while (series_.size() < wanted) add_like_last();
    for (; series_.size() > std::max<std::size_t>(wanted, 1); series_.pop_back())
      plot_.remove_child(series_.back());
  }

  void add_first() {
    Node after = plot_.last_child();
    for (const auto& axis : plot_.children("chart:axis")) after = axis;
    Node series =
        after ? plot_.insert_child_after("chart:series", after) : plot_.append_child("chart:series");
    set(series, kClass, chart_.attribute(kClass).value());
    series_.push_back(series);
  }

  void add_like_last() {
    const Node last = series_.back();
    Node series = plot_.insert_copy_after(last, last);
    while (series.remove_child("chart:data-point")) {
    }
    const Node style = style_of(last);
    if (style) {
      Node own = styles_.insert_copy_after(style, style);
      const auto name = free_style();
      set(own, "style:name", name);
      recolour(own.child("style:graphic-properties"), free_colour());
      set(series, kStyle, name);
    }
    series_.push_back(series);
  }

  Node style_of(const Node& node) const {
    return styles_.find_child_by_attribute("style:style", "style:name", node.attribute(kStyle).value());
  }

  std::string free_style() const {
    for (int n = 1;; ++n) {
      auto name = "svodka-series-" + std::to_string(n);
      if (!styles_.find_child_by_attribute("style:style", "style:name", name.c_str())) return name;
    }
  }

  static std::string colour_of(const Node& look) {
    const auto* stroke = look.attribute("draw:stroke").value();
    const bool lines = std::strcmp(stroke, "none") != 0 && look.attribute("svg:stroke-color");
    return look.attribute(lines ? "svg:stroke-color" : "draw:fill-color").value();
  }

  // The first of the usual colours, from that of the series' number on, that no series has.
  std::string free_colour() const {
    for (std::size_t n = 0; n < kColours.size(); ++n) {
      const std::string colour = kColours.at((series_.size() + n) % kColours.size());
      const bool taken = std::any_of(series_.begin(), series_.end(), [&](const Node& series) {
        return colour_of(style_of(series).child("style:graphic-properties")) == colour;
      });
      if (!taken) return colour;
    }
    return kColours.at(series_.size() % kColours.size());
  }

  static void recolour(Node look, const std::string& colour) {
    for (const char* attribute : {"draw:fill-color", "svg:stroke-color"}) {
      if (look.attribute(attribute)) set(look, attribute, colour);
    }
    if (!colour_of(look).empty()) return;
    set(look, "draw:fill-color", colour);
  }

  void write_series(Node series, std::size_t number) {
    set(series, kValues, cells(number + 1, 2, last_row_));
    set(series, kLabel, cells(number + 1, 1, 1));
    series.remove_attribute("loext:label-string");
    if (is_kind("chart:scatter") && number == 0 && !series.child("chart:domain"))
      series.prepend_child("chart:domain");
    for (Node domain : series.children("chart:domain")) set(domain, kRange, cells(0, 2, last_row_));
    for (Node error = series.child("chart:error-indicator"); error;) {
      const Node next = error.next_sibling("chart:error-indicator");
      const Node look = style_of(error).child("style:chart-properties");
      if (std::strcmp(look.attribute("chart:error-category").value(), "cell-range") == 0)
        series.remove_child(error);
      error = next;
    }
    fit_points(series);
  }

  // Looks of single points stay with those that are left.
  void fit_points(Node series) const {
    std::size_t left = last_row_ - 1;
    for (Node point = series.child("chart:data-point"); point;) {
      const Node next = point.next_sibling("chart:data-point");
      const auto times = std::max<std::size_t>(point.attribute(kRepeated).as_uint(1), 1),
                 kept = std::min(times, left);
      if (kept == 0)
        series.remove_child(point);
      else if (kept != times)
        set(point, kRepeated, std::to_string(kept));
      left -= kept;
      point = next;
    }
    if (left == 0) return;
    Node after, rest;
    for (const auto& point : series.children("chart:data-point")) after = point;
    rest = after ? series.insert_child_after("chart:data-point", after)
                 : series.append_child("chart:data-point");
    set(rest, kRepeated, std::to_string(left));
  }

  Node category_axis() const { return plot_.find_child_by_attribute("chart:axis", "chart:dimension", "x"); }

  bool shows_dates() const {
    return data_.kind == ChartData::Categories::kDay &&
           std::strcmp(category_axis().attribute("chartooo:axis-type").value(), "date") == 0;
  }

  void write_categories() {
    if (is_kind("chart:scatter")) return;
    Node axis = category_axis();
    Node categories = axis.child("chart:categories");
    if (!categories && axis) categories = axis.append_child("chart:categories");
    if (categories) set(categories, kRange, cells(0, 2, last_row_));
  }

  // The second axis of values, when the series that it was for are no more.
  void remove_free_axis() {
    const Node axis = plot_.find_child_by_attribute("chart:axis", "chart:name", "secondary-y");
    const bool used = std::any_of(series_.begin(), series_.end(), [](const Node& series) {
      return std::strcmp(series.attribute("chart:attached-axis").value(), "secondary-y") == 0;
    });
    if (axis && !used) plot_.remove_child(axis);
  }

  void write_plot() {
    if (plot_.attribute(kRange)) {
      auto all = cells(0, 1, 1);
      set(plot_, kRange, all + ":" + cells(series_.size(), last_row_, last_row_).substr(std::strlen(kTable)));
    }
    set(plot_, "chart:data-source-has-labels", "both");
    Node look = style_of(plot_).child("style:chart-properties");
    look.remove_attribute("loext:external-data");
    if (auto source = look.attribute("chart:series-source")) source.set_value("columns");
  }

  static void add_words(Node row, const std::string& words) {
    Node cell = row.append_child("table:table-cell");
    if (!words.empty()) cell.append_attribute("office:value-type").set_value("string");
    cell.append_child("text:p").append_child(pugi::node_pcdata).set_value(words.c_str());
  }

  static void add_number(Node row, const std::optional<double>& number) {
    const auto words = number ? number_text(*number) : "NaN";
    Node cell = row.append_child("table:table-cell");
    cell.append_attribute("office:value-type").set_value("float");
    cell.append_attribute("office:value").set_value(words.c_str());
    cell.append_child("text:p").append_child(pugi::node_pcdata).set_value(words.c_str());
  }

  static void add_category(Node row, const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) return add_number(row, *number);
    const auto* words = std::get_if<std::string>(&value);
    add_words(row, words == nullptr ? std::string() : *words);
  }

  void write_table() {
    chart_.remove_child("table:table");
    Node table = chart_.append_child("table:table");
    set(table, "table:name", kTable);
    table.append_child("table:table-header-columns").append_child("table:table-column");
    Node columns = table.append_child("table:table-columns").append_child("table:table-column");
    if (series_.size() > 1) set(columns, "table:number-columns-repeated", std::to_string(series_.size()));
    Node head = table.append_child("table:table-header-rows").append_child("table:table-row");
    add_words(head, data_.heading);
    for (const auto& name : names_) add_words(head, name);
    Node rows = table.append_child("table:table-rows");
    const auto categories = shown_categories(data_, shows_dates());
    for (std::size_t i = 0; i + 1 < last_row_; ++i) {
      Node row = rows.append_child("table:table-row");
      add_category(row, i < categories.size() ? categories[i] : Value());
      for (std::size_t n = 0; n < series_.size(); ++n) add_number(row, value_at(n, i));
    }
  }

  std::optional<double> value_at(std::size_t series, std::size_t point) const {
    if (series >= data_.series.size() || point >= data_.series[series].values.size()) return std::nullopt;
    return data_.series[series].values[point];
  }

  Node styles_, chart_, plot_;
  const ChartData& data_;
  std::size_t last_row_;
  std::vector<Node> series_;
  std::vector<std::string> names_;
};

}  // namespace

Text odf_chart_problem(const pugi::xml_document& document) {
  const Node chart = chart_of(document);
  if (!chart.child("chart:plot-area"))
    return text("диаграмма записана не так, как её пишет LibreOffice",
                "the chart is not as LibreOffice writes it");
  const auto bubbles = [](const Node& node) {
    return std::strcmp(node.attribute(kClass).value(), "chart:bubble") == 0;
  };
  if (bubbles(chart) || chart.child("chart:plot-area").find_child(bubbles))
    return text("пузырьковую диаграмму заполнить нельзя: у её точек по два числа",
                "a bubble chart cannot be filled: its points are pairs of numbers");
  return {};
}

OdfChartShown refresh_odf_chart(pugi::xml_document& chart, const ChartData& data, bool drawn_names) {
  return Refresher(chart, data).refresh(drawn_names);
}

}  // namespace svodka::render
