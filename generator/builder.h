#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "build_documents.h"
#include "document_findings.h"
#include "earlier_work.h"
#include "named_files.h"
#include "pdf_outputs.h"
#include "pipeline.h"
#include "publish/ledger/versions.h"
#include "publish/made_records.h"
#include "publish/manifest.h"
#include "publish/publisher.h"
#include "redaction.h"
#include "run_documents.h"

namespace svodka {

/// What there is to say of one report, or of a part of its documents, kept apart so that they can be made
/// side by side and findings still come out in order.
struct Made {
  Diagnostics findings;
  DocumentFindings of_documents{};  ///< of a report that makes one for each row, until it is finished
  bool failed = false;              ///< nothing of it could be made
  bool has_pdfs = false;            ///< PDFs are to be made of some documents
  std::size_t documents = 0;        ///< that are in place, or will be
  std::size_t left = 0;             ///< that were not begun: the run was interrupted
  std::vector<std::string> failed_documents;  ///< that could not be made
  std::map<std::string, std::string> files;   ///< in the project, what they were made of, with its hash
  std::map<std::string, std::string> bytes;   ///< of the documents, when they are to be followed
  /// What parts lack, by their numbers; true: what they have made and lost.
  std::map<std::pair<int, bool>, NamedFiles> lacking;
  /// The documents, until they are noted.
  std::vector<RunDocuments::Row> rows;
  std::vector<publish::MadeRecord> records;

  /// Takes what a part says, but for `bytes` and what is noted.
  void add(Made&& part);
};

/// render: makes the reports of a build and stages their documents. A document whose ingredients are those of
/// the run before, and which stands as that run left it, is not made again.
class Builder {
 public:
  /// `inputs`: all files that records are read from; `personal`: what copies without personal data must not
  /// show; `names`: the reports that will be made; `documents` gets what is made. All but the inputs must
  /// outlive the builder.
  Builder(const Project& project, const BuildOptions& options, const std::vector<publish::FileHash>& inputs,
          const PersonalValues& personal, publish::Publisher& publisher,
          const std::vector<std::string>& names, RunDocuments& documents);
  ~Builder();

  /// Makes the reports, several documents at a time; each thread has its own connection. Reports that ask
  /// about documents come after all others. In the order of the names, whatever the number of threads. Once
  /// the run is interrupted, what is in hand is finished, and the rest is only counted.
  std::vector<Made> run();

  /// What decides what the page of the period (page.h) says: the records, the ledger, the documents and the
  /// findings of this run.
  std::string page_key(const publish::Manifest& manifest) const;
  /// Leaves the page of the run before in its place when it was made of the same; false: it is to be made.
  bool keep_page(const std::string& key);
  /// Makes the page, which tells of the other documents: to be called after tell_run().
  Made make_page(const std::string& key);

  /// The PDFs that the reports want; made once all documents are known.
  PdfOutputs& pdfs() { return pdfs_; }

  /// What waits for its approval must be there before its draft is.
  void commit_clean();
  /// Once the documents are in place: remembers what they were made of.
  void commit_records() { records_.commit(); }

  /// Looks for documents in the folder that a run before has made and that now no report makes; `is_whole`:
  /// also of reports that are gone. They are a finding, but for those that remove_left_over() will remove.
  void find_left_over(bool is_whole, Diagnostics& out);
  /// Once the documents are in place: removes what was found, as far as nobody has changed it; returns what
  /// that was.
  NamedFiles remove_left_over();

  /// Puts what is staged where the next run finds it, instead of in its place. Returns how many documents
  /// that are. `manifest`: the head of what would have been the run's.
  std::size_t put_aside(const publish::Manifest& manifest);
  /// Forgets what was put aside, once everything is in place.
  void forget_unfinished() const;

 private:
  struct Worker;
  struct Planned;
  struct Piece;
  struct Part;
  struct InHand;
  struct Window;

