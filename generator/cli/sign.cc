#include <cstdio>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/sign_off.h"
#include "signoff/steps.h"

namespace svodka::cli {
namespace {

struct Options {
  DocumentArguments documents;
  signoff::SignRequest request;
  int passphrase = -1;
  bool external = false;
};

// Another program signs: it needs the file, and who carries it there the sum.
int give_hashes(const Console& console, const Options& options, const signoff::SignRequest& request) {
  Diagnostics out;
  const auto outputs = signoff::outputs_of(request.project);
  for (const auto& file : signoff::to_be_signed(request, out)) {
    const auto name = std::filesystem::path(file.file).filename().string();
    const auto line = file.sha256 + "  " + name + "\n";
    write_file_in_place(outputs / (file.file + ".sha256"), line);
    std::fputs(line.c_str(), stdout);
  }
  const int code = finish(console, out);
  if (code == kDone)
    console.note(
        text("подпишите каждый файл своей программой (отсоединённая подпись CMS, CAdES-BES) и передайте "
             "подписи вместе: svodka sign \"{}\" --external ФАЙЛ.p7s …",
             "sign each file with your own program (detached CMS, CAdES-BES) and hand the signatures in "
             "together: svodka sign \"{}\" --external FILE.p7s …",
             options.documents.targets.names.front()));
  return code;
}

int sign_documents(const Console& console, const Options& options) {
  auto request = options.request;
  request.project = project_of(console, options.documents);
  request.targets = options.documents.targets;
  request.ask = ask_passphrase(console, options.passphrase);
  std::erase(request.signatures, "");  // the option without a file
  if (options.external && request.signatures.empty()) return give_hashes(console, options, request);
  if (!options.external && request.key.empty()) {
    console.complain(
        text("не хватает: --key", "--key is required"),
        text("или подпишите другой программой: --external", "or sign with another program: --external"));
    return kUsage;
  }
  Diagnostics out;
  const auto entries = signoff::sign(request, out);
  for (const auto& entry : entries) {
    if (console.quiet) continue;
    for (const auto& file : entry.files) {
      if (file.role.ends_with("signature") || file.role == "signed-pdf" || file.role == "stamped")
        std::printf("%s: %s, %s\n", file.file.c_str(), console.say(entry_words(entry)).c_str(),
                    entry.person.name.c_str());
    }
  }
  refresh_pages(console, request.project, entries);
  const int code = finish(console, out);
  if (code != kDone) console.note(text("ничего не подписано", "nothing was signed"));
  return code;
}

}  // namespace

void add_sign(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto& request = options->request;
  auto* command = app.add_subcommand(
      "sign", console.say("подписать утверждённые документы: отсоединённая подпись ФАЙЛ.p7s, в PDF внутри",
                          "sign approved documents: a detached signature FILE.p7s, in a PDF inside"));
  add_document_arguments(*command, console, options->documents, true);
  command
      ->add_option("--key", request.key,
                   console.say("закрытый ключ: PEM, или PKCS#12 вместе с сертификатом",
                               "private key: PEM, or PKCS#12 with the certificate"))
      ->type_name(console.say("ФАЙЛ", "FILE"));
  command
      ->add_option("--cert", request.certificate,
                   console.say("сертификат к ключу (PEM или DER); при --external — тот, которым подпишут PDF",
                               "certificate of the key (PEM or DER); with --external the one that will sign "
                               "the PDF"))
      ->type_name(console.say("ФАЙЛ", "FILE"));
  command
      ->add_option("--by", request.by,
                   console.say("кто подписывает (по умолчанию тот, кто назван в sign-off)",
                               "who signs (default: the one named in sign-off)"))
      ->type_name("ID");
  command
      ->add_option("--passphrase-fd", options->passphrase,
                   console.say("взять пароль ключа из этого дескриптора, а не спрашивать",
                               "read the key's passphrase from this descriptor instead of asking"))
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--ca", request.ca,
                   console.say("сертификаты центров: подпись должна вести к одному из них",
                               "certificates of authorities that the signature must lead to"))
      ->type_name(console.say("ФАЙЛ", "FILE"));
  auto* external = command->add_option(
      "--external", request.signatures,
      console.say(
          "подписывает другая программа: без файлов — записать контрольные суммы ФАЙЛ.sha256 и то, что "
          "подписать для PDF, ФАЙЛ.pdf.tbs (с --cert); с файлами .p7s — проверить и принять подписи",
          "another program signs: without files writes the sums FILE.sha256 and what is to be signed of a "
          "PDF, FILE.pdf.tbs (with --cert); with .p7s files checks and takes the signatures"));
  external->type_name(console.say("[ФАЙЛ …]", "[FILE …]"))
      ->expected(0, CLI::detail::expected_max_vector_size);
  command
      ->add_option("--despite-changes", request.reason,
                   console.say("подписать, хотя данные изменились; причина войдёт в журнал",
                               "sign although the data changed; the reason goes into the ledger"))
      ->type_name(console.say("ПРИЧИНА", "REASON"));
  command->footer(console.say("Пример: svodka sign 2020-12 --key ключ.pem --cert сертификат.pem",
                              "Example: svodka sign 2020-12 --key key.pem --cert cert.pem"));
  command->callback([&, options, external] {
    options->external = external->count() > 0;
    action = [&, options] { return sign_documents(console, *options); };
  });
}

}  // namespace svodka::cli
