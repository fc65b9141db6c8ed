#include "region.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>

#include "base/interrupt.h"
#include "base/side_by_side.h"
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

// Counts the documents of all projects. How many there will be is known of the projects that have begun; the
// others are taken to be like them.
class SharedProgress {
 public:
  using Tell = std::function<void(std::size_t done, std::size_t total, const std::string& document)>;
  SharedProgress(const Tell& tell, std::size_t parts) : tell_(tell), parts_(parts) {}

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
      all += all * (parts_ - counts_.size()) / counts_.size();
      tell_(all_done, std::max(all, all_done), folder.empty() ? document : folder + "/" + document);
    };
  }
  /// The part is over, and may have made nothing.
  void end(std::size_t part) {
    const std::lock_guard<std::mutex> lock(mutex_);
    auto& count = counts_[part];
    count.first = count.second;
  }

 private:
  const Tell& tell_;
  const std::size_t parts_;
  std::mutex mutex_;
  std::map<std::size_t, std::pair<std::size_t, std::size_t>> counts_;
};

class RegionBuild {
 public:
  RegionBuild(const ProjectOptions& options, const BuildOptions& wanted, Diagnostics& out)
      : options_(options), wanted_(wanted), out_(out) {
    options_.jobs = wanted.jobs;
  }

  RegionResult run() {
    Diagnostics of_file;
    for (auto& member : load::read_projects(options_.root, of_file)) {
      result_.projects.emplace_back();
      result_.projects.back().member = std::move(member);
    }
    out_.add(of_file);
    own_reports_ = report_names(options_.root);
    choose_reports();
    result_.failed = out_.has_errors();
    if (unknown_report_ || result_.projects.empty()) return std::move(result_);
    const auto lock = lock_for(own_outputs() / ".svodka", wanted_.dry_run);
    if (options_.period.empty() && options_.as_of.empty()) options_.period = latest_period(options_);
    build_projects();
    for (const auto& project : result_.projects) result_.failed |= project.failed;
    if (result_.has_own) build_own();
    return std::move(result_);
  }

 private:
  fs::path own_outputs() const {
    return options_.outputs.empty() ? options_.root / "outputs" : options_.outputs;
  }

  // Which reports each project makes. One that nobody has is a slip that should not cost a run.
  void choose_reports() {
    std::vector<std::string> all = own_reports_;
    for (auto& project : result_.projects) {
      auto names = report_names(options_.root / project.member.folder);
      auto& mine = reports_.emplace_back();
      for (const auto& name : wanted_.reports) {
        if (name == kPageReport || has(names, name)) mine.push_back(name);
      }
      project.asked = wanted_.reports.empty() || !mine.empty();
      all.insert(all.end(), names.begin(), names.end());
    }
    for (const auto& name : wanted_.reports) {
      if (name == kPageReport || has(all, name)) continue;
      unknown_report_ = true;
      out_.error({.file = "templates/" + name + ".yaml"}, "unknown-report",
                 text("отчёта «{}» нет ни у региона, ни у его проектов",
                      "neither the region nor one of its projects has a report “{}”", name),
                 suggestion(name, all));
    }
    std::error_code error;
    for (const auto& name : wanted_.reports) {
      if (has(own_reports_, name)) own_wanted_.push_back(name);
    }
    if (!wanted_.reports.empty())
      result_.has_own = !own_wanted_.empty();
    else
      result_.has_own = !own_reports_.empty() || fs::is_directory(options_.root / "inputs", error);
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
    progress_ =
        std::make_unique<SharedProgress>(wanted_.progress, projects.size() + (result_.has_own ? 1 : 0));
    try {
      side_by_side(projects.size(), threads_for(projects.size(), wanted_.jobs),
                   [&](std::size_t i, std::size_t) {
                     throw_if_interrupted();
                     build_project(i, found[i]);
                     progress_->end(i);
                   });
    } catch (const Interrupted& e) {
      throw InterruptedBuild{e, made_, left_};
    }
    for (std::size_t i = 0; i < projects.size(); ++i) add_findings(found[i], projects[i].member, out_);
  }

  void build_project(std::size_t place, Diagnostics& found) {
    auto& project = result_.projects[place];
    if (!project.asked && !result_.has_own) return;
    try {
      if (project.asked) {
        auto wanted = wanted_;
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
      made_ += stopped.done;
      left_ += stopped.left;
      throw;
    }
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
        warn_missing(project.member, found);
    }
    if (result_.failed && !wanted_.keep_going) {
      // Its mistakes are still worth telling together with those of the projects.
      if (options.members->empty()) return;
      if (const auto project = open_project(options, found)) check_all(*project, found);
    } else if (options.members->empty()) {
      result_.failed = true;  // there is nothing to count
    } else {
      auto wanted = wanted_;
      wanted.reports = own_wanted_;
      wanted.progress = progress_->of(result_.projects.size(), {});
      result_.own = build(options, wanted, found);
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
  std::atomic<std::size_t> made_ = 0, left_ = 0;   // of projects that were interrupted
  bool unknown_report_ = false;
  std::unique_ptr<SharedProgress> progress_;
};

}  // namespace

RegionResult build_region(const ProjectOptions& options, const BuildOptions& build_options,
                          Diagnostics& out) {
  return RegionBuild(options, build_options, out).run();
}

}  // namespace svodka
