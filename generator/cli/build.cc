#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "base/interrupt.h"
#include "base/report_findings.h"
#include "cli/annotate.h"
#include "cli/build_output.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/project.h"
#include "cli/region_output.h"
#include "cli/values.h"
#include "earlier_work.h"
#include "language/period.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  ProjectArguments project;
  BuildOptions build;
  std::string outputs;
  std::string progress = "auto";
  std::string why;        // a document
  std::string annotated;  // the folder of copies with comments
  std::string shard;      // "3/8"
  std::vector<std::string> merged;
};

void print_times(const Console& console, const std::vector<StageTime>& times) {
  for (const auto& [stage, seconds] : times)
    console.note(text("{0}: {2:.3f} с", "{1}: {2:.3f} s", stage.ru, stage.en, seconds));
}

// What a run over a region came to.
int tell_region(const Console& console, const Options& options, const RegionResult& region,
                const Diagnostics& out) {
  const auto findings = out.sorted();
  console.print(findings);
  if (!options.why.empty() && !region.failed) return tell_why(console, region, options.why);
  for (const auto& project : region.projects) console.print(project.result.waived);
  if (region.own) console.print(region.own->waived);
  if (!console.quiet) print_region(console, region, options.build.dry_run);
  store::RefreshSummary all;
  std::vector<StageTime> times;  // of all projects together, several of which are made at once
  const auto add = [&](const BuildResult& result) {
    if (!console.quiet && result.made && !options.build.dry_run) print_new_versions(console, result);
    all.files += result.summary.files;
    all.parsed += result.summary.parsed;
    all.records += result.summary.records;
    for (const auto& time : result.times) {
      const auto same = std::find_if(times.begin(), times.end(),
                                     [&](const StageTime& each) { return each.stage == time.stage; });
      if (same == times.end())
        times.push_back(time);
      else
        same->seconds += time.seconds;
    }
  };
  for (const auto& project : region.projects) add(project.result);
  if (region.own) add(*region.own);
  if (console.verbose) {
    console.note(text("файлов {}, из них прочитано заново {}; записей {}",
                      "{} files, {} of them read afresh; {} records", all.files, all.parsed, all.records));
    print_times(console, times);
  }
  if (region.projects.empty() && !options.shard.empty() && !out.has_errors())
    console.note(text("в этой части нет ни одного проекта", "there is no project in this part"));
  if (!findings.empty()) console.note(summary_line(findings));
  annotate_templates(console, options.annotated, console.root, findings);
  return exit_code(region, out);
}

std::optional<publish::Shard> parse_shard(const std::string& words) {
  publish::Shard shard;
  const auto* end = words.data() + words.size();
  const auto part = std::from_chars(words.data(), end, shard.part);
  if (part.ec != std::errc() || part.ptr == end || *part.ptr != '/') return std::nullopt;
  const auto of = std::from_chars(part.ptr + 1, end, shard.of);
  if (of.ec != std::errc() || of.ptr != end) return std::nullopt;
  constexpr int kMost = 10'000;
  if (shard.of < 1 || shard.of > kMost || shard.part < 1 || shard.part > shard.of) return std::nullopt;
  return shard;
}

// The period of a document that is named with its folder: outputs/2020-12/s10.docx. "": without one.
std::string period_of(const std::string& document) {
  const auto folder = fs::path(document).parent_path().filename().string();
  return language::parse_period(folder) ? folder : std::string();
}

int interrupted_build(const Console& console, const char* command, const InterruptedBuild& stopped) {
  if (stopped.done + stopped.left == 0) {
    console.complain(
        text("прервано: прежние документы не тронуты", "interrupted: the earlier documents are untouched"));
  } else {
    console.complain(
        text("прервано: создано документов {}, осталось {}; прежние документы не тронуты",
             "interrupted: {} documents are made, {} are left; the earlier documents are untouched",
             stopped.done, stopped.left),
        text("следующий svodka {} продолжит с этого места", "the next svodka {} goes on from there",
             command));
  }
  return 128 + stopped.signal;
}

// Whether there are no parts because a merge before has joined them, and all stands as it would leave it: a
// job that a cluster runs again is no mistake.
bool is_joined(const ProjectOptions& project, const BuildOptions& merge, const Diagnostics& of_merge) {
  const auto& found = of_merge.in_order();
  if (std::none_of(found.begin(), found.end(), [](const auto& each) { return each.rule == "no-shard"; }))
    return false;
  BuildOptions options{.jobs = merge.jobs};
  options.dry_run = options.only_causes = options.compare = true;
  Diagnostics told;
  const auto result = build(project, options, told);
  return !told.has_errors() && result.outdated.empty() && !result.documents.empty();
}

