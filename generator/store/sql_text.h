#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka::store {

/// A piece of SQL text that is neither space nor comment.
struct SqlToken {
  enum class Kind { kWord, kQuotedName, kString, kParameter, kOther };
  Kind kind = Kind::kOther;
  std::size_t offset = 0;
  std::size_t length = 0;

  std::string_view in(std::string_view sql) const { return sql.substr(offset, length); }
};

/// Cuts SQL into tokens by SQLite's rules, as far as names, strings, comments and parameters go. A parameter
/// is `:name`, where a name may hold dots (`:directions.id`).
std::vector<SqlToken> scan_sql(std::string_view sql);

/// The text with every dot inside a parameter's name made a '$', which SQLite takes: nothing moves, so places
/// stay true.
std::string with_plain_parameters(std::string_view sql, const std::vector<SqlToken>& tokens);

/// The name inside `"name"`, `[name]` or `` `name` ``; a word as it is.
std::string name_of(std::string_view token);

}  // namespace svodka::store
