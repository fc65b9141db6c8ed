#include "bind/sheet_layout.h"

#include <algorithm>

#include "base/utf8.h"
#include "bind/sheet_layout_parse.h"
#include "bind/sheet_layout_reader.h"

namespace svodka::bind {
namespace {

constexpr double kMaxFrozenColumns = 50;

std::vector<std::string> sheet_keys() {
  std::vector<std::string> keys{"name",      "codes",  "above",  "tables", "below",
                                "signature", "charts", "freeze", "filter", "print"};
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
                      "a header can be frozen only when there is one table"));
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
    return reader.error(node, "sheet-name", std::move(*problem));
  const auto caseless = utf8::lower(name.body);
  if (std::find(taken.begin(), taken.end(), caseless) != taken.end())
    reader.error(node, "sheet-name",
                 text("лист «{}» в книге уже есть", "the workbook has a sheet “{}” already", name.body),
                 text("прописные и строчные буквы не различаются", "capital and small letters do not count"));
  taken.push_back(caseless);
}

SheetLayout parse_sheet(LayoutReader& reader, const load::Node& node, std::vector<std::string>& names) {
  SheetLayout sheet{.at = reader.at(node)};
  if (!reader.keys(node, text("лист", "sheet"), sheet_keys())) return sheet;
  if (const auto* name = node.find("name")) {
    sheet.name = reader.phrase(*name, reader.root());
    check_name(reader, *name, sheet.name, names);
  } else {
    reader.error(node, "missing-key", text("у листа нет `name`", "the sheet has no `name`"));
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
                      "a filter is possible only when there is one table"));
  sheet.print = parse_print(reader, node.find("print"));
  if (sheet.tables.empty() && sheet.above.empty() && sheet.below.empty())
    reader.error(node, "missing-key",
                 text("лист пуст: нет ни `rows`, ни `tables`",
                      "the sheet is empty: it has neither `rows` nor `tables`"));
  return sheet;
}

void parse_properties(LayoutReader& reader, const load::Node& node, WorkbookLayout& book) {
  const std::vector<std::string> known{"title", "subject", "author", "company", "keywords"};
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

std::optional<WorkbookLayout> parse_workbook(const load::Node& sheets, const load::Node* properties,
                                             const std::string& file, const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  LayoutReader reader(file, shape, found);
  WorkbookLayout book;
  std::vector<std::string> names;
  if (!sheets.is_sequence() || sheets.items.empty())
    reader.error(sheets, "wrong-type",
                 text("`sheets`: ожидается список листов", "`sheets`: a list of sheets is expected"));
  for (const auto& sheet : sheets.items) book.sheets.push_back(parse_sheet(reader, sheet, names));
  if (properties) parse_properties(reader, *properties, book);
  book.uses = reader.take_uses();
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return book;
}

}  // namespace svodka::bind
