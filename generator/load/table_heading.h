#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/table_definition.h"
#include "load/table_row.h"

namespace svodka::load {

/// The words over a column at one level, and the cell that they stand in.
struct HeadingWords {
  std::string words;  ///< on one line
  Mark mark;
};

/// What stands over a column, from the top level down; levels at which nothing does are left out.
struct HeadingPath {
  int column = 0;  ///< from 1
  std::vector<HeadingWords> levels;

  std::string shown() const;  ///< «Отметки / «2»»
};

/// The rows of headings of a table, as far as they suit a definition.
struct Headings {
  std::size_t last = 0;    ///< index of the last of them among the rows that were looked at
  std::size_t height = 0;  ///< how many there are
  int matches = 0;         ///< so many columns of the definition were found; 0: there are no headings
  std::vector<HeadingPath> paths;
};

/// A column of the definition at a place in the table.
struct BoundColumn {
  const TableColumn* definition = nullptr;
  int column = 0;
  int group = -1;  ///< of BoundHeadings::groups
};

/// Records that are made of one row besides one another.
struct BoundGroup {
  const TableGroup* definition = nullptr;
  std::vector<HeadingWords> words;  ///< one for each of definition->from_headings
};

struct BoundHeadings {
  std::vector<BoundColumn> columns;
  std::vector<BoundGroup> groups;
};

/// Looks for the headings in the first rows of a table. A heading over several columns (merged, or with blank
/// cells to its right) is one for each of the columns that have a heading of their own below it.
Headings find_headings(const TableDefinition& table, const std::vector<TableRow>& rows,
                       const std::vector<MergedCells>& merged);

/// Puts the columns of the definition in their places. Missing and doubtful ones are findings, and nothing is
/// returned; columns that nothing is made of are named in an info finding.
std::optional<BoundHeadings> bind_headings(const TableDefinition& table, const Headings& headings,
                                           const Origin& origin, const std::string& by, Diagnostics& out);

}  // namespace svodka::load