int build_documents(const Console& console, const Options& options) {
  catch_interrupts();
  if (const auto problem = problem_of_outputs(console, options.outputs); !problem.empty()) {
    console.complain(problem);
    return kUsage;
  }
  Diagnostics out;
  auto project = project_options(console, options.project);
  project.outputs = options.outputs;
  auto wanted = options.build;
  wanted.only_causes = !options.why.empty();
  if (const auto named = period_of(options.why); !named.empty()) {
    if (!project.period.empty() && project.period != named) {
      console.complain(text("документ «{}» другого периода, чем --period {}",
                            "the document “{}” is not of --period {}", options.why, project.period));
      return kUsage;
    }
    project.period = named;
  }
  wanted.dry_run = wanted.dry_run || wanted.only_causes;
  if (!options.shard.empty()) wanted.shard = *parse_shard(options.shard);
  const bool is_region = load::is_region(console.root);
  if (is_region && wanted.shard && project.period.empty() && project.as_of.empty()) {
    console.complain(
        text("для части региона нужен период: последний месяц с фактами видно только по всем проектам",
             "a part of a region needs a period: the latest month with facts is known of all projects only"),
        text("скажите его: --period 2020-11", "tell it: --period 2020-11"));
    return kUsage;
  }
  if (is_region && !options.merged.empty()) {
    console.complain(
        text("части региона — это его проекты, а они названы в {}",
             "the parts of a region are its projects, which {} names", load::kProjectsFile),
        text("соберите папки outputs всех проектов в этой папке и запустите svodka merge без слов",
             "bring the projects' folders outputs together here, and run svodka merge without words"));
    return kUsage;
  }
  BuildResult result;
  std::optional<RegionResult> region;
  try {
    Progress progress(console, options.progress);
    if (progress.wanted() && !wanted.only_causes) {
      wanted.progress = [&](std::size_t done, std::size_t total, const std::string& document) {
        progress.tell(done, total, document);
      };
    }
    if (is_region)
      region = build_region(project, wanted, out);
    else
      result = build(project, wanted, out);
  } catch (const InterruptedRegion& e) {
    console.print(out.sorted());
    print_interrupted(console, e);
    return 128 + e.signal;
  } catch (const InterruptedBuild& e) {
    console.print(out.sorted());
    return interrupted_build(console, wanted.shards.empty() ? "build" : "merge", e);
  } catch (const Interrupted& e) {
    console.print(out.sorted());
    return interrupted_build(console, "build", {{e.signal}, 0, 0});
  }
  if (region) return tell_region(console, options, *region, out);
  if (!wanted.shards.empty() && is_joined(project, wanted, out)) {
    console.note(text("части уже соединены: документы за период {} на месте",
                      "the parts are joined already: the documents of the period {} are in place",
                      result.context.period));
    return kDone;
  }
  console.print(out.sorted());
  if (wanted.only_causes && result.failed.empty()) return tell_why(console, result, options.why);
  console.print(result.waived);
  if (!console.quiet) print_summary(console, result, options.build.dry_run);
  if (!console.quiet && result.made && !options.build.dry_run) print_new_versions(console, result);
  if (console.verbose) {
    console.note(text("файлов {}, из них прочитано заново {}; записей {}",
                      "{} files, {} of them read afresh; {} records", result.summary.files,
                      result.summary.parsed, result.summary.records));
    print_times(console, result.times);
  }
  if (!out.empty()) console.note(summary_line(out.in_order()));
  annotate_templates(console, options.annotated, console.root, out.sorted());
  // That LibreOffice is missing is no fault of the data.
  if (result.no_office && out.count(Severity::kError) == 1) return kEnvironment;
  return out.has_errors() || !result.failed.empty() ? kFindings : kDone;
}

}  // namespace

