#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace svodka::store {

/// A SELECT that gives another number of columns than most of those that UNION, INTERSECT or EXCEPT join with
/// it.
struct OddSelect {
  std::size_t offset = 0;  ///< of its word SELECT
  int columns = 0, others = 0;
};

/// The first such SELECT; one with `*` is passed over, as its columns cannot be counted.
std::optional<OddSelect> odd_select(std::string_view sql);

/// Where a name is given to a second table of the query: `FROM plan p JOIN people p`. A table without a name
/// of its own counts by its own. Nothing when no table, or only one, has the name.
std::optional<std::size_t> second_table_called(std::string_view sql, std::string_view name);

/// True when a table is read: there is a FROM.
bool has_from(std::string_view sql);

}  // namespace svodka::store
