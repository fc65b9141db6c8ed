#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline.h"
#include "publish/ledger/versions.h"
#include "publish/manifest.h"

namespace svodka::signoff {

/// One version of a document that is to be signed off, or has been.
struct Document {
  std::string name;  ///< without a version, relative to the outputs: "2020-12/Информация.docx"
  int version = 1;
  std::string file;  ///< where it lies, relative to the outputs
  std::string period, as_of, report, title;
  publish::State state = publish::State::kDraft;
  std::vector<publish::LedgerEntry> entries;    ///< of this version, in order
  std::optional<publish::ManifestEntry> built;  ///< when the last build of its period made it

  /// The last entry of a kind; null when there is none.
  const publish::LedgerEntry* last(publish::Action action) const;
  /// Its place for findings: "outputs/2020-12/Информация.docx".
  Position at() const { return {.file = "outputs/" + file}; }
};

/// All documents of an outputs folder that somebody must sign off or has begun to: those of each period's
/// last build, and those of the ledger. Throws EnvironmentError.
std::vector<Document> read_documents(const std::filesystem::path& outputs);

/// An entry about a document, without what the step itself adds.
publish::LedgerEntry entry_of(const Document& document, publish::Action action);

/// The files of a draft as its build recorded them; none when it is not of the last build.
std::vector<publish::LedgerFile> draft_files(const Document& document);

/// Whether this is what is to be done with the document next. A document whose report names nobody who signs
/// is registered once it is approved.
bool is_due(const Document& document, publish::Action action);

/// What a command is to work on: periods, reports, or documents by their names or paths.
struct Targets {
  std::vector<std::string> names;
  std::string period;  ///< where a report or a name is meant; "": the last one that has it
};

/// The documents that the names mean, each once, in the order of their names. A period or a report means
/// those of its documents for which `action` is due (without one: all); a document that is named is taken as
/// it is. A name that means nothing, or a file name that several periods have, is a finding.
std::vector<Document> select(const std::vector<Document>& all, const ProjectOptions& project,
                             const Targets& targets, std::optional<publish::Action> action, Diagnostics& out);

/// The findings that several steps have: a file is gone, or its bytes are not those recorded; another run was
/// at the same document.
void say_file_missing(const Position& at, Diagnostics& out);
void say_file_changed(const Position& at, Diagnostics& out);
void say_changed_meanwhile(const Document& document, Diagnostics& out);

/// The folder of a project's outputs.
std::filesystem::path outputs_of(const ProjectOptions& project);

}  // namespace svodka::signoff
