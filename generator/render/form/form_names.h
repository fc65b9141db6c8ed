#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "render/form/form_cells.h"
#include "render/form/form_compute.h"
#include "render/form/form_expression.h"

namespace svodka::render {

/// What formulas of a workbook may name besides cells: its sheets, defined names, tables. Case does not
/// matter.
class FormulaNames {
 public:
  /// `workbook` is the part with the defined names (18.2.6).
  FormulaNames(const std::vector<MadeSheet>& sheets, const std::string& workbook,
               const std::vector<MadeTable>& tables);

  /// The number of a sheet. Throws CellFailure (#REF!).
  int sheet(const std::string& name) const;
  /// The areas of a reference on `own` or the sheets that it names: one a sheet.
  std::vector<CellArea> areas(const Expression& reference, int own) const;
  /// The cells of a structured reference that stands at a place. Throws NotComputable.
  CellArea table_area(const Expression& reference, int own, int column, int row) const;
  /// A table, whole, by its name alone; nothing when there is none.
  const TableArea* table(const std::string& lower_name) const;
  /// The formula of a defined name, which may be a sheet's own. Throws CellFailure (#NAME?).
  const std::string& formula(const Expression& name, int own) const;

 private:
  std::map<std::string, int> sheets_;
  std::map<std::pair<std::string, int>, std::string> names_;  ///< with the sheet that a name is for, or -1
  TableAreas tables_;
};

}  // namespace svodka::render
