#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "load/record.h"
#include "load/table_definition.h"
#include "load/workbook.h"

namespace svodka::load {

/// The sheet of a blank that people fill, and the hidden one that says whose blank it is. In the hidden one:
/// A1 "svodka-collect", B1 the definition's id; A2 "recipient", B2 the recipient's id; below, for each choice
/// of a list, A the field, B its value, C its words, and for each locked cell A "#known", B its address, C
/// its words.
inline constexpr const char* kBlankSheet = "Данные";
inline constexpr const char* kHiddenSheet = "_svodka";
inline constexpr const char* kBlankMark = "svodka-collect";
inline constexpr const char* kKnownMark = "#known";

/// What an entry of `collect:` says: the blanks that are sent out and how their returns are read
/// (docs/tables.md).
struct CollectDefinition {
  /// What a blank has besides the column of the table that reads it.
  struct Column {
    bool locked = false;
    std::string list;  ///< SQL of the choices: the words, or the value and the words; "" for none
    Mark list_mark;
  };
  std::string file;  ///< that it stands in
  Mark mark;
  std::string id, title, note, due;
  std::string from;  ///< SQL: a blank for each row; columns `id` and `name`
  Mark from_mark;
  std::string rows;  ///< SQL of the known rows, with `:id` for the recipient; columns by the names of fields
  Mark rows_mark;
  int free_rows = 0;
  std::string folder;           ///< of the returns, relative to the project
  TableDefinition table;        ///< how a return is read
  std::vector<Column> columns;  ///< one for each of table.columns
};

/// Reads an entry from the YAML file `file`. Nothing when it cannot be used; every fault is a finding.
std::optional<CollectDefinition> read_collect_definition(const SourceFile& file, const Node& entry,
                                                         const Schema& schema, Diagnostics& out);

/// The definitions of all input files of a project. Their faults are reported by read_input(), and not here.
std::vector<CollectDefinition> collect_definitions(const std::filesystem::path& root, const Schema& schema);

/// Whose blank a workbook is.
struct BlankIdentity {
  struct Choice {
    std::string field, value, words;
  };
  struct Known {
    std::string address, words;  ///< as CellReader::shown() gives them
  };
  std::string definition, recipient;
  std::vector<Choice> choices;
  std::vector<Known> known;  ///< what was sent, and was not to be changed
};

/// Nothing when the workbook is no blank of Svodka's, or its hidden sheet is damaged.
std::optional<BlankIdentity> identify_blank(const Workbook& book, Diagnostics& out);

/// Opens a return; nothing (and a finding) when it is no workbook.
std::unique_ptr<Workbook> open_return(const std::filesystem::path& root, const std::string& path,
                                      Diagnostics& out);

/// Reads the returns that lie in the definition's folder, as read_tables() does. A file that is no blank of
/// this definition, a second return of one recipient, a locked cell that was changed all the same: findings.
void read_returns(const std::filesystem::path& root, const SourceFile& by,
                  const CollectDefinition& definition, const RecordSink& sink,
                  std::vector<std::string>& also_read, Diagnostics& out);

}  // namespace svodka::load
