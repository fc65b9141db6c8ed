#pragma once

#include "base/finding.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// What must hold between the records of a whole store by its schema: keys are unique (`duplicate-id`, with
/// the first record as related), a single collection has one record (`single-collection`), references lead to
/// a record (`dangling-reference`, with a suggestion). Each at the place of the value itself. Needs the
/// indexes.
///
/// A table of others (.xlsx, .csv) may call a record by one of its names instead (Collection::names): the key
/// is put in the name's place, and `_names` keeps what stood there. Names of several records are
/// `ambiguous-name`.
void check_integrity(const Database& database, const Tables& tables, Diagnostics& out);

}  // namespace svodka::store
