#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "render/form/form_values.h"

namespace svodka::render {

/// A formula of a sheet; of an array formula its area.
struct CellFormula {
  enum class State { kNew, kComputing, kDone, kUnknown };
  std::string words;
  int sheet = 0;
  CellArea area;  ///< the cells that show its result; its first one is where it stands
  bool array = false;
  bool readable = true;  ///< not a data table
  State state = State::kNew;
  CellMatrix result;
};

/// A cell that is not empty.
struct CellContent {
  int column = 0, row = 0;
  CellValue value;
  int formula = -1;        ///< in the list of all formulas
  std::size_t offset = 0;  ///< of its `<c` in the part
};

/// The cells of a worksheet (ECMA-376 part 1, 18.3.1.4), those of one column together.
class SheetCells {
 public:
  /// Adds the sheet's formulas to `formulas`.
  void read(const std::string& xml, int sheet, const std::vector<std::string>& strings,
            std::vector<CellFormula>& formulas);

  const CellContent* find(int column, int row) const;
  const std::vector<CellContent>& all() const { return cells_; }
  bool is_hidden(int row) const { return hidden_.contains(row); }
  /// The first cell of the column at `row` or below; may be one past the last, or of a later column.
  std::vector<CellContent>::const_iterator from(int column, int row) const;

 private:
  std::vector<CellContent> cells_;
  std::set<int> hidden_;
};

/// A table as structured references name it.
struct TableArea {
  CellArea area;
  int header_rows = 1, totals_rows = 0;
  std::vector<std::string> columns;  ///< lower case
  std::string name;                  ///< as the table has it
};

/// By name, lower case.
using TableAreas = std::map<std::string, TableArea>;

/// Reads the part of a table (18.5.1.2) into `tables`.
void read_table(const std::string& xml, int sheet, TableAreas& tables);

/// The cells that `table[words]` means in row `row`. Throws NotComputable or CellFailure.
CellArea structured_area(const TableArea& table, const std::string& words, int row);

/// The sheet with the results of its formulas.
std::string with_results(const std::string& xml, const SheetCells& cells,
                         const std::vector<CellFormula>& formulas);

}  // namespace svodka::render
