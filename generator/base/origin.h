#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.h"

namespace svodka {

/// What marks are places in: a text file, or one sheet of a workbook. In a sheet a mark's line is the number
/// of the row and its column that of the column, both from 1.
struct Origin {
  std::string file;   ///< relative to the project
  std::string sheet;  ///< its name; "" for a text file

  /// "inputs/a.yaml:14:9", or "inputs/a.xlsx: Лист1!B7" with the row and the column as its line and column.
  Position at(const Mark& mark) const;
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// A record's origin and line as the store keeps them (`_source`): "inputs/a.yaml:14" and
/// "inputs/a.xlsx:Лист1!14". (A sheet's name never holds ':'.)
std::string to_source(const Origin& origin, int line);

/// What to_source() wrote.
std::pair<Origin, int> parse_source(std::string_view source);

/// "B7". Row and column count from 1.
std::string cell_address(int row, int column);

/// The row and column of "B7" or "$B$7"; nothing for what is no cell of a sheet (1,048,576 rows, 16,384
/// columns: ECMA-376 part 1, 18.2).
std::optional<std::pair<int, int>> parse_cell_address(std::string_view address);

}  // namespace svodka
