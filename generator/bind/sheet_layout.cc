#include "bind/sheet_layout.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/utf8.h"
#include "bind/sheet_layout_parse.h"
#include "bind/sheet_layout_reader.h"

namespace svodka::bind {
namespace {

constexpr double kMaxFrozenColumns = 50;

std::vector<std::string> sheet_keys() {
  std::vector<std::string> keys{"name",   "each",   "codes",  "above", "tables",  "below",    "signature",
                                "charts", "freeze", "filter", "print", "protect", "tab-color"};
  const auto tables = table_keys();
  keys.insert(keys.end(), tables.begin(), tables.end());
  return keys;
}

void parse_freeze(LayoutReader& reader, const load::Node& node, SheetLayout& sheet) {
  sheet.freeze_header = sheet.tables.size() == 1;
  const auto* freeze = node.find("freeze");
  if (!freeze) return;
  if (freeze->is_mapping()) {
    double columns = 0;
    reader.keys(*freeze, text("закрепление", "freeze"), {"columns"});
    reader.number(*freeze, "columns", 0, kMaxFrozenColumns, columns);
    sheet.freeze_columns = static_cast<int>(columns);
  } else {
    sheet.freeze_header = reader.choice(node, "freeze", {"header", "none"}) == 0;
  }
  if (sheet.freeze_header && sheet.tables.size() > 1)
    reader.error(*freeze, "one-table-only",
                 text("закрепить шапку можно, только когда таблица одна",
                      "a header can be frozen only when there is one table"),
                 text("уберите `freeze` или разнесите таблицы по листам",
                      "remove `freeze`, or put the tables on sheets of their own"));
}

/// Several tables under `tables:`, or the sheet itself is one.
void parse_tables(LayoutReader& reader, const load::Node& node, SheetLayout& sheet) {
  const auto* tables = node.find("tables");
  if (!tables) {
    if (node.find("rows") || node.find("columns")) sheet.tables.push_back(parse_table(reader, node));
    return;
  }
  for (const auto& key : table_keys())
    if (const auto* own = node.find(key))
      reader.error(*own, "table-twice",
                   text("`{}` стоит и в листе, и есть `tables`",
                        "`{}` stands in the sheet although there is `tables`", key),
                   text("перенесите его в таблицу", "move it into the table"));
  for (const auto* item : LayoutReader::list(node, "tables"))
    if (reader.keys(*item, text("таблица", "table"), table_keys()))
      sheet.tables.push_back(parse_table(reader, *item));
}

/// What Excel asks of a name that is known already; names with markers are checked when they are filled.
void check_name(LayoutReader& reader, const load::Node& node, const Phrase& name,
                std::vector<std::string>& taken) {
  if (!name.fixed) return;
  if (auto problem = sheet_name_problem(name.body))
    return reader.error(node, "sheet-name", std::move(*problem),
                        text("напишите имя до 31 знака без знаков `[ ] : * ? / \\`",
                             "write a name of at most 31 characters without `[ ] : * ? / \\`"));
  const auto caseless = utf8::lower(name.body);
  if (std::find(taken.begin(), taken.end(), caseless) != taken.end())
    reader.error(node, "sheet-name",
                 text("лист «{}» в книге уже есть", "the workbook has a sheet “{}” already", name.body),
                 text("прописные и строчные буквы не различаются", "capital and small letters do not count"));
  taken.push_back(caseless);
}

/// The filter buttons of a sheet and those of an Excel table cannot stand over the same cells.
void check_excel_tables(LayoutReader& reader, const load::Node& node, const SheetLayout& sheet) {
  const bool excel = std::any_of(sheet.tables.begin(), sheet.tables.end(),
                                 [](const SheetTable& table) { return table.excel_table.has_value(); });
  if (excel && sheet.filter)
    reader.error(*node.find("filter"), "excel-table",
                 text("у таблицы Excel свой фильтр", "an Excel table has a filter of its own"),
                 text("уберите `filter`", "remove `filter`"));
}

/// The sheet itself; `reader` is of its own shape when there is one for each row.
SheetLayout parse_sheet(LayoutReader& reader, const load::Node& node, std::vector<std::string>& names) {
  SheetLayout sheet{.at = reader.at(node)};
  if (const auto* name = node.find("name")) {
    sheet.name = reader.phrase(*name, reader.root());
    if (!reader.is_each()) check_name(reader, *name, sheet.name, names);
    if (reader.is_each() && sheet.name.fixed)
      reader.error(
          *name, "one-name",
          text("у всех листов будет одно имя: «{}»", "all sheets would have one name: “{}”", sheet.name.body),
          text("поставьте в `name` столбец запроса, например `{{{{title}}}}`",
               "put a column of the query into `name`, for example `{{{{title}}}}`"));
  } else {
    reader.error(node, "missing-key", text("у листа нет `name`", "the sheet has no `name`"),
                 text("добавьте `name: Лист`", "add `name: Sheet`"));
  }
  if (const auto* codes = node.find("codes")) sheet.codes = parse_codes(reader, *codes);
  sheet.above = parse_lines(reader, node, "above", LineStyle::kText);
  parse_tables(reader, node, sheet);
  sheet.below = parse_lines(reader, node, "below", LineStyle::kText);
  sheet.signatures = parse_signatures(reader, node);
  sheet.charts = parse_charts(reader, node, sheet.tables);
  parse_freeze(reader, node, sheet);
  reader.flag(node, "filter", sheet.filter);
  if (sheet.filter && sheet.tables.size() != 1)
    reader.error(*node.find("filter"), "one-table-only",
                 text("фильтр возможен, только когда таблица одна",
                      "a filter is possible only when there is one table"),
                 text("уберите `filter` или разнесите таблицы по листам",
                      "remove `filter`, or put the tables on sheets of their own"));
  check_excel_tables(reader, node, sheet);
  if (const auto* protect = node.find("protect")) sheet.protection = parse_protection(reader, *protect);
  if (const auto* colour = node.find("tab-color"))
    sheet.tab_colour = parse_colour(reader, *colour, Palette::kStrong);
  sheet.print = parse_print(reader, node.find("print"));
  if (sheet.tables.empty() && sheet.above.empty() && sheet.below.empty())
    reader.error(node, "missing-key",
                 text("лист пуст: нет ни `rows`, ни `tables`",
                      "the sheet is empty: it has neither `rows` nor `tables`"),
                 text("назовите запрос: `rows: запрос`, и перечислите `columns:`",
                      "name a query: `rows: query`, and list `columns:`"));
  return sheet;
}

/// Full names of what the sheets for the rows of `each` use are below it.
void take_uses(LayoutReader& reader, LayoutReader& inner, const Shape::Section& each) {
  for (auto& use : inner.take_uses()) {
    const auto first = use.name.substr(0, use.name.find('.'));
    if (each.shape.column(first) >= 0 || each.shape.section(first) >= 0)
      use.name = each.name + "." + use.name;
    reader.use(std::move(use));
  }
}

/// A sheet, or with `each` one for each row of a query.
SheetLayout parse_sheets(LayoutReader& reader, const load::Node& node, std::vector<std::string>& names) {
  if (!reader.keys(node, text("лист", "sheet"), sheet_keys())) return {.at = reader.at(node)};
  const auto* each = node.find("each");
  if (!each) return parse_sheet(reader, node, names);
  const auto query = reader.text_of(*each).value_or("");
  const int section = reader.root().section(query);
  if (section < 0) {
    std::vector<std::string> known;
    for (const auto& one : reader.root().sections) known.push_back(one.name);
    reader.error(*each, "unknown-query",
                 text("в `data:` нет запроса `{}`", "`data:` has no query `{}`", query),
                 suggestion_or_names(query, known));
    return {.at = reader.at(node)};
  }
  const auto& own = reader.root().sections[section];
  const Shape shape = shape_with(own.shape, reader.root());
  LayoutReader inner(reader.file(), shape, reader.out(), section,
                     static_cast<int>(own.shape.sections.size()));
  reader.use({.marker = "{{#" + query + "}}", .name = query, .at = reader.at(*each), .section = true});
  auto sheet = parse_sheet(inner, node, names);
  sheet.each = section;
  sheet.each_columns = own.shape.columns.size();
  take_uses(reader, inner, own);
  return sheet;
}

/// Names of cells and of Excel tables are one list in Excel, in which capitals do not count.
void check_range_names(LayoutReader& reader, const load::Node& sheets, const WorkbookLayout& book) {
  std::vector<std::string> taken;
  const auto check = [&](const std::string& name) {
    if (name.empty()) return;
    const auto caseless = utf8::lower(name);
    if (std::find(taken.begin(), taken.end(), caseless) != taken.end())
      reader.error(sheets, "range-name", text("имя «{}» дано дважды", "the name “{}” is given twice", name),
                   text("дайте одной из таблиц другое имя", "give one of the tables another name"));
    taken.push_back(caseless);
  };
  for (const auto& sheet : book.sheets) {
    for (const auto& table : sheet.tables) {
      check(table.range_name);
      if (table.excel_table) check(table.excel_table->name);
      for (const auto& column : table.columns) check(column.range_name);
    }
  }
}

void parse_properties(LayoutReader& reader, const load::Node& node, WorkbookLayout& book) {
  const std::vector<std::string> known{"title",    "subject",  "author",   "company", "manager",
                                       "keywords", "category", "comments", "status"};
  if (!reader.keys(node, text("свойства", "properties"), known)) return;
  for (const auto& key : known)
    if (const auto* value = node.find(key)) book.properties[key] = reader.phrase(*value, reader.root());
}

}  // namespace

std::optional<Text> sheet_name_problem(std::string_view name) {
  constexpr std::size_t kMaxName = 31;
  if (name.empty()) return text("пустое имя листа", "the sheet's name is empty");
  if (utf8::length(name) > kMaxName)
    return text("имя листа «{}» длиннее {} знака", "the sheet's name “{}” is longer than {} characters", name,
                kMaxName);
  if (const auto bad = name.find_first_of("[]:*?/\\\n\r\t"); bad != std::string_view::npos)
    return text("в имени листа «{}» недопустимый знак «{}»",
                "the sheet's name “{}” holds the forbidden character “{}”", name, name.substr(bad, 1));
  if (name.starts_with('\'') || name.ends_with('\''))
    return text("имя листа «{}» начинается или кончается апострофом",
                "the sheet's name “{}” begins or ends with an apostrophe", name);
  if (utf8::lower(name) == "history")
    return text("имя листа «{}» занято самим Excel", "Excel keeps the sheet name “{}” for itself", name);
  return std::nullopt;
}

std::string valid_sheet_name(std::string name, std::vector<std::string>& taken) {
  constexpr std::size_t kMaxName = 31;
  const auto cut = [](std::string_view words, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t n = 0; n < most && end < words.size(); ++n) utf8::next(words, end);
    auto kept = words.substr(0, end);
    while (kept.ends_with(' ') || kept.ends_with('\'')) kept.remove_suffix(1);
    return std::string(kept);
  };
  for (char& c : name)
    if (std::string_view("[]:*?/\\\n\r\t").find(c) != std::string_view::npos) c = '-';
  while (name.starts_with('\'') || name.starts_with(' ')) name.erase(0, 1);
  name = cut(name, kMaxName);
  if (name.empty()) name = "Лист";
  auto made = utf8::lower(name) == "history" ? name + "_" : name;
  for (int n = 2; std::find(taken.begin(), taken.end(), utf8::lower(made)) != taken.end(); ++n) {
    const auto end = " (" + std::to_string(n) + ")";
    made = cut(name, kMaxName - end.size()) + end;
  }
  taken.push_back(utf8::lower(made));
  return made;
}

