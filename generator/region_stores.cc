#include "region_stores.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "base/side_by_side.h"
#include "kept_store.h"
#include "page.h"
#include "publish/ledger/document_rows.h"
#include "publish/manifest.h"
#include "store/sqlite.h"
#include "work_folder.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

fs::path store_of(const fs::path& outputs) { return work_folder(outputs) / "data.db"; }

// Changes when the documents that a project's queries may ask about have.
std::string documents_state(const fs::path& outputs) {
  auto state = publish::ledger_state(outputs).sha256;
  for (const auto& period : publish::period_folders(outputs)) {
    std::error_code error;
    const auto manifest = outputs / period / "manifest.json";
    if (fs::exists(manifest, error)) state += period + sha256_of_file(manifest);
  }
  return state;
}

store::MemberProject member_project(const load::RegionMember& member, const fs::path& root,
                                    const fs::path& outputs, const store::ReportContext& context) {
  Diagnostics told;  // when it was loaded
  store::MemberProject project{member.id, member.name, member.folder, store_of(outputs), {}, {}, context,
                               {},        {}};
  project.previous = kept_store(outputs, context.previous_period);
  project.schema = load::project_schema(root / member.folder, told);
  project.documents_state = [outputs] { return documents_state(outputs); };
  project.documents = [outputs] { return std::make_shared<publish::LedgerRows>(outputs, kPageReport); };
  return project;
}

// All text of a region that may hold queries.
std::string queries_of(const fs::path& root) {
  std::string all;
  for (const auto& name : report_names(root)) all += read_file(root / "templates" / (name + ".yaml")) + "\n";
  std::error_code error;
  if (const auto checks = root / "inputs" / "checks.yaml"; fs::exists(checks, error))
    all += read_file(checks);
  return all;
}

}  // namespace

fs::path outputs_of(const ProjectOptions& region, const load::RegionMember& member) {
  if (region.outputs.empty() || region.outputs == region.root / "outputs")
    return region.root / member.folder / "outputs";
  return region.outputs / "projects" / member.id;
}

void tell_from_root(Position& at, const load::RegionMember& member) {
  const bool of_project = !at.file.empty() && !at.file.starts_with("--") && !fs::path(at.file).is_absolute();
  if (of_project) at.file = member.folder + "/" + at.file;
}

void add_findings(const Diagnostics& found, const load::RegionMember& member, Diagnostics& out) {
  for (auto finding : found.in_order()) {
    tell_from_root(finding.at, member);
    for (auto& related : finding.related) tell_from_root(related.at, member);
    out.add(std::move(finding));
  }
}

std::vector<LoadedMember> load_members(const ProjectOptions& region, Diagnostics& out) {
  std::vector<LoadedMember> loaded;
  for (auto& member : load::list_projects(region.root, out)) loaded.push_back({std::move(member), {}, false});
  std::vector<Diagnostics> found(loaded.size()), unread(loaded.size());
  const auto jobs = jobs_of_each(loaded.size(), region.jobs);
  side_by_side(loaded.size(), threads_for(loaded.size(), region.jobs), [&](std::size_t i, std::size_t) {
    auto& [member, latest, sound, why] = loaded[i];
    why = member.lost;
    if (!why.empty()) return;
    const auto root = region.root / member.folder;
    const auto database = store_of(outputs_of(region, member));
    try {
      const auto schema = load::project_schema(root, found[i]);
      store::refresh(root, schema, database, found[i], jobs);
      latest = latest_period(database, schema);
    } catch (const EnvironmentError& error) {  // the others can still be read
      why = error.message();
      say_unreadable(member, why, unread[i]);
    }
    sound = !found[i].has_errors() && unread[i].empty();
  });
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    add_findings(found[i], loaded[i].member, out);
    out.add(unread[i]);
  }
  return loaded;
}

std::string latest_period(const std::vector<LoadedMember>& members) {
  std::string latest;
  for (const auto& member : members) latest = std::max(latest, member.latest);
  return latest;
}

std::string latest_period(const ProjectOptions& region) {
  Diagnostics told;  // when the projects are opened
  const auto members = load_members(region, told);
  const auto schema = load::project_schema(region.root, told);
  const auto database = store_of(region.outputs.empty() ? region.root / "outputs" : region.outputs);
  store::refresh(region.root, schema, database, told, region.jobs);
  return std::max(latest_period(members), latest_period(database, schema));
}

