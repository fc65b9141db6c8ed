#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pipeline.h"
#include "publish/ledger/document_rows.h"
#include "publish/manifest.h"

namespace svodka {

/// What a build knows of documents, for reports whose queries ask about them: a covering letter, a register.
/// Such reports are made after all others, so that they see what this run has made.
class BuildDocuments {
 public:
  /// `names`: the reports of the run. Those of others are known by the manifest of the run before.
  BuildDocuments(const Project& project, const std::vector<std::string>& names);

  /// Whether a report may ask about documents.
  bool asks(const std::string& report) const { return asking_.contains(report); }
  /// Whether one of the run does: then documents are to be added.
  bool is_asked() const { return is_asked_; }

  /// The ledger as it stands, for the manifest of documents whose reports ask.
  const publish::FileHash& ledger() const { return ledger_; }

  /// A document that this run has made; `clean`: its bytes without the mark of a draft.
  void add(const publish::ManifestEntry& entry, const std::string& clean);

  /// What the queries of this report see. Numbers of pages that cannot be counted are a warning in `out`,
  /// which must outlive the rows.
  std::shared_ptr<publish::LedgerRows> rows_for(const std::string& report, Diagnostics& out) const;

 private:
  const Project& project_;
  std::set<std::string> asking_;
  bool is_asked_ = false;
  publish::FileHash ledger_;
  std::vector<publish::ManifestEntry> entries_;
  std::map<std::string, std::string> clean_;  // bytes of documents that have pages, by their hash
};

}  // namespace svodka
