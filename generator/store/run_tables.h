#pragma once

#include <string>

#include "store/run_facts.h"
#include "store/sqlite.h"

namespace svodka::store {

/// The tables that hold a RunFacts, empty but for `run_summary`, which always has its one row.
std::string create_run_tables();

/// Puts the facts into them, in place of what was there.
void fill_run_tables(const Database& database, const RunFacts& facts);

}  // namespace svodka::store
