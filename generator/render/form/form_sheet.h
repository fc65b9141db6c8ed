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
#include "render/form/form_scope.h"
#include "render/form/form_styles.h"
#include "render/form/form_text.h"

namespace svodka::render {

/// A cell that is one marker, or that the map fills, and so takes its value's type.
struct TypedCell {
  enum class Use {
    kValue,
    kText,       ///< as a text whatever it is: "007"
    kFormula,    ///< the value is a formula
    kLink,       ///< the value is an address that the cell leads to
    kInFormula,  ///< the value stands in a formula of the blank
  };
  std::string name;  ///< "B7" in the blank
  int style = 0, dated_style = 0;
  ColumnType type = ColumnType::kUnknown;
  Use use = Use::kValue;
};

/// A worksheet of a blank, its cells compiled. The expanded body is the inside of `sheetData`, for each sheet
/// that it becomes (form_scope.h): each row begins `<row r="5"`, each cell `<c r="B5"`, with the places that
/// they have in the blank, and instructions tell what form_fill.h must know:
///
///     <?svodka-row a?> <?svodka-row z?>         a repetition of rows begins, ends
///     <?svodka-row g FIRST COUNT?>              rows of the blank that have no cells
///     <?svodka-row [ FIRST LAST?> … <?svodka-row ]?>   in a row: these columns are repeated
///     <?svodka-row A?> <?svodka-row Z?>         in these: a repetition of columns begins, ends
///     <?svodka-row c COLUMN?>                   in these: the next column
///     <?svodka-row l ADDRESS?>                  behind a cell: it leads there
struct CompiledSheet {
  std::string name;
  std::string head, tail;  ///< the part round the inside of sheetData
  std::shared_ptr<const Expander> expander;
  std::map<int, TypedCell> cells;  ///< by value slot
  std::vector<bind::MarkerUse> uses;
  bool has_markers = false, has_formulas = false;
  std::map<int, int> columns;  ///< that sections repeat: the first and the last of each
  bool repeats = false;        ///< it becomes any number of sheets
  bool names = false;          ///< it gets another name
};

/// What compiling a sheet needs of its workbook.
struct SheetContext {
  std::string file;   ///< of the blank, for findings
  std::string sheet;  ///< its name
  const std::vector<std::vector<TextRun>>* strings = nullptr;
  FormStyles* styles = nullptr;
  const SheetFills* fills = nullptr;  ///< what the map says of it
  const SheetScope* scope = nullptr;
};

/// Compiles the part of a worksheet (ECMA-376 part 1, 18.3.1.99).
///
/// A section whose markers stand in one cell repeats words in it. Markers in different cells take in whole
/// rows, from that of the opening one to that of the closing one; every cell of these rows is inside.
/// `{{#list:columns}}` repeats the columns from its cell to that of the closing marker; rows without such
/// markers are repeated with them. An empty list leaves its rows blank once (without texts that have markers,
/// and without formulas), unless its marker says `remove` or the sheet says what to show instead
/// (`{{^list}}`); its columns go.
///
/// Mistakes of the markers are findings at the cell; nothing is returned when there is one.
std::optional<CompiledSheet> compile_sheet(const SheetContext& context, const std::string& xml,
                                           const Shape& shape, Diagnostics& out);

}  // namespace svodka::render
