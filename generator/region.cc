#include "region.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "base/interrupt.h"
#include "base/side_by_side.h"
#include "base/words.h"
#include "page.h"
#include "publish/publisher.h"
#include "region_stores.h"
#include "work_folder.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Counts the documents of all projects. How many there will be is known once all have begun.
class SharedProgress {
 public:
  using Tell = std::function<void(std::size_t done, std::size_t total, const std::string& document)>;
  SharedProgress(const Tell& tell, std::size_t projects) : tell_(tell), projects_(projects) {}

  Tell of(std::size_t part, const std::string& folder) {
    if (!tell_) return {};
    return [this, part, folder](std::size_t done, std::size_t total, const std::string& document) {
      const std::lock_guard<std::mutex> lock(mutex_);
      counts_[part] = {done, total};
      std::size_t all_done = 0, all = 0;
      for (const auto& [number, count] : counts_) {
        all_done += count.first;
        all += count.second;
      }
      const bool is_known = counts_.size() >= projects_;
      tell_(all_done, is_known ? all : 0, folder.empty() ? document : folder + "/" + document);
    };
  }
  /// The part is over, and may have made less than it meant to, or nothing.
  void end(std::size_t part) {
    const std::lock_guard<std::mutex> lock(mutex_);
    auto& count = counts_[part];
    count.first = count.second;
  }

 private:
  const Tell& tell_;
  const std::size_t projects_;
  std::mutex mutex_;
  std::map<std::size_t, std::pair<std::size_t, std::size_t>> counts_;
};

class RegionBuild {
 public:
  RegionBuild(const ProjectOptions& options, const BuildOptions& wanted, Diagnostics& out)
      : options_(options), wanted_(wanted), out_(out) {
    options_.jobs = wanted.jobs;
    of_each_ = wanted;
    of_each_.shard = {};
    of_each_.shards.clear();
    result_.is_join = is_join();
    if (is_join()) of_each_.dry_run = of_each_.only_causes = of_each_.compare = true;
  }

  RegionResult run() {
    list_projects();
    if (numbers_are_unknown_) return std::move(result_);
    choose_reports();
    result_.failed = out_.has_errors();
    if (unknown_report_ || result_.projects.empty()) return std::move(result_);
    std::unique_ptr<publish::ProjectLock> lock;  // parts may be made at the same time
    if (!wanted_.shard) lock = lock_for(own_outputs() / ".svodka", wanted_.dry_run);
    if (options_.period.empty() && options_.as_of.empty()) options_.period = latest_period(options_);
    try {
      build_projects();
      for (const auto& project : result_.projects) result_.failed |= project.failed;
      if (result_.has_own) build_own();
    } catch (const Interrupted& e) {
      std::size_t done = own_done_, left = own_left_;
      for (const auto& project : result_.projects) {
        done += project.done;
        left += project.left;
      }
      throw InterruptedRegion{{e, done, left}, std::make_shared<const RegionResult>(std::move(result_))};
    }
    return std::move(result_);
  }

 private:
  bool is_join() const { return !wanted_.shards.empty(); }

