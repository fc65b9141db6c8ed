#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/origin.h"
#include "load/table_definition.h"
#include "load/table_heading.h"
#include "load/table_row.h"
#include "load/workbook.h"

namespace svodka::load {

/// A CSV file or one sheet of a workbook, read as far as its headings.
struct OpenTable {
  Origin origin;
  bool is_csv = false;
  bool from_1904 = false;
  bool is_uncalculated = false;
  std::unique_ptr<TableRows> rows;  ///< what follows `head`
  std::vector<TableRow> head;       ///< the rows that were looked at
  Headings headings;
  Diagnostics found;  ///< what was wrong with these rows
};

/// A file of tables. It must outlive the tables that it opened.
class TableFile {
 public:
  virtual ~TableFile() = default;
  /// The tables that the definition means. Which these are, and what is wrong: findings.
  virtual std::vector<OpenTable> tables(Diagnostics& out) = 0;
  /// A row further down, or of another sheet, for constants that stand in a cell. Without cells when there is
  /// no such row.
  virtual TableRow row(const std::string& sheet, int number, Diagnostics& out) = 0;
};

/// Opens `path` (relative to `root`): a workbook by its name (.xlsx, .xlsm), a CSV file by any other. Nothing
/// when it cannot be read.
std::unique_ptr<TableFile> open_table_file(const std::filesystem::path& root, const std::string& path,
                                           const SourceFile& by, const TableDefinition& table,
                                           Diagnostics& out);

}  // namespace svodka::load
