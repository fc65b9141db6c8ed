#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "publish/ledger/ledger.h"

namespace svodka::publish {

/// How far a version of a document has come.
enum class State { kDraft, kApproved, kSigned, kRegistered };

/// "draft", "approved", "signed", "registered".
std::string_view to_string(State state);
Text state_words(State state);

/// The state that a version's entries say it has.
State state_of(const std::vector<LedgerEntry>& entries);

/// The name under which a version of a document is kept: «Отчёт.docx», «Отчёт (версия 2).docx».
std::string version_file(const std::string& document, int version);

/// Where the clean bytes of a draft wait for its approval: outputs/.svodka/clean/2020-12.
std::filesystem::path clean_folder(const std::filesystem::path& outputs, const std::string& period);

/// Where a build puts a document so that nothing that was approved is touched.
struct VersionPlace {
  int version = 1;
  State state = State::kDraft;  ///< of that version
  bool frozen = false;          ///< the version is in the ledger, with these very bytes
  std::string earlier;          ///< file of the version before, relative to the outputs; "" for the first

  /// These very bytes were approved: the document stays as it is, without the mark of a draft.
  bool approved() const { return frozen && state != State::kDraft; }
};

/// The versions of a project's documents that somebody has approved, as a build needs them.
class Versions {
 public:
  Versions() = default;
  /// Reads the ledger, if there is one. Throws EnvironmentError.
  explicit Versions(const std::filesystem::path& outputs);

  /// The place for a document (by its name without a version, relative to the outputs) whose clean bytes have
  /// this hash: the latest version if it has the same bytes, else a new one.
  VersionPlace place(const std::string& document, const std::string& sha256) const;

 private:
  std::map<std::string, std::map<int, std::vector<LedgerEntry>>> entries_;  // by document and version
};

/// Finishes approvals and signatures that were cut off between the ledger and the files: a document that
/// still has the bytes of its draft although it is approved is replaced by its clean copy, a PDF by the one
/// with the signature in it. `period`: only its documents; "": all. The caller holds the ProjectLock. Throws
/// EnvironmentError.
void finish_approvals(const std::filesystem::path& outputs, const std::string& period = {});

/// The same for these entries; what has to be put in place is flushed together.
void finish_files(const std::filesystem::path& outputs, const std::vector<LedgerEntry>& entries);

}  // namespace svodka::publish
