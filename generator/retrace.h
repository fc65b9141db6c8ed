#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/finding.h"
#include "publish/trace_file.h"
#include "render/trace.h"

namespace svodka {

/// A document that was made before, with where its values came from.
struct Retraced {
  publish::TraceHead head;
  render::DocumentTrace trace;
  bool recorded = false;  ///< read from the sidecar that the build left; else worked out again
};

/// Where the values of a document of `root` came from. The manifest beside it says what it was made of. What
/// the build recorded (`svodka build --trace`) is read; else the report is made again from the store that the
/// build left beside the document, by the same definition and template, and held against the document. A
/// In a region the document of a project is traced in that project, with places from the region's root. A
/// document that no manifest names, definitions that have changed since: findings, and nothing is returned.
std::optional<Retraced> retrace(const std::filesystem::path& root, const std::filesystem::path& document,
                                Diagnostics& out);

}  // namespace svodka
