#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "render/form/form_expression.h"

namespace svodka::render {

/// What a cell of a computed workbook holds; monostate is an empty one.
using CellValue = std::variant<std::monostate, double, std::string, bool, CellError>;

/// Thrown when a result cannot be told: a function that is not known, a value that differs between languages
/// of Excel ("0,5" or "0.5"), a circle. The cell then gets no result.
struct NotComputable {};

/// Thrown to end an operation with an error that the cell shows.
struct CellFailure {
  CellError error;
};

/// Cells of one sheet, from 1.
struct CellArea {
  int sheet = 0;
  int first_column = 1, first_row = 1, last_column = 1, last_row = 1;

  int columns() const { return last_column - first_column + 1; }
  int rows() const { return last_row - first_row + 1; }
};

/// Values in rows and columns.
struct CellMatrix {
  int rows = 0, columns = 0;
  std::vector<CellValue> values;

  const CellValue& at(int row, int column) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }
};

/// What a part of a formula comes to: a value, cells (of several sheets: `A:B!C1`), or values in rows.
using Operand = std::variant<CellValue, std::vector<CellArea>, CellMatrix>;

/// A value as an operation wants it. An empty cell is 0, "" and FALSE; an error ends the operation.
double to_number(const CellValue& value);
std::string to_words(const CellValue& value);
bool to_truth(const CellValue& value);

/// -1, 0, 1 as Excel orders values: numbers before texts before truth values; texts without capitals.
int compare(const CellValue& left, const CellValue& right);

/// Equal but for what binary fractions lose (about 15 digits).
bool nearly_equal(double left, double right);
/// The sum, 0 where it is only what binary fractions left over.
double near_sum(double left, double right);

/// A number that a cell can hold; else #NUM!.
double checked(double number);

/// A condition of COUNTIF and its kin: ">5", "<>нет", "Ш*".
class Criterion {
 public:
  explicit Criterion(const CellValue& words);
  bool holds(const CellValue& value) const;

 private:
  std::string operator_;
  CellValue value_;
  std::string pattern_;
};

/// Matches a text with a pattern of `*`, `?` and `~` (which takes the next one as it is), without capitals.
bool matches_wildcards(const std::string& words, const std::string& pattern);

}  // namespace svodka::render
