#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pdf_outputs.h"
#include "pipeline.h"
#include "publish/ledger/versions.h"
#include "publish/manifest.h"
#include "publish/publisher.h"

namespace svodka {

/// What one report made, kept apart so that reports can be made side by side and still come out in order.
struct Made {
  std::vector<BuiltDocument> documents;
  std::vector<publish::ManifestEntry> entries;
  Diagnostics findings;
  bool failed = false;
  std::map<std::string, std::string> bytes;  ///< of the documents, when they are to be followed
};

/// render: makes the reports of a build and stages their documents.
class Builder {
 public:
  /// All three must outlive the builder.
  Builder(const Project& project, const BuildOptions& options, publish::Publisher& publisher);

  /// What waits for its approval must be there before its draft is.
  void commit_clean();

  /// The PDFs that the reports want; made once all documents are known.
  PdfOutputs& pdfs() { return pdfs_; }

  /// Makes the named reports, several at a time; each thread has its own connection. In the order of `names`.
  std::vector<Made> run(const std::vector<std::string>& names);

  /// Makes the page of the period (page.h), which tells of the others: to be called after tell_run().
  Made make_page();

 private:
  void tell_progress(std::size_t total);
  void make(const std::string& name, const store::Reader& reader, Made& made);
  void follow(const render::PreparedReport& report, const store::Reader& reader,
              const std::function<std::filesystem::path(const std::string&)>& scratch, Made& made);
  void accept(const render::PreparedReport& report, const render::PreparedOutput& output,
              const std::string& file, const std::string& bytes, Made& made);
  bool is_free(const render::PreparedReport& report, const render::PreparedOutput& output,
               const std::string& file, Diagnostics& found);
  std::string put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                          const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                          Diagnostics& found);

  const Project& project_;
  const BuildOptions& options_;
  publish::Publisher& publisher_;
  PdfOutputs pdfs_;
  const publish::Versions versions_;
  const std::filesystem::path clean_folder_;
  std::optional<publish::Publisher> clean_;  // made when there is a draft
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::map<std::string, std::string> owners_;  // which report made a file
};

}  // namespace svodka
