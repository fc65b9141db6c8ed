#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/form/form_plan.h"

namespace svodka::render {

/// A cell, columns and rows counted from 1.
struct CellName {
  int column = 0, row = 0;
  friend bool operator==(const CellName&, const CellName&) = default;
};

/// One end of a reference: a cell, or a whole row or column.
struct ReferenceEnd {
  int column = 0, row = 0;  ///< 0: not said
  bool column_absolute = false, row_absolute = false;

  bool is_cell() const { return column > 0 && row > 0; }
};

/// "$B$7", "B", "$7" whole; nothing for other words.
std::optional<ReferenceEnd> parse_reference_end(std::string_view words);

/// "B7" ("$B$7" too); nothing for what is no cell of a worksheet.
std::optional<CellName> parse_cell(std::string_view name);
std::string column_letters(int column);
std::string cell_name(CellName cell);

/// A sheet of a filled form: its name, and what became of its rows and columns. Tables of a copied sheet have
/// other names than in the blank: `tables` leads from one to the other (lower case to what is written).
struct SheetCopy {
  std::string name;
  const SheetPlan* plan = nullptr;
  std::map<std::string, std::string> tables;
};

/// What the sheets of a blank became, by their name in it (lower case): usually one copy each, more where a
/// sheet is repeated, none where it went. A sheet that is not here is as it was.
using SheetPlans = std::map<std::string, std::vector<SheetCopy>>;

/// Where a formula stands: in the copy `copy` of the blank's sheet `sheet` (lower case; "": in none, as of a
/// defined name or a chart), in a made cell (0: in none).
struct FormulaPlace {
  std::string sheet;
  std::size_t copy = 0;
  CellName cell;
};

/// Rewrites the references of a formula, as `<f>` holds it (A1 notation, English names, no leading '='), for
/// where their cells have moved. Only true references change: `B7`, `$B$7`, `B5:B9`, `5:9`, `B:C`, also with
/// a sheet before them (`'Лист 1'!B7`; `Январь:Март!B7` when all these sheets moved alike). Left as they are:
/// references into other workbooks (`[1]Лист!B7`), structured ones (`План[[#Totals],[факт]]`, `[@факт]`),
/// names, functions, texts, errors, array constants. A reference whose rows all went leads to an empty cell
/// of the last row of the sheet, so that a sum over no rows is 0 and not #REF!.
///
/// A reference to a repeated sheet means its own copy inside of one, else the first; standing alone as an
/// argument of SUM and its kin it means all copies (`'А:Я'!B7`).
///
/// Why not ixion or orcus: both print a formula anew from what they understood of it, and lose structured
/// references, spaces and what they do not know.
///
/// `single` says what a reference to one cell of a repeated row becomes, seen from outside: the first copy,
/// as in a cell's formula, or all of them, as in a chart's series.
enum class SingleReference { kFirst, kAll };
std::string moved_formula(std::string_view formula, const FormulaPlace& place, const SheetPlans& plans,
                          SingleReference single = SingleReference::kFirst);

/// The name of a sheet as it stands before the '!' of a reference: in quotes when it needs them.
std::string written_sheet(const std::string& name);

/// The formula of another cell that shares it (ECMA-376 part 1, 18.3.1.40, `t="shared"`): relative references
/// shifted by so many columns and rows. One that leaves the sheet becomes #REF!, as in Excel.
std::string shifted_formula(std::string_view formula, int columns, int rows);

}  // namespace svodka::render
