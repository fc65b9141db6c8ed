#pragma once

#include <string>

#include "render/form/form_values.h"

namespace svodka::render {

/// An operator of formulas (ECMA-376 part 1, 18.17.2.2) over two values. Throws CellFailure.
CellValue operate(const std::string& op, const CellValue& left, const CellValue& right);

/// A row or column stands for as many as there are; what is beyond is #N/A.
CellValue of_matrix(const CellMatrix& matrix, int row, int column);

/// A value as a cell shows it: an empty one as 0.
CellValue shown(CellValue value);

/// More than one value.
bool is_many(const Operand& operand);

}  // namespace svodka::render
