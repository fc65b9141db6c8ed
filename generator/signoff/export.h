#pragma once

#include <string>

#include "signoff/documents.h"

namespace svodka::signoff {

/// Approved documents with all that proves them, as one zip: their files and signatures under their names,
/// the lists of inputs they were made of, `ledger.json` (their entries in full; of all others only the
/// hashes, which carry the chain through), and `SHA256SUMS` of everything. The same ledger gives the same
/// bytes. A draft, a changed or missing file: a finding, and nothing is returned.
std::optional<std::string> export_documents(const ProjectOptions& project, const Targets& targets,
                                            Diagnostics& out);

}  // namespace svodka::signoff
