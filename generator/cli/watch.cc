#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <optional>

#include "base/folder_watch.h"
#include "base/interrupt.h"
#include "base/report_findings.h"
#include "cli/build_output.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/region_output.h"
#include "cli/values.h"
#include "load/projects_file.h"
#include "region.h"

namespace svodka::cli {
namespace {

struct Options {
  ProjectArguments project;
  std::vector<std::string> reports;
  std::string outputs;
  int jobs = 0;
};

std::string clock_words() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

// What the environment did to the run, and of a region to its projects' runs.
Text trouble_of(const RegionResult& region) {
  Text all;
  for (const auto& project : region.projects) {
    if (project.stopped.empty()) continue;
    all.ru += project.member.folder + ": " + project.stopped.ru + "\n";
    all.en += project.member.folder + ": " + project.stopped.en + "\n";
  }
  return all;
}

// One round: what is wrong, or what was made. Returns what the environment failed by: then nothing is made of
// what was saved, until the round is done again. What was told of that `before` is not told again.
Text build_once(const Console& console, const Options& options, const Text& before) {
  const auto start = std::chrono::steady_clock::now();
  Diagnostics out;
  auto project = project_options(console, options.project);
  project.outputs = options.outputs;
  BuildOptions wanted;
  wanted.reports = options.reports;
  wanted.jobs = options.jobs;
  Text trouble;
  try {
    if (load::is_region(console.root)) {
      const auto region = build_region(project, wanted, out);
      trouble = trouble_of(region);
      if (!trouble.empty() && trouble == before) return trouble;
      console.print(out.sorted());
      print_region(console, region, false, true);
    } else {
      const auto result = build(project, wanted, out);
      console.print(out.sorted());
      print_summary(console, result, false, true);
      if (result.made) print_new_versions(console, result);
    }
  } catch (const EnvironmentError& e) {  // the disk may be mended while we wait, another run may end
    trouble = e.message();
    if (trouble == before) return trouble;
    console.print(out.sorted());
    console.complain(trouble);
  }
  std::fflush(stdout);
  if (!trouble.empty()) {
    console.note(text("[{}] не получилось; пробую снова, пока не получится (Ctrl-C — выход)",
                      "[{}] it failed; trying again until it works (Ctrl-C ends)", clock_words()));
    return trouble;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  const auto counts = summary_line(out.in_order());
  console.note(text("[{0}] {1}; за {3:.2f} с; жду изменений (Ctrl-C — выход)",
                    "[{0}] {2}; in {3:.2f} s; waiting for changes (Ctrl-C ends)", clock_words(), counts.ru,
                    counts.en, taken.count()));
  return {};
}

int watch(const Console& console, const Options& options) {
  using std::chrono::milliseconds;
  constexpr milliseconds kSettle(30), kShortestPause(500), kLongestPause(4000);  // before it is tried again
  catch_interrupts();
  if (const auto problem = problem_of_outputs(console, options.outputs); !problem.empty()) {
    console.complain(problem);
    return kUsage;
  }
  try {
    // Watched before the first build, so that nothing is missed.
    std::optional<FolderWatch> changes(std::in_place, console.root, load::watched_folders(console.root));
    auto trouble = build_once(console, options, {});
    auto pause = kShortestPause;
    for (;;) {
      const auto files = changes->wait(kSettle, trouble.empty() ? milliseconds::max() : pause);
      if (files.empty()) {
        trouble = build_once(console, options, trouble);
        pause = std::min(2 * pause, kLongestPause);
        continue;
      }
      pause = kShortestPause;
      std::string names;
      constexpr std::size_t kShown = 3;
      for (std::size_t i = 0; i < files.size() && i < kShown; ++i) names += (i > 0 ? ", " : "") + files[i];
      if (files.size() > kShown) names += fmt::format(" … +{}", files.size() - kShown);
      console.note(text("\n[{}] изменено: {}", "\n[{}] changed: {}", clock_words(), names));
      if (std::find(files.begin(), files.end(), load::kProjectsFile) != files.end())
        changes.emplace(console.root, load::watched_folders(console.root));
      trouble = build_once(console, options, {});
    }
  } catch (const Interrupted& e) {
    return 128 + e.signal;
  }
}

}  // namespace

void add_watch(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("watch", console.say("создавать документы заново при каждом сохранении файла в "
                                              "inputs/ и templates/ (в регионе — любого проекта)",
                                              "make documents again whenever a file in inputs/ or templates/ "
                                              "is saved (of any project of a region)"));
  command->add_option("REPORT", options->reports,
                      console.say("имена отчётов (по умолчанию все)", "names of reports (default: all)"));
  add_project_arguments(*command, console, options->project);
  add_build_options(*command, console, options->jobs, options->outputs);
  command->footer(console.say("Пример: svodka watch progress-report --period 2020-11",
                              "Example: svodka watch progress-report --period 2020-11"));
  command->callback([&, options] { action = [&, options] { return watch(console, *options); }; });
}

}  // namespace svodka::cli
