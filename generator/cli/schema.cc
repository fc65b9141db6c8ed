#include <cstdio>

#include "cli/commands.h"
#include "load/schema.h"

namespace svodka::cli {
namespace {

struct Options {
  std::string collection;
  bool json = false;
};

int show(const Console& console, const Options& options) {
  Diagnostics out;
  const auto schema = load::project_schema(console.root, out);
  console.print(out.sorted());
  if (options.json) {
    std::fputs(load::json_schema(schema, console.language).c_str(), stdout);
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
  command->footer(console.say("Пример: svodka schema activities", "Example: svodka schema activities"));
  command->callback([&, options] { action = [&, options] { return show(console, *options); }; });
}

}  // namespace svodka::cli
