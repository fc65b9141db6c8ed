#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace svodka::bind {

/// Arithmetic over the columns of a table: «гр. 8 / гр. 7 × 100», `{done} / {planned} * 100`.
/// A tree in one vector; `root` is its top.
struct Formula {
  enum class Op {
    kNumber,
    kColumn,
    kNegate,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kSum,
    kAverage,
    kMin,
    kMax,
    kRound
  };

  struct Term {
    Op op = Op::kNumber;
    double number = 0;           ///< kNumber
    int column = 0;              ///< kColumn: from 0
    std::vector<int> arguments;  ///< indices of terms
    friend bool operator==(const Term&, const Term&) = default;
  };

  std::vector<Term> terms;
  int root = -1;

  /// Columns that must hold a number for the formula to have a result: those outside SUM, AVERAGE, MIN and
  /// MAX. Each once.
  std::vector<int> required() const;
  /// Every column that it names, each once.
  std::vector<int> columns() const;
};

struct FormulaFault {
  std::size_t offset = 0;  ///< bytes in the text
  std::size_t length = 0;
  std::string rule;
  Text message, hint;
};

/// Reads a formula. `names[i]` is the name of the column i ("" for a column without one). Operators + − × ÷ :
/// * / -, brackets, numbers with a comma or a point, СУММ СРЗНАЧ МИН МАКС ОКРУГЛ and their English names,
/// arguments separated by ';', column ranges «гр. 3–6». At the first mistake returns nothing and fills
/// `fault`.
std::optional<Formula> parse_formula(std::string_view text, const std::vector<std::string>& names,
                                     FormulaFault& fault);

}  // namespace svodka::bind
