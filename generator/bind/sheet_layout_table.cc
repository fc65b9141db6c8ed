#include <algorithm>

#include "base/suggest.h"
#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

constexpr std::size_t kMaxColumns = 16'384;

/// `levels: level`, or a mapping.
std::optional<Levels> parse_levels(LayoutReader& reader, const load::Node& node,
                                   const std::vector<SheetColumn>& columns, const Shape& query) {
  Levels out;
  if (node.is_scalar()) {
    out.field = reader.field_of(node, node.scalar, query);
    return out;
  }
  if (!reader.keys(node, text("уровни", "levels"), {"column", "indent", "merge", "text"}))
    return std::nullopt;
  if (!node.find("column"))
    reader.error(node, "missing-key", text("у `levels` нет `column`", "`levels` has no `column`"),
                 text("назовите столбец запроса: `column: …`", "name a column of the query: `column: …`"));
  out.field = reader.field(node, "column", query);
  if (const auto* indent = node.find("indent")) out.indent = column_called(reader, *indent, columns);
  out.text = reader.phrase(node, "text", query);
  for (const auto* item : LayoutReader::list(node, "merge")) {
    const auto level = reader.number_of(*item);
    if (level && *level >= 0 && *level <= 4 && *level == static_cast<int>(*level))
      out.merge.push_back(static_cast<int>(*level));
    else
      reader.error(*item, "wrong-type",
                   text("уровень — целое число от 0 до 4", "a level is a whole number from 0 to 4"),
                   text("исправьте число", "correct the number"));
  }
  if (!out.merge.empty() && out.text.blank())
    reader.error(node, "missing-key",
                 text("не сказано, что писать в объединённой строке", "nothing says what a merged row shows"),
                 text("добавьте `text`, например `text: \"{{{{title}}}}\"`",
                      "add `text`, for example `text: \"{{{{title}}}}\"`"));
  return out;
}

std::optional<Grouping> parse_group(LayoutReader& reader, const load::Node& node, const Shape& query) {
  if (!reader.keys(node, text("группировка", "group"), {"by", "heading", "subtotal"})) return std::nullopt;
  Grouping out;
  if (!node.find("by"))
    reader.error(node, "missing-key", text("у `group` нет `by`", "`group` has no `by`"),
                 text("назовите столбец запроса: `by: …`", "name a column of the query: `by: …`"));
  out.field = reader.field(node, "by", query);
  out.heading = reader.phrase(node, "heading", query);
  out.subtotal = reader.phrase(node, "subtotal", query);
  return out;
}

void parse_total(LayoutReader& reader, const load::Node& node, SheetTable& table) {
  if (node.is_mapping()) {
    reader.keys(node, text("итог", "total"), {"label", "level"});
    std::string label = "Итого";
    reader.string(node, "label", label);
    double level = -1;
    reader.number(node, "level", 0, 4, level);
    table.total = label;
    table.total_level = static_cast<int>(level);
    if (table.total_level >= 0 && !table.levels)
      reader.error(
          *node.find("level"), "total-level",
          text("`level` имеет смысл только вместе с `levels`", "`level` makes sense only with `levels`"),
          text("уберите `level` или добавьте `levels`", "remove `level`, or add `levels`"));
  } else if (auto label = reader.text_of(node)) {
    table.total = std::move(*label);
  }
  if (table.levels && table.total_level < 0)
    reader.error(
        node, "total-level",
        text("не сказано, строки какого уровня складывать: разделы сложились бы вместе со своими пунктами",
             "nothing says which level is added up: sections would be added together with their items"),
        text("напишите, например, `total: {{label: Итого, level: 1}}`",
             "write, for example, `total: {{label: Итого, level: 1}}`"));
}

void check_totals_used(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  const bool shown = table.total || (table.group && !table.group->subtotal.blank());
  const auto* columns = node.find("columns");
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (!shown && table.columns[i].total != ColumnTotal::kNone)
      reader.error(*columns->items[i].find("total"), "unused-total",
                   text("у колонки есть итог, а у таблицы нет итоговой строки",
                        "the column has a total, but the table has no total row"),
                   text("добавьте таблице `total: Итого`", "give the table `total: Итого`"));
}

void check_table(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  check_totals_used(reader, node, table);
  if (table.levels && table.total_level >= 0 &&
      std::count(table.levels->merge.begin(), table.levels->merge.end(), table.total_level) > 0)
    reader.error(*node.find("total"), "total-level",
                 text("строки уровня {} объединены, чисел в них нет",
                      "the rows of level {} are merged and have no numbers", table.total_level),
                 text("назовите другой уровень", "name another level"));
  if (table.levels && table.group)
    reader.error(*node.find("group"), "levels-and-group",
                 text("`group` и `levels` вместе не действуют", "`group` and `levels` do not work together"),
                 text("оставьте что-то одно: дерево даёт запрос, группы — таблица", "keep one of them"));
}

