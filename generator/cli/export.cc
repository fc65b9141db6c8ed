#include "signoff/export.h"

#include <cstdio>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/sign_off.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  std::string output;
};

int export_package(const Console& console, const Options& options) {
  Diagnostics out;
  const auto bytes =
      signoff::export_documents(project_of(console, options.documents), options.documents.targets, out);
  if (bytes) {
    write_file_atomically(options.output, *bytes);
    console.note(text("проверить на другом компьютере: svodka verify {}",
                      "to check it elsewhere: svodka verify {}", options.output));
  }
  return finish(console, out);
}

}  // namespace

void add_export(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "export", console.say("собрать утверждённые документы с подписями и выпиской из журнала в один .zip",
                            "put approved documents, signatures and their part of the ledger into one .zip"));
  add_document_arguments(*command, console, options->documents, true);
  command->add_option("-o", options->output, console.say("файл .zip", "the .zip file"))
      ->type_name(console.say("ФАЙЛ", "FILE"))
      ->required();
  command->footer(console.say("Пример: svodka export 2020-12 -o 2020-12.zip",
                              "Example: svodka export 2020-12 -o 2020-12.zip"));
  command->callback([&, options] { action = [&, options] { return export_package(console, *options); }; });
}

}  // namespace svodka::cli
