#include "render/form/form_operate.h"

#include <cmath>

namespace svodka::render {

CellValue operate(const std::string& op, const CellValue& left, const CellValue& right) {
  if (op == "&") return to_words(left) + to_words(right);
  if (op == "+") return checked(near_sum(to_number(left), to_number(right)));
  if (op == "-") return checked(near_sum(to_number(left), -to_number(right)));
  if (op == "*") return checked(to_number(left) * to_number(right));
  if (op == "/") {
    const double above = to_number(left), below = to_number(right);
    if (below == 0) throw CellFailure{CellError::kDivision};
    return checked(above / below);
  }
  if (op == "^") return checked(std::pow(to_number(left), to_number(right)));
  const int order = compare(left, right);
  if (op == "=") return order == 0;
  if (op == "<>") return order != 0;
  if (op == "<") return order < 0;
  if (op == "<=") return order <= 0;
  return op == ">" ? order > 0 : order >= 0;
}

CellValue of_matrix(const CellMatrix& matrix, int row, int column) {
  const int r = matrix.rows == 1 ? 0 : row, c = matrix.columns == 1 ? 0 : column;
  if (r >= matrix.rows || c >= matrix.columns) return CellError::kNotAvailable;
  return matrix.at(r, c);
}

CellValue shown(CellValue value) {
  if (std::holds_alternative<std::monostate>(value)) return 0.0;
  return value;
}

bool is_many(const Operand& operand) {
  if (std::holds_alternative<CellMatrix>(operand)) return true;
  const auto* all = std::get_if<std::vector<CellArea>>(&operand);
  return all != nullptr && (all->size() != 1 || all->front().rows() > 1 || all->front().columns() > 1);
}

}  // namespace svodka::render
