#pragma once

#include <string>

#include "render/form/form_formula.h"

namespace svodka::render {

/// Moves what a worksheet says of its cells outside of sheetData (ECMA-376 part 1, 18.3.1.99): merged cells
/// and hyperlinks are copied with repeated rows; the areas of conditional formats, validations, protected
/// ranges and filters grow, their formulas move; views, page breaks, sparklines, the dimension. `xml` is the
/// part with an empty `sheetData`.
std::string moved_sheet_part(const std::string& xml, const std::string& sheet, const RowPlan& plan,
                             const SheetPlans& plans);

/// The other parts that speak of cells. `sheet` is the one that a part belongs to.
std::string moved_table(const std::string& xml, const std::string& sheet, const RowPlan& plan);
std::string moved_comments(const std::string& xml, const RowPlan& plan);
std::string moved_vml(const std::string& xml, const RowPlan& plan);
std::string moved_drawing(const std::string& xml, const RowPlan& plan);
/// References of a chart; what it remembers of the cells is taken away, for they have changed.
std::string moved_chart(const std::string& xml, const SheetPlans& plans);
std::string moved_pivot_cache(const std::string& xml, const SheetPlans& plans);
/// Defined names, and no remembered results: the workbook is computed when it is opened (18.2.2).
std::string moved_workbook(const std::string& xml, const SheetPlans& plans);

/// Areas as a `sqref` names them ("B5:C5 E7") where they have moved to; repeated ones grow together. ""
/// when all their rows went.
std::string moved_areas(const std::string& areas, const RowPlan& plan);

}  // namespace svodka::render
