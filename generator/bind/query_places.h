#pragma once

#include "base/finding.h"
#include "bind/report.h"

namespace svodka::bind {

/// The hint for a name that is like none of the data's.
Text hint_of_fields();

/// The findings of a report's templates and layouts, with the place in its definition that may be the cause
/// of an `unknown-field` or `unknown-section`: the query that the finding names (in its message, or as the
/// name that was meant), or else where the queries begin. A name that is like none gets the hint to write a
/// query.
void add_with_queries(const Report& report, const Diagnostics& found, Diagnostics& out);

}  // namespace svodka::bind
