#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/guard.h"
#include "store/reader.h"
#include "store/sqlite.h"

namespace svodka::store {

/// What SQLite said last. Taken at once, since every further statement overwrites it.
struct SqliteFault {
  int code = 0;
  int offset = -1;
  std::string message;

  static SqliteFault of(sqlite3* connection);
  /// The fault is not the query's: a damaged or unreadable file, no memory.
  bool is_environment() const;
};

/// What SQLite says of a user's query, in words for its author, with a suggestion for a misspelt name from
/// `relations`.
QueryError explain(const SqliteFault& fault, std::string_view sql, const Guard& guard,
                   const std::vector<Reader::Relation>& relations);

}  // namespace svodka::store
