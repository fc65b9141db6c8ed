#include <algorithm>
#include <cstdio>

#include "base/utf8.h"
#include "cli/builtin_reports.h"
#include "cli/commands.h"
#include "cli/sign_off.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  std::string find;
  std::string output;  // the register as a document
  bool states = false;
  bool outgoing = false;
};

bool holds(const std::vector<std::string>& row, const std::string& words) {
  const auto wanted = utf8::lower(words);
  return words.empty() || std::any_of(row.begin(), row.end(), [&](const std::string& cell) {
           return utf8::lower(cell).find(wanted) != std::string::npos;
         });
}

void print_rows(const std::vector<std::string>& head, std::vector<std::vector<std::string>> rows,
                const std::string& words, const std::vector<bool>& right) {
  std::erase_if(rows, [&](const auto& row) { return !holds(row, words); });
  if (!rows.empty()) std::fputs(format_table(head, rows, right).c_str(), stdout);
}

void print_entries(const Console& console, const Options& options,
                   const std::vector<publish::LedgerEntry>& entries) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : entries) {
    auto what = console.say(entry_words(entry));
    if (!entry.reason.empty())
      what += console.say(
          text(", хотя данные изменились: {}", ", although the data had changed: {}", entry.reason));
    rows.push_back({std::to_string(entry.number), local_time(entry.time), what,
                    publish::version_file(entry.document, entry.version), entry.person.name});
  }
  print_rows({"№", console.say("когда", "when"), console.say("что", "what"),
              console.say("документ", "document"), console.say("кто", "who")},
             std::move(rows), options.find, {true});
}

void print_outgoing(const Console& console, const Options& options,
                    std::vector<publish::LedgerEntry> entries) {
  std::erase_if(entries, [](const auto& entry) { return entry.action != publish::Action::kRegister; });
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.date.substr(0, 4), a.series, a.ordinal, a.number) <
           std::tuple(b.date.substr(0, 4), b.series, b.ordinal, b.number);
  });
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : entries)
    rows.push_back({entry.outgoing, short_day(entry.date), entry.addressee, entry.title,
                    publish::version_file(entry.document, entry.version), entry.person.name});
  print_rows({console.say("номер", "number"), console.say("дата", "date"), console.say("кому", "to"),
              console.say("о чём", "about"), console.say("документ", "document"), console.say("кто", "who")},
             std::move(rows), options.find, {});
}

void print_states(const Console& console, const Options& options,
                  const std::vector<signoff::Document>& documents) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& document : documents) {
    const auto* number = document.last(publish::Action::kRegister);
    const auto agreed = std::count_if(
        document.entries.begin(), document.entries.end(),
        [](const auto& entry) { return entry.action == publish::Action::kApprove && !entry.complete; });
    auto state = console.say(publish::state_words(document.state));
    if (document.state == publish::State::kDraft && agreed > 0)
      state += console.say(text(", согласований: {}", ", agreed to by {}", agreed));
    rows.push_back({document.file, state, number == nullptr ? "" : number->outgoing,
                    number == nullptr ? "" : short_day(number->date)});
  }
  print_rows({console.say("документ", "document"), console.say("состояние", "state"),
              console.say("номер", "number"), console.say("дата", "date")},
             std::move(rows), options.find, {});
}

int show_log(const Console& console, const Options& options) {
  if (!options.output.empty())
    return write_register(console, options.output, options.documents.targets.period,
                          options.documents.outputs);
  Diagnostics out;
  const auto project = project_of(console, options.documents);
  const auto outputs = signoff::outputs_of(project);
  auto documents = signoff::read_documents(outputs);
  const auto& targets = options.documents.targets;
  if (!targets.names.empty()) documents = signoff::select(documents, project, targets, std::nullopt, out);
  std::vector<publish::LedgerEntry> entries;
  for (const auto& document : documents)
    entries.insert(entries.end(), document.entries.begin(), document.entries.end());
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  if (options.states)
    print_states(console, options, documents);
  else if (options.outgoing)
    print_outgoing(console, options, std::move(entries));
  else
    print_entries(console, options, entries);
  return finish(console, out);
}

}  // namespace

void add_log(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "log", console.say("журнал: кто и когда утвердил, подписал, зарегистрировал",
                         "the ledger: who approved, signed and registered what, and when"));
  add_document_arguments(*command, console, options->documents, false);
  auto* states =
      command->add_flag("--documents", options->states,
                        console.say("в каком состоянии каждый документ", "how each document stands"));
  auto* outgoing =
      command
          ->add_flag("--outgoing", options->outgoing,
                     console.say("журнал исходящих: номера по порядку", "the outgoing register, by number"))
          ->excludes(states);
  auto* find = command->add_option(
      "--find", options->find, console.say("только строки с этими словами", "only lines with these words"));
  find->type_name(console.say("СЛОВА", "WORDS"));
  command
      ->add_option(
          "-o", options->output,
          console.say("журнал исходящих за год (--period 2026) документом .xlsx или .docx",
                      "the outgoing register of a year (--period 2026) as an .xlsx or .docx document"))
      ->type_name(console.say("ФАЙЛ", "FILE"))
      ->needs(outgoing)
      ->excludes(find);
  command->footer(
      console.say("Примеры: svodka log\n         svodka log --outgoing --find 744\n"
                  "         svodka log --outgoing -o журнал.xlsx",
                  "Examples: svodka log\n          svodka log --outgoing --find 744\n"
                  "          svodka log --outgoing -o register.xlsx"));
  command->callback([&, options] { action = [&, options] { return show_log(console, *options); }; });
}

}  // namespace svodka::cli
