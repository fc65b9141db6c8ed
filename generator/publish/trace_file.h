#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/trace.h"

namespace svodka::publish {

/// The folder of the sidecars, in the folder of the period.
inline constexpr const char* kTraceFolder = ".trace";

/// What a trace is of.
struct TraceHead {
  std::string document;  ///< its name in the folder of the period
  std::string sha256;    ///< of its bytes
  std::string report, period, as_of;
};

/// A trace as JSON (docs/trace.md): the head, `sources`, `values` with the numbers of their sources,
/// `changed`. With `only` the values of these numbers and the sources of those, numbered anew.
std::string trace_json(const TraceHead& head, const render::DocumentTrace& trace,
                       const std::vector<std::size_t>* only = nullptr);

/// What trace_json() wrote of all values of the document with this hash, but for the pieces, which stand in
/// the document. Nothing when it is not that.
std::optional<render::DocumentTrace> read_trace(const std::string& json, const std::string& document_sha256);

}  // namespace svodka::publish
