#include <cstdio>

#include "cli/commands.h"
#include "cli/sign_off.h"
#include "signoff/steps.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  std::string by;
};

int approve_documents(const Console& console, const Options& options) {
  Diagnostics out;
  const auto entries =
      signoff::approve({project_of(console, options.documents), options.documents.targets, options.by}, out);
  for (const auto& entry : entries) {
    if (!console.quiet)
      std::printf("%s: %s, %s\n", entry.file("document")->file.c_str(),
                  console.say(entry_words(entry)).c_str(), entry.person.name.c_str());
  }
  refresh_pages(console, project_of(console, options.documents), entries);
  const int code = finish(console, out);
  if (code != kDone) console.note(text("ничего не утверждено", "nothing was approved"));
  return code;
}

}  // namespace

void add_approve(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "approve", console.say("утвердить документы: снять «ПРОЕКТ» и закрепить их в журнале",
                             "approve documents: the draft's mark goes, the ledger keeps them"));
  add_document_arguments(*command, console, options->documents, true);
  command
      ->add_option("--by", options->by, console.say("кто утверждает: id из people", "who: an id of people"))
      ->type_name("ID")
      ->required();
  command->footer(console.say("Пример: svodka approve 2020-12 --by imc-head",
                              "Example: svodka approve 2020-12 --by imc-head"));
  command->callback([&, options] { action = [&, options] { return approve_documents(console, *options); }; });
}

}  // namespace svodka::cli
