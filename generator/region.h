#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "load/projects_file.h"
#include "pipeline.h"

/// A region: a folder with a projects.yaml (load/projects_file.h), whose projects are built in one run, each
/// as if it were built alone, and then the region's own reports, whose queries see all of them
/// (`projects.NAME`, store/project_stores.h).
namespace svodka {

/// How a project of a region came out of a run.
struct RegionProject {
  load::RegionMember member;
  BuildResult result;
  bool asked = true;    ///< it has a report that was asked for; else only its records were wanted
  bool sound = false;   ///< its records are without errors: the totals have them
  bool failed = false;  ///< something of it could not be made
  std::size_t errors = 0, warnings = 0;
  Text stopped{};                  ///< the environment failed: why
  bool begun = false;              ///< false: it is lost, or the run was interrupted before
  bool is_over = false;            ///< false: the run was interrupted before
  std::size_t done = 0, left = 0;  ///< documents, when the run was interrupted in it
};

struct RegionResult {
  std::vector<RegionProject> projects;  ///< in the order of projects.yaml
  std::optional<BuildResult> own;       ///< of the region itself; nothing when it was not made
  bool has_own = false;                 ///< the region has something to make itself
  bool is_join = false;                 ///< projects were not built, but joined (BuildOptions::shards)
  bool failed = false;                  ///< something was not made
};

/// Thrown by build_region() when a signal ends it: `done` and `left` are of the projects that were in hand,
/// and of the region's own documents if these had been begun.
struct InterruptedRegion : InterruptedBuild {
  std::shared_ptr<const RegionResult> region;
};

/// Builds all projects, several at a time, then the region's own documents. One period for all: that asked
/// for, or the latest with facts in any project. A report that is asked for is made where it exists. When a
/// project fails, nothing of the region's own is made; with `keep_going` it is made of the others, and a
/// warning says what its totals lack. A project that cannot be read is one with errors. Findings are told
/// from the region's root. Throws InterruptedRegion.
///
/// With BuildOptions::shard that part of the projects is built and nothing else, by their numbers in the
/// list; the others need not be readable, and the period must be told. With `shards` no project is built:
/// each must stand as its build would leave it (else an error `not-in-shards`), and then the region's own is
/// made.
RegionResult build_region(const ProjectOptions& options, const BuildOptions& build_options, Diagnostics& out);

/// What `svodka check` tells of a project, or of all of a region.
struct CheckResult {
  store::RefreshSummary summary;
  std::string as_of;
  std::vector<Waived> waived;
  std::vector<Fix> fixes;
  bool opened = false;  ///< false: the period or the day make no sense
};

/// Everything that can be known before documents are made, of a project, or of a region and all its projects.
CheckResult check_everything(const ProjectOptions& options, const std::vector<std::string>& only,
                             Diagnostics& out);

}  // namespace svodka
