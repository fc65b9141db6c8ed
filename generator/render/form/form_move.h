#pragma once

#include <string>

#include "render/form/form_formula.h"

namespace svodka::render {

/// A sheet whose parts are moved: by its lower-case name in the blank, which of its copies.
struct MovedSheet {
  std::string name;
  std::size_t copy = 0;
  const SheetPlan& plan;
  const SheetPlans& plans;

  FormulaPlace place(CellName cell = {}) const { return {name, copy, cell}; }
};

/// Moves what a worksheet says of its cells outside of sheetData (ECMA-376 part 1, 18.3.1.99): merged cells
/// and hyperlinks are copied with repeated rows and columns; the areas of conditional formats, validations,
/// protected ranges and filters grow, their formulas move; views, page breaks, sparklines, the widths of
/// columns, the dimension. `xml` is the part with an empty `sheetData`.
std::string moved_sheet_part(const std::string& xml, const MovedSheet& sheet);

/// The other parts that speak of cells, of the same sheet.
std::string moved_table(const std::string& xml, const MovedSheet& sheet);
std::string moved_comments(const std::string& xml, const SheetPlan& plan);
std::string moved_vml(const std::string& xml, const SheetPlan& plan);
std::string moved_drawing(const std::string& xml, const SheetPlan& plan);
/// References of a chart on a sheet to sheets of `plans`; what it remembers of their cells is taken away, for
/// they have changed. A chart of other sheets stays as it is.
std::string moved_chart(const std::string& xml, const FormulaPlace& place, const SheetPlans& plans);
/// The cells that a pivot table is made of, when they are of `plans`; it is made anew when it is opened.
std::string moved_pivot_cache(const std::string& xml, const SheetPlans& plans);

/// Areas as a `sqref` names them ("B5:C5 E7") where they have moved to; repeated ones grow together. ""
/// when all their rows went.
std::string moved_areas(const std::string& areas, const SheetPlan& plan);

}  // namespace svodka::render
