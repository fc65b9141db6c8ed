#include <algorithm>
#include <array>
#include <charconv>

#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

const std::vector<std::string> kStyles{"text", "title", "subtitle", "heading", "right", "corner", "note"};

struct Colour {
  std::string_view name;
  std::uint32_t rgb;
};
constexpr std::array kColours{Colour{"red", 0xFFC7CE},    Colour{"orange", 0xFFE0B2},
                              Colour{"yellow", 0xFFF2CC}, Colour{"green", 0xD5EBD0},
                              Colour{"blue", 0xD6E4F5},   Colour{"grey", 0xE3E3E3}};

SheetLine parse_line(LayoutReader& reader, const load::Node& node, LineStyle style) {
  if (!node.is_mapping()) return {reader.phrase(node, reader.root()), style};
  reader.keys(node, text("строка", "line"), {"text", "style"});
  if (!node.find("text"))
    reader.error(node, "missing-key", text("у строки нет `text`", "the line has no `text`"));
  if (const int named = reader.choice(node, "style", kStyles); named >= 0)
    style = static_cast<LineStyle>(named);
  return {reader.phrase(node, "text", reader.root()), style};
}

std::uint32_t parse_colour(LayoutReader& reader, const load::Node& node) {
  std::vector<std::string> names;
  for (const auto& colour : kColours) {
    if (node.scalar == colour.name) return colour.rgb;
    names.emplace_back(colour.name);
  }
  std::uint32_t rgb = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  if (node.scalar.size() == 7 && node.scalar[0] == '#' &&
      std::from_chars(node.scalar.data() + 1, end, rgb, 16).ptr == end)
    return rgb;
  Text hint = suggestion(node.scalar, names);
  reader.error(node, "unknown-value", text("неизвестный цвет «{}»", "unknown colour “{}”", node.scalar),
               hint.empty() ? text("допустимо: red, orange, yellow, green, blue, grey или \"#RRGGBB\"",
                                   "allowed: red, orange, yellow, green, blue, grey or \"#RRGGBB\"")
                            : std::move(hint));
  return 0;
}

std::string_view trimmed(std::string_view words) {
  while (words.starts_with(' ')) words.remove_prefix(1);
  while (words.ends_with(' ')) words.remove_suffix(1);
  return words;
}

/// `>= 90`, `= просрочено`, `empty`, `contains срок`.
bool parse_condition(std::string_view words, Highlight& out) {
  using Test = Highlight::Test;
  struct Form {
    std::string_view sign;
    Test test;
  };
  constexpr std::array forms{Form{"<>", Test::kNotEqual},       Form{"!=", Test::kNotEqual},
                             Form{"≠", Test::kNotEqual},        Form{"<=", Test::kLessOrEqual},
                             Form{"≤", Test::kLessOrEqual},     Form{">=", Test::kGreaterOrEqual},
                             Form{"≥", Test::kGreaterOrEqual},  Form{"<", Test::kLess},
                             Form{">", Test::kGreater},         Form{"=", Test::kEqual},
                             Form{"contains ", Test::kContains}};
  words = trimmed(words);
  if (words == "empty" || words == "not empty") {
    out.test = words == "empty" ? Test::kEmpty : Test::kNotEmpty;
    return true;
  }
  const auto form =
      std::find_if(forms.begin(), forms.end(), [&](const auto& f) { return words.starts_with(f.sign); });
  if (form == forms.end()) return false;
  out.test = form->test;
  out.text = trimmed(words.substr(form->sign.size()));
  std::string digits = out.text;
  std::replace(digits.begin(), digits.end(), ',', '.');
  double number = 0;
  if (const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      fault == std::errc{} && end == digits.data() + digits.size() && form->test != Test::kContains)
    out.number = number;
  const bool ordered = form->test >= Test::kLess && form->test <= Test::kGreaterOrEqual;
  return !out.text.empty() && (out.number || !ordered) && out.text.size() <= 200;
}

Highlight parse_highlight(LayoutReader& reader, const load::Node& node,
                          const std::vector<SheetColumn>& columns) {
  Highlight out;
  if (!reader.keys(node, text("выделение", "highlight"), {"column", "when", "color", "bold", "row"}))
    return out;
  for (const char* key : {"column", "when"})
    if (!node.find(key))
      reader.error(node, "missing-key", text("у выделения нет `{}`", "the highlight has no `{}`", key));
  if (const auto* column = node.find("column")) out.column = column_called(reader, *column, columns);
  if (const auto* when = node.find("when"); when && !parse_condition(when->scalar, out))
    reader.error(*when, "bad-condition",
                 text("непонятное условие «{}»", "the condition “{}” cannot be read", when->scalar),
                 text("например: `< 50`, `= просрочено`, `empty`, `not empty`, `contains срок`",
                      "for example: `< 50`, `= done`, `empty`, `not empty`, `contains late`"));
  if (const auto* colour = node.find("color")) out.fill = parse_colour(reader, *colour);
  reader.flag(node, "bold", out.bold);
  reader.flag(node, "row", out.row);
  if (!node.find("color") && !out.bold)
    reader.error(node, "missing-key", text("не сказано, как выделять", "nothing says how to highlight"),
                 text("добавьте `color` или `bold: true`", "add `color` or `bold: true`"));
  return out;
}

