#include <map>

#include "base/files.h"
#include "base/hash.h"
#include "publish/pdf/signed_pdf.h"
#include "publish/sign/signature.h"
#include "signoff/signing.h"

// Signing with another program: it gets the document, and of a PDF the bytes that are to be signed; what it
// gives back is checked and taken in.

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Certificate;
using publish::LedgerEntry;
using publish::LedgerFile;

// For a signature with the certificates of its chain, and a time stamp or two.
constexpr std::size_t kRoom = 16u << 10;

std::string waiting_file(const LedgerFile& pdf) { return pdf.file + ".tbs"; }

Text how_to_prepare() {
  return text("подготовьте заново: svodka sign ДОКУМЕНТ --external --cert СЕРТИФИКАТ",
              "prepare it again: svodka sign DOC --external --cert CERT");
}

std::optional<publish::PreparedPdf> prepared(const Signing& signing, const std::string& pdf,
                                             const Certificate& certificate, const std::string& moment,
                                             std::size_t room) {
  return publish::prepare_pdf(pdf, certificate.facts, {signing.person.name, signing.surname, moment}, room,
                              certificate.der);
}

std::optional<Certificate> signers_certificate(const SignRequest& request,
                                               const std::vector<Signing>& signings, Diagnostics& out) {
  if (request.certificate.empty()) {
    for (const auto& signing : signings) {
      if (const auto* pdf = signing.approved("pdf"))
        out.error({.file = "outputs/" + pdf->file}, "no-certificate",
                  text("отметка в PDF называет сертификат, а он не указан",
                       "the mark in the PDF names the certificate, and none is given"),
                  text("укажите сертификат, которым подпишут: --cert ФАЙЛ",
                       "give the certificate that will sign: --cert FILE"));
    }
    return std::nullopt;
  }
  auto certificate = publish::read_certificate(request.certificate, out);
  if (!certificate) return std::nullopt;
  check_certificate(certificate->facts, {.file = request.certificate}, out);
  for (const auto& signing : signings) check_owner(certificate->facts, signing, out);
  return certificate;
}

// A file that a signature must come for.
struct Expected {
  const Signing* signing = nullptr;
  std::string file;   // relative to the outputs
  std::string bytes;  // that are signed
  std::optional<publish::WaitingPdf> pdf;
  std::optional<Certificate> certificate;  // that the PDF was prepared for
  const struct Given* given = nullptr;

  Position at() const { return {.file = "outputs/" + file}; }
};

// A signature that came.
struct Given {
  std::string file, der;
  publish::SignedDigest digest;

  Position at() const { return {.file = file}; }
};

class Taking {
 public:
  Taking(const SignRequest& request, const std::vector<Signing>& signings, Diagnostics& out)
      : request_(request), signings_(signings), outputs_(outputs_of(request.project)), out_(out) {}

  std::vector<LedgerEntry> run() {
    for (const auto& file : request_.signatures) read(file);
    for (const auto& signing : signings_) expect(signing);
    if (out_.has_errors()) return {};
    match();
    if (out_.has_errors()) return {};
    std::vector<SignedDocument> documents;
    for (auto& expected : expected_) take(expected, documents);
    if (out_.has_errors()) return {};
    auto entries = record_signatures(request_, documents, out_);
    if (!out_.has_errors()) remove_prepared();
    return entries;
  }

 private:
  void read(const std::string& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return say_file_missing({.file = file}, out_);
    const auto der = publish::signature_der(read_file(file));
    if (!der)
      return out_.error({.file = file}, "bad-signature",
                        text("это не подпись CMS", "it is no CMS signature"));
    const auto digest = publish::signed_digest(*der);
    if (!digest) {
      return out_.error({.file = file}, "bad-signature",
                        text("в файле не одна подпись, или в ней нет контрольной суммы (messageDigest)",
                             "the file has not one signature, or that has no digest (messageDigest)"));
    }
    given_.push_back({file, *der, *digest});
  }

  void expect(const Signing& signing) {
    const auto& document = *signing.approved("document");
    auto bytes = approved_bytes(outputs_, document, out_);
    if (bytes) expected_.push_back({&signing, document.file, std::move(*bytes), {}, {}, nullptr});
    if (const auto* pdf = signing.approved("pdf")) expect_pdf(signing, *pdf);
  }

