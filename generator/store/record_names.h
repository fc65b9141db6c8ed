#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// What the records of one collection are called (Collection::names): from a name, however it is written
/// (load::comparable_name()), to their keys.
class RecordNames {
 public:
  /// `key`: the column that references hold.
  RecordNames(const Database& database, const Tables& tables, const TableSpec& target, const ColumnSpec& key);

  /// The keys of the records of this name, sorted.
  const std::vector<std::string>& keys_of(std::string_view name) const;
  /// The names as they are written, for suggestions.
  const std::vector<std::string>& known() const { return known_; }

 private:
  void add(const std::string& name, const std::string& key);

  std::map<std::string, std::vector<std::string>> keys_;
  std::vector<std::string> known_;
};

}  // namespace svodka::store
