#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "render/form/form_values.h"

namespace svodka::render {

/// What functions ask of the workbook.
class Cells {
 public:
  virtual ~Cells() = default;
  virtual CellValue value(int sheet, int column, int row) = 0;
  /// Calls `see` with each cell of the area that is not empty.
  virtual void each(const CellArea& area,
                    const std::function<void(int column, int row, const CellValue&)>& see) = 0;
  /// The row is hidden; the cell's formula is a subtotal itself.
  virtual bool is_hidden(int sheet, int row) = 0;
  virtual bool is_subtotal(int sheet, int column, int row) = 0;
};

/// A call whose arguments are there. IF and its kin, which may leave arguments alone, are not among them.
/// Throws NotComputable for a function that it does not know, CellFailure for an error.
Operand call_function(std::string_view name, std::vector<Operand>& arguments, Cells& cells);

/// True for a function that takes arrays where others take one value: SUMPRODUCT.
bool takes_arrays(std::string_view name);

/// The one value of an operand; of several cells #VALUE!.
CellValue single(const Operand& operand, Cells& cells);

/// The values of an operand in rows and columns. Of whole columns: down to the last cell that is not empty.
CellMatrix matrix_of(const Operand& operand, Cells& cells);

}  // namespace svodka::render
