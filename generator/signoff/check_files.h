#pragma once

#include <functional>
#include <optional>
#include <string>

#include "signoff/verify.h"

namespace svodka::signoff {

/// Gives the bytes of a file that the ledger names; nothing when it is gone.
using ReadNamed = std::function<std::optional<std::string>(const std::string& file)>;

/// Holds the files and signatures of a document against its entries. `folder` stands before the names in
/// findings.
CheckedDocument check_document(const Document& document, const ReadNamed& read, const std::string& folder,
                               const publish::Trust& trust, Diagnostics& out);

}  // namespace svodka::signoff
