#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "bind/markers.h"
#include "render/form/form_formula.h"
#include "render/form/form_map.h"
#include "render/form/form_sheet.h"
#include "render/form/form_text.h"

namespace svodka::render {

/// A marker of a cell: in its words, or one of a section round whole rows or columns.
struct CellMarker {
  enum class Scope { kWords, kRows, kColumns };
  bind::Marker marker;
  Scope scope = Scope::kWords;
};

/// A cell of a blank. `node` is null for one that the blank does not have and the map fills.
struct BlankCell {
  pugi::xml_node node;
  CellName at;
  int style = 0;
  std::vector<TextRun> runs;
  std::vector<CellMarker> markers;
  const FillValue* fill = nullptr;

  bool has_formula() const { return static_cast<bool>(node.child("f")); }
};

/// Columns [first, last] that a section of a row repeats.
struct ColumnSpan {
  int first = 0, last = 0;
};

struct BlankRow {
  pugi::xml_node node;
  int number = 0;
  std::vector<BlankCell> cells;
  std::vector<ColumnSpan> columns;  ///< outermost, from the left
  const FillRow* fill = nullptr;
};

/// Reads the rows of a worksheet (ECMA-376 part 1, 18.3.1.80) with the cells that `context.fills` adds.
/// Formulas that share a text get one each, for their cells will part. Sections over columns that do not end
/// in their row, and mistakes in markers: findings at the cell.
std::vector<BlankRow> read_blank_rows(const pugi::xml_document& sheet, const SheetContext& context,
                                      Diagnostics& out);

/// True for a marker that begins a section.
bool opens_section(const bind::Marker& marker);

/// The option of a section's marker, `{{#list:columns}}`.
bool has_option(const bind::Marker& marker, bind::SectionOption option);

}  // namespace svodka::render
