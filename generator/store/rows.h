#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/record.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// Appends a record's rows (its own, and those of its lists) to `out` in the form that RowWriter reads. Runs
/// on the thread that parses, so that the one that inserts has little left to do, and a batch weighs about
/// what its YAML did.
void encode_rows(const Tables& tables, const load::Record& record, std::string& out);

/// Which rows of one table came from one file: `first` up to and without `first + count`.
struct Span {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

/// Inserts rows, numbering each table's as they come.
class RowWriter {
 public:
  RowWriter(const Database& database, const Tables& tables);

  /// The rows that follow come from the next input file.
  void begin_file();
  /// Inserts what encode_rows() made. Returns the number of records.
  std::int64_t insert(std::string_view rows);
  /// Inserts the rows of the present file from the attached database `old`, where they are `spans` (by
  /// table).
  void copy(const std::map<int, Span>& spans);
  /// By table, what has come from the present file. Tables without rows are left out.
  std::map<int, Span> spans() const;

 private:
  void insert_row(int table, class ByteReader& in);
  void insert_waiver(class ByteReader& in);
  void insert_places(int table, std::string_view places);
  Query& statement(int table);
  std::string copied(const TableSpec& table, const ColumnSpec& column) const;

  const Database* database_;
  const Tables* tables_;
  std::vector<std::optional<Query>> inserts_;
  std::vector<std::optional<Query>> place_inserts_;
  std::optional<Query> waiver_insert_;
  std::vector<std::int64_t> next_;   ///< by table, the number of the next row
  std::vector<std::int64_t> first_;  ///< by table, the first row of the present file
  Origin origin_;  ///< where the record at hand is written (a table beside the YAML, perhaps)
};

}  // namespace svodka::store
