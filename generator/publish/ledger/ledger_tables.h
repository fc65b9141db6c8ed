#pragma once

#include <string_view>
#include <vector>

#include "base/text.h"
#include "store/sqlite.h"

namespace svodka::publish {

/// PRAGMA user_version of the ledger.
inline constexpr std::int64_t kLedgerFormat = 1;

/// The tables, their triggers and the view `documents`.
extern const std::string_view kLedgerTables;

/// What SQLite finds damaged, and what of the tables and triggers is not as kLedgerTables makes it.
std::vector<Text> table_faults(const store::Database& database);

/// Lists of inputs whose text is not what they are named after, and lists that entries name and that are
/// gone.
std::vector<Text> list_faults(const store::Database& database);

}  // namespace svodka::publish