Shape shape_with(const Shape& own, const Shape& root) {
  Shape shape = own;
  shape.columns.insert(shape.columns.end(), root.columns.begin(), root.columns.end());
  shape.sections.insert(shape.sections.end(), root.sections.begin(), root.sections.end());
  return shape;
}

Row row_with(const Row& own, std::size_t columns, const Row& root) {
  Row row;
  const auto add = [&](const Row& from, std::size_t first, std::size_t end) {
    row.values.insert(row.values.end(), from.values.begin() + static_cast<std::ptrdiff_t>(first),
                      from.values.begin() + static_cast<std::ptrdiff_t>(end));
  };
  const bool traced = own.values.size() > columns;
  const auto root_columns = traced ? root.values.size() / 2 : root.values.size();
  add(own, 0, columns);
  add(root, 0, root_columns);
  if (traced) {
    add(own, columns, 2 * columns);
    add(root, root_columns, root.values.size() - 1);
    row.values.push_back(own.values.back());  // of the row's records
  }
  row.sections = own.sections;
  row.sections.insert(row.sections.end(), root.sections.begin(), root.sections.end());
  return row;
}

std::optional<WorkbookLayout> parse_workbook(const load::Node& sheets, const load::Node* properties,
                                             const std::string& file, const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  LayoutReader reader(file, shape, found);
  WorkbookLayout book;
  std::vector<std::string> names;
  if (!sheets.is_sequence() || sheets.items.empty())
    reader.error(sheets, "wrong-type",
                 text("`sheets`: ожидается список листов", "`sheets`: a list of sheets is expected"));
  for (const auto& sheet : sheets.items) book.sheets.push_back(parse_sheets(reader, sheet, names));
  check_range_names(reader, sheets, book);
  if (properties) parse_properties(reader, *properties, book);
  book.uses = reader.take_uses();
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return book;
}

}  // namespace svodka::bind
