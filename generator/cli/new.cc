#include <algorithm>
#include <cstdio>

#include "base/embedded.h"
#include "base/files.h"
#include "cli/builtin_reports.h"
#include "cli/commands.h"
#include "cli/values.h"
#include "edit/grammar.h"
#include "load/schema.h"

namespace svodka::cli {
namespace fs = std::filesystem;
namespace {

// Existing files are the user's; a new project is made only where it overwrites nothing.
std::vector<std::string> existing(const fs::path& root, const std::vector<std::string>& names) {
  std::vector<std::string> found;
  std::copy_if(names.begin(), names.end(), std::back_inserter(found),
               [&](const std::string& name) { return fs::exists(root / name); });
  return found;
}

int make_project(const Console& console, const fs::path& root) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& file : starter_files()) files.emplace_back(file.name, file.bytes);
  for (auto& file : edit::editor_files(load::builtin_schema_definition(), console.language))
    files.emplace_back(std::move(file.path), std::move(file.bytes));
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  if (const auto found = existing(root, names); !found.empty()) {
    console.complain(text("в папке «{}» уже есть {}: ничего не создано",
                          "the folder “{}” already has {}: nothing was made", root.string(),
                          fmt::format("{}", fmt::join(found, ", "))));
    return kUsage;
  }
  for (const auto& [name, bytes] : files) write_file_atomically(root / name, bytes);
  for (const auto& [name, bytes] : files) {
    if (!console.quiet) std::fputs(((root / name).string() + "\n").c_str(), stdout);
  }
  console.note(text("проект создан; документы: svodka build -C {}",
                    "the project is ready; its documents: svodka build -C {}", root.string()));
  return kDone;
}

}  // namespace

void add_new(CLI::App& app, const Console& console, Action& action) {
  auto folder = std::make_shared<std::string>(), report = std::make_shared<std::string>();
  auto* command = app.add_subcommand(
      "new", console.say("новый проект: записи с пояснениями, шаблоны, схема для редактора",
                         "a new project: commented inputs, templates, schema for the editor"));
  auto* place = command->add_option("DIR", *folder, console.say("папка проекта", "folder of the project"));
  auto* name = command->add_option(
      "--report", *report,
      console.say("добавить в проект готовый отчёт: сопроводительное письмо, журнал исходящих",
                  "add a ready report to the project: a covering letter, the outgoing register"));
  name->type_name(fmt::format("{}", fmt::join(builtin_report_names(), "|")))
      ->check(one_of(console, builtin_report_names()))
      ->excludes(place);
  command->footer(
      console.say("Примеры: svodka new отчёты-2026\n         svodka new --report covering-letter",
                  "Examples: svodka new reports-2026\n          svodka new --report covering-letter"));
  command->callback([&, folder, report, place, name] {
    if (place->count() + name->count() == 0) throw CLI::RequiredError("DIR");
    action = [&, folder, report] {
      return report->empty() ? make_project(console, *folder) : copy_builtin_report(console, *report);
    };
  });
}

}  // namespace svodka::cli
