#include <algorithm>
#include <cstdio>

#include "cli/commands.h"
#include "cli/sign_off.h"
#include "signoff/verify.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  publish::Trust trust;
  bool json = false;
};

void print_documents(const Console& console, const signoff::Verification& verification) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [document, files, signatures] : verification.documents) {
    const bool sound = std::all_of(files.begin(), files.end(), [](const auto& file) { return file.sound; });
    std::string signers;
    for (const auto& signature : signatures)
      signers += (signers.empty() ? "" : ", ") + signature.certificate.owner;
    rows.push_back({document.file, console.say(publish::state_words(document.state)),
                    sound ? console.say("файлы целы", "files whole") : console.say("ИЗМЕНЁН", "CHANGED"),
                    signers});
  }
  if (rows.empty()) return;
  std::fputs(format_table({console.say("документ", "document"), console.say("состояние", "state"),
                           console.say("проверка", "check"), console.say("подписи", "signatures")},
                          rows)
                 .c_str(),
             stdout);
}

bool is_package(const Options& options) {
  const auto& names = options.documents.targets.names;
  return names.size() == 1 && names.front().ends_with(".zip");
}

int verify_documents(const Console& console, const Options& options) {
  Diagnostics out;
  const auto verification =
      is_package(options)
          ? signoff::verify_package(options.documents.targets.names.front(), options.trust, out)
          : signoff::verify(
                {project_of(console, options.documents), options.documents.targets, options.trust}, out);
  if (options.json) {
    std::fputs(signoff::verification_as_json(verification, out, console.language).c_str(), stdout);
    return out.has_errors() ? kFindings : kDone;
  }
  if (!console.quiet) print_documents(console, verification);
  const int code = finish(console, out);
  if (verification.entries > 0)
    console.note(text("записей в журнале: {}; контрольная сумма: {}",
                      "entries of the ledger: {}; its hash: {}", verification.entries, verification.head));
  const bool has_signatures =
      std::any_of(verification.documents.begin(), verification.documents.end(),
                  [](const signoff::CheckedDocument& document) { return !document.signatures.empty(); });
  if (has_signatures && !verification.trust_checked)
    console.note(
        text("подписи сходятся с документами; кому выданы сертификаты, не проверено: укажите --ca",
             "the signatures match the documents; whose the certificates are was not checked: give --ca"));
  return code;
}

}  // namespace

void add_verify(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "verify", console.say("проверить документы, подписи и журнал до последнего байта",
                            "check documents, signatures and the ledger to the last byte"));
  add_document_arguments(*command, console, options->documents, false);
  command
      ->add_option("--ca", options->trust.ca,
                   console.say("сертификаты центров, которым доверяем (PEM)",
                               "certificates of the authorities that are trusted (PEM)"))
      ->type_name(console.say("ФАЙЛ", "FILE"))
      ->check(CLI::ExistingFile);
  command
      ->add_option("--crl", options->trust.crl,
                   console.say("списки отозванных сертификатов (PEM или DER)",
                               "lists of revoked certificates (PEM or DER)"))
      ->type_name(console.say("ФАЙЛ", "FILE"))
      ->check(CLI::ExistingFile);
  command->add_flag("--json", options->json, console.say("ответ для программ", "an answer for programs"));
  command->footer(console.say("Примеры: svodka verify\n         svodka verify 2020-12 --ca центр.pem --json",
                              "Examples: svodka verify\n          svodka verify 2020-12 --ca ca.pem --json"));
  command->callback([&, options] { action = [&, options] { return verify_documents(console, *options); }; });
}

}  // namespace svodka::cli
