#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bind/sheet_layout.h"

namespace svodka::render {

/// The value of each column of one row, where it is a number.
using Operands = std::vector<std::optional<double>>;

/// The result of a formula over one row, rounded to `decimals` (half up; -1: to the 15 digits that a cell
/// holds). Nothing when an operand that it needs is missing, the divisor is zero, or the result is not
/// finite.
std::optional<double> evaluate(const bind::Formula& formula, const Operands& operands, int decimals);

/// The same as an Excel formula (English names, commas, with '='), that shows `mark` where evaluate() gives
/// nothing. `cell(column)` is the cell of a column ("H7").
std::string excel_formula(const bind::Formula& formula, const std::function<std::string(int)>& cell,
                          int decimals, const std::string& mark);

/// `expression` rounded to `decimals` in a way that every program agrees on: 23/80*100 is 28.749999999999996
/// to a computer, which LibreOffice would round to 28.7 and people to 28.8. So the noise of the binary
/// fractions is rounded off first.
std::string rounded_formula(const std::string& expression, int decimals);

/// Text as a string inside a formula: in quotes, quotes doubled.
std::string excel_string(const std::string& text);

/// A number to the 15 significant digits that Excel keeps, without the sign of zero.
double as_in_cell(double value);

}  // namespace svodka::render