void warn_missing(const load::RegionMember& member, const Text& why, Diagnostics& out) {
  const auto cause = why.empty() ? text("в нём ошибки", "it has errors") : why;
  const auto what = member.is_pattern ? text("проектов под «{}»", "the projects under “{}”", member.name)
                                      : text("проекта «{}»", "the project “{}”", member.name);
  out.warning(member.at, "project-missing",
              text("в итогах по региону нет {0}: {1}", "the totals of the region lack {2}: {3}", what.ru,
                   cause.ru, what.en, cause.en),
              why.empty()
                  ? text("исправьте их и соберите регион заново", "correct them and build the region again")
                  : text("когда причины не станет, соберите регион заново",
                         "build the region again once that is over"));
}

void say_unreadable(const load::RegionMember& member, const Text& why, Diagnostics& out) {
  out.error(member.at, "project-unreadable",
            text("проект «{0}» не прочитан: {1}", "the project “{0}” could not be read: {2}", member.name,
                 why.ru, why.en));
}

std::vector<load::RegionMember> sound_ones(const std::vector<LoadedMember>& members, Diagnostics& out) {
  std::vector<load::RegionMember> sound;
  for (const auto& member : members) {
    if (member.sound)
      sound.push_back(member.member);
    else
      warn_missing(member.member, member.unread, out);
  }
  return sound;
}

std::shared_ptr<const store::ProjectStores> merged_stores(const Project& root, const ProjectOptions& options,
                                                          const std::vector<load::RegionMember>& members) {
  std::vector<store::MemberProject> projects;
  for (const auto& member : members)
    projects.push_back(member_project(member, options.root, outputs_of(options, member), root.context));
  store::MemberProject own{{},           {}, {}, root.database, root.previous_database(), root.schema,
                           root.context, {}, {}};
  // A query that names something else than the reports do is no reason to merge anew for the next build.
  auto sql = queries_of(options.root);
  const auto known = store::names_after_projects(sql), asked = store::names_after_projects(options.sql);
  const bool is_known = std::includes(known.begin(), known.end(), asked.begin(), asked.end());
  if (!is_known) sql += "\n" + options.sql;
  return std::make_shared<store::ProjectStores>(
      std::move(own), std::move(projects),
      root.database.parent_path() / (is_known ? "projects.db" : "projects-query.db"), sql);
}

std::shared_ptr<const store::ProjectStores> kept_projects(const fs::path& root, const fs::path& folder,
                                                          const store::ReportContext& context,
                                                          Diagnostics& out) {
  std::error_code error;
  const auto kept = folder / kKeptProjects;
  if (!fs::exists(kept, error)) return nullptr;
  const auto outputs = folder.parent_path();
  ProjectOptions options{.root = root};
  if (fs::is_directory(outputs / "projects", error)) options.outputs = outputs;
  std::vector<store::MemberProject> projects;
  for (const auto& member : store::kept_members(kept)) {
    const load::RegionMember named{member.id, member.name, member.folder, {}};
    const auto own = outputs_of(options, named);
    projects.push_back(member_project(named, root, own, context));
    auto& project = projects.back();
    project.database.clear();
    for (const auto& store : {own / context.period / "data.db", store_of(own)}) {
      if (project.database.empty() && fs::exists(store, error) && sha256_of_file(store) == member.store)
        project.database = store;
    }
    if (!project.database.empty()) continue;
    out.warning(
        {.file = member.folder + "/inputs"}, "trace-store-changed",
        text("проект «{}» собран заново после документа: из каких его строк взяты значения, уже не узнать",
             "the project “{}” was built again after the document: which of its lines values came from "
             "cannot be told any more",
             member.name),
        text("соберите регион заново: svodka build --period {}",
             "build the region again: svodka build --period {}", context.period));
  }
  Diagnostics told;
  store::MemberProject own{{},
                           {},
                           {},
                           folder / "data.db",
                           kept_store(outputs, context.previous_period),
                           load::project_schema(root, told),
                           context,
                           {},
                           {}};
  auto stores = std::make_shared<store::ProjectStores>(
      std::move(own), std::move(projects), work_folder(outputs) / "projects.db", queries_of(root));
  stores->keep_to(kept);
  return stores;
}

}  // namespace svodka
