#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/convert.h"
#include "load/schema.h"
#include "load/yaml.h"

namespace svodka::load {

/// What the words of cells mean: `values:` of a definition.
struct Translation {
  std::map<std::string, std::string> values;  ///< words (as comparable() gives them) to value
  std::vector<std::string> known;             ///< the words as written, for suggestions
};

/// A field of a table's collection that something is put into.
struct TableTarget {
  std::vector<std::string> path;  ///< {"school"}, {"declension", "genitive"}, {"from"}
  const Field* field = nullptr;   ///< of the last step; the period for the end of one
  bool may_be_named = false;      ///< the records it refers to have names (Collection::names)
  Translation translation;
  std::map<std::string, double>
      units;  ///< «чел.» (as comparable() gives it) to what the number is multiplied by

  virtual ~TableTarget() = default;

  std::string name() const;  ///< "declension.genitive"
};

/// One column of a table that goes into a field.
struct TableColumn : TableTarget {
  std::vector<std::string> headings;  ///< from the top level down, as written; "*": any that is not named
  std::vector<std::string> also;      ///< other words for the last of them
  Mark mark;                          ///< of the heading in the definition
  bool is_key = false;                ///< it tells a record from a total or a note
  bool fill_down = false;             ///< a blank cell means what stands above it
  bool optional = false;              ///< the table may lack it
  bool required = false;              ///< a blank cell is an error
  int group = -1;                     ///< of `groups`; -1: of all of a row's records

  std::string heading() const;  ///< «Отметки / «2»»
};

/// Columns that make a record of their own out of each row: a wide table, unpivoted.
struct TableGroup {
  /// A field that takes the words of a heading: those that `*` stands for at a level of the headings.
  struct FromHeading : TableTarget {
    std::size_t level = 0;
  };
  std::vector<Constant> with;
  std::vector<FromHeading> from_headings;
};

/// A constant that stands in a cell, or in the name of the file or the sheet.
struct PlacedConstant : TableTarget {
  enum class Place { kCell, kFileName, kSheetName };
  Place place = Place::kCell;
  std::string sheet;        ///< of kCell; "": the table's own
  int row = 0, column = 0;  ///< of kCell
  std::string pattern = "{}";
  Mark mark;  ///< in the definition
};

/// What an entry of `tables:` says.
struct TableDefinition {
  std::vector<std::string> files;  ///< relative to the project; the last name may hold `*`
  Mark file_mark;
  std::vector<std::string> sheets;  ///< names, or patterns with `*`; empty: the one with the headings
  Mark sheet_mark;
  const Collection* collection = nullptr;
  std::vector<TableColumn> columns;
  std::vector<TableGroup> groups;
  std::vector<std::vector<std::string>> unwanted;  ///< headings of columns that are not read
  std::vector<Constant> constants;
  std::vector<PlacedConstant> placed;
  char delimiter = 0;  ///< 0: to be found out
  bool windows_1251 = false;
  bool skip_hidden = false;  ///< rows that a filter or a hand has hidden
  int heading = 0;           ///< the last row of headings, from 1; 0: to be found
};

/// Reads a definition from the YAML file `file`. Nothing when it cannot be used; every fault is a finding.
std::optional<TableDefinition> read_table_definition(const SourceFile& file, const Node& entry,
                                                     const Schema& schema, Diagnostics& out);

/// True when every field that the collection requires is given by a column or a constant; else a finding at the
/// `columns` of the definition, which spares one for each row.
bool gives_required_fields(const SourceFile& file, const Node& entry, const TableDefinition& table,
                           Diagnostics& out);

/// Text of a heading or cell for comparing: blanks (line ends too) as one space, lower case.
std::string comparable(std::string_view text);

}  // namespace svodka::load
