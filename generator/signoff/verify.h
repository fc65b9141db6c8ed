#pragma once

#include <optional>
#include <string>
#include <vector>

#include "publish/sign/signature.h"
#include "signoff/documents.h"

namespace svodka::signoff {

/// A file as it was found.
struct CheckedFile {
  std::string role, file, sha256;  ///< sha256: as recorded
  bool sound = false;
};

/// A version of a document as it was found.
struct CheckedDocument {
  Document document;
  std::vector<CheckedFile> files;
  std::vector<publish::SignatureFacts> signatures;  ///< those that are right
};

struct Verification {
  std::int64_t entries = 0;  ///< of the ledger
  std::string head;          ///< hash of the last one
  std::vector<CheckedDocument> documents;
  bool trust_checked = false;
};

struct VerifyRequest {
  ProjectOptions project;
  Targets targets;  ///< none: the whole ledger and all documents
  publish::Trust trust;
};

/// Recomputes everything: each entry of the ledger and its place in the chain, the hash of every file that it
/// speaks of, every signature. Drafts are held against what their build recorded. Each difference is a
/// finding.
Verification verify(const VerifyRequest& request, Diagnostics& out);

/// The same for a package that export_documents() made, without a project.
Verification verify_package(const std::string& file, const publish::Trust& trust, Diagnostics& out);

/// `{"sound", "entries", "head", "documents": [{"document", "version", "file", "state", "files",
/// "signatures"}], "findings"}`.
std::string verification_as_json(const Verification& verification, const Diagnostics& findings,
                                 Language language);

}  // namespace svodka::signoff
