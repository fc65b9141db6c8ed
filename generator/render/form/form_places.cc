#include "render/form/form_places.h"

#include <algorithm>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_text.h"

namespace svodka::render {
namespace {

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

}  // namespace

std::string words_of(const FormArea& area) {
  const auto first = cell_name(area.first), last = cell_name(area.last);
  return first == last ? first : first + ":" + last;
}

FormPlaces::FormPlaces(const std::string& definition, const FormPackage& package, const std::string& file,
                       Diagnostics& out)
    : definition_(definition), package_(package), file_(file), out_(out), sheets_(package.sheets.size()) {
  pugi::xml_document strings;
  if (load_xml(package.read(file, package.strings, out), strings)) {
    for (const auto& runs : read_shared_strings(strings)) strings_.push_back(render::words_of(runs));
  }
  for (std::size_t i = 0; i < sheets_.size(); ++i) read_sheet(i);
  read_names();
}

void FormPlaces::error(const Mark& at, std::string rule, Text message, Text hint) const {
  out_.error(at.in(definition_), std::move(rule), std::move(message), std::move(hint));
}

void FormPlaces::read_sheet(std::size_t index) {
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
void FormPlaces::read_names() {
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

std::optional<std::size_t> FormPlaces::sheet_named(std::string name) const {
  if (name.size() > 1 && name.front() == '\'' && name.back() == '\'') name = name.substr(1, name.size() - 2);
  for (auto at = name.find("''"); at != std::string::npos; at = name.find("''", at + 1)) name.erase(at, 1);
  for (std::size_t i = 0; i < package_.sheets.size(); ++i) {
    if (utf8::lower(package_.sheets[i].name) == utf8::lower(name)) return i;
  }
  return std::nullopt;
}

void FormPlaces::report_unknown_sheet(const std::string& name, const Mark& at) const {
  std::vector<std::string> known;
  for (const auto& sheet : package_.sheets) known.push_back(sheet.name);
  auto hint = suggestion(name, known);
  if (hint.empty())
    hint = text("в бланке есть: {}", "the blank has: {}", fmt::format("{}", fmt::join(known, ", ")));
  error(at, "unknown-sheet",
        text("в бланке «{}» нет листа «{}»", "the blank “{}” has no sheet “{}”", file_, name),
        std::move(hint));
}

std::optional<FormPlaces::Spot> FormPlaces::find(const std::string& key, const Mark& at,
                                                 std::optional<std::size_t> own) const {
  std::string address = key;
  std::size_t sheet = own.value_or(0);
  const auto mark = key.rfind('!');
  if (mark != std::string::npos) {
    const auto found = sheet_named(key.substr(0, mark));
    if (!found) {
      report_unknown_sheet(key.substr(0, mark), at);
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

std::optional<FormPlaces::Spot> FormPlaces::find_name(const std::string& key, const Mark& at) const {
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

const FormArea* FormPlaces::merge_at(std::size_t sheet, CellName cell) const {
  for (const auto& area : sheets_[sheet].merged) {
    if (inside(area, cell)) return &area;
  }
  return nullptr;
}

std::string FormPlaces::said(const Node& cell) const {
  const std::string_view type = cell.attribute("t").value();
  if (type == "inlineStr") return render::words_of(read_runs(cell.child("is")));
  if (type != "s") return cell.child("v").text().get();
  const auto index = cell.child("v").text().as_ullong();
  return index < strings_.size() ? strings_[index] : std::string();
}

pugi::xml_node FormPlaces::cell(std::size_t sheet, CellName at) const {
  const auto found = sheets_[sheet].cells.find({at.row, at.column});
  return found == sheets_[sheet].cells.end() ? Node() : found->second;
}

}  // namespace svodka::render
