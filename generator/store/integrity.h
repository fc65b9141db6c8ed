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
///
/// Not `complete`: a file could not be read as a whole. Then, as where a record of the other collection lacks
/// its key, a reference that leads nowhere is no finding: it would only repeat that one.
void check_integrity(const Database& database, const Tables& tables, bool complete, Diagnostics& out);

}  // namespace svodka::store
