#pragma once

#include "base/finding.h"

namespace svodka::load {

/// True of a finding of loading after which a file, or the rest of it, was not read: whatever else leans on
/// its records (references to them, rules that compare) would only echo it.
bool loses_records(const Finding& finding);

}  // namespace svodka::load
