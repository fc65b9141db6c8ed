#pragma once

#include <string>
#include <vector>

#include "render/form/form_formula.h"
#include "render/form/form_plan.h"
#include "render/form/form_sheet.h"

namespace svodka::render {

/// A sheet over one document's data, its rows still numbered as in the blank.
struct FilledSheet {
  const CompiledSheet* sheet = nullptr;
  std::string rows;  ///< the inside of sheetData with the marks of CompiledSheet
  RowPlan plan;
};

/// Expands a compiled sheet. `file` names the blank, `from_1904` its date system (`date1904`). Values that a
/// cell cannot hold (text over 32,767 characters, infinite numbers), and more rows than a sheet has, are
/// findings at the cell.
FilledSheet fill_sheet(const CompiledSheet& sheet, const std::string& file, bool from_1904, const Row& root,
                       Diagnostics& out);

/// The inside of sheetData with every row and cell in its new place and every formula rewritten. Takes the
/// marks away. A table of what-if values (`t="dataTable"`) that would have to move is a finding.
std::string written_rows(const FilledSheet& filled, const std::string& file, const SheetPlans& plans,
                         Diagnostics& out);

}  // namespace svodka::render
