#include "render/form/form_map.h"

#include <pugixml.hpp>
#include <tuple>

#include "base/utf8.h"
#include "render/form/form_places.h"
#include "render/form/form_styles.h"

namespace svodka::render {
namespace {

using bind::FillEntry;
using Node = pugi::xml_node;

class MapPlacer {
 public:
  MapPlacer(const std::string& definition, const FormPackage& package, const std::string& file,
            const Shape& shape, Diagnostics& out)
      : definition_(definition),
        package_(package),
        file_(file),
        shape_(shape),
        out_(out),
        places_(definition, package, file, out),
        fills_(package.sheets.size()),
        styles_(package.read(file, package.styles, out)) {}

  std::vector<SheetFills> place(const bind::FormMap& map) {
    for (const auto& entry : map.fill) place_entry(entry, shape_, std::nullopt);
    for (const auto& expected : map.expect) check(expected);
    for (const auto& area : map.required) {
      if (const auto spot = places_.find(area.key, area.at))
        fills_[spot->sheet].required.push_back(spot->area);
    }
    return std::move(fills_);
  }

 private:
  void error(const Mark& at, std::string rule, Text message, Text hint = {}) {
    out_.error(at.in(definition_), std::move(rule), std::move(message), std::move(hint));
  }

  // ---------------------------------------------------------------- what fills them

  // `own`: the sheet that is repeated, for places inside of it.
  void place_entry(const FillEntry& entry, const Shape& scope, std::optional<std::size_t> own) {
    const auto section = static_cast<std::size_t>(entry.query);
    const auto& rows = scope.sections[section].shape;
    if (entry.kind == FillEntry::Kind::kSheets) return place_sheets(entry, rows);
    const auto spot = places_.find(entry.key, entry.at, own);
    if (!spot) return;
    if (own && spot->sheet != *own) {
      return error(
          entry.at, "other-sheet",
          text("`{}` лежит не на повторяемом листе", "`{}` is not on the sheet that is repeated", entry.key));
    }
    if (entry.kind == FillEntry::Kind::kValue)
      place_value(entry, *spot, rows);
    else
      place_rows(entry, *spot, rows);
  }

  void place_sheets(const FillEntry& entry, const Shape& rows) {
    const auto sheet = places_.sheet_named(entry.key);
    if (!sheet) return places_.report_unknown_sheet(entry.key, entry.at);
    auto& fills = fills_[*sheet];
    if (fills.fills())
      return error(entry.at, "filled-twice",
                   text("лист «{}» уже заполняется", "the sheet “{}” is filled already", entry.key),
                   text("места повторяемого листа пишут внутри, в `fill`",
                        "places of a repeated sheet are written inside, in `fill`"));
    fills.sheets = entry.query;
    fills.sheets_name = entry.name;
    fills.sheets_at = entry.name_at.in(definition_);
    for (const auto& inner : entry.fill) place_entry(inner, rows, sheet);
  }

  FillValue value_of(const FillEntry& entry, const Shape& rows, int column, std::vector<int> through) const {
    return {std::move(through),       column,   rows.columns[static_cast<std::size_t>(column)].type, entry.as,
            entry.at.in(definition_), entry.key};
  }

  void place_value(const FillEntry& entry, const FormPlaces::Spot& spot, const Shape& rows) {
    const auto at = spot.area.first;
    const auto merged = places_.merge_at(spot.sheet, at);
    const bool whole = merged && merged->first == at && merged->last == spot.area.last;
    if (!(spot.area.last == at) && !whole)
      return error(entry.at, "bad-address",
                   text("`{}` — область, а запрос даёт одно значение",
                        "`{}` is an area, the query gives one value", entry.key),
                   text("для строк пишут `{}: {{rows: SELECT …}}`", "for rows write `{}: {{rows: SELECT …}}`",
                        entry.key));
    if (rows.columns.size() != 1)
      error(entry.at, "too-many-columns",
            text("запрос для `{}` даёт {} столбца, а ячейка одна",
                 "the query for `{}` gives {} columns for one cell", entry.key, rows.columns.size()));
    const auto value = value_of(entry, rows, 0, {entry.query});
    if (take(entry, spot.sheet, at, value))
      fills_[spot.sheet].values.emplace(std::pair(at.row, at.column), value);
  }

  void place_rows(const FillEntry& entry, const FormPlaces::Spot& spot, const Shape& rows) {
    const auto columns = columns_of(entry, spot, rows);
    auto& fills = fills_[spot.sheet];
    const int height = spot.area.last.row - spot.area.first.row + 1;
    for (int i = 0; i < height; ++i) {
      const int row = spot.area.first.row + i;
      FillRow made{entry.query, i, i + 1 < height ? 1 : -1, {}, entry.at.in(definition_), entry.key};
      for (const auto& [column, of_query] : columns) {
        const auto value = value_of(entry, rows, of_query, {});
        if (!take(entry, spot.sheet, {column, row}, value)) return;
        made.values.emplace(column, value);
      }
      if (const auto other = fills.rows.find(row); other != fills.rows.end()) {
        return error(
            entry.at, "filled-twice",
            text("строку {} уже заполняет `{}`", "row {} is filled by `{}` already", row, other->second.key),
            text("соедините запросы в один: у строки формы одна строка данных",
                 "join the queries: a row of the form takes one row of data"));
      }
      fills.rows.emplace(row, std::move(made));
    }
  }

