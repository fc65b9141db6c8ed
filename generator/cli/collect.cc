#include "load/collect.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "base/files.h"
#include "base/report_findings.h"
#include "cli/collect_blanks.h"
#include "cli/commands.h"
#include "load/pattern.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;
using load::CollectDefinition;

struct Options {
  ProjectArguments project;
  std::string name;  ///< of the definition; "": all
  bool blanks = false;
  std::string take;    ///< folder of the files that came back
  std::string output;  ///< folder for the blanks; "": outputs/collect/NAME
};

/// Puts the return of one recipient into its place. Of several that differ none is taken.
void take(const Console& console, const fs::path& folder, const std::vector<std::string>& names,
          const std::string& place, Diagnostics& out) {
  const auto bytes = read_file(folder / names.front());
  bool is_one = true;
  for (const auto& name : names) {
    if (read_file(folder / name) == bytes) continue;
    is_one = false;
    out.error(
        {.file = name}, "returned-twice",
        text("ответ того же получателя, что и `{}`, но другой: не принят ни один",
             "a return of the same recipient as `{}`, and another one: neither is taken", names.front()),
        text("оставьте верный из файлов", "keep the right one of the files"));
  }
  if (!is_one) return;
  std::error_code error;
  const auto target = console.root / place;
  const bool replaces = fs::exists(target, error);
  if (replaces && read_file(target) == bytes) return;
  write_file_atomically(target, bytes);
  console.note(replaces ? text("{} → {} (заменён прежний ответ)", "{} → {} (in place of the earlier return)",
                               names.front(), place)
                        : text("{} → {}", "{} → {}", names.front(), place));
}

/// Files that came back go into the project, each under its recipient's name.
void take_returns(const Console& console, const Project& project,
                  const std::vector<CollectDefinition>& definitions, const fs::path& folder,
                  Diagnostics& out) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    throw EnvironmentError(text("нет папки `{}`", "there is no folder `{}`", folder.string()));
  std::map<std::string, std::set<std::string>> awaited;  // ids of recipients, by the definition
  for (const auto& definition : definitions) {
    for (auto& recipient : recipients_of(project, definition, out))
      awaited[definition.id].insert(std::move(recipient.id));
  }
  if (out.has_errors()) return;
  std::map<std::string, std::vector<std::string>> came;  // by their place in the project
  for (const auto& name : list_files(folder, {".xlsx", ".xlsm", ".xls", ".ods", ".csv"})) {
    Diagnostics found;
    const auto book = load::open_return(folder, name, found);
    const auto blank = book ? load::identify_blank(*book, found) : std::nullopt;
    out.add(found);
    if (!book) continue;
    const auto definition =
        std::find_if(definitions.begin(), definitions.end(),
                     [&](const CollectDefinition& d) { return blank && d.id == blank->definition; });
    if (definition == definitions.end()) {
      out.error({.file = name}, "unknown-return",
                blank ? text("это бланк другого сбора: «{}»", "it is a blank of another collection: “{}”",
                             blank->definition)
                      : text("это не бланк, который был разослан", "it is not the blank that was sent"),
                text("перенесите данные в разосланный бланк", "put the data into the blank that was sent"));
      continue;
    }
    if (!awaited[definition->id].contains(blank->recipient)) {
      out.error({.file = name}, "unknown-recipient",
                text("«{}» нет среди получателей этого сбора",
                     "“{}” is not among the recipients of this collection", blank->recipient),
                text("их называет запрос `from`: {}:{}", "they are named by the query `from`: {}:{}",
                     definition->file, definition->from_mark.line));
      continue;
    }
    came[definition->folder + "/" + return_file_name(blank->recipient)].push_back(name);
  }
  for (const auto& [place, names] : came) take(console, folder, names, place, out);
}

/// Who has answered, and how many mistakes there are in each return.
void print_state(const Console& console, const CollectDefinition& definition,
                 const std::vector<Recipient>& recipients, const Diagnostics& out) {
  std::map<std::string, std::string> files;
  Diagnostics ignored;
  for (const auto& path : load::matching_files(console.root, definition.folder + "/*")) {
    const auto book = load::open_return(console.root, path, ignored);
    const auto blank = book ? load::identify_blank(*book, ignored) : std::nullopt;
    if (blank && blank->definition == definition.id) files.emplace(blank->recipient, path);
  }
  std::vector<std::vector<std::string>> rows;
  std::size_t answered = 0;
  for (const auto& recipient : recipients) {
    const auto file = files.find(recipient.id);
    if (file == files.end()) {
      rows.push_back({recipient.name, console.say("нет ответа", "no answer"), ""});
      continue;
    }
    ++answered;
    const auto errors =
        std::count_if(out.in_order().begin(), out.in_order().end(), [&](const Finding& finding) {
          return finding.severity == Severity::kError && finding.at.file == file->second;
        });
    rows.push_back({recipient.name, file->second, errors == 0 ? "" : std::to_string(errors)});
  }
  const auto& title = definition.title.empty() ? definition.id : definition.title;
  std::fputs((definition.id + (title == definition.id ? "" : ": " + title) + "\n").c_str(), stdout);
  std::fputs(format_table(
                 {console.say("кто", "who"), console.say("ответ", "return"), console.say("ошибок", "errors")},
                 rows, {false, false, true})
                 .c_str(),
             stdout);
  const auto count =
      console.say(text("ответили: {} из {}\n", "answered: {} of {}\n", answered, recipients.size()));
  std::fputs(count.c_str(), stdout);
}

