#pragma once

#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::bind {

/// What a value becomes in its cell: itself with its type, a text whatever it is, a formula, a link to the
/// address that it is.
enum class FillAs { kValue, kText, kFormula, kLink };

/// A column of a form that takes a column of a query.
struct FillColumn {
  std::string letters;  ///< "C"
  std::string name;     ///< of the query's column
  Mark at;
};

/// One place of a form and what fills it (docs/spreadsheets.md).
struct FillEntry {
  enum class Kind {
    kValue,   ///< a cell: the first column of the only row
    kRows,    ///< a row of the form for each row, or the rows of an area one after another
    kSheets,  ///< a sheet for each row
  };
  Kind kind = Kind::kValue;
  std::string key;  ///< "B7", "Свод!A12", "Свод!A12:F31", a defined name; of kSheets a sheet
  Mark at;
  int query = 0;  ///< of Report::data; inside of kSheets of the `each` of its query
  FillAs as = FillAs::kValue;
  std::vector<FillColumn> columns;  ///< of kRows; empty: from the address to the right
  std::string name;                 ///< of kSheets: pattern of the sheets' names
  Mark name_at;
  std::vector<FillEntry> fill;  ///< of kSheets: places of each sheet
};

/// A cell of the blank, and what it must say.
struct FormExpectation {
  std::string key, words;
  Mark at;
};

/// How a blank is filled that must not be touched: `fill`, `expect` and `required` of an output.
struct FormMap {
  std::vector<FillEntry> fill;
  std::vector<FormExpectation> expect;
  std::vector<FormExpectation> required;  ///< areas without empty cells; `words` is not used

  bool empty() const { return fill.empty() && expect.empty() && required.empty(); }
};

/// The name that the query of a place has among the report's data: "fill!B7". No marker can say it.
inline constexpr char kFillPrefix[] = "fill!";

}  // namespace svodka::bind
