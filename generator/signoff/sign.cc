#include <map>

#include "base/files.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "publish/pdf/signed_pdf.h"
#include "publish/pdf/stamp.h"
#include "publish/publisher.h"
#include "publish/sign/signature.h"
#include "render/stamp/signature_stamp.h"
#include "signoff/grounds.h"
#include "signoff/steps.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::CertificateFacts;
using publish::Ledger;
using publish::LedgerEntry;
using publish::LedgerFile;
using publish::SigningKey;
using publish::State;

struct Signing {
  Document document;
  publish::LedgerPerson person;
  std::string surname;
};

bool is_approved(const Document& document, Diagnostics& out) {
  if (is_due(document, Action::kSign)) return true;
  if (const auto* done = document.last(Action::kSign)) {
    out.error(document.at(), "out-of-order",
              text("документ уже подписан {}: {}", "the document was signed {} already: {}",
                   done->time.substr(0, 10), done->person.name));
  } else if (document.state == State::kDraft) {
    out.error(document.at(), "out-of-order",
              text("документ ещё не утверждён", "the document is not approved yet"),
              text("сначала: svodka approve", "first: svodka approve"));
  } else {
    out.error(document.at(), "no-signer",
              text("отчёт не говорит, кто подписывает его документы",
                   "the report does not say who signs its documents"),
              text("назовите его в определении отчёта: sign-off: {{sign: …}}",
                   "name the person in the report's definition: sign-off: {{sign: …}}"));
  }
  return false;
}

// The documents that may be signed now, and who signs them. All reasons against are findings.
std::vector<Signing> may_be_signed(const SignRequest& request, Grounds& grounds, Diagnostics& out) {
  std::vector<Signing> signings;
  std::vector<Document> documents;
  for (auto& document :
       select(read_documents(grounds.outputs()), request.project, request.targets, Action::kSign, out)) {
    if (!is_approved(document, out)) continue;
    const auto sign_off = grounds.sign_off(document, out);
    if (!sign_off) continue;
    const auto by = request.by.empty() ? sign_off->sign : request.by;
    auto person = grounds.person(document, by, out);
    if (!person) continue;
    if (by != sign_off->sign) {
      out.error(document.at(), "not-the-signer",
                text("`{}` не подписывает документы этого отчёта",
                     "`{}` does not sign documents of this report", by),
                text("подписывает: {}", "who does: {}", sign_off->sign));
      continue;
    }
    require_unchanged(grounds.outputs(), document, out);
    documents.push_back(document);
    signings.push_back({std::move(document), std::move(*person), grounds.surname(documents.back(), by)});
  }
  if (!out.has_errors() && request.reason.empty()) grounds.require_same_data(documents, out);
  if (out.has_errors()) return {};
  return signings;
}

// Qualified certificates hold the surname by itself; others can only be looked at.
void check_owner(const CertificateFacts& certificate, const Signing& signing, Diagnostics& out) {
  const auto mine = utf8::lower(signing.surname);
  const auto message =
      text("сертификат выдан другому: «{}», а подписывает {}",
           "the certificate is another's: “{}”, but {} signs", certificate.owner, signing.person.name);
  if (!certificate.surname.empty() && utf8::lower(certificate.surname) != mine)
    out.error(signing.document.at(), "certificate-owner", message);
  else if (certificate.surname.empty() && utf8::lower(certificate.owner).find(mine) == std::string::npos)
    out.warning(signing.document.at(), "certificate-owner", message);
}

void check_certificate(const CertificateFacts& certificate, const Position& at, Diagnostics& out) {
  publish::covers(certificate, publish::utc_now(), at, out);
  if (!certificate.may_sign)
    out.error(at, "certificate-purpose",
              text("сертификат {} не для подписи (keyUsage)",
                   "certificate {} is not for signatures (keyUsage)", certificate.recorded.serial));
}

