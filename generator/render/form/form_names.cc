#include "render/form/form_names.h"

#include <pugixml.hpp>

#include "base/utf8.h"
#include "render/expand/xml.h"

namespace svodka::render {

FormulaNames::FormulaNames(const std::vector<MadeSheet>& sheets, const std::string& workbook,
                           const std::vector<MadeTable>& tables) {
  for (std::size_t i = 0; i < sheets.size(); ++i) sheets_[utf8::lower(sheets[i].name)] = static_cast<int>(i);
  for (const auto& table : tables) read_table(table.xml, table.sheet, tables_);
  pugi::xml_document document;
  if (!load_xml(workbook, document)) return;
  for (const auto& name : document.document_element().child("definedNames").children("definedName"))
    names_[{utf8::lower(name.attribute("name").value()), name.attribute("localSheetId").as_int(-1)}] =
        name.text().get();
}

int FormulaNames::sheet(const std::string& name) const {
  const auto found = sheets_.find(utf8::lower(name));
  if (found == sheets_.end()) throw CellFailure{CellError::kReference};
  return found->second;
}

std::vector<CellArea> FormulaNames::areas(const Expression& e, int own) const {
  int first = own, last = own;
  if (const auto colon = e.sheet.find(':'); colon != std::string::npos) {
    first = sheet(e.sheet.substr(0, colon));
    last = sheet(e.sheet.substr(colon + 1));
    if (first > last) std::swap(first, last);
  } else if (!e.sheet.empty()) {
    first = last = sheet(e.sheet);
  }
  std::vector<CellArea> all;
  for (int i = first; i <= last; ++i)
    all.push_back({i, e.first_column, e.first_row, e.last_column, e.last_row});
  return all;
}

CellArea FormulaNames::table_area(const Expression& e, int own, int column, int row) const {
  if (!e.sheet.empty()) {
    const auto* named = table(utf8::lower(e.sheet));
    if (named == nullptr) throw NotComputable();
    return structured_area(*named, e.words, row);
  }
  for (const auto& [name, each] : tables_) {
    const auto& area = each.area;
    if (area.sheet == own && area.first_row <= row && row <= area.last_row && area.first_column <= column &&
        column <= area.last_column)
      return structured_area(each, e.words, row);
  }
  throw NotComputable();
}

const TableArea* FormulaNames::table(const std::string& lower_name) const {
  const auto found = tables_.find(lower_name);
  return found == tables_.end() ? nullptr : &found->second;
}

const std::string& FormulaNames::formula(const Expression& e, int own) const {
  auto found = names_.find({e.words, e.sheet.empty() ? own : sheet(e.sheet)});
  if (found == names_.end()) found = names_.find({e.words, -1});
  if (found == names_.end()) throw CellFailure{CellError::kName};
  return found->second;
}

}  // namespace svodka::render