void add_build(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "build", console.say("создать документы: загрузка, проверка, оформление, запись в outputs/",
                           "make the documents: load, check, render, put into outputs/"));
  command->add_option("REPORT", options->build.reports,
                      console.say("имена отчётов (по умолчанию все)", "names of reports (default: all)"));
  add_project_arguments(*command, console, options->project);
  add_build_options(*command, console, options->build.jobs, options->outputs);
  command
      ->add_option("--pdf-limit", options->build.pdf_limit,
                   console.say("сколько секунд LibreOffice тратит на один PDF (по умолчанию 60)",
                               "seconds that LibreOffice has for one PDF (default: 60)"))
      ->type_name("N")
      ->check(number_within(console, 1, 3600));
  command->add_flag("--dry-run", options->build.dry_run,
                    console.say("всё сделать, но ничего не записать", "do everything, write nothing"));
  auto* redact = command->add_flag(
      "--redact", options->build.redact,
      console.say("сделать рядом с документами копии без персональных данных (поля personal: true)",
                  "make copies without personal data (fields with personal: true) beside the documents"));
  command->add_flag("--keep-going", options->build.keep_going,
                    console.say("создать исправные отчёты, даже если в других ошибки",
                                "make the sound reports although others have errors"));
  command->add_flag("--prune", options->build.prune,
                    console.say("удалить документы прошлых запусков, которых теперь не создаёт ни один отчёт",
                                "remove documents of earlier runs that no report makes any more"));
  command->add_flag("--force", options->build.force,
                    console.say("создать и записать заново и то, что не изменилось",
                                "make and write again what did not change"));
  command->add_option("--progress", options->progress, console.say("ход работы", "progress"))
      ->type_name("auto|always|never|json")
      ->check(one_of(console, {"auto", "always", "never", "json"}));
  command
      ->add_option("--why", options->why,
                   console.say("сказать, почему документ был бы создан заново, и ничего не создавать",
                               "say why a document would be made again, and make nothing"))
      ->type_name(console.say("ДОКУМЕНТ", "DOCUMENT"));
  auto* trace =
      command
          ->add_flag(
              "--trace", options->build.trace,
              console.say("записать рядом с документами, из каких строк взяты их значения (svodka trace)",
                          "record beside the documents which lines their values came from (svodka trace)"))
          ->excludes(redact);
  auto* annotate =
      command
          ->add_flag(
              "--annotate", options->build.annotate,
              console.say(
                  "создать рядом копии для проверки: у каждого значения примечание с источником",
                  "make copies for review beside the documents: a comment with the source at each value"))
          ->excludes(redact);
  command
      ->add_option(
          "--shard", options->shard,
          console.say("создать только часть документов, третью из восьми, в отдельной папке (svodka "
                      "merge соединит их); в регионе — часть проектов, на их местах",
                      "make only a part of the documents, the third of eight, in a folder of its own "
                      "(svodka merge joins them); of a region a part of its projects, in their places"))
      ->type_name("3/8")
      ->excludes(redact)
      ->excludes(trace)
      ->excludes(annotate)
      ->check([&console](const std::string& words) {
        return parse_shard(words) ? std::string()
                                  : console.say("нужно НОМЕР/ВСЕГО: 3/8", "NUMBER/ALL is needed: 3/8");
      });
  add_annotate_option(*command, console, options->annotated);
  command->footer(
      console.say("В папке с файлом projects.yaml собираются все проекты региона, затем он сам.\n"
                  "Пример: svodka build progress-report --period 2020-11",
                  "In a folder with a projects.yaml all projects of the region are built, then its own.\n"
                  "Example: svodka build progress-report --period 2020-11"));
  command->callback([&, options] { action = [&, options] { return build_documents(console, *options); }; });
}

void add_merge(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "merge",
      console.say("соединить части, созданные svodka build --shard, и проверить, что все на месте",
                  "join the parts that svodka build --shard has made, and check that all are there"));
  command->add_option(
      "DIR", options->merged,
      console.say("папки частей или папка с ними (по умолчанию outputs/.svodka/shards)",
                  "folders of the parts, or a folder of these (default: outputs/.svodka/shards)"));
  add_project_arguments(*command, console, options->project);
  add_build_options(*command, console, options->build.jobs, options->outputs);
  command->footer(
      console.say("Пример: svodka merge --period 2020-11", "Example: svodka merge --period 2020-11"));
  command->callback([&, options] {
    action = [&, options] {
      const auto outputs = options->outputs.empty() ? console.root / "outputs" : fs::path(options->outputs);
      for (const auto& folder : options->merged) options->build.shards.emplace_back(folder);
      if (options->merged.empty()) options->build.shards.push_back(shards_folder(outputs));
      return build_documents(console, *options);
    };
  });
}

}  // namespace svodka::cli
