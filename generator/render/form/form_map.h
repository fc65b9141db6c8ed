#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/form_map.h"
#include "render/form/form_formula.h"
#include "render/form/form_package.h"

namespace svodka::render {

/// A value that a form's map puts into a cell: a column of the first row of a query's rows (`through`), or of
/// the row that is open.
struct FillValue {
  std::vector<int> through;
  int column = 0;
  ColumnType type = ColumnType::kUnknown;
  bind::FillAs as = bind::FillAs::kValue;
  Position at;      ///< in the definition
  std::string key;  ///< as the definition has it
};

/// A row of the blank that takes rows [first, first + count) of a query (-1: all that are left, a row of the
/// form each).
struct FillRow {
  int section = 0, first = 0, count = -1;
  std::map<int, FillValue> values;  ///< by column
  Position at;
  std::string key;
};

/// Cells of the blank, from 1.
struct FormArea {
  CellName first, last;
};

/// What the map of a form says of one sheet.
struct SheetFills {
  std::map<std::pair<int, int>, FillValue> values;  ///< by row and column
  std::map<int, FillRow> rows;
  std::optional<int> sheets;  ///< a section: the sheet is repeated for each of its rows
  std::string sheets_name;    ///< pattern of their names
  Position sheets_at;
  std::vector<FormArea> required;  ///< cells that must not stay empty

  bool fills() const { return !values.empty() || !rows.empty() || sheets.has_value(); }
};

/// Finds the places of a map in a blank: by sheet, in the order of FormPackage::sheets. Sheets, addresses and
/// names that are not there, cells inside of merged ones or with formulas, places that are filled twice,
/// queries with too many or too few columns, days into cells of numbers, and cells that say something else
/// than `expect` has: findings, all of them, at the definition `file`.
std::vector<SheetFills> place_form_map(const bind::FormMap& map, const std::string& definition,
                                       const FormPackage& package, const std::string& file,
                                       const Shape& shape, Diagnostics& out);

}  // namespace svodka::render