/// Groups can be folded unless somebody does not want it, levels when somebody does.
void parse_outline(LayoutReader& reader, const load::Node& node, SheetTable& table) {
  if (table.group) table.outline = Outline::kOpen;
  const auto* outline = node.find("outline");
  if (!outline) return;
  const int word = reader.choice(node, "outline", {"true", "false", "collapsed"});
  if (word >= 0)
    table.outline = word == 0 ? Outline::kOpen : word == 1 ? Outline::kNone : Outline::kCollapsed;
  if (table.outline == Outline::kCollapsed && table.levels)
    reader.error(*outline, "unknown-value",
                 text("`collapsed` бывает только у групп", "`collapsed` is for groups only"),
                 text("уберите `collapsed` или добавьте `group`", "remove `collapsed`, or add `group`"));
  if (!table.group && !table.levels)
    reader.error(*outline, "outline-of-nothing",
                 text("сворачивать нечего: нет ни `group`, ни `levels`",
                      "there is nothing to fold: neither `group` nor `levels`"),
                 text("уберите `outline`", "remove `outline`"));
}

/// The shape of the query's rows; null after a finding.
const Shape* parse_rows(LayoutReader& reader, const load::Node& node, SheetTable& table) {
  const auto* rows = node.find("rows");
  if (!rows) {
    reader.error(node, "missing-key", text("у таблицы нет `rows`", "the table has no `rows`"),
                 text("назовите запрос из `data:`", "name a query of `data:`"));
    return nullptr;
  }
  const auto name = reader.text_of(*rows);
  if (!name) return nullptr;
  const int section = reader.root().section(*name);
  table.rows_name = *name;
  if (section >= 0) {
    table.rows = reader.rows_at(section);
    reader.use({.marker = "rows: " + *name, .name = *name, .at = reader.at(*rows), .section = true});
    return &reader.root().sections[section].shape;
  }
  std::vector<std::string> names;
  for (const auto& one : reader.root().sections) names.push_back(one.name);
  reader.error(*rows, "unknown-query", text("в `data:` нет запроса `{}`", "`data:` has no query `{}`", *name),
               name->empty() ? text("впишите имя запроса из `data:`", "write the name of a query of `data:`")
                             : suggestion_or_names(*name, names));
  return nullptr;
}

void parse_columns_of(LayoutReader& reader, const load::Node& node, const Shape& query, SheetTable& table) {
  const auto* columns = node.find("columns");
  if (!columns || !columns->is_sequence() || columns->items.empty())
    return reader.error(columns ? *columns : node, "missing-key",
                        text("у таблицы нет колонок", "the table has no columns"),
                        text("перечислите их в `columns:`", "list them under `columns:`"));
  if (columns->items.size() > kMaxColumns)
    return reader.error(*columns, "too-many-columns",
                        text("в листе не больше {} колонок", "a sheet has at most {} columns", kMaxColumns),
                        text("разделите таблицу на два листа", "divide the table between two sheets"));
  table.columns = parse_columns(reader, *columns, query);
}

}  // namespace

std::vector<std::string> table_keys() {
  return {"rows",  "heading",     "columns", "column-numbers", "levels",    "level",
          "group", "total",       "empty",   "not-applicable", "no-rows",   "highlight",
          "notes", "excel-table", "outline", "source-notes",   "range-name"};
}

SheetTable parse_table(LayoutReader& reader, const load::Node& node) {
  SheetTable table{.at = reader.at(node)};
  const Shape* query = parse_rows(reader, node, table);
  if (!query) return table;
  parse_columns_of(reader, node, *query, table);
  if (table.columns.empty()) return table;
  table.heading = reader.phrase(node, "heading", reader.root());
  reader.flag(node, "column-numbers", table.column_numbers);
  for (const char* key : {"levels", "level"})
    if (const auto* levels = node.find(key))
      table.levels = parse_levels(reader, *levels, table.columns, *query);
  if (const auto* group = node.find("group")) table.group = parse_group(reader, *group, *query);
  if (const auto* total = node.find("total")) parse_total(reader, *total, table);
  reader.string(node, "empty", table.empty);
  reader.string(node, "not-applicable", table.not_applicable);
  if (node.find("no-rows")) table.no_rows = reader.phrase(node, "no-rows", reader.root());
  table.highlight = parse_highlights(reader, node, table.columns);
  table.notes = parse_lines(reader, node, "notes", LineStyle::kNote);
  if (const auto* excel = node.find("excel-table")) {
    table.excel_table = parse_excel_table(reader, *excel);
    if (table.excel_table) check_excel_table(reader, *excel, table);
  }
  parse_outline(reader, node, table);
  reader.flag(node, "source-notes", table.source_notes);
  if (const auto* name = node.find("range-name")) table.range_name = parse_range_name(reader, *name);
  check_table(reader, node, table);
  return table;
}

}  // namespace svodka::bind
