#include "cli/project.h"

#include "cli/values.h"

namespace svodka::cli {

void add_project_arguments(CLI::App& command, const Console& console, ProjectArguments& arguments) {
  command
      .add_option(
          "--period", arguments.period,
          console.say("отчётный период: 2020-11, 2020-Q4, 2020 (по умолчанию последний месяц с фактами)",
                      "reporting period: 2020-11, 2020-Q4, 2020 (default: the latest month with facts)"))
      ->type_name(console.say("ПЕРИОД", "PERIOD"))
      ->check(reporting_period(console));
  command
      .add_option("--as-of", arguments.as_of,
                  console.say("отчётная дата: 2020-12-01 (по умолчанию день после периода)",
                              "as-of date: 2020-12-01 (default: the day after the period)"))
      ->type_name(console.say("ДАТА", "DATE"))
      ->check(calendar_day(console));
}

ProjectOptions project_options(const Console& console, const ProjectArguments& arguments) {
  return {.root = console.root, .period = arguments.period, .as_of = arguments.as_of, .outputs = {}};
}

std::optional<Project> open_for(const Console& console, const ProjectArguments& arguments, Diagnostics& out) {
  return open_project(project_options(console, arguments), out);
}

}  // namespace svodka::cli
