#pragma once

#include <string>

#include "base/origin.h"
#include "load/table_definition.h"
#include "load/table_row.h"
#include "load/yaml.h"

namespace svodka::load {

/// Turns cells into what a record's field takes: units, thousands, percent, days by their number or in
/// words, what `values:` translates. What a cell cannot mean is a finding.
class CellReader {
 public:
  /// `by` is the file of the definition.
  CellReader(Origin origin, std::string by, bool from_1904, Diagnostics& out)
      : origin_(std::move(origin)), by_(std::move(by)), from_1904_(from_1904), out_(out) {}

  /// The value of a cell as the Converter takes it. A null node for a blank cell, a dash in a number's place,
  /// and after a finding (`reported()`). `cell` may be null; `mark` is where it would be.
  Node value(const TableTarget& target, const TableRow& row, const TableCell* cell, const Mark& mark);
  /// Whether the last call of value() or of word() made a finding.
  bool reported() const { return reported_; }

  /// Words that stand somewhere else than in a cell (a heading, a name), as a value of the target.
  Node word(const TableTarget& target, std::string words, const Mark& mark);
  /// What a cell says, as text: numbers and days as a Russian reader writes them.
  std::string shown(const TableRow& row, const TableCell& cell) const;

 private:
  void error(const Mark& mark, const char* rule, Text message, Text hint = {});
  Node list(const TableTarget& target, const Field& field, std::string_view words, const Mark& mark);
  void set(Node& node, const TableTarget& target, const Field& field, std::string words);
  bool translate(std::string& words, const TableTarget& target, const Mark& mark);
  std::string number_words(const TableTarget& target, std::string words);
  bool suits(const TableTarget& target, const Field& field, const TableRow& row, const TableCell& cell,
             const Mark& mark);
  std::string words_for(const Field& field, const TableRow& row, const TableCell& cell) const;

  Origin origin_;
  std::string by_;
  bool from_1904_;
  Diagnostics& out_;
  bool reported_ = false;
};

/// A number as people would write it in 15 digits, which is all that a spreadsheet shows: "47.8", "12".
std::string decimal(double number);

}  // namespace svodka::load