  // Of a part of the projects, what is wrong with the others is no matter, as long as their number is known.
  void list_projects() {
    Diagnostics of_file;
    const auto members = load::list_projects(options_.root, of_file);
    std::set<std::pair<int, std::string>> of_others;  // by line and words
    const auto& [part, of] = wanted_.shard;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto& member = members[i];
      const bool is_ours =
          !wanted_.shard || i % static_cast<std::size_t>(of) + 1 == static_cast<std::size_t>(part);
      if (is_ours || member.is_pattern) {
        result_.projects.emplace_back();
        result_.projects.back().member = member;
      } else {
        others_.push_back(member);
        if (!member.lost.empty()) of_others.emplace(member.at.line, member.lost.en);
      }
      numbers_are_unknown_ |= wanted_.shard && member.is_pattern;
    }
    for (const auto& finding : of_file.in_order()) {
      if (!of_others.contains({finding.at.line, finding.message.en})) out_.add(finding);
      if (finding.severity == Severity::kWarning) of_list_.add(finding);
    }
    result_.failed = out_.has_errors();
    for (auto& project : result_.projects) project.failed = !project.member.lost.empty();
  }

  fs::path own_outputs() const {
    return options_.outputs.empty() ? options_.root / "outputs" : options_.outputs;
  }

  // Which reports each project makes. One that nobody has is a slip that should not cost a run.
  void choose_reports() {
    own_reports_ = report_names(options_.root);
    std::vector<std::string> all = own_reports_;
    bool all_known = true;
    const auto names_of = [&](const load::RegionMember& member, Text& why) {
      try {
        if (member.lost.empty()) return report_names(options_.root / member.folder);
      } catch (const EnvironmentError& error) {
        why = error.message();
      }
      all_known = false;
      return std::vector<std::string>();
    };
    for (const auto& other : others_) {
      Text no_matter;
      const auto names = names_of(other, no_matter);
      all.insert(all.end(), names.begin(), names.end());
    }
    for (auto& project : result_.projects) {
      const auto names = names_of(project.member, project.stopped);
      auto& mine = reports_.emplace_back();
      for (const auto& name : wanted_.reports) {
        if (name == kPageReport || has(names, name)) mine.push_back(name);
      }
      project.asked = wanted_.reports.empty() || !mine.empty();
      all.insert(all.end(), names.begin(), names.end());
    }
    for (const auto& name : wanted_.reports) {
      if (name == kPageReport || has(all, name) || !all_known) continue;
      unknown_report_ = true;
      out_.error({.file = "templates/" + name + ".yaml"}, "unknown-report",
                 text("отчёта «{}» нет ни у региона, ни у его проектов",
                      "neither the region nor one of its projects has a report “{}”", name),
                 suggestion(name, all));
    }
    std::error_code error;
    for (const auto& name : wanted_.reports) {
      if (name == kPageReport || has(own_reports_, name)) own_wanted_.push_back(name);
    }
    result_.has_own = !own_reports_.empty() || fs::is_directory(options_.root / "inputs", error);
    if (wanted_.shard || (!wanted_.reports.empty() && own_wanted_.empty())) result_.has_own = false;
  }

  ProjectOptions options_of(const RegionProject& project) const {
    ProjectOptions options = options_;
    options.jobs = jobs_of_each(result_.projects.size(), wanted_.jobs);
    options.root = options_.root / project.member.folder;
    options.outputs = outputs_of(options_, project.member);
    return options;
  }

  void build_projects() {
    auto& projects = result_.projects;
    std::vector<Diagnostics> found(projects.size());
    progress_ = std::make_unique<SharedProgress>(wanted_.progress, projects.size());
    std::exception_ptr interrupted;
    try {
      side_by_side(projects.size(), threads_for(projects.size(), wanted_.jobs),
                   [&](std::size_t i, std::size_t) {
                     throw_if_interrupted();
                     build_project(i, found[i]);
                     progress_->end(i);
                   });
    } catch (const Interrupted&) {
      interrupted = std::current_exception();
    }
    for (std::size_t i = 0; i < projects.size(); ++i) {
      const auto& project = projects[i];
      add_findings(found[i], project.member, out_);
      if (!project.stopped.empty()) say_unreadable(project.member, project.stopped, out_);
      if (is_join() && project.is_over && project.stopped.empty()) require_made(project);
    }
    if (interrupted) std::rethrow_exception(interrupted);
  }

  // A project that is joined stands as its build would leave it.
  void require_made(const RegionProject& project) {
    const auto& outdated = project.result.outdated;
    if (!project.failed && outdated.empty()) return;
    result_.failed = true;
    const auto& member = project.member;
    auto command = fmt::format("svodka -C {} build", member.folder);
    if (!options_.period.empty()) command += " --period " + options_.period;
    if (!options_.as_of.empty()) command += " --as-of " + options_.as_of;
    if (!options_.outputs.empty()) command += " --out " + fs::absolute(outputs_of(options_, member)).string();
    out_.error(member.at, "not-in-shards",
               project.failed
                   ? text("проект «{}» не собран: в нём ошибки",
                          "the project “{}” is not built: it has errors", member.name)
                   : text("проект «{}» не собран, или собран по другим данным: нужно создать {}",
                          "the project “{}” is not built, or it was built of other data: to be made: {}",
                          member.name, first_of(outdated)),
               text("соберите его: {}", "build it: {}", command));
  }

  void build_project(std::size_t place, Diagnostics& found) {
    auto& project = result_.projects[place];
    if (!project.member.lost.empty()) return;
    project.begun = true;
    project.failed = !project.stopped.empty();
    if (project.failed || (!project.asked && !result_.has_own)) {
      project.is_over = true;
      return;
    }
    try {
      if (project.asked) {
        auto wanted = of_each_;
        wanted.reports = reports_[place];
        wanted.jobs = jobs_of_each(result_.projects.size(), wanted_.jobs);
        wanted.progress = progress_->of(place, project.member.folder);
        project.result = build(options_of(project), wanted, found);
      } else if (const auto opened = open_project(options_of(project), found)) {
        project.result.waived = check_project(*opened, found);
        project.result.summary = opened->summary;
      }
    } catch (const EnvironmentError& error) {
      project.stopped = error.message();
    } catch (const InterruptedBuild& stopped) {  // what was in hand was finished, and waits for the next run
      project.done = stopped.done;
      project.left = stopped.left;
      throw;
    }
    project.is_over = true;
    project.errors = found.count(Severity::kError);
    project.warnings = found.count(Severity::kWarning);
    for (auto& waived : project.result.waived) {
      tell_from_root(waived.at, project.member);
      tell_from_root(waived.finding.at, project.member);
    }
    const bool stopped = !project.stopped.empty();
    project.sound = !stopped && (project.result.made || !found.has_errors());
    project.failed = stopped || found.has_errors() || !project.result.failed.empty();
  }

  void build_own() {
    auto options = options_;
    options.members.emplace();
    Diagnostics found;
    for (const auto& project : result_.projects) {
      if (project.sound)
        options.members->push_back(project.member);
      else if (wanted_.keep_going)
        warn_missing(project.member, project.member.lost.empty() ? project.stopped : project.member.lost,
                     found);
    }
    found.add(of_list_);
    if (result_.failed && !wanted_.keep_going) {
      // Its mistakes are still worth telling together with those of the projects.
      if (options.members->empty()) return;
      if (const auto project = open_project(options, found)) check_all(*project, found);
    } else if (options.members->empty()) {
      result_.failed = true;  // there is nothing to count
    } else {
      auto wanted = wanted_;
      wanted.shards.clear();
      wanted.reports = own_wanted_;
      wanted.progress = progress_->of(result_.projects.size(), {});
      try {
        result_.own = build(options, wanted, found);
      } catch (const InterruptedBuild& stopped) {
        own_done_ = stopped.done;
        own_left_ = stopped.left;
        throw;
      }
      result_.failed |= found.has_errors() || !result_.own->failed.empty();
    }
    out_.add(found);
  }

  ProjectOptions options_;
  const BuildOptions& wanted_;
  Diagnostics& out_;
  RegionResult result_;
  std::vector<std::string> own_reports_, own_wanted_;
  std::vector<std::vector<std::string>> reports_;  // by project
  BuildOptions of_each_;
  std::vector<load::RegionMember> others_;  // of the parts that are not ours
  Diagnostics of_list_;                     // what the totals may lack
  std::size_t own_done_ = 0, own_left_ = 0;
  bool unknown_report_ = false, numbers_are_unknown_ = false;
  std::unique_ptr<SharedProgress> progress_;
};

}  // namespace

RegionResult build_region(const ProjectOptions& options, const BuildOptions& build_options,
                          Diagnostics& out) {
  return RegionBuild(options, build_options, out).run();
}

}  // namespace svodka