  // Planning and threads: builder.cc.
  Worker& worker(std::size_t thread);
  std::size_t threads_worth(std::size_t items, std::size_t worth) const;
  store::Reader& reader_for(const bind::Report& report, Worker& worker) const;
  const render::PreparedReport* prepare(const std::string& name, Worker& worker, Diagnostics& out);
  void make_side_by_side(std::vector<Planned>& reports);
  void make_alone(Planned& report);
  void get_ready(Planned& report, Worker& worker);
  static void note_sources(Planned& report);
  void count(const Planned& report);
  void plan(Planned& report, Window& window);
  void take(Planned& report, render::PreparedReport::Plan plan, Window& window);
  void refuse_twins(Planned& report, Piece& piece);
  void begin(Window& window);
  void finish(Window& window);
  void tell(Planned& report) const;
  void finish(Planned& report);
  bool take_unchanged(Planned& report);
  bool take_from_shards(Planned& report);
  bool is_ours(const std::string& document) const;
  void tell_progress(const std::string& document);

  // One document: builder_document.cc.
  enum class Earlier { kNone, kTold, kLost };  // what another run has of it, when it is not its bytes
  void make(const Part& part, Worker& worker, Made& made);
  static void say(const Diagnostics& found, const render::PreparedReport& report, const std::string& document,
                  Made& made);
  void make_document(const Part& part, std::size_t row, std::size_t output,
                     const render::PreparedReport& report, render::DocumentMaker& maker, Made& made);
  void note(Made& made);
  static void note_pictures(const publish::MadeRecord& record, Made& made);
  void keep_document(publish::MadeRecord record, const RunDocuments::Place& place,
                     const render::PreparedReport& report, const render::PreparedOutput& output, Made& made);
  std::optional<std::string> taken_or_made(publish::MadeRecord& now, const Piece& piece, std::size_t row,
                                           std::size_t index, const render::PreparedReport& report,
                                           render::DocumentMaker& maker, Made& made, Diagnostics& found);
  std::optional<std::string> earlier_bytes(publish::MadeRecord& now, const render::PreparedOutput& output,
                                           render::DocumentMaker& maker, Earlier& earlier,
                                           Diagnostics& found);
  void accept(const render::PreparedReport& report, const render::PreparedOutput& output,
              const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
              Diagnostics& found);
  std::string put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                          const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                          Diagnostics& found);
  void want_pdf(const render::PreparedReport& report, const render::PreparedOutput& output,
                const publish::ManifestEntry& entry, const std::function<std::string()>& bytes);

  // What changed since the run before: builder_changes.cc.
  std::string record_name(const std::string& report) const;
  std::string in_project(const std::filesystem::path& file) const;
  std::string hash_of(const std::string& file) const;
  bool are_unchanged(const std::vector<publish::FileHash>& files) const;
  std::vector<publish::Cause> causes(const std::optional<publish::MadeRecord>& record,
                                     const publish::Ingredients& now, bool sign_off_wanted) const;
  std::optional<publish::Cause> standing(const publish::MadeRecord& record, bool sign_off_wanted) const;
  BuiltDocument unchanged(const publish::MadeRecord& record) const;
  std::string clean_bytes(const publish::MadeRecord& record) const;

  bool is_left_over(const publish::MadeRecord& record) const;

  // Where values came from: builder_review.cc.
  void follow(const render::PreparedReport& report, std::size_t report_number, const store::Reader& reader,
              const std::function<std::filesystem::path(const std::string&)>& scratch, Made& made);

  const Project& project_;
  const BuildOptions& options_;
  const PersonalValues& personal_;
  publish::Publisher& publisher_;
  const std::vector<std::string>& names_;
  RunDocuments& made_;
  publish::MadeRecords records_;
  const std::filesystem::path root_;  // of the project, as pictures are named
  const std::string program_, circumstances_;
  const bool incremental_;  // what did not change need not be made
  std::vector<EarlierWork> earlier_;
  std::vector<publish::MadeRecord> left_over_;  // to be removed
  PdfOutputs pdfs_;
  const publish::Versions versions_;
  const std::filesystem::path clean_folder_;
  BuildDocuments documents_;
  std::optional<publish::Publisher> clean_;  // made when there is a draft
  std::vector<std::unique_ptr<Worker>> workers_;
  mutable std::mutex hashes_mutex_;
  mutable std::map<std::string, std::string> hashes_;  // of files that documents are made of, by path
  std::mutex mutex_;
  std::size_t done_ = 0, total_ = 0;
};

}  // namespace svodka
