#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/finding.h"
#include "base/value.h"
#include "bind/sheet_layout.h"

namespace svodka::render {

/// A hash of rows with their types and their nesting, so that equal digests mean equal data.
class DataDigest {
 public:
  /// A row with its sections.
  void add(const Row& row);
  /// Where a value was written.
  void add(const Position& at);
  /// Of all that was added so far: a SHA-256 in hexadecimal.
  std::string hex() const;

 private:
  void add(const Value& value);
  void add_bytes(std::string_view bytes);

  std::string held_;  // not hashed yet, behind the hash of what came before
};

/// Digests of the rows that stream into a workbook's tables, made while somebody reads them.
class RowDigests {
 public:
  explicit RowDigests(const bind::WorkbookLayout& layout);

  /// The same rows, which are digested as they are read to their end for the first time. `owner`: the row
  /// that has the sheet of its own; null without.
  std::unique_ptr<RowSource> read(const bind::RowsAt& at, const Row* owner, std::unique_ptr<RowSource> rows);

  /// Of all rows that were read.
  std::string hex() const;

 private:
  using Key = std::tuple<int, int, const Row*>;
  std::set<std::pair<int, int>> with_places_;  // tables that show where their values were written
  std::map<Key, std::string> done_;
};

}  // namespace svodka::render
