#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/convert.h"
#include "load/schema.h"
#include "load/yaml.h"

namespace svodka::load {

/// One column of a table that goes into a field.
struct TableColumn {
  std::string heading;                        ///< as written in the definition
  Mark mark;                                  ///< of the heading in the definition
  std::vector<std::string> path;              ///< {"school"}, {"declension", "genitive"}, {"from"}
  const Field* field = nullptr;               ///< of the last step; the period for the end of one
  bool is_key = false;                        ///< it tells a record from a total or a note
  std::map<std::string, std::string> values;  ///< cell (as comparable() gives it) to value
  std::vector<std::string> known_cells;       ///< the cells of `values` as written, for suggestions
};

/// What an entry of `tables:` says.
struct TableDefinition {
  std::string file;  ///< relative to the project
  Mark file_mark;
  const Collection* collection = nullptr;
  std::vector<TableColumn> columns;
  std::vector<Constant> constants;
  char delimiter = 0;  ///< 0: to be found out
  bool windows_1251 = false;
  int heading = 0;  ///< row, from 1; 0: to be found
};

/// Reads a definition from the YAML file `file`. Nothing when it cannot be used; every fault is a finding.
std::optional<TableDefinition> read_table_definition(const SourceFile& file, const Node& entry,
                                                     const Schema& schema, Diagnostics& out);

/// Text of a heading or cell for comparing: blanks (line ends too) as one space, lower case.
std::string comparable(std::string_view text);

}  // namespace svodka::load
