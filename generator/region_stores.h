#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "load/projects_file.h"
#include "pipeline.h"
#include "store/project_stores.h"

namespace svodka {

/// The merged store beside the documents of a period, for tracing them.
inline constexpr const char* kKeptProjects = "projects.db";

/// A project of a region whose inputs stand in its store.
struct LoadedMember {
  load::RegionMember member;
  std::string latest;  ///< latest_period()
  bool sound = false;  ///< nothing is wrong with its inputs, as far as loading tells
  Text unread{};       ///< why they could not be read
};

/// Where the outputs of a project lie: its own folder outputs, or a folder of its own in the region's when
/// that was told.
std::filesystem::path outputs_of(const ProjectOptions& region, const load::RegionMember& member);

/// Findings of a project, told from the region's root.
void add_findings(const Diagnostics& found, const load::RegionMember& member, Diagnostics& out);
void tell_from_root(Position& at, const load::RegionMember& member);

/// Brings the stores of all projects of a region up to date, side by side. Their findings, and those about
/// projects.yaml, go to `out`. Those that are lost (load::list_projects) are not loaded.
std::vector<LoadedMember> load_members(const ProjectOptions& region, Diagnostics& out);

/// The latest of the periods; "" when no project has facts.
std::string latest_period(const std::vector<LoadedMember>& members);
/// The same of a region and all its projects, which it loads.
std::string latest_period(const ProjectOptions& region);

/// Those whose records may be counted; a warning for each of the others.
std::vector<load::RegionMember> sound_ones(const std::vector<LoadedMember>& members, Diagnostics& out);
/// `why`: it could not be read; empty: it has errors.
void warn_missing(const load::RegionMember& member, const Text& why, Diagnostics& out);
/// The environment failed for the project: why.
void say_unreadable(const load::RegionMember& member, const Text& why, Diagnostics& out);

/// What the queries of the region see of these projects, for the context of `root`. Merged when a connection
/// is made.
std::shared_ptr<const store::ProjectStores> merged_stores(const Project& root, const ProjectOptions& options,
                                                          const std::vector<load::RegionMember>& members);

/// The same as an earlier run kept it in the folder of a period; null when it kept none. Projects whose
/// stores are not those of that run any more can be queried, but no places in them are known.
std::shared_ptr<const store::ProjectStores> kept_projects(const std::filesystem::path& root,
                                                          const std::filesystem::path& folder,
                                                          const store::ReportContext& context,
                                                          Diagnostics& out);

}  // namespace svodka