  // What waits is believed only when it can be made again, bit by bit, of the approved PDF.
  void expect_pdf(const Signing& signing, const LedgerFile& pdf) {
    const auto file = waiting_file(pdf);
    const Position at{.file = "outputs/" + file};
    const auto approved = approved_bytes(outputs_, pdf, out_);
    if (!approved) return;
    pdfs_[sha256(*approved)] = file;
    std::error_code error;
    if (!fs::is_regular_file(outputs_ / file, error)) {
      return out_.error(at, "not-prepared",
                        text("PDF не подготовлен к подписанию", "the PDF is not prepared for signing"),
                        how_to_prepare());
    }
    auto bytes = read_file(outputs_ / file);
    auto waiting = publish::waiting_pdf(bytes);
    auto certificate = waiting ? publish::parse_certificate(waiting->certificate) : std::nullopt;
    const auto again =
        certificate ? prepared(signing, *approved, *certificate, waiting->moment, waiting->prepared.room())
                    : std::nullopt;
    if (!again || again->bytes != waiting->prepared.bytes) {
      return out_.error(at, "not-prepared",
                        text("подготовлен не этот PDF, не для этого подписывающего, или файл изменён",
                             "another PDF or signer was prepared for, or the file was changed"),
                        how_to_prepare());
    }
    expected_.push_back(
        {&signing, file, std::move(bytes), std::move(waiting), std::move(certificate), nullptr});
  }

  // Which signature is of which file, by the digests in them.
  void match() {
    std::map<std::pair<std::string, std::string>, Expected*> by_digest;
    std::map<std::string, bool> algorithms;
    for (const auto& given : given_) algorithms[given.digest.algorithm] = true;
    for (const auto& [algorithm, used] : algorithms) {
      for (auto& expected : expected_)
        by_digest[{algorithm, publish::digest_of(algorithm, expected.bytes)}] = &expected;
    }
    for (const auto& given : given_) {
      const auto found = by_digest.find({given.digest.algorithm, given.digest.value});
      if (found == by_digest.end()) {
        say_of_another_file(given);
      } else if (found->second->given != nullptr) {
        out_.error(given.at(), "one-signature",
                   text("вторая подпись того же файла, первая: {}",
                        "a second signature of the same file, the first: {}", found->second->given->file));
      } else {
        found->second->given = &given;
      }
    }
    for (const auto& expected : expected_) {
      if (expected.given == nullptr)
        out_.error(expected.at(), "no-signature",
                   text("подписи этого файла нет среди переданных",
                        "no signature of this file is among those handed in"),
                   text("подпишите его и передайте вместе с остальными: --external ФАЙЛ.p7s …; или назовите "
                        "только те документы, которые подписаны",
                        "sign it and hand it in with the others: --external FILE.p7s …; or name only the "
                        "documents that are signed"));
    }
  }

  void say_of_another_file(const Given& given) {
    Text hint;
    for (const auto& [hash, file] : pdfs_) {
      const auto pdf = read_file(outputs_ / fs::path(file).replace_extension());
      if (publish::digest_of(given.digest.algorithm, pdf) == given.digest.value)
        hint = text("подписан сам PDF, а подписать надо «{}»",
                    "it is of the PDF; what is to be signed is “{}”", file);
    }
    out_.error(given.at(), "bad-signature",
               text("подпись не этих документов: контрольная сумма в ней другая",
                    "the signature is of none of these documents: its digest is another"),
               hint);
  }