LedgerEntry signing_entry(const Signing& signing, const CertificateFacts& certificate,
                          const std::string& reason) {
  auto entry = entry_of(signing.document, Action::kSign);
  entry.person = signing.person;
  entry.certificate = certificate.recorded;
  entry.reason = reason;
  return entry;
}

// The signature is on the disk before the ledger speaks of it. One that lies there already is a leftover of a
// run that was stopped in between.
void put_signature(const fs::path& outputs, const LedgerFile& file, const std::string& signature,
                   LedgerEntry& entry) {
  const auto name = file.file + ".p7s";
  write_file_atomically(outputs / name, signature);
  entry.files.push_back(file);
  entry.files.push_back({"signature", name, sha256(signature), signature.size()});
}

// «Отчёт.docx» → «Отчёт (с отметкой о подписи).docx»
std::string stamped_file(const std::string& file) {
  const fs::path path(file);
  return (path.parent_path() / (path.stem().string() + " (с отметкой о подписи)" + path.extension().string()))
      .generic_string();
}

// The signature is of the document's bytes, so its mark stands in a copy, for printing and for readers.
// Formats that show no mark have none.
void put_stamped_copy(const fs::path& outputs, const LedgerFile& file, const std::string& bytes,
                      const CertificateFacts& certificate, const std::string& surname, LedgerEntry& entry) {
  const auto copy = render::with_stamps(file.file, bytes, {publish::stamp_words(certificate)}, surname);
  if (!copy) return;
  const auto name = stamped_file(file.file);
  write_file_atomically(outputs / name, *copy);
  entry.files.push_back({"stamped", name, sha256(*copy), copy->size()});
}

bool is_still_due(const Ledger& ledger, const Document& document, Diagnostics& out) {
  std::vector<LedgerEntry> now;
  for (auto& entry : ledger.entries_of(document.name)) {
    if (entry.version == document.version) now.push_back(std::move(entry));
  }
  if (now.size() == document.entries.size()) return true;
  say_changed_meanwhile(document, out);
  return false;
}

// The files of a document that get a signature each.
std::vector<LedgerFile> signed_files(const Document& document) {
  std::vector<LedgerFile> files;
  for (const auto& file : document.last(Action::kApprove)->files) {
    if (file.role == "document" || file.role == "pdf") files.push_back(file);
  }
  return files;
}

// The PDFs with the signatures in them, by their files. They are made before the ledger is held.
std::optional<std::map<std::string, std::string>> signed_pdfs(const fs::path& outputs,
                                                              const std::vector<Signing>& signings,
                                                              const SigningKey& key, Diagnostics& out) {
  std::map<std::string, std::string> pdfs;
  for (const auto& signing : signings) {
    const auto* file = signing.document.last(Action::kApprove)->file("pdf");
    if (file == nullptr) continue;
    auto pdf = publish::sign_pdf(read_file(outputs / file->file), key,
                                 {signing.person.name, signing.surname, publish::utc_now()});
    if (pdf)
      pdfs[file->file] = std::move(*pdf);
    else
      out.error({.file = "outputs/" + file->file}, "pdf-unsigned",
                text("в этот PDF подпись не вставить", "no signature can be put into this PDF"));
  }
  if (out.has_errors()) return std::nullopt;
  return pdfs;
}

// The signed PDF waits where finish_files() takes it from once the ledger has spoken.
void put_signed_pdf(const fs::path& outputs, const LedgerFile& file, const std::string& pdf,
                    LedgerEntry& entry) {
  const auto folder = publish::clean_folder(outputs, entry.period);
  make_folder(folder);
  write_file_atomically(folder / fs::path(file.file).filename(), pdf);
  entry.files.push_back(file);
  entry.files.push_back({"signed-pdf", file.file, sha256(pdf), pdf.size()});
}

