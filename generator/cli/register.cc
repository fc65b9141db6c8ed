#include <cstdio>

#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/sign_off.h"
#include "signoff/steps.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  signoff::RegisterRequest request;
};

int register_all(const Console& console, const Options& options) {
  catch_interrupts();
  auto request = options.request;
  request.project = project_of(console, options.documents);
  request.targets = options.documents.targets;
  if (!console.quiet) {
    request.registered = [&](const publish::LedgerEntry& entry) {
      std::printf("%s: %s\n", publish::version_file(entry.document, entry.version).c_str(),
                  console.say(entry_words(entry)).c_str());
    };
  }
  Diagnostics out;
  std::vector<publish::LedgerEntry> entries;
  try {
    entries = signoff::register_documents(request, out);
  } catch (const Interrupted& e) {
    console.note(text("прервано: выданные номера записаны", "interrupted: the numbers given are kept"));
    return 128 + e.signal;
  }
  refresh_pages(console, request.project, entries);
  return finish(console, out);
}

}  // namespace

void add_register(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto& request = options->request;
  auto* command =
      app.add_subcommand("register", console.say("зарегистрировать документы: исходящий номер и дата",
                                                 "register documents: an outgoing number and date"));
  add_document_arguments(*command, console, options->documents, true);
  command
      ->add_option("--number", request.number,
                   console.say("исходящий номер (по умолчанию следующий по образцу органа)",
                               "outgoing number (default: the next of the authority's pattern)"))
      ->type_name(console.say("НОМЕР", "NUMBER"));
  command
      ->add_option("--date", request.date,
                   console.say("дата регистрации (по умолчанию сегодня)", "date (default: today)"))
      ->type_name(console.say("ДАТА", "DATE"));
  command
      ->add_option("--to", request.addressee,
                   console.say("кому направляются (по умолчанию тот, кто назван в записи об органе)",
                               "whom they are sent to (default: whom the authority's record names)"))
      ->type_name(console.say("АДРЕСАТ", "ADDRESSEE"));
  command
      ->add_option("--by", request.by,
                   console.say("кто регистрирует: id из people", "who registers: an id of people"))
      ->type_name("ID");
  command
      ->add_option("--despite-changes", request.reason,
                   console.say("зарегистрировать, хотя данные изменились; причина войдёт в журнал",
                               "register although the data changed; the reason goes into the ledger"))
      ->type_name(console.say("ПРИЧИНА", "REASON"));
  command->footer(console.say("Пример: svodka register 2020-12 --date 2020-12-01",
                              "Example: svodka register 2020-12 --date 2020-12-01"));
  command->callback([&, options] { action = [&, options] { return register_all(console, *options); }; });
}

}  // namespace svodka::cli
