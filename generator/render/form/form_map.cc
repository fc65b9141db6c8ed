#include "render/form/form_map.h"

#include <algorithm>
#include <pugixml.hpp>
#include <tuple>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_styles.h"
#include "render/form/form_text.h"

namespace svodka::render {
namespace {

using bind::FillEntry;
using Node = pugi::xml_node;

bool inside(const FormArea& area, CellName cell) {
  return area.first.column <= cell.column && cell.column <= area.last.column && area.first.row <= cell.row &&
         cell.row <= area.last.row;
}

std::optional<FormArea> parse_form_area(std::string_view words) {
  const auto colon = words.find(':');
  const auto first = parse_cell(words.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : parse_cell(words.substr(colon + 1));
  if (!first || !last || first->column > last->column || first->row > last->row) return std::nullopt;
  return FormArea{*first, *last};
}

std::string words_of(const FormArea& area) {
  const auto first = cell_name(area.first), last = cell_name(area.last);
  return first == last ? first : first + ":" + last;
}

// A sheet of the blank as far as places in it are concerned.
struct BlankSheet {
  pugi::xml_document document;
  std::vector<FormArea> merged;
  std::map<std::pair<int, int>, Node> cells;  // by row and column
};

// A place that was found.
struct Spot {
  std::size_t sheet = 0;
  FormArea area;
};

class MapPlacer {
 public:
  MapPlacer(const std::string& definition, const FormPackage& package, const std::string& file,
            const Shape& shape, Diagnostics& out)
      : definition_(definition),
        package_(package),
        file_(file),
        shape_(shape),
        out_(out),
        sheets_(package.sheets.size()),
        fills_(package.sheets.size()),
        styles_(package.read(file, package.styles, out)) {
    pugi::xml_document strings;
    if (load_xml(package.read(file, package.strings, out), strings)) {
      for (const auto& runs : read_shared_strings(strings)) strings_.push_back(render::words_of(runs));
    }
    for (std::size_t i = 0; i < sheets_.size(); ++i) read_sheet(i);
    read_names();
  }

  std::vector<SheetFills> place(const bind::FormMap& map) {
    for (const auto& entry : map.fill) place_entry(entry, shape_, std::nullopt);
    for (const auto& expected : map.expect) check(expected);
    for (const auto& area : map.required) {
      if (const auto spot = find(area.key, area.at)) fills_[spot->sheet].required.push_back(spot->area);
    }
    return std::move(fills_);
  }

 private:
  void error(const Mark& at, std::string rule, Text message, Text hint = {}) {
    out_.error(at.in(definition_), std::move(rule), std::move(message), std::move(hint));
  }

  // ---------------------------------------------------------------- the blank

  void read_sheet(std::size_t index) {
    auto& sheet = sheets_[index];
    const auto xml = package_.read(file_, package_.sheets[index].part, out_);
    if (!load_xml(xml, sheet.document)) return;
    const auto root = sheet.document.document_element();
    for (const auto& node : root.child("mergeCells").children("mergeCell")) {
      if (const auto area = parse_form_area(node.attribute("ref").value())) sheet.merged.push_back(*area);
    }
    int row = 0;
    for (const auto& node : root.child("sheetData").children("row")) {
      row = node.attribute("r").as_int(row + 1);
      int column = 0;
      for (const auto& cell : node.children("c")) {
        const auto at = parse_cell(cell.attribute("r").value());
        column = at ? at->column : column + 1;
        sheet.cells[{row, column}] = cell;
      }
    }
  }

  // Defined names and tables that mean cells.
  void read_names() {
    pugi::xml_document workbook;
    if (!load_xml(package_.read(file_, package_.workbook, out_), workbook)) return;
    for (const auto& name : workbook.document_element().child("definedNames").children("definedName"))
      names_[name.attribute("name").value()] = name.text().get();
    for (std::size_t i = 0; i < package_.sheets.size(); ++i) {
      for (const auto& part : package_.sheets[i].tables) {
        pugi::xml_document table;
        if (!load_xml(package_.read(file_, part, out_), table)) continue;
        const auto root = table.document_element();
        auto area = parse_form_area(root.attribute("ref").value());
        if (!area) continue;
        area->first.row += root.attribute("headerRowCount").as_int(1);
        area->last.row -= root.attribute("totalsRowCount").as_int(0);
        names_[root.attribute("displayName").value()] =
            written_sheet(package_.sheets[i].name) + "!" + words_of(*area);
      }
    }
  }

  // ---------------------------------------------------------------- places

  std::optional<std::size_t> sheet_named(std::string name) const {
    if (name.size() > 1 && name.front() == '\'' && name.back() == '\'')
      name = name.substr(1, name.size() - 2);
    for (auto at = name.find("''"); at != std::string::npos; at = name.find("''", at + 1)) name.erase(at, 1);
    for (std::size_t i = 0; i < package_.sheets.size(); ++i) {
      if (utf8::lower(package_.sheets[i].name) == utf8::lower(name)) return i;
    }
    return std::nullopt;
  }

  void unknown_sheet(const std::string& name, const Mark& at) {
    std::vector<std::string> known;
    for (const auto& sheet : package_.sheets) known.push_back(sheet.name);
    auto hint = suggestion(name, known);
    if (hint.empty())
      hint = text("в бланке есть: {}", "the blank has: {}", fmt::format("{}", fmt::join(known, ", ")));
    error(at, "unknown-sheet",
          text("в бланке «{}» нет листа «{}»", "the blank “{}” has no sheet “{}”", file_, name),
          std::move(hint));
  }

  std::optional<Spot> find(const std::string& key, const Mark& at,
                           std::optional<std::size_t> own = std::nullopt) {
    std::string address = key;
    std::size_t sheet = own.value_or(0);
    const auto mark = key.rfind('!');
    if (mark != std::string::npos) {
      const auto found = sheet_named(key.substr(0, mark));
      if (!found) {
        unknown_sheet(key.substr(0, mark), at);
        return std::nullopt;
      }
      sheet = *found;
      address = key.substr(mark + 1);
    }
    address.erase(std::remove(address.begin(), address.end(), '$'), address.end());
    if (const auto area = parse_form_area(utf8::upper(address))) return Spot{sheet, *area};
    if (mark == std::string::npos) return find_name(key, at);
    error(at, "bad-address", text("«{}» — не адрес ячейки", "“{}” is no address of a cell", address),
          text("адрес пишут так: B7, A12:F31", "an address is written so: B7, A12:F31"));
    return std::nullopt;
  }

  std::optional<Spot> find_name(const std::string& key, const Mark& at) {
    std::vector<std::string> known;
    for (const auto& [name, words] : names_) {
      known.push_back(name);
      if (utf8::lower(name) != utf8::lower(key)) continue;
      const auto mark = words.rfind('!');
      const auto sheet = mark == std::string::npos ? std::nullopt : sheet_named(words.substr(0, mark));
      std::string address = mark == std::string::npos ? words : words.substr(mark + 1);
      address.erase(std::remove(address.begin(), address.end(), '$'), address.end());
      if (const auto area = parse_form_area(address); sheet && area) return Spot{*sheet, *area};
      error(at, "bad-address",
            text("имя `{}` в бланке означает «{}», а не ячейки",
                 "the name `{}` of the blank means “{}”, no cells", key, words));
      return std::nullopt;
    }
    auto hint = suggestion(key, known);
    if (hint.empty())
      hint = text("место — адрес (B7, Свод!A12), имя или таблица бланка",
                  "a place is an address (B7, Total!A12), a name or a table of the blank");
    error(at, "unknown-place",
          text("`{}` — не адрес, и такого имени в бланке нет",
               "`{}` is no address, and the blank has no such name", key),
          std::move(hint));
    return std::nullopt;
  }

  // ---------------------------------------------------------------- what fills them

  // `own`: the sheet that is repeated, for places inside of it.
  void place_entry(const FillEntry& entry, const Shape& scope, std::optional<std::size_t> own) {
    const auto section = static_cast<std::size_t>(entry.query);
    const auto& rows = scope.sections[section].shape;
    if (entry.kind == FillEntry::Kind::kSheets) return place_sheets(entry, rows);
    const auto spot = find(entry.key, entry.at, own);
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
    const auto sheet = sheet_named(entry.key);
    if (!sheet) return unknown_sheet(entry.key, entry.at);
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

  void place_value(const FillEntry& entry, const Spot& spot, const Shape& rows) {
    const auto at = spot.area.first;
    const auto merged = merge_at(spot.sheet, at);
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

  void place_rows(const FillEntry& entry, const Spot& spot, const Shape& rows) {
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
  std::vector<std::pair<int, int>> columns_of(const FillEntry& entry, const Spot& spot, const Shape& rows) {
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
      const auto merged = merge_at(spot.sheet, {column, spot.area.first.row});
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

  const FormArea* merge_at(std::size_t sheet, CellName cell) const {
    for (const auto& area : sheets_[sheet].merged) {
      if (inside(area, cell)) return &area;
    }
    return nullptr;
  }

  // True when the cell can be filled, and is not yet.
  bool take(const FillEntry& entry, std::size_t sheet, CellName cell, const FillValue& value) {
    const auto name = cell_name(cell);
    if (const auto* merged = merge_at(sheet, cell); merged != nullptr && !(merged->first == cell)) {
      error(entry.at, "inside-merged",
            text("ячейка {} закрыта объединением {}", "the cell {} is covered by the merged cells {}", name,
                 words_of(*merged)),
            text("пишут в первую ячейку: {}", "write into the first one: {}", cell_name(merged->first)));
      return false;
    }
    const auto found = sheets_[sheet].cells.find({cell.row, cell.column});
    if (found != sheets_[sheet].cells.end() && found->second.child("f")) {
      error(entry.at, "fill-formula",
            text("в ячейке {} бланка формула: {}", "the cell {} of the blank holds a formula: {}", name,
                 found->second.child("f").text().get()),
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
    check_type(entry, found == sheets_[sheet].cells.end() ? Node() : found->second, name, value);
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
    const auto spot = find(expected.key, expected.at);
    if (!spot) return;
    const auto found = sheets_[spot->sheet].cells.find({spot->area.first.row, spot->area.first.column});
    const auto words = found == sheets_[spot->sheet].cells.end() ? std::string() : said(found->second);
    if (squeezed(words) == squeezed(expected.words)) return;
    error(expected.at, "form-changed",
          text("бланк «{}» отличается от описанного: в {} стоит «{}», а ожидалось «{}»",
               "the blank “{}” differs from its description: {} says “{}”, expected was “{}”", file_,
               package_.sheets[spot->sheet].name + "!" + cell_name(spot->area.first), words, expected.words),
          text("проверьте места в `fill`: столбцы или строки бланка могли сдвинуться",
               "check the places in `fill`: columns or rows of the blank may have moved"));
  }

  std::string said(const Node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return render::words_of(read_runs(cell.child("is")));
    if (type != "s") return cell.child("v").text().get();
    const auto index = cell.child("v").text().as_ullong();
    return index < strings_.size() ? strings_[index] : std::string();
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
  std::vector<BlankSheet> sheets_;
  std::vector<SheetFills> fills_;
  FormStyles styles_;
  std::vector<std::string> strings_;
  std::map<std::string, std::string> names_;
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
