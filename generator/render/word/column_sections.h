#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "render/word/wordml_grid.h"

namespace svodka::render {

/// A section that repeats cells of a row, `{{#subjects:columns}}…{{/subjects}}`: the columns `from` up to but
/// not with `to` of its table's grid, counted from 0.
struct ColumnSection {
  int from = 0, to = 0;
  std::string name;  ///< for findings
  Position at;
};

/// The finding for a section that does not repeat whole columns of its table.
void say_partial_columns(const ColumnSection& section, Text message, Diagnostics& out);

/// The finding for a section inside another that repeats columns, but not just the cells of that one.
void say_inner_columns(const ColumnSection& section, Diagnostics& out);

/// Two sections of a table repeat the same columns or have none in common: else a finding. The table's
/// sections are those from `first` on.
void check_column_sections(const std::vector<ColumnSection>& sections, std::size_t first, Diagnostics& out);

/// The finding for a table whose columns cannot be told. `program`, "Word", builds them soundly.
void say_damaged_table(const ColumnSection& section, const std::string& program, Diagnostics& out);

/// How many columns a section made of one row.
struct ColumnCount {
  int section = 0;
  int columns = 0;
};

/// How often each range of columns that the sections `numbers` of a table repeat stands in the row that has
/// the most of it; once when no row says. In the order of the columns.
std::vector<RepeatedColumns> repeated_columns(const std::vector<ColumnSection>& sections,
                                              const std::vector<int>& numbers,
                                              const std::vector<ColumnCount>& counts);

/// The range that a section repeats, which is among `ranges`.
const RepeatedColumns& range_of(const ColumnSection& section, const std::vector<RepeatedColumns>& ranges);

/// The finding for a row (the first is 1) whose section gave `count` repetitions instead of `wanted`.
void say_missing_columns(const ColumnSection& section, std::ptrdiff_t row, int count, int wanted,
                         Diagnostics& out);

}  // namespace svodka::render
