#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "signoff/grounds.h"
#include "signoff/steps.h"

/// What signing with a key and taking the signatures of another program have in common.
namespace svodka::signoff {

/// A document that may be signed now, and who signs it.
struct Signing {
  Document document;
  publish::LedgerPerson person;
  std::string surname;  ///< of that person, in the nominative

  /// The document, or its PDF, as it was approved; null when it has none.
  const publish::LedgerFile* approved(std::string_view role) const {
    return document.last(publish::Action::kApprove)->file(role);
  }
};

/// The documents that may be signed now. All reasons against are findings, and then there are none.
std::vector<Signing> may_be_signed(const SignRequest& request, Grounds& grounds, Diagnostics& out);

/// Whether a certificate is the signer's: qualified ones hold the surname by itself; of others it can only be
/// told that the name lacks it, which is a warning.
void check_owner(const publish::CertificateFacts& certificate, const Signing& signing, Diagnostics& out);
/// Whether a certificate is valid now and may sign.
void check_certificate(const publish::CertificateFacts& certificate, const Position& at, Diagnostics& out);

/// The bytes of a file that was approved; a finding, and nothing, when they are others.
std::optional<std::string> approved_bytes(const std::filesystem::path& outputs,
                                          const publish::LedgerFile& file, Diagnostics& out);
/// No signature can be put into this PDF.
void say_unsignable(const publish::LedgerFile& pdf, Diagnostics& out);

/// A document with its signatures.
struct SignedDocument {
  const Signing* signing = nullptr;
  publish::CertificateFacts certificate;
  /// The detached signature (DER) of the document's bytes.
  std::function<std::string(const std::string& bytes)> signature;
  std::optional<std::string> pdf;  ///< with the signature inside; nothing when the document has none
};

/// Puts signatures and marked copies beside the documents, and PDFs with signatures in place, and writes it
/// into the ledger: all documents or none.
std::vector<publish::LedgerEntry> record_signatures(const SignRequest& request,
                                                    const std::vector<SignedDocument>& documents,
                                                    Diagnostics& out);

/// Takes the signatures of another program: `request.signatures` are of these documents and their prepared
/// PDFs, in any order.
std::vector<publish::LedgerEntry> take_signatures(const SignRequest& request,
                                                  const std::vector<Signing>& signings, Diagnostics& out);

}  // namespace svodka::signoff
