#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "render/sheet/sheet_page.h"

namespace svodka::render {
namespace {

using bind::Highlight;
using Type = bind::SheetChart::Type;

lxw_chart_type library_type(Type type) {
  switch (type) {
    case Type::kBar:
      return LXW_CHART_BAR;
    case Type::kLine:
      return LXW_CHART_LINE;
    case Type::kPie:
      return LXW_CHART_PIE;
    case Type::kStacked:
      return LXW_CHART_COLUMN_STACKED;
    case Type::kStackedBar:
      return LXW_CHART_BAR_STACKED;
    case Type::kArea:
      return LXW_CHART_AREA;
    case Type::kDoughnut:
      return LXW_CHART_DOUGHNUT;
    case Type::kColumn:
      break;
  }
  return LXW_CHART_COLUMN;
}

/// The library takes a text that begins with '=' for a formula.
std::string plain(std::string words) { return words.starts_with('=') ? " " + words : words; }

lxw_chart_font font(double size, bool bold) {
  lxw_chart_font out{};
  out.name = const_cast<char*>(kSheetFont);  // the library copies it
  out.size = size;
  out.bold = bold ? LXW_TRUE : LXW_EXPLICIT_FALSE;
  return out;
}

std::string series_title(const bind::SheetSeries& series, const bind::SheetColumn& column, const Row& root,
                         Diagnostics& out) {
  if (series.title) return fill(*series.title, root, out);
  std::string words;
  for (const auto& band : column.header) words += (words.empty() ? "" : ", ") + fill(band, root, out);
  return words;
}

bool is_round(Type type) { return type == Type::kPie || type == Type::kDoughnut; }

void set_axis(lxw_chart_axis* axis, const bind::SheetAxis& spec, const Row& root, Diagnostics& out) {
  auto small = font(10, false);
  chart_axis_set_num_font(axis, &small);
  chart_axis_set_name_font(axis, &small);
  const auto title = plain(fill(spec.title, root, out));
  if (!title.empty()) chart_axis_set_name(axis, title.c_str());
  if (spec.least) chart_axis_set_min(axis, *spec.least);
  if (spec.greatest) chart_axis_set_max(axis, *spec.greatest);
}

void set_axes(lxw_chart* chart, const bind::SheetChart& spec, const bind::SheetColumn& values,
              const Row& root, Diagnostics& out) {
  set_axis(chart->x_axis, spec.axis_x, root, out);
  set_axis(chart->y_axis, spec.axis_y, root, out);
  const auto& format = spec.axis_y.format.empty() ? values.format.pattern : spec.axis_y.format;
  if (!format.empty()) chart_axis_set_num_format(chart->y_axis, format.c_str());
  lxw_chart_line grid{};
  grid.color = 0xD9D9D9;
  grid.width = 0.75;
  chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
  // Bars are read from the top down, as the table is.
  if (spec.type == Type::kBar || spec.type == Type::kStackedBar) {
    chart_axis_set_reverse(chart->x_axis);
    chart_axis_set_crossing_max(chart->x_axis);
  }
}

void set_colours(lxw_chart_series* series, const bind::SheetChart& spec, const bind::SheetSeries& one) {
  if (one.colour) {
    lxw_chart_fill fill{};
    fill.color = *one.colour;
    lxw_chart_line line{};
    line.color = *one.colour;
    if (spec.type == Type::kLine) {
      line.width = 2.25;
      chart_series_set_line(series, &line);
      chart_series_set_marker_fill(series, &fill);
      chart_series_set_marker_line(series, &line);
    } else {
      chart_series_set_fill(series, &fill);
    }
  }
  if (spec.colours.empty() || spec.series.size() > 1) return;
  std::vector<lxw_chart_fill> fills(spec.colours.size());
  std::vector<lxw_chart_point> points(spec.colours.size());
  std::vector<lxw_chart_point*> pointers;
  for (std::size_t i = 0; i < fills.size(); ++i) {
    fills[i].color = spec.colours[i];
    points[i].fill = &fills[i];
    pointers.push_back(&points[i]);
  }
  pointers.push_back(nullptr);
  chart_series_set_points(series, pointers.data());
}

/// Puts the values into a range of the chart, so that programs which do not compute show it too. The library
/// itself would read them from the cells, but they have gone to disk; it frees what is put here.
void set_cache(lxw_series_range* range, const std::vector<ChartPoint>& points, bool words) {
  range->ignore_cache = LXW_TRUE;
  range->has_string_cache = words;
  for (const auto& value : points) {
    auto* point = static_cast<lxw_series_data_point*>(std::calloc(1, sizeof(lxw_series_data_point)));
    if (!point) throw std::bad_alloc();
    point->is_string = words;
    point->no_data = !words && !value.number.has_value();
    point->number = value.number.value_or(0);
    if (words)
      point->string = ::strdup(value.number ? fmt::format("{}", *value.number).c_str() : value.text.c_str());
    STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
    ++range->num_data_points;
  }
}

void set_caches(lxw_chart_series* series, const TablePlace& place, int categories, int values) {
  if (place.points.empty()) return;
  std::vector<ChartPoint> names, figures;
  bool words = false;
  for (const auto& row : place.points) {
    names.push_back(row[static_cast<std::size_t>(categories)]);
    figures.push_back(row[static_cast<std::size_t>(values)]);
    words = words || !names.back().number;
  }
  set_cache(series->categories, names, words);
  set_cache(series->values, figures, false);
}

std::uint8_t legend_position(const bind::SheetChart& spec) {
  using Legend = bind::SheetChart::Legend;
  const auto legend = spec.legend != Legend::kByType                    ? spec.legend
                      : spec.series.size() == 1 && !is_round(spec.type) ? Legend::kNone
                                                                        : Legend::kBottom;
  return legend == Legend::kNone    ? LXW_CHART_LEGEND_NONE
         : legend == Legend::kRight ? LXW_CHART_LEGEND_RIGHT
         : legend == Legend::kTop   ? LXW_CHART_LEGEND_TOP
                                    : LXW_CHART_LEGEND_BOTTOM;
}

void add_series(lxw_chart* chart, const bind::SheetChart& spec, const bind::SheetSeries& one,
                const bind::SheetTable& table, const TablePlace& place, const std::string& sheet,
                const Row& root, Diagnostics& out) {
  const auto first = static_cast<lxw_row_t>(place.first_data);
  const auto last = static_cast<lxw_row_t>(place.last_data);
  auto* series = chart_add_series(chart, nullptr, nullptr);
  const auto names = static_cast<lxw_col_t>(spec.categories);
  const auto column = static_cast<lxw_col_t>(one.column);
  chart_series_set_categories(series, sheet.c_str(), first, names, last, names);
  chart_series_set_values(series, sheet.c_str(), first, column, last, column);
  set_caches(series, place, spec.categories, one.column);
  chart_series_set_name(series, plain(series_title(one, table.columns[one.column], root, out)).c_str());
  if (spec.labels) {
    auto small = font(9, false);
    chart_series_set_labels(series);
    chart_series_set_labels_font(series, &small);
    if (!table.columns[one.column].format.pattern.empty())
      chart_series_set_labels_num_format(series, table.columns[one.column].format.pattern.c_str());
  }
  if (spec.type == Type::kLine) chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
  set_colours(series, spec, one);
}

}  // namespace

lxw_chart* make_chart(lxw_workbook* workbook, const bind::SheetChart& spec, const bind::SheetTable& table,
                      const TablePlace& place, const std::string& sheet, const Row& root, Diagnostics& out) {
  if (place.last_data < place.first_data || spec.series.empty()) return nullptr;
  auto* chart = workbook_add_chart(workbook, static_cast<std::uint8_t>(library_type(spec.type)));
  if (!chart) return nullptr;
  for (const auto& one : spec.series) add_series(chart, spec, one, table, place, sheet, root, out);
  const auto title = plain(fill(spec.title, root, out));
  auto large = font(12, true);
  if (title.empty())
    chart_title_off(chart);
  else
    chart_title_set_name(chart, title.c_str()), chart_title_set_name_font(chart, &large);
  if (!is_round(spec.type)) set_axes(chart, spec, table.columns[spec.series[0].column], root, out);
  auto small = font(10, false);
  chart_legend_set_font(chart, &small);
  chart_legend_set_position(chart, legend_position(spec));
  return chart;
}

std::string highlight_formula(const Highlight& rule, const std::string& cell, const std::string& mark) {
  using Test = Highlight::Test;
  const auto value = rule.number ? fmt::format("{}", *rule.number) : excel_string(rule.text);
  const auto empty = mark.empty() ? fmt::format("LEN({})=0", cell)
                                  : fmt::format("OR(LEN({0})=0,{0}={1})", cell, excel_string(mark));
  const auto compare = [&](const char* sign) {
    return rule.number ? fmt::format("=AND(ISNUMBER({0}),{0}{1}{2})", cell, sign, value)
                       : fmt::format("={}{}{}", cell, sign, value);
  };
  switch (rule.test) {
    case Test::kEqual:
      return compare("=");
    case Test::kNotEqual:
      return rule.number ? compare("<>") : fmt::format("=AND(LEN({0})>0,{0}<>{1})", cell, value);
    case Test::kLess:
      return compare("<");
    case Test::kLessOrEqual:
      return compare("<=");
    case Test::kGreater:
      return compare(">");
    case Test::kGreaterOrEqual:
      return compare(">=");
    case Test::kEmpty:
      return "=" + empty;
    case Test::kNotEmpty:
      return "=NOT(" + empty + ")";
    case Test::kContains:
      break;
  }
  std::string pattern;
  for (const char c : rule.text)
    pattern += (c == '*' || c == '?' || c == '~') ? std::string("~") + c : std::string(1, c);
  return fmt::format("=ISNUMBER(SEARCH({},{}))", excel_string(pattern), cell);
}

}  // namespace svodka::render
