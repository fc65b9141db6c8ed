#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "build_documents.h"
#include "pdf_outputs.h"
#include "pipeline.h"
#include "publish/ledger/versions.h"
#include "publish/made_records.h"
#include "publish/manifest.h"
#include "publish/publisher.h"
#include "redaction.h"

namespace svodka {

/// What one report made, or a part of its documents, kept apart so that they can be made side by side and
/// still come out in order.
struct Made {
  std::vector<BuiltDocument> documents;
  std::vector<publish::ManifestEntry> entries;
  Diagnostics findings;
  bool failed = false;                        ///< nothing of it could be made
  bool has_pdfs = false;                      ///< PDFs are to be made of some documents
  std::vector<std::string> failed_documents;  ///< these could not
  std::vector<publish::FileHash> files;       ///< what it was made of; absolute
  std::map<std::string, std::string> bytes;   ///< of the documents, when they are to be followed
};

/// render: makes the reports of a build and stages their documents. A document whose ingredients are those of
/// the run before, and which stands as that run left it, is not made again.
class Builder {
 public:
  /// `inputs`: all files that records are read from; `personal`: what copies without personal data must not
  /// show; `names`: the reports that will be made. All but the inputs and names must outlive the builder.
  Builder(const Project& project, const BuildOptions& options, const std::vector<publish::FileHash>& inputs,
          const PersonalValues& personal, publish::Publisher& publisher,
          const std::vector<std::string>& names);
  ~Builder();

  /// What waits for its approval must be there before its draft is.
  void commit_clean();
  /// Once the documents are in place: remembers what they were made of.
  void commit_records() { records_.commit(); }

  /// The PDFs that the reports want; made once all documents are known.
  PdfOutputs& pdfs() { return pdfs_; }

  /// Makes the named reports, several documents at a time; each thread has its own connection. Reports that
  /// ask about documents come after all others. In the order of `names`, whatever the number of threads.
  std::vector<Made> run(const std::vector<std::string>& names);

  /// Makes the page of the period (page.h), which tells of the others: to be called after tell_run().
  Made make_page();

 private:
  struct Worker;
  struct Part;
  struct Planned;

  Worker& worker(std::size_t thread);
  std::size_t threads_for(std::size_t items, std::size_t worth) const;
  void make_side_by_side(const std::vector<std::string>& names, std::vector<Made>& made);
  void make_alone(const std::string& name, Made& made);
  std::vector<Part> parts_of(const Planned& planned, const std::string& name);
  const render::PreparedReport* prepare(const std::string& name, Worker& worker, Diagnostics& out);
  store::Reader& reader_for(const bind::Report& report, Worker& worker) const;
  void plan(const std::string& name, Worker& worker, Planned& planned, Made& made);
  bool take_unchanged(const std::string& name, Made& made);
  void refuse_twins(Planned& planned, const std::string& name, Made& made);
  std::string record_name(const std::string& report) const;
  std::string hash_of(const std::string& file) const;
  bool are_unchanged(const std::vector<publish::FileHash>& files) const;
  std::string clean_bytes(const publish::MadeRecord& record) const;
  void make(const Part& part, Worker& worker, Made& made);
  void make_document(const Part& part, std::size_t row, std::size_t index,
                     const render::PreparedReport& report, render::DocumentMaker& maker, Made& made);
  void finish(const std::string& name, Made& made);
  void tell_progress(const std::string& document);

  std::vector<publish::Cause> causes(const std::optional<publish::MadeRecord>& record,
                                     const publish::Ingredients& now, bool sign_off_wanted) const;
  std::optional<publish::Cause> standing(const publish::MadeRecord& record, bool sign_off_wanted) const;
  BuiltDocument unchanged(const publish::MadeRecord& record) const;

  void follow(const render::PreparedReport& report, const store::Reader& reader,
              const std::function<std::filesystem::path(const std::string&)>& scratch, Made& made);
  void accept(const render::PreparedReport& report, const render::PreparedOutput& output,
              const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
              Diagnostics& found);
  std::string put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                          const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                          Diagnostics& found);
  void want_pdf(const render::PreparedReport& report, const render::PreparedOutput& output,
                const publish::ManifestEntry& entry, const std::string& bytes);

  const Project& project_;
  const BuildOptions& options_;
  const PersonalValues& personal_;
  publish::Publisher& publisher_;
  publish::MadeRecords records_;
  const std::string program_, circumstances_;
  const bool incremental_;  // what did not change need not be made
  PdfOutputs pdfs_;
  const publish::Versions versions_;
  const std::filesystem::path clean_folder_;
  BuildDocuments documents_;
  std::optional<publish::Publisher> clean_;  // made when there is a draft
  std::vector<std::unique_ptr<Worker>> workers_;
  std::map<std::string, std::string> owners_;  // which report makes a file
  mutable std::mutex hashes_mutex_;
  mutable std::map<std::string, std::string> hashes_;  // of files that documents are made of, by path
  std::mutex mutex_;
  std::size_t done_ = 0, total_ = 0;
};

}  // namespace svodka
