#include "base/files.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "publish/ledger/versions.h"
#include "publish/pdf/signed_pdf.h"
#include "publish/pdf/stamp.h"
#include "publish/placed_files.h"
#include "publish/sign/signature.h"
#include "render/stamp/signature_stamp.h"
#include "signoff/signing.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::CertificateFacts;
using publish::Ledger;
using publish::LedgerEntry;
using publish::LedgerFile;
using publish::PlacedFiles;
using publish::SigningKey;
using publish::State;

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

LedgerEntry signing_entry(const Signing& signing, const CertificateFacts& certificate,
                          const std::string& reason) {
  auto entry = entry_of(signing.document, Action::kSign);
  entry.person = signing.person;
  entry.certificate = certificate.recorded;
  entry.reason = reason;
  return entry;
}

void put_signature(const fs::path& outputs, const LedgerFile& file, const std::string& signature,
                   LedgerEntry& entry, PlacedFiles& files) {
  const auto name = file.file + ".p7s";
  files.stage(outputs / name, signature);
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
                      const CertificateFacts& certificate, const std::string& surname, LedgerEntry& entry,
                      PlacedFiles& files) {
  const auto copy = render::with_stamps(file.file, bytes, {publish::stamp_words(certificate)}, surname);
  if (!copy) return;
  const auto name = stamped_file(file.file);
  files.stage(outputs / name, *copy);
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

// The signed PDF waits where finish_files() takes it from once the ledger has spoken.
void put_signed_pdf(const fs::path& outputs, const LedgerFile& file, const std::string& pdf,
                    LedgerEntry& entry, PlacedFiles& files) {
  files.stage(publish::clean_folder(outputs, entry.period) / fs::path(file.file).filename(), pdf);
  entry.files.push_back(file);
  entry.files.push_back({"signed-pdf", file.file, sha256(pdf), pdf.size()});
}

// What is signed is what was approved, to the byte.
bool put_files(const fs::path& outputs, const SignedDocument& signed_document, LedgerEntry& entry,
               PlacedFiles& files, Diagnostics& out) {
  const auto& [signing, certificate, signature, pdf] = signed_document;
  const auto& file = *signing->approved("document");
  const auto bytes = approved_bytes(outputs, file, out);
  if (!bytes) return false;
  put_signature(outputs, file, signature(*bytes), entry, files);
  put_stamped_copy(outputs, file, *bytes, certificate, signing->surname, entry, files);
  if (!pdf) return true;
  const auto& approved_pdf = *signing->approved("pdf");
  const auto before = approved_bytes(outputs, approved_pdf, out);
  if (!before) return false;
  if (!pdf->starts_with(*before)) {
    say_file_changed({.file = "outputs/" + approved_pdf.file}, out);
    return false;
  }
  put_signed_pdf(outputs, approved_pdf, *pdf, entry, files);
  return true;
}

std::vector<LedgerEntry> sign_with_key(const SignRequest& request, const std::vector<Signing>& signings,
                                       const SigningKey& key, Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  std::vector<SignedDocument> documents;
  for (const auto& signing : signings) {
    SignedDocument document{
        &signing, key.certificate(), [&](const auto& bytes) { return key.sign(bytes); }, {}};
    if (const auto* file = signing.approved("pdf")) {
      document.pdf = publish::sign_pdf(read_file(outputs / file->file), key,
                                       {signing.person.name, signing.surname, publish::utc_now()});
      if (!document.pdf) say_unsignable(*file, out);
    }
    documents.push_back(std::move(document));
  }
  if (out.has_errors()) return {};
  return record_signatures(request, documents, out);
}

}  // namespace

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

std::optional<std::string> approved_bytes(const fs::path& outputs, const LedgerFile& file, Diagnostics& out) {
  auto bytes = read_file(outputs / file.file);
  if (sha256(bytes) == file.sha256) return bytes;
  say_file_changed({.file = "outputs/" + file.file}, out);
  return std::nullopt;
}

void say_unsignable(const LedgerFile& pdf, Diagnostics& out) {
  out.error({.file = "outputs/" + pdf.file}, "pdf-unsigned",
            text("в этот PDF подпись не вставить", "no signature can be put into this PDF"));
}

// Signatures are on the disk before the ledger speaks of them. Those that lie there already are leftovers of
// a run that was stopped in between.
std::vector<LedgerEntry> record_signatures(const SignRequest& request,
                                           const std::vector<SignedDocument>& documents, Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  std::optional<publish::ProjectLock> lock;
  for (const auto& document : documents) {
    if (document.pdf && !lock) lock.emplace(outputs, publish::ProjectLock::Patience::kWait);
  }
  auto ledger = Ledger::open_or_make(outputs);
  Ledger::Writing writing(ledger);
  for (const auto& document : documents) is_still_due(ledger, document.signing->document, out);
  if (out.has_errors()) return {};
  PlacedFiles files;
  std::vector<LedgerEntry> entries;
  for (const auto& document : documents) {
    auto entry = signing_entry(*document.signing, document.certificate, request.reason);
    if (!put_files(outputs, document, entry, files, out)) return {};
    entries.push_back(writing.add(std::move(entry)));
  }
  files.commit();
  writing.commit();
  if (lock) publish::finish_files(outputs, entries);
  return entries;
}

std::vector<LedgerEntry> sign(const SignRequest& request, Diagnostics& out) {
  Grounds grounds(request.project);
  const auto signings = may_be_signed(request, grounds, out);
  if (signings.empty()) return {};
  if (!request.signatures.empty()) return take_signatures(request, signings, out);
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

}  // namespace svodka::signoff
