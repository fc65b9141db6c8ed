#pragma once

#include <string>
#include <vector>

#include "render/form/form_formula.h"
#include "render/form/form_plan.h"
#include "render/form/form_sheet.h"

namespace svodka::render {

/// A sheet over one document's data, its cells still named as in the blank.
struct FilledSheet {
  const CompiledSheet* sheet = nullptr;
  std::string name;  ///< what its name became; Excel may refuse it
  std::string rows;  ///< the inside of sheetData with the marks of CompiledSheet
  SheetPlan plan;
};

/// A cell that leads to an address.
struct SheetLink {
  CellName cell;
  std::string address;
};

struct WrittenRows {
  std::string xml;
  std::vector<SheetLink> links;
};

/// Expands a compiled sheet; a repeated one gives any number. `file` names the blank, `from_1904` its date
/// system (`date1904`). Values that a cell cannot hold (text over 32,767 characters, infinite numbers),
/// addresses that no cell may lead to, rows with different numbers of repeated columns, and more rows or
/// columns than a sheet has, are findings at the cell.
std::vector<FilledSheet> fill_sheet(const CompiledSheet& sheet, const std::string& file, bool from_1904,
                                    const Row& root, Diagnostics& out);

/// The inside of sheetData with every row and cell in its new place and every formula rewritten, for copy
/// `copy` of the blank's sheet. Takes the marks away. A table of what-if values (`t="dataTable"`) that would
/// have to move is a finding.
WrittenRows written_rows(const FilledSheet& filled, std::size_t copy, const std::string& file,
                         const SheetPlans& plans, Diagnostics& out);

}  // namespace svodka::render
