#include "base/side_by_side.h"
#include "region.h"
#include "region_stores.h"

// What check_everything() does: a project, or each project of a region and then the region's own.
namespace svodka {
namespace {

// One project, or the region's own part.
CheckResult check_one(const ProjectOptions& options, const std::vector<std::string>& only, Diagnostics& out) {
  CheckResult result;
  const auto project = open_project(options, out);
  if (!project) return result;
  result.opened = true;
  result.summary = project->summary;
  result.as_of = project->context.as_of;
  result.waived = check_project(*project, out, {.spelling = true, .fixes = &result.fixes, .only = only});
  for (const auto& name : report_names(project->root)) prepare_report(*project, *project->reader, name, out);
  return result;
}

void append(const CheckResult& from, CheckResult& to) {
  to.summary.files += from.summary.files;
  to.summary.parsed += from.summary.parsed;
  to.summary.records += from.summary.records;
  if (to.as_of.empty()) to.as_of = from.as_of;
  to.waived.insert(to.waived.end(), from.waived.begin(), from.waived.end());
  to.fixes.insert(to.fixes.end(), from.fixes.begin(), from.fixes.end());
  to.opened |= from.opened;
}

}  // namespace

CheckResult check_everything(const ProjectOptions& asked, const std::vector<std::string>& only,
                             Diagnostics& out) {
  if (!load::is_region(asked.root)) return check_one(asked, only, out);
  auto region = asked;
  const auto members = load::list_projects(region.root, out);
  if (region.period.empty() && region.as_of.empty()) region.period = latest_period(region);
  std::vector<Diagnostics> found(members.size());
  std::vector<CheckResult> results(members.size());
  std::vector<Text> unread(members.size());
  side_by_side(members.size(), threads_for(members.size(), 0), [&](std::size_t i, std::size_t) {
    unread[i] = members[i].lost;
    if (!unread[i].empty()) return;
    auto options = region;
    options.jobs = jobs_of_each(members.size(), 0);
    options.root = region.root / members[i].folder;
    options.outputs = outputs_of(region, members[i]);
    try {
      results[i] = check_one(options, only, found[i]);
    } catch (const EnvironmentError& error) {  // the others can still be checked
      unread[i] = error.message();
    }
  });
  CheckResult all;
  region.members.emplace();
  Diagnostics of_region;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (auto& waived : results[i].waived) {
      tell_from_root(waived.at, members[i]);
      tell_from_root(waived.finding.at, members[i]);
    }
    for (auto& fix : results[i].fixes) {
      tell_from_root(fix.at, members[i]);
      for (auto& edit : fix.edits) tell_from_root(edit.at, members[i]);
    }
    append(results[i], all);
    add_findings(found[i], members[i], out);
    const bool lost = !members[i].lost.empty();  // has been told
    if (!lost && !unread[i].empty()) say_unreadable(members[i], unread[i], of_region);
    if (found[i].has_errors() || !unread[i].empty())
      warn_missing(members[i], unread[i], of_region);
    else
      region.members->push_back(members[i]);
  }
  if (!region.members->empty()) append(check_one(region, only, of_region), all);
  out.add(of_region);
  return all;
}

}  // namespace svodka
