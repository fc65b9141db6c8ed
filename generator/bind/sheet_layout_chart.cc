#include <algorithm>

#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

constexpr std::size_t kMaxSeries = 255;  ///< Excel's own bound

SheetSeries parse_one_series(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  SheetSeries out;
  const load::Node* column = &node;
  if (node.is_mapping()) {
    reader.keys(node, text("ряд диаграммы", "chart series"), {"column", "title", "color"});
    if (node.find("title")) out.title = reader.phrase(node, "title", reader.root());
    if (const auto* colour = node.find("color")) out.colour = parse_colour(reader, *colour, Palette::kStrong);
    column = node.find("column");
    if (!column) {
      reader.error(node, "missing-key", text("у ряда нет `column`", "the series has no `column`"),
                   text("назовите колонку таблицы: `column: …`", "name a column of the table: `column: …`"));
      return out;
    }
  }
  out.column = column_called(reader, *column, table.columns);
  if (out.column < 0) return out;
  const auto& spec = table.columns[out.column];
  if (spec.type == ColumnType::kText || spec.kind == SheetColumn::Kind::kText || !spec.modifiers.empty() ||
      spec.embed)
    reader.error(*column, "chart-of-text",
                 text("в колонке `{}` не числа, ряд из неё не построить",
                      "the column `{}` holds no numbers for a series", column->scalar),
                 text("назовите колонку с числами", "name a column with numbers"));
  return out;
}

std::vector<SheetSeries> parse_series(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  std::vector<SheetSeries> out;
  for (const auto* item : LayoutReader::list(node, "series"))
    out.push_back(parse_one_series(reader, *item, table));
  if (out.empty())
    reader.error(
        node, "missing-key", text("у диаграммы нет `series`", "the chart has no `series`"),
        text("перечислите ряды: `series: [{{column: …}}]`", "list its series: `series: [{{column: …}}]`"));
  if (out.size() > kMaxSeries)
    reader.error(*node.find("series"), "too-many-series",
                 text("в диаграмме не больше {} рядов", "a chart has at most {} series", kMaxSeries),
                 text("уберите лишние или начните вторую диаграмму", "remove some, or begin a second chart"));
  return out;
}

void check_chart_table(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  const bool grouped = table.group && !(table.group->heading.blank() && table.group->subtotal.blank());
  if (grouped || (table.levels && !table.levels->merge.empty()))
    reader.error(
        node, "chart-of-groups",
        text("диаграмма по таблице с группами или объединёнными строками смешала бы числа с заголовками",
             "a chart over a table with groups or merged rows would mix numbers with headings"),
        text("сделайте для неё отдельную таблицу", "make a table of its own for it"));
}

void parse_bound(LayoutReader& reader, const load::Node& node, const char* key, std::optional<double>& out) {
  double value = 0;
  if (node.find(key) && reader.number(node, key, -1e12, 1e12, value)) out = value;
}

/// A title, or what an axis can be told.
SheetAxis parse_axis(LayoutReader& reader, const load::Node& node, std::string_view key) {
  SheetAxis out;
  const auto* axis = node.find(key);
  if (!axis) return out;
  if (!axis->is_mapping()) {
    out.title = reader.phrase(*axis, reader.root());
    return out;
  }
  reader.keys(*axis, text("ось", "axis"), {"title", "min", "max", "format"});
  out.title = reader.phrase(*axis, "title", reader.root());
  parse_bound(reader, *axis, "min", out.least);
  parse_bound(reader, *axis, "max", out.greatest);
  if (out.least && out.greatest && *out.least >= *out.greatest)
    reader.error(*axis->find("max"), "wrong-type",
                 text("`max` оси не больше `min`", "the axis's `max` is not greater than its `min`"),
                 text("исправьте одно из них", "correct one of them"));
  Text problem;
  if (reader.string(*axis, "format", out.format) && !parse_number_format(out.format, problem))
    reader.error(*axis->find("format"), "bad-number-format", std::move(problem));
  return out;
}

void parse_look(LayoutReader& reader, const load::Node& node, SheetChart& out) {
  if (const auto* axis = node.find("axis"); axis && reader.keys(*axis, text("оси", "axis"), {"x", "y"})) {
    out.axis_x = parse_axis(reader, *axis, "x");
    out.axis_y = parse_axis(reader, *axis, "y");
  }
  out.colours = parse_colours(reader, node, "colors", Palette::kStrong);
  if (out.series.size() > 1)  // of the series; what a series says itself goes before
    for (std::size_t i = 0; i < std::min(out.series.size(), out.colours.size()); ++i)
      if (!out.series[i].colour) out.series[i].colour = out.colours[i];
  reader.flag(node, "labels", out.labels);
  if (const int legend = reader.choice(node, "legend", {"bottom", "right", "top", "none"}); legend >= 0)
    out.legend = static_cast<SheetChart::Legend>(legend + 1);
  if (const auto* size = node.find("size");
      size && reader.keys(*size, text("размер", "size"), {"width", "height"})) {
    reader.number(*size, "width", 30, 1000, out.width);
    reader.number(*size, "height", 20, 1000, out.height);
  }
}

void parse_categories(LayoutReader& reader, const load::Node& node, const SheetTable& table,
                      SheetChart& out) {
  const auto* categories = node.find("categories");
  if (!categories)
    return reader.error(node, "missing-key",
                        text("у диаграммы нет `categories`", "the chart has no `categories`"),
                        text("назовите колонку с подписями: `categories: …`",
                             "name the column of the labels: `categories: …`"));
  out.categories = column_called(reader, *categories, table.columns);
  if (out.categories >= 0 && table.columns[out.categories].merge)
    reader.error(
        *categories, "chart-of-groups",
        text("у колонки `merge`: половина подписей диаграммы была бы пуста",
             "the column has `merge`: half of the chart's labels would be empty"),
        text("назовите другую колонку или уберите `merge`", "name another column, or remove `merge`"));
}

SheetChart parse_chart(LayoutReader& reader, const load::Node& node, const std::vector<SheetTable>& tables) {
  SheetChart out{.at = reader.at(node)};
  if (!reader.keys(node, text("диаграмма", "chart"),
                   {"type", "table", "title", "categories", "series", "axis", "colors", "labels", "legend",
                    "place", "size"}))
    return out;
  if (const int type = reader.choice(
          node, "type", {"column", "bar", "line", "pie", "stacked", "stacked-bar", "area", "doughnut"});
      type >= 0)
    out.type = static_cast<SheetChart::Type>(type);
  if (const int place = reader.choice(node, "place", {"below", "right", "sheet"}); place >= 0)
    out.place = static_cast<SheetChart::Place>(place);
  double table = 1;
  if (tables.empty() || !reader.number(node, "table", 1, static_cast<double>(tables.size()), table))
    return out;
  out.table = static_cast<int>(table) - 1;
  out.title = reader.phrase(node, "title", reader.root());
  if (tables[out.table].columns.empty()) return out;
  check_chart_table(reader, node, tables[out.table]);
  parse_categories(reader, node, tables[out.table], out);
  out.series = parse_series(reader, node, tables[out.table]);
  parse_look(reader, node, out);
  return out;
}

}  // namespace

std::vector<SheetChart> parse_charts(LayoutReader& reader, const load::Node& node,
                                     const std::vector<SheetTable>& tables) {
  std::vector<SheetChart> out;
  for (const auto* item : LayoutReader::list(node, "charts"))
    out.push_back(parse_chart(reader, *item, tables));
  return out;
}

}  // namespace svodka::bind
