#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "load/schema.h"

namespace svodka::store {

/// One column that holds a field, or a part of one: a period has three besides its text.
struct ColumnSpec {
  enum class Part { kValue, kFrom, kTo, kPrecision };
  std::string name;
  Part part = Part::kValue;
  const load::Field* field = nullptr;
  std::vector<int> path;  ///< from the record (or the list item) through nested records to the field
  std::string
      yaml_name;  ///< as the author of the YAML knows it: "plan-item", "declension.genitive", "schools"

  ColumnType type() const;
};

/// One table. A collection has a table of its name; a list, at any depth, has one named by the way to it
/// ("activities_schools").
///
///     collection: _row, _source, columns…
///     list:       _row, _parent, _index, _source, columns…      (a list of plain values has the one column
///     `value`)
///
/// `_row` numbers the rows in the order of the files; `_parent` is the `_row` of what holds the list;
/// `_index` counts from 0;
/// `_source` is "inputs/a.yaml:14".
struct TableSpec {
  std::string name;
  const load::Collection* collection = nullptr;
  int parent = -1;                    ///< index of the table that holds the list; -1: a collection
  std::vector<int> path;              ///< from the parent's record or item to the list field
  const load::Field* item = nullptr;  ///< of a list: its item
  std::string yaml_name;              ///< of a list: as its author knows it
  std::vector<ColumnSpec> columns;
  std::vector<int> children;

  bool is_list() const { return parent >= 0; }
  /// Whether a column of it holds the key by which other records refer to its own.
  bool is_key(const ColumnSpec& column) const;
  /// The column with this name; null pointer when there is none.
  const ColumnSpec* column(std::string_view column_name) const;
};

/// The tables of a schema, and the SQL that makes them.
class Tables {
 public:
  explicit Tables(const load::Schema& schema);
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  const load::Schema& schema() const { return schema_; }
  const std::vector<TableSpec>& all() const { return tables_; }
  const TableSpec& operator[](int index) const { return tables_[static_cast<std::size_t>(index)]; }
  /// Index of a table by name, -1 if there is none.
  int find(std::string_view name) const;
  /// Index of a collection's table, -1 if there is none.
  int of(const load::Collection& collection) const;

  /// Names that would have meant two things in SQL (a field `date-from` beside a period `date`); the later
  /// one has no column.
  const std::vector<Text>& clashes() const { return clashes_; }

  /// CREATE TABLE and CREATE VIEW for everything a query may see, in the database `prefix` names ("main",
  /// "previous").
  std::string create(std::string_view database) const;
  /// The indexes of keys, references and parents. Made after the rows are in.
  std::string create_indexes() const;

 private:
  /// The way to a field: its name in SQL, in YAML, and its place in a record.
  struct Way {
    std::string column;
    std::string yaml;
    std::vector<int> path;
  };
  void add_fields(int table, const std::vector<load::Field>& fields, const Way& above);
  void add_field(int table, const load::Field& field, const Way& way);
  void add_list(int parent, const load::Field& list, const Way& way);
  bool claim_table(const std::string& name);
  bool claim_column(const TableSpec& table, const std::string& name);

  load::Schema schema_;
  std::vector<TableSpec> tables_;
  std::vector<Text> clashes_;
};

/// The table that keeps where each field's value of a collection's records stands.
std::string places_table(std::string_view table);

/// ColumnType of a declared type ("DAY TEXT"); kUnknown for others and for none.
ColumnType type_of_declaration(const char* declared);
/// The way back; "" of kUnknown.
const char* declaration_of_type(ColumnType type);

}  // namespace svodka::store