bool is_in_return(const Finding& finding, const std::vector<CollectDefinition>& definitions) {
  return std::any_of(definitions.begin(), definitions.end(), [&](const CollectDefinition& definition) {
    return finding.at.file.starts_with(definition.folder + "/");
  });
}

bool is_in_definition(const Finding& finding, const std::vector<CollectDefinition>& definitions) {
  return std::any_of(definitions.begin(), definitions.end(),
                     [&](const CollectDefinition& definition) { return finding.at.file == definition.file; });
}

int collect(const Console& console, const Options& options) {
  Diagnostics loaded, out;
  auto project = open_for(console, options.project, loaded);
  if (!project) {
    console.print(loaded.sorted());
    return kFindings;
  }
  auto definitions = load::collect_definitions(console.root, project->schema);
  std::vector<std::string> names;
  for (const auto& definition : definitions) names.push_back(definition.id);
  if (!options.name.empty()) {
    std::erase_if(definitions, [&](const CollectDefinition& d) { return d.id != options.name; });
    if (definitions.empty()) {
      console.complain(text("нет сбора «{}»", "there is no collection of returns “{}”", options.name),
                       suggestion(options.name, names));
      console.print(loaded.sorted());  // its definition may be what is wrong
      return kUsage;
    }
  }
  if (definitions.empty()) {
    console.complain(text("в проекте нет сборов", "the project collects no returns"),
                     text("опишите бланк ключом `collect:` в файле папки inputs (docs/tables.ru.md)",
                          "describe a blank under the key `collect:` in a file of inputs (docs/tables.md)"));
    console.print(loaded.sorted());
    return kUsage;
  }
  if (!options.take.empty()) {
    take_returns(console, *project, definitions, options.take, out);
    loaded = Diagnostics();
    project = open_for(console, options.project, loaded);
  }
  for (const auto& finding : loaded.in_order()) {
    if (is_in_definition(finding, definitions) || is_in_return(finding, definitions)) out.add(finding);
  }
  if (!options.blanks) {
    Diagnostics checked;
    check_project(*project, checked);
    for (const auto& finding : checked.in_order()) {
      if (is_in_return(finding, definitions)) out.add(finding);
    }
  }
  bool made = true;
  for (const auto& definition : definitions) {
    auto folder = project->outputs / "collect" / definition.id;
    if (!options.output.empty())
      folder = definitions.size() == 1 ? fs::path(options.output) : fs::path(options.output) / definition.id;
    if (options.blanks)
      made = make_blanks(console, *project, definition, folder, out) && made;
    else
      print_state(console, definition, recipients_of(*project, definition, out), out);
  }
  std::fflush(stdout);
  console.print(out.sorted());
  if (options.blanks) return made ? kDone : kFindings;
  return out.has_errors() ? kFindings : kDone;
}

}  // namespace

void add_collect(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "collect", console.say("бланки для школ: сделать, принять ответы, узнать, кто не ответил",
                             "blanks for schools: make them, take the returns, see who has not answered"));
  command->add_option("NAME", options->name,
                      console.say("сбор: `id` из ключа `collect:` (по умолчанию все)",
                                  "the `id` of an entry of `collect:` (default: all)"));
  command->add_flag("--blanks", options->blanks,
                    console.say("сделать бланки, по файлу .xlsx на получателя",
                                "make the blanks, an .xlsx file a recipient"));
  command
      ->add_option("--take", options->take,
                   console.say("принять ответы из этой папки", "take the returns from this folder"))
      ->type_name(console.say("ПАПКА", "DIR"));
  command
      ->add_option("-o,--output", options->output,
                   console.say("куда положить бланки (по умолчанию outputs/collect/ИМЯ)",
                               "where the blanks go (default: outputs/collect/NAME)"))
      ->type_name(console.say("ПАПКА", "DIR"));
  add_project_arguments(*command, console, options->project);
  command->footer(
      console.say("Примеры: svodka collect vpr-2020 --blanks\n"
                  "         svodka collect vpr-2020 --take почта/ответы\n"
                  "Без параметров: кто ответил, кто нет, сколько ошибок в каждом ответе.",
                  "Examples: svodka collect vpr-2020 --blanks\n"
                  "          svodka collect vpr-2020 --take mail/returns\n"
                  "Without options: who has answered, who has not, how many errors are in each return."));
  command->callback([&, options] { action = [&, options] { return collect(console, *options); }; });
}

}  // namespace svodka::cli
