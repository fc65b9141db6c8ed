#pragma once

#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand/expand.h"
#include "render/form/form_styles.h"
#include "render/form/form_text.h"

namespace svodka::render {

/// A cell that is one marker, and so takes its value's type.
struct TypedCell {
  std::string name;  ///< "B7" in the blank
  int style = 0, dated_style = 0;
  ColumnType type = ColumnType::kUnknown;
};

/// A worksheet of a blank, its cells compiled. The expanded body is the inside of `sheetData`: each row
/// begins
/// `<row r="5"`, each cell `<c r="B5"`, with the places that they have in the blank, and instructions
/// `<?svodka-row …?>` tell form_fill.h where repetitions begin ("a") and end ("z"), and which rows of the
/// blank have no cells ("g FIRST COUNT").
struct CompiledSheet {
  std::string name;
  std::string head, tail;  ///< the part round the inside of sheetData
  std::shared_ptr<const Expander> expander;
  std::map<int, TypedCell> cells;  ///< by value slot
  std::vector<bind::MarkerUse> uses;
  bool has_markers = false, has_formulas = false, has_sections = false;
};

/// What compiling a sheet needs of its workbook.
struct SheetContext {
  std::string file;   ///< of the blank, for findings
  std::string sheet;  ///< its name
  const std::vector<std::vector<TextRun>>* strings = nullptr;
  FormStyles* styles = nullptr;
};

/// Compiles the part of a worksheet (ECMA-376 part 1, 18.3.1.99).
///
/// A section whose markers stand in one cell repeats words in it. Markers in different cells take in whole
/// rows, from that of the opening one to that of the closing one; every cell of these rows is inside. An
/// empty list leaves its rows blank once (without texts that have markers, and without formulas), unless its
/// marker says `remove` or the sheet says what to show instead (`{{^list}}`).
///
/// Mistakes of the markers are findings at the cell; nothing is returned when there is one.
std::optional<CompiledSheet> compile_sheet(const SheetContext& context, const std::string& xml,
                                           const Shape& shape, Diagnostics& out);

}  // namespace svodka::render
