#include "check/check.h"

#include <algorithm>
#include <cstdio>

#include "base/report_findings.h"
#include "cli/commands.h"
#include "cli/fix.h"
#include "cli/project.h"
#include "cli/values.h"
#include "region.h"

namespace svodka::cli {
namespace {

// From so many findings on, they are counted by rule as well.
constexpr std::size_t kMany = 10;

struct Options {
  ProjectArguments project;
  std::string format = "text";
  bool strict = false, fix = false, dry_run = false, statistics = false;
  std::vector<std::string> select;
};

std::vector<RuleDescription> rule_descriptions(const Console& console) {
  Diagnostics ignored;  // told by the check itself
  std::vector<RuleDescription> descriptions;
  for (const auto& rule : check::project_rules(console.root, ignored))
    descriptions.push_back({rule.name, rule.severity, rule.about, rule.hint_without_values()});
  return descriptions;
}

void print(const Console& console, const Options& options, const std::vector<Finding>& findings,
           const std::vector<Waived>& waived, const std::vector<Fix>& fixes) {
  if (options.format == "json")
    std::fputs(findings_as_json(findings, waived, console.language, fixes).c_str(), stdout);
  else if (options.format == "sarif")
    std::fputs(
        findings_as_sarif(findings, waived, console.language, rule_descriptions(console), fixes).c_str(),
        stdout);
  else if (!options.statistics)
    console.print(findings);
  if (options.statistics && options.format == "text")
    std::fputs(findings_by_rule(findings, console.language).c_str(), stdout);
  if (options.format == "text") console.print(waived);
}

// Says what was put right; with --dry-run the differences go to stdout.
void say_fixed(const Console& console, const Options& options, const std::vector<FixedFile>& files) {
  if (options.dry_run) std::fputs(unified_diff(files).c_str(), stdout);
  std::size_t places = 0;
  for (const auto& file : files) places += file.places;
  if (files.empty())
    console.note(text("исправлять нечего", "nothing to fix"));
  else if (options.dry_run)
    console.note(text("будет исправлено: мест {}, файлов {}", "would be fixed: {} places in {} files", places,
                      files.size()));
  else
    console.note(
        text("исправлено: мест {}, файлов {}", "fixed: {} places in {} files", places, files.size()));
}

// Of a region, its projects' records too. One that cannot be read is told of, and the others go on.
std::vector<FixedFile> fix_everything(const Console& console, const Options& options, bool& all_read) {
  auto files = fix_project(console, options.project, options.select, options.dry_run);
  Diagnostics told;  // by the check
  for (const auto& member : load::read_projects(console.root, told)) {
    auto of_member = console;
    of_member.root = console.root / member.folder;
    try {
      for (auto& file : fix_project(of_member, options.project, options.select, options.dry_run)) {
        file.path = member.folder + "/" + file.path;
        files.push_back(std::move(file));
      }
    } catch (const EnvironmentError& error) {
      all_read = false;
      if (options.dry_run) console.complain(error.message());  // else the check says so
    }
  }
  return files;
}

int check(const Console& console, const Options& options) {
  if (options.dry_run && !options.fix) {
    console.complain(text("--dry-run показывает, что исправит --fix", "--dry-run shows what --fix would do"));
    return kUsage;
  }
  if (options.fix) {
    bool all_read = true;
    say_fixed(console, options, fix_everything(console, options, all_read));
    if (options.dry_run) return all_read ? kDone : kEnvironment;
  }
  Diagnostics out;
  const auto checked = check_everything(project_options(console, options.project), options.select, out);
  print(console, options, out.sorted(), checked.waived, checked.fixes);
  const bool failed = out.has_errors() || (options.strict && out.count(Severity::kWarning) > 0);
  if (checked.opened && options.format == "text") {
    console.note(text("проверено: записей {}, файлов {}, отчётная дата {}",
                      "checked: {} records, {} files, as of {}", checked.summary.records,
                      checked.summary.files, checked.as_of));
    const auto findings = out.sorted();
    if (!options.statistics && findings.size() >= kMany && !console.quiet)
      std::fputs(findings_by_rule(findings, console.language).c_str(), stderr);
    console.note(summary_line(findings));
    if (!checked.fixes.empty())
      console.note(text("можно исправить: {} (svodka check --fix)", "can be fixed: {} (svodka check --fix)",
                        checked.fixes.size()));
  }
  return failed ? kFindings : kDone;
}

}  // namespace

void add_check(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("check", console.say("проверить записи, отчёты и шаблоны, ничего не создавая",
                                              "check records, reports and templates, make nothing"));
  add_project_arguments(*command, console, options->project);
  command->add_option("--format", options->format, console.say("вид замечаний", "form of the findings"))
      ->type_name("text|json|sarif")
      ->check(one_of(console, {"text", "json", "sarif"}));
  command->add_flag("--strict", options->strict,
                    console.say("предупреждения тоже завершают с кодом 1", "warnings fail too"));
  command->add_flag("--statistics", options->statistics,
                    console.say("не сами замечания, а сколько их у каждого правила",
                                "how many findings each rule has, not the findings"));
  command->add_flag(
      "--fix", options->fix,
      console.say("исправить в записях, что можно без человека: кавычки, пробелы, тире, вид дат",
                  "put right in the records what needs no person: quotes, spaces, dashes, form of dates"));
  command->add_flag("--dry-run", options->dry_run,
                    console.say("с --fix: ничего не менять, показать разницу",
                                "with --fix: change nothing, show the differences"));
  command
      ->add_option("--select", options->select,
                   console.say("только эти правила, и выключенные тоже (через запятую)",
                               "these rules only, also those that are off (comma-separated)"))
      ->delimiter(',')
      ->type_name(console.say("ПРАВИЛО", "RULE"));
  command->footer(console.say(
      "Пример: svodka check --as-of 2020-12-01\n        svodka check --fix --dry-run --select no-break-space",
      "Example: svodka check --as-of 2020-12-01\n         svodka check --fix --dry-run --select "
      "no-break-space"));
  command->callback([&, options] { action = [&, options] { return check(console, *options); }; });
}

}  // namespace svodka::cli
