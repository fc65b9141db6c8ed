#pragma once

#include <iosfwd>

#include "edit/session.h"

namespace svodka::edit {

/// Serves one editor over a pair of streams until it says `exit` or hangs up. Requests are answered while a
/// check runs; a check begins when nothing has been typed for a moment, and what is typed meanwhile is
/// checked after it. Returns the exit code.
int serve(std::istream& in, std::ostream& out, const ServerOptions& options);

}  // namespace svodka::edit
