#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "build_documents.h"
#include "pipeline.h"
#include "publish/ledger/versions.h"
#include "publish/manifest.h"
#include "publish/publisher.h"
#include "redaction.h"

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
  /// All three must outlive the builder. `names`: the reports that will be made.
  Builder(const Project& project, const BuildOptions& options, publish::Publisher& publisher,
          const std::vector<std::string>& names);

  /// What waits for its approval must be there before its draft is.
  void commit_clean();

  /// Makes the named reports, several at a time; each thread has its own connection. Reports that ask about
  /// documents come after all others. In the order of `names`.
  std::vector<Made> run(const std::vector<std::string>& names);

  /// Makes the page of the period (page.h), which tells of the others: to be called after tell_run().
  Made make_page();

 private:
  // The connections of a thread.
  struct Readers {
    store::Reader* shown = nullptr;
    std::unique_ptr<store::Reader> own, hidden;
    bool hides_people = false;
  };
  void make_side_by_side(const std::vector<std::string>& names, const std::vector<std::size_t>& which,
                         std::vector<Made>& made);
  store::Reader& reader_for(const bind::Report& report, Readers& readers) const;
  void tell_progress(std::size_t total);
  void make(const std::string& name, Readers& readers, Made& made);
  void follow(const render::PreparedReport& report, const store::Reader& reader,
              const std::function<std::filesystem::path(const std::string&)>& scratch, Made& made);
  void accept(const render::PreparedReport& report, const render::PreparedOutput& output,
              const std::string& made_as, const std::string& bytes, Made& made);
  void put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                   const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                   Diagnostics& found);

  const Project& project_;
  const BuildOptions& options_;
  publish::Publisher& publisher_;
  const publish::Versions versions_;
  const std::filesystem::path clean_folder_;
  BuildDocuments documents_;
  std::optional<PersonalValues> personal_;   // when something is made without them
  std::optional<publish::Publisher> clean_;  // made when there is a draft
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::map<std::string, std::string> owners_;  // which report made a file
};

}  // namespace svodka