std::vector<LedgerEntry> sign_with_key(const SignRequest& request, const std::vector<Signing>& signings,
                                       const SigningKey& key, Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  const auto pdfs = signed_pdfs(outputs, signings, key, out);
  if (!pdfs) return {};
  std::optional<publish::ProjectLock> lock;
  if (!pdfs->empty()) lock.emplace(outputs, publish::ProjectLock::Patience::kWait);
  auto ledger = Ledger::open_or_make(outputs);
  Ledger::Writing writing(ledger);
  std::vector<LedgerEntry> entries;
  for (const auto& signing : signings) is_still_due(ledger, signing.document, out);
  if (out.has_errors()) return {};
  for (const auto& signing : signings) {
    auto entry = signing_entry(signing, key.certificate(), request.reason);
    for (const auto& file : signed_files(signing.document)) {
      const auto bytes = read_file(outputs / file.file);
      if (sha256(bytes) != file.sha256) {  // what is signed is what was approved, to the byte
        say_file_changed({.file = "outputs/" + file.file}, out);
        return {};
      }
      if (file.role == "document") {
        put_signature(outputs, file, key.sign(bytes), entry);
        put_stamped_copy(outputs, file, bytes, key.certificate(), signing.surname, entry);
      } else {
        put_signed_pdf(outputs, file, pdfs->at(file.file), entry);
      }
    }
    entries.push_back(writing.add(std::move(entry)));
  }
  writing.commit();
  if (lock) {
    for (const auto& entry : entries) publish::finish_files(outputs, entry);
  }
  return entries;
}

std::vector<LedgerEntry> take_signature(const SignRequest& request, const Signing& signing,
                                        Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  const auto signature = read_file(request.signature);
  const auto& file = *signing.document.last(Action::kApprove)->file("document");
  const auto bytes = read_file(outputs / file.file);
  const auto facts = publish::check_signature({.file = request.signature}, bytes, signature, {request.ca, {}},
                                              publish::utc_now(), out);
  if (!facts) return {};
  check_owner(facts->certificate, signing, out);
  if (!facts->certificate.may_sign) check_certificate(facts->certificate, {.file = request.signature}, out);
  if (out.has_errors()) return {};
  auto ledger = Ledger::open_or_make(outputs);
  Ledger::Writing writing(ledger);
  if (!is_still_due(ledger, signing.document, out)) return {};
  auto entry = signing_entry(signing, facts->certificate, request.reason);
  put_signature(outputs, file, signature, entry);
  put_stamped_copy(outputs, file, bytes, facts->certificate, signing.surname, entry);
  entry = writing.add(std::move(entry));
  writing.commit();
  return {entry};
}

}  // namespace

std::vector<LedgerEntry> sign(const SignRequest& request, Diagnostics& out) {
  Grounds grounds(request.project);
  const auto signings = may_be_signed(request, grounds, out);
  if (signings.empty()) return {};
  if (!request.signature.empty()) {
    if (signings.size() == 1) return take_signature(request, signings.front(), out);
    out.error({.file = request.signature}, "one-signature",
              text("подпись одна, а документов {}", "one signature for {} documents", signings.size()),
              text("назовите документ, который ею подписан", "name the document that it signs"));
    return {};
  }
  const auto key = SigningKey::read(request.key, request.certificate, request.ask, out);
  if (!key) return {};
  const Position at{.file = request.certificate.empty() ? request.key : request.certificate};
  check_certificate(key->certificate(), at, out);
  for (const auto& signing : signings) check_owner(key->certificate(), signing, out);
  if (!request.ca.empty() && !out.has_errors())
    publish::check_signature(at, "svodka", key->sign("svodka"), {request.ca, {}}, publish::utc_now(), out);
  if (out.has_errors()) return {};
  return sign_with_key(request, signings, *key, out);
}

std::vector<publish::FileHash> to_be_signed(const SignRequest& request, Diagnostics& out) {
  Grounds grounds(request.project);
  std::vector<publish::FileHash> files;
  for (const auto& signing : may_be_signed(request, grounds, out)) {
    const auto* file = signing.document.last(Action::kApprove)->file("document");
    files.push_back({file->file, file->sha256});
  }
  return files;
}

}  // namespace svodka::signoff
