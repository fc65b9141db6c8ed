#include <cstdio>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/values.h"
#include "edit/grammar.h"
#include "load/schema.h"

namespace svodka::cli {
namespace {

struct Options {
  std::string collection;
  std::string kind = "inputs";
  bool json = false;
  bool write = false;
};

// The project's own fields are in its schemas, so they are written anew when inputs/schema.yaml changes.
void write_editor_files(const Console& console, const load::Schema& schema) {
  for (const auto& file : edit::editor_files(schema, console.language)) {
    std::error_code error;
    if (file.path.starts_with(".vscode/") && std::filesystem::exists(console.root / file.path, error))
      continue;
    write_file_atomically(console.root / file.path, file.bytes);
    if (!console.quiet) std::fputs((file.path + "\n").c_str(), stdout);
  }
}

int show(const Console& console, const Options& options) {
  Diagnostics out;
  const auto schema = load::project_schema(console.root, out);
  console.print(out.sorted());
  if (options.write) {
    write_editor_files(console, schema);
  } else if (options.json) {
    const auto json = edit::schema_of(*edit::kind_called(options.kind), schema, console.language);
    std::fputs((json.dump(2) + "\n").c_str(), stdout);
  } else {
    if (!options.collection.empty() && schema.collection(options.collection) == nullptr) {
      console.note(text("нет коллекции «{}»", "there is no collection “{}”", options.collection));
      const auto hint = suggestion(options.collection, schema.names());
      if (!hint.empty()) console.note(hint);
      return kUsage;
    }
    std::fputs(load::describe(schema, options.collection, console.language).c_str(), stdout);
  }
  return out.has_errors() ? kFindings : kDone;
}

}  // namespace

void add_schema(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("schema", console.say("какие записи и поля бывают во входных файлах",
                                                           "which records and fields the inputs may have"));
  command->add_option("COLLECTION", options->collection,
                      console.say("коллекция (без неё: список)", "a collection (without: the list)"));
  command->add_flag("--json", options->json,
                    console.say("JSON Schema для редакторов", "JSON Schema for editors"));
  command
      ->add_option(
          "--for", options->kind,
          console.say(
              "для каких файлов: inputs (записи), schema, checks (inputs/schema.yaml, inputs/checks.yaml), "
              "report (templates/ИМЯ.yaml), projects (projects.yaml)",
              "for which files: inputs (records), schema, checks (inputs/schema.yaml, "
              "inputs/checks.yaml), report (templates/NAME.yaml), projects (projects.yaml)"))
      ->type_name("inputs|schema|checks|report|projects")
      ->check(one_of(console, edit::kind_names()));
  command->add_flag("--write", options->write,
                    console.say("записать схемы для редактора в проект (.svodka/schemas, .vscode)",
                                "write the schemas for editors into the project (.svodka/schemas, .vscode)"));
  command->footer(console.say(
      "Пример: svodka schema activities; svodka schema --json --for report; svodka schema --write",
      "Example: svodka schema activities; svodka schema --json --for report; svodka schema "
      "--write"));
  command->callback([&, options] { action = [&, options] { return show(console, *options); }; });
}

}  // namespace svodka::cli