std::vector<SheetSeries> parse_series(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  std::vector<SheetSeries> out;
  for (const auto* item : LayoutReader::list(node, "series")) {
    SheetSeries series;
    const load::Node* column = item;
    if (item->is_mapping()) {
      reader.keys(*item, text("ряд диаграммы", "chart series"), {"column", "title"});
      reader.string(*item, "title", series.title);
      column = item->find("column");
      if (!column)
        reader.error(*item, "missing-key", text("у ряда нет `column`", "the series has no `column`"));
    }
    if (!column) continue;
    series.column = column_called(reader, *column, table.columns);
    const bool words = series.column >= 0 && (table.columns[series.column].type == ColumnType::kText ||
                                              table.columns[series.column].kind == SheetColumn::Kind::kText ||
                                              !table.columns[series.column].modifiers.empty());
    if (words)
      reader.error(*column, "chart-of-text",
                   text("в колонке `{}` не числа, ряд из неё не построить",
                        "the column `{}` holds no numbers for a series", column->scalar));
    out.push_back(std::move(series));
  }
  if (out.empty())
    reader.error(node, "missing-key", text("у диаграммы нет `series`", "the chart has no `series`"));
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

SheetChart parse_chart(LayoutReader& reader, const load::Node& node, const std::vector<SheetTable>& tables) {
  SheetChart out{.at = reader.at(node)};
  if (!reader.keys(node, text("диаграмма", "chart"),
                   {"type", "table", "title", "categories", "series", "axis", "place", "size"}))
    return out;
  if (const int type = reader.choice(node, "type", {"column", "bar", "line", "pie", "stacked"}); type >= 0)
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
  if (const auto* categories = node.find("categories"))
    out.categories = column_called(reader, *categories, tables[out.table].columns);
  else
    reader.error(node, "missing-key", text("у диаграммы нет `categories`", "the chart has no `categories`"));
  if (out.categories >= 0 && tables[out.table].columns[out.categories].merge)
    reader.error(*node.find("categories"), "chart-of-groups",
                 text("у колонки `merge`: половина подписей диаграммы была бы пуста",
                      "the column has `merge`: half of the chart's labels would be empty"));
  out.series = parse_series(reader, node, tables[out.table]);
  if (const auto* axis = node.find("axis"); axis && reader.keys(*axis, text("оси", "axis"), {"x", "y"})) {
    out.axis_x = reader.phrase(*axis, "x", reader.root());
    out.axis_y = reader.phrase(*axis, "y", reader.root());
  }
  if (const auto* size = node.find("size");
      size && reader.keys(*size, text("размер", "size"), {"width", "height"})) {
    reader.number(*size, "width", 30, 1000, out.width);
    reader.number(*size, "height", 20, 1000, out.height);
  }
  return out;
}

}  // namespace

std::vector<SheetLine> parse_lines(LayoutReader& reader, const load::Node& node, std::string_view key,
                                   LineStyle style) {
  std::vector<SheetLine> out;
  for (const auto* item : LayoutReader::list(node, key)) out.push_back(parse_line(reader, *item, style));
  return out;
}

std::vector<Highlight> parse_highlights(LayoutReader& reader, const load::Node& table,
                                        const std::vector<SheetColumn>& columns) {
  std::vector<Highlight> out;
  for (const auto* item : LayoutReader::list(table, "highlight"))
    out.push_back(parse_highlight(reader, *item, columns));
  return out;
}

CodesCorner parse_codes(LayoutReader& reader, const load::Node& node) {
  CodesCorner out{.title = {.body = "Коды"}};
  if (!reader.keys(node, text("коды", "codes"), {"title", "rows"})) return out;
  if (node.find("title")) out.title = reader.phrase(node, "title", reader.root());
  for (const auto* row : LayoutReader::list(node, "rows"))
    if (reader.keys(*row, text("строка кодов", "row of codes"), {"label", "value"}))
      out.rows.push_back(
          {reader.phrase(*row, "label", reader.root()), reader.phrase(*row, "value", reader.root())});
  return out;
}

std::vector<Signature> parse_signatures(LayoutReader& reader, const load::Node& node) {
  std::vector<Signature> out;
  for (const auto* item : LayoutReader::list(node, "signature"))
    if (reader.keys(*item, text("подпись", "signature"), {"post", "name"}))
      out.push_back(
          {reader.phrase(*item, "post", reader.root()), reader.phrase(*item, "name", reader.root())});
  return out;
}

SheetPrint parse_print(LayoutReader& reader, const load::Node* node) {
  SheetPrint out{.footer = {.body = "Стр. &P из &N"}};
  if (!node || !reader.keys(*node, text("печать", "print"),
                            {"orientation", "paper", "fit", "repeat", "header", "footer", "margins"}))
    return out;
  out.landscape = reader.choice(*node, "orientation", {"landscape", "portrait"}) != 1;
  out.a3 = reader.choice(*node, "paper", {"a4", "a3"}) == 1;
  if (const int fit = reader.choice(*node, "fit", {"width", "page", "none"}); fit >= 0)
    out.fit = static_cast<SheetPrint::Fit>(fit);
  out.repeat_header = reader.choice(*node, "repeat", {"header", "none"}) != 1;
  if (node->find("header")) out.header = reader.phrase(*node, "header", reader.root());
  if (node->find("footer")) out.footer = reader.phrase(*node, "footer", reader.root());
  if (const auto* margins = node->find("margins");
      margins && reader.keys(*margins, text("поля", "margins"), {"left", "right", "top", "bottom"})) {
    reader.number(*margins, "left", 0, 100, out.left);
    reader.number(*margins, "right", 0, 100, out.right);
    reader.number(*margins, "top", 0, 100, out.top);
    reader.number(*margins, "bottom", 0, 100, out.bottom);
  }
  return out;
}

std::vector<SheetChart> parse_charts(LayoutReader& reader, const load::Node& node,
                                     const std::vector<SheetTable>& tables) {
  std::vector<SheetChart> out;
  for (const auto* item : LayoutReader::list(node, "charts"))
    out.push_back(parse_chart(reader, *item, tables));
  return out;
}

}  // namespace svodka::bind
