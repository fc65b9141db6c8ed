#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pipeline.h"
#include "publish/ledger/ledger.h"
#include "publish/manifest.h"
#include "publish/sign/certificate.h"
#include "signoff/documents.h"

/// What is done with a document once it is made: approve, sign, register; each an entry of the ledger.
///
/// Each of these does all that it is asked for or nothing: every reason against it, for every document, is a
/// finding, and then the ledger stays as it was. They return the entries that they made. EnvironmentError is
/// thrown when the disk or the system fails.
namespace svodka::signoff {

struct ApproveRequest {
  ProjectOptions project;
  Targets targets;
  std::string by;                      ///< id of the person who approves
  std::chrono::seconds pdf_limit{60};  ///< that LibreOffice has for the PDF of a document
};

/// Approves drafts. When the last of a report's approvers has, the clean document takes the draft's place.
std::vector<publish::LedgerEntry> approve(const ApproveRequest& request, Diagnostics& out);

struct SignRequest {
  ProjectOptions project;
  Targets targets;
  std::string by;                ///< id of the person who signs; "": the one whom the report names
  std::string key, certificate;  ///< files; see SigningKey::read
  publish::AskPassphrase ask;
  std::vector<std::string> signatures;  ///< files: what another program has signed, instead of a key
  std::string ca;                       ///< certificates that the signer's must lead to; "": not asked
  std::string reason;                   ///< why, although the data have changed since; "": then it is refused
};

/// Signs approved documents: a detached signature of each lies beside it as FILE.p7s, that of its PDF is put
/// into the PDF. Signatures of another program are told by the digests in them, so their names and order are
/// free; each document and each of its PDFs needs one.
std::vector<publish::LedgerEntry> sign(const SignRequest& request, Diagnostics& out);

/// For a program that signs by itself: checks that the documents may be signed now, and returns the files
/// that it is to sign (relative to the outputs) with their SHA-256. A PDF is prepared first, with its mark
/// and the room for its signature: `request.certificate` says by whom. What is to be signed of it lies beside
/// it as FILE.pdf.tbs.
std::vector<publish::FileHash> to_be_signed(const SignRequest& request, Diagnostics& out);

struct RegisterRequest {
  ProjectOptions project;
  Targets targets;
  std::string number;     ///< "01-21/744"; "": the next of the authority's pattern
  std::string date;       ///< ISO or Russian; "": today
  std::string by;         ///< id of a person, or ""
  std::string addressee;  ///< whom they are sent to; "": whom the authority's record names
  std::string reason;     ///< why, although the data have changed since; "": then it is refused
  /// Called for each document when its number is on the disk.
  std::function<void(const publish::LedgerEntry&)> registered;
};

/// Gives documents their outgoing numbers, one entry and one transaction each: numbers of a pattern follow
/// one another without gaps, whoever else registers at the same time and whenever the program is stopped.
std::vector<publish::LedgerEntry> register_documents(const RegisterRequest& request, Diagnostics& out);

}  // namespace svodka::signoff
