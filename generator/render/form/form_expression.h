#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// What a cell shows when its formula fails (ECMA-376 part 1, 18.17.2.7).
enum class CellError { kNull, kDivision, kValue, kReference, kName, kNumber, kNotAvailable };

/// "#DIV/0!".
std::string_view to_string(CellError error);

/// A formula of a cell as a tree.
struct Expression {
  enum class Kind {
    kNumber,
    kText,
    kTruth,
    kError,
    kReference,   ///< cells, rows or columns, perhaps of another sheet
    kStructured,  ///< a table, or a part of it: `words` is what stands in brackets, `sheet` the table's name
    kName,
    kMissing,  ///< an argument that is left out: IF(A1;;2)
    kNegate,
    kPercent,
    kBinary,  ///< `words` is the operator
    kCall,    ///< `words` is the function's name in capitals
    kArray,   ///< {1,2;3,4}: `columns` values a row
  };
  Kind kind = Kind::kMissing;
  double number = 0;
  bool truth = false;
  CellError error = CellError::kValue;
  std::string words;
  std::string sheet;  ///< of a reference: "" for that of the formula, "Январь:Март" for a run of them
  int first_column = 0, first_row = 0, last_column = 0, last_row = 0;  ///< of a reference, from 1
  bool single = false;                                                 ///< a reference to one cell
  std::vector<Expression> parts;
};

/// Reads a formula as `<f>` holds it: English names, commas between arguments. Nothing for what it does not
/// know: other workbooks, intersections and unions, LAMBDA and the like, nesting deeper than 64 levels.
std::optional<Expression> parse_expression(std::string_view formula);

}  // namespace svodka::render
