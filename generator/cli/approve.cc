#include <cstdio>

#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/sign_off.h"
#include "cli/values.h"
#include "signoff/steps.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  std::string by;
  int pdf_limit = 60;
};

int approve_documents(const Console& console, const Options& options) {
  catch_interrupts();
  Diagnostics out;
  std::vector<publish::LedgerEntry> entries;
  try {
    entries = signoff::approve({project_of(console, options.documents), options.documents.targets, options.by,
                                std::chrono::seconds(options.pdf_limit)},
                               out);
  } catch (const Interrupted& e) {
    console.note(text("прервано: ничего не утверждено", "interrupted: nothing was approved"));
    return 128 + e.signal;
  }
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
  command
      ->add_option("--pdf-limit", options->pdf_limit,
                   console.say("сколько секунд LibreOffice тратит на один PDF (по умолчанию 60)",
                               "seconds that LibreOffice has for one PDF (default: 60)"))
      ->type_name("N")
      ->check(number_within(console, 1, 3600));
  command->footer(console.say("Пример: svodka approve 2020-12 --by imc-head",
                              "Example: svodka approve 2020-12 --by imc-head"));
  command->callback([&, options] { action = [&, options] { return approve_documents(console, *options); }; });
}

}  // namespace svodka::cli
