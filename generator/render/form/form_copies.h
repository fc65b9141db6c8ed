#pragma once

#include <map>
#include <string>
#include <vector>

#include "render/form/form_formula.h"
#include "render/form/form_package.h"

namespace svodka::render {

/// A sheet of a filled workbook with its own parts.
struct SheetOfForm {
  SheetPart part;        ///< the first one keeps the parts of the blank
  std::string relation;  ///< by which the workbook knows it
};

/// The sheets of a filled workbook, by the blank's sheet (of FormPackage::sheets).
using SheetsOfForm = std::vector<std::vector<SheetOfForm>>;

/// Makes parts for sheets that are repeated: each copy gets its own of all that belongs to the sheet (but for
/// pictures, which they share), tables get new names, which `plans` is told. The parts of sheets that went
/// are taken out. `plans` says how many there are of each.
SheetsOfForm copy_sheets(FormPackage& package, const std::string& file, SheetPlans& plans, Diagnostics& out);

/// The workbook's own part for these sheets: tabs, views, defined names, and no remembered results: it is
/// computed when it is opened (ECMA-376 part 1, 18.2.2).
std::string moved_workbook(const std::string& xml, const FormPackage& blank, const SheetsOfForm& sheets,
                           const SheetPlans& plans);

/// Links of cells, as their part of a sheet and as relations of it.
struct SheetLink;
void add_links(FormPackage& package, const std::string& file, const std::string& sheet_part, std::string& xml,
               const std::vector<SheetLink>& links, Diagnostics& out);

}  // namespace svodka::render