  void take(const Expected& expected, std::vector<SignedDocument>& documents) {
    const auto& given = *expected.given;
    const auto& moment = expected.pdf ? expected.pdf->moment : publish::utc_now();
    const auto facts =
        publish::check_signature(given.at(), expected.bytes, given.der, {request_.ca, {}}, moment, out_);
    if (!facts) return;
    const auto& certificate = facts->certificate;
    if (!expected.pdf) {
      check_owner(certificate, *expected.signing, out_);
      check_certificate(certificate, given.at(), out_);
      documents.push_back(
          {expected.signing, certificate, [der = given.der](const std::string&) { return der; }, {}});
      return;
    }
    // Its document stands before it.
    if (certificate.recorded.sha256 != expected.certificate->facts.recorded.sha256)
      return say_another(given, certificate, expected.certificate->facts);
    if (documents.empty() || documents.back().signing != expected.signing) return;  // said already
    if (const auto& other = documents.back().certificate;
        certificate.recorded.sha256 != other.recorded.sha256)
      return say_another(given, certificate, other);
    const auto room = expected.pdf->prepared.room();
    if (given.der.size() > room) {
      return out_.error(given.at(), "signature-too-long",
                        text("подпись ({} байт) не помещается в PDF: места {}",
                             "the signature ({} bytes) does not fit into the PDF: there is room for {}",
                             given.der.size(), room),
                        text("подпишите без вложенных списков отзыва и лишних сертификатов",
                             "sign without lists of revocations and needless certificates inside"));
    }
    if (!given.digest.names_certificate) {
      out_.warning(
          given.at(), "not-cades",
          text("подпись не называет свой сертификат (signingCertificateV2): PDF читается и "
               "проверяется, но это не PAdES",
               "the signature does not name its certificate (signingCertificateV2): readers check "
               "the PDF, but it is not PAdES"),
          text("подписывайте в виде CAdES-BES (у openssl: -cades)", "sign as CAdES-BES (openssl: -cades)"));
    }
    documents.back().pdf = expected.pdf->prepared.with(given.der);
  }

  void say_another(const Given& given, const publish::CertificateFacts& is,
                   const publish::CertificateFacts& wanted) {
    out_.error(given.at(), "another-certificate",
               text("подписано сертификатом {} ({}), а PDF подготовлен и документ подписан для {} ({})",
                    "signed with certificate {} ({}), but the PDF or the document is for {} ({})",
                    is.recorded.serial, is.owner, wanted.recorded.serial, wanted.owner));
  }

  // What was prepared has served.
  void remove_prepared() const {
    for (const auto& expected : expected_) {
      std::error_code ignored;
      fs::remove(outputs_ / (expected.file + ".sha256"), ignored);
      if (expected.pdf) fs::remove(outputs_ / expected.file, ignored);
    }
  }

  const SignRequest& request_;
  const std::vector<Signing>& signings_;
  const fs::path outputs_;
  Diagnostics& out_;
  std::vector<Given> given_;
  std::vector<Expected> expected_;
  std::map<std::string, std::string> pdfs_;  // the approved ones by hash: what is to be signed of them
};

}  // namespace

std::vector<LedgerEntry> take_signatures(const SignRequest& request, const std::vector<Signing>& signings,
                                         Diagnostics& out) {
  return Taking(request, signings, out).run();
}

std::vector<publish::FileHash> to_be_signed(const SignRequest& request, Diagnostics& out) {
  Grounds grounds(request.project);
  const auto signings = may_be_signed(request, grounds, out);
  if (signings.empty()) return {};
  const auto certificate = signers_certificate(request, signings, out);
  if (out.has_errors()) return {};
  const auto outputs = outputs_of(request.project);
  const auto moment = publish::utc_now();
  std::vector<publish::FileHash> files;
  std::map<std::string, std::string> waiting;
  for (const auto& signing : signings) {
    const auto* document = signing.approved("document");
    files.push_back({document->file, document->sha256});
    const auto* file = signing.approved("pdf");
    if (file == nullptr) continue;
    const auto bytes = approved_bytes(outputs, *file, out);
    const auto pdf = bytes ? prepared(signing, *bytes, *certificate, moment, kRoom) : std::nullopt;
    if (bytes && !pdf) say_unsignable(*file, out);
    if (!pdf) continue;
    const auto& signed_bytes = waiting[waiting_file(*file)] = pdf->to_be_signed();
    files.push_back({waiting_file(*file), sha256(signed_bytes)});
  }
  if (out.has_errors()) return {};
  for (const auto& [file, bytes] : waiting) write_file_in_place(outputs / file, bytes);
  return files;
}

}  // namespace svodka::signoff