  // Which column of the form takes which of the query.
  std::vector<std::pair<int, int>> columns_of(const FillEntry& entry, const FormPlaces::Spot& spot,
                                              const Shape& rows) {
    std::vector<std::pair<int, int>> columns;
    if (!entry.columns.empty()) {
      for (const auto& [letters, name, at] : entry.columns) {
        const auto end = parse_reference_end(utf8::upper(letters));
        const int of_query = rows.column(name);
        if (!end || end->row > 0)
          error(at, "bad-address", text("«{}» — не столбец", "“{}” is no column", letters),
                text("столбец пишут буквами: C", "a column is written in letters: C"));
        if (of_query < 0) {
          std::vector<std::string> known;
          for (const auto& column : rows.columns) known.push_back(column.name);
          error(at, "unknown-field", text("в запросе нет столбца `{}`", "the query has no column `{}`", name),
                suggestion(name, known));
        }
        if (end && end->row == 0 && of_query >= 0) columns.emplace_back(end->column, of_query);
      }
      return columns;
    }
    const bool open = spot.area.last.column == spot.area.first.column;
    int column = spot.area.first.column;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
      columns.emplace_back(column, static_cast<int>(i));
      const auto merged = places_.merge_at(spot.sheet, {column, spot.area.first.row});
      column = merged ? merged->last.column + 1 : column + 1;
    }
    if (!open && column - 1 != spot.area.last.column)
      error(entry.at, "too-many-columns",
            text("запрос для `{}` даёт столбцов: {}, они кончаются в {}, а область — в {}",
                 "the query for `{}` gives {} columns, which end in {}, the area in {}", entry.key,
                 rows.columns.size(), column_letters(column - 1), column_letters(spot.area.last.column)),
            text("назовите столбцы: `columns: {{C: имя}}`", "name the columns: `columns: {{C: name}}`"));
    return columns;
  }

  // True when the cell can be filled, and is not yet.
  bool take(const FillEntry& entry, std::size_t sheet, CellName cell, const FillValue& value) {
    const auto name = cell_name(cell);
    if (const auto* merged = places_.merge_at(sheet, cell); merged != nullptr && !(merged->first == cell)) {
      error(entry.at, "inside-merged",
            text("ячейка {} закрыта объединением {}", "the cell {} is covered by the merged cells {}", name,
                 words_of(*merged)),
            text("пишут в первую ячейку: {}", "write into the first one: {}", cell_name(merged->first)));
      return false;
    }
    const auto node = places_.cell(sheet, cell);
    if (node.child("f")) {
      error(entry.at, "fill-formula",
            text("в ячейке {} бланка формула: {}", "the cell {} of the blank holds a formula: {}", name,
                 node.child("f").text().get()),
            text("её считает сама форма; уберите место из `fill`",
                 "the form computes it itself; take the place out of `fill`"));
      return false;
    }
    auto& owner = owners_[{sheet, cell.row, cell.column}];
    if (!owner.empty()) {
      error(entry.at, "filled-twice",
            text("ячейку {} уже заполняет `{}`", "the cell {} is filled by `{}` already", name, owner));
      return false;
    }
    owner = entry.key;
    check_type(entry, node, name, value);
    return true;
  }

  void check_type(const FillEntry& entry, const Node& cell, const std::string& name, const FillValue& value) {
    if (!cell || value.as != bind::FillAs::kValue) return;
    const auto shows = styles_.shows(cell.attribute("s").as_int());
    const bool day = value.type == ColumnType::kDay;
    const bool number = value.type == ColumnType::kInteger || value.type == ColumnType::kNumber;
    if (day && shows == FormStyles::Shows::kNumber)
      error(entry.at, "type-mismatch",
            text("ячейка {} показывает числа, а запрос даёт день",
                 "the cell {} shows numbers, the query gives a day", name));
    if (number && shows == FormStyles::Shows::kDate)
      error(entry.at, "type-mismatch",
            text("ячейка {} показывает даты, а запрос даёт число",
                 "the cell {} shows dates, the query gives a number", name));
  }

  // ---------------------------------------------------------------- what the blank must say

  void check(const bind::FormExpectation& expected) {
    const auto spot = places_.find(expected.key, expected.at);
    if (!spot) return;
    const auto words = places_.said(places_.cell(spot->sheet, spot->area.first));
    if (squeezed(words) == squeezed(expected.words)) return;
    error(expected.at, "form-changed",
          text("бланк «{}» отличается от описанного: в {} стоит «{}», а ожидалось «{}»",
               "the blank “{}” differs from its description: {} says “{}”, expected was “{}”", file_,
               package_.sheets[spot->sheet].name + "!" + cell_name(spot->area.first), words, expected.words),
          text("проверьте места в `fill`: столбцы или строки бланка могли сдвинуться",
               "check the places in `fill`: columns or rows of the blank may have moved"));
  }

  // Spaces and breaks of lines do not tell blanks apart.
  static std::string squeezed(const std::string& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size();) {
      const auto begin = i;
      const char32_t c = utf8::next(words, i);
      const bool space = c == U' ' || c == U'\n' || c == U'\r' || c == U'\t' || c == U'\u00A0';
      if (!space) out += words.substr(begin, i - begin);
      if (space && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
  }

  const std::string& definition_;
  const FormPackage& package_;
  const std::string& file_;
  const Shape& shape_;
  Diagnostics& out_;
  FormPlaces places_;
  std::vector<SheetFills> fills_;
  FormStyles styles_;
  std::map<std::tuple<std::size_t, int, int>, std::string> owners_;
};

}  // namespace

std::vector<SheetFills> place_form_map(const bind::FormMap& map, const std::string& definition,
                                       const FormPackage& package, const std::string& file,
                                       const Shape& shape, Diagnostics& out) {
  if (map.empty()) return std::vector<SheetFills>(package.sheets.size());
  return MapPlacer(definition, package, file, shape, out).place(map);
}

}  // namespace svodka::render
