#pragma once

#include <vector>

#include "load/convert.h"
#include "load/table_definition.h"

namespace svodka::load {

/// Puts the values of a table's row together as the Converter takes them. One for all rows: memory is used
/// again.
class TableRecord {
 public:
  explicit TableRecord(const TableDefinition& table) : table_(table) {}

  /// Begins a record; `mark` is its place.
  void begin(const Mark& mark);
  /// Puts a value where the way to its field leads. `reported`: it is null after a finding, and not to be
  /// missed too.
  void put(const TableTarget& target, const Node& value, bool reported);
  /// Values of fields that nothing else fills.
  void put(const std::vector<Constant>& constants);
  /// The record with the table's constants.
  Record made(Converter& converter);

 private:
  void insert(const TableTarget& target, const Node& value);
  static void insert_below(Node& mapping, const TableTarget& target, std::size_t step, const Node& value);

  const TableDefinition& table_;
  Node mapping_{.kind = Node::Kind::kMapping};
  std::size_t filled_ = 0;  ///< entries of `mapping_` that are of the record at hand
  std::vector<Constant> constants_;
};

}  // namespace svodka::load
