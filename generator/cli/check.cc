#include "check/check.h"

#include <cstdio>

#include "base/report_findings.h"
#include "cli/commands.h"
#include "cli/project.h"

namespace svodka::cli {
namespace {

struct Options {
  ProjectArguments project;
  std::string format = "text";
  bool strict = false;
};

void print(const Console& console, const Options& options, const std::vector<Finding>& findings,
           const std::vector<Waived>& waived) {
  if (options.format == "json")
    std::fputs(findings_as_json(findings, waived, console.language).c_str(), stdout);
  else if (options.format == "sarif")
    std::fputs(findings_as_sarif(findings, waived, console.language).c_str(), stdout);
  else
    console.print(findings);
  if (options.format == "text") console.print(waived);
}

int check(const Console& console, const Options& options) {
  Diagnostics out;
  const auto project = open_for(console, options.project, out);
  std::vector<Waived> waived;
  if (project) {
    waived = check_project(*project, out);
    for (const auto& name : report_names(console.root)) prepare_report(*project, *project->reader, name, out);
  }
  print(console, options, out.sorted(), waived);
  const bool failed = out.has_errors() || (options.strict && out.count(Severity::kWarning) > 0);
  if (project && options.format == "text") {
    console.note(text("проверено: записей {}, файлов {}, отчётная дата {}",
                      "checked: {} records, {} files, as of {}", project->summary.records,
                      project->summary.files, project->context.as_of));
    console.note(summary_line(out.in_order()));
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
      ->check(CLI::IsMember({"text", "json", "sarif"}));
  command->add_flag("--strict", options->strict,
                    console.say("предупреждения тоже завершают с кодом 1", "warnings fail too"));
  command->footer(
      console.say("Пример: svodka check --as-of 2020-12-01", "Example: svodka check --as-of 2020-12-01"));
  command->callback([&, options] { action = [&, options] { return check(console, *options); }; });
}

}  // namespace svodka::cli
