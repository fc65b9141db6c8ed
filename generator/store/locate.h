#pragma once

#include <string_view>

#include "base/finding.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// Where the row `row` of a table was written; with `column` (a column, or the name of a list) the place of
/// that value when it is there. `store`: "main", or
/// "previous" for the period before. No file and line 0 when there is no such row.
Position locate(const Database& database, const Tables& tables, std::string_view table, std::int64_t row,
                std::string_view column = {}, const std::string& store = "main");

}  // namespace svodka::store
