#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "publish/manifest.h"

namespace svodka::publish {

/// Why a document is made.
enum class Cause {
  kNew,         ///< it was never made
  kForced,      ///< somebody asked for it
  kProgram,     ///< another build of the program made it
  kDefinition,  ///< templates/NAME.yaml changed
  kTemplate,    ///< its template, or a file that this includes
  kPicture,     ///< a picture that it shows
  kData,        ///< the rows that its queries return
  kFindings,    ///< there was something to say about it, which is said again
  kVanished,    ///< it is gone from the outputs
  kEdited,      ///< somebody changed it in the outputs
  kSignOff,     ///< it was approved, or what waits for its approval is gone
};
Text cause_words(Cause cause);

/// What decides whether a document would come out the same.
struct Ingredients {
  std::string program, definition, sources, data;  ///< hashes
  std::vector<FileHash> pictures;                  ///< of the project
  friend bool operator==(const Ingredients&, const Ingredients&) = default;
};

/// A document as a run left it.
struct MadeRecord {
  std::string document;  ///< its name without a version
  std::string report;
  std::int64_t place = 0;  ///< among the documents of the report
  Ingredients made_of;
  std::string clean_sha256;  ///< of its bytes without the mark of a draft
  bool signed_off = false;   ///< `file` is a version of it
  bool told = false;         ///< there were findings about it
  ManifestEntry entry;
  /// Size, time of change (ns) and inode of the file after the run; set by MadeRecords.
  std::optional<std::array<std::int64_t, 3>> on_disk{};
};

/// What all documents of a report were made of together: when nothing of it changed, none of them did.
struct ReportRecord {
  std::string circumstances;    ///< a hash of the program, the store, the period, …
  std::vector<FileHash> files;  ///< the definition, templates and what they include, pictures; of the project
  std::int64_t documents = 0;
};

/// What the runs before left in one period's folder, so that a document is made again only when something
/// that it is made of changed: outputs/.svodka/made.db. It is a cache: when it is damaged or cannot be
/// written, everything is made again. Thread-safe. The caller holds the ProjectLock.
class MadeRecords {
 public:
  /// `folder` is the period's: outputs/2020-12. Nothing is written with `dry_run`, nor without commit().
  MadeRecords(const std::filesystem::path& outputs, std::filesystem::path folder, bool dry_run);
  ~MadeRecords();
  MadeRecords(const MadeRecords&) = delete;
  MadeRecords& operator=(const MadeRecords&) = delete;

  std::optional<MadeRecord> find(const std::string& document) const;
  std::optional<ReportRecord> find_report(const std::string& report) const;
  /// The documents of a report in their order, until `take` returns false.
  void each_of(const std::string& report, const std::function<bool(const MadeRecord&)>& take) const;

  /// kVanished or kEdited when the file is no longer as the record has it: by its size, time and inode, and
  /// when these differ by its hash.
  std::optional<Cause> standing(const MadeRecord& record) const;

  /// Documents that were made in this run, or that stay as they are.
  void put(const std::vector<MadeRecord>& records);
  /// A report whose documents are all put: those that this run did not put are its no more. No record: each
  /// of its documents is to be looked at again.
  void put_report(const std::string& report, const std::optional<ReportRecord>& record);

  /// Documents that are no report's any more, nor one's of `known`; with no names, only the former.
  void each_left(const std::vector<std::string>& known,
                 const std::function<void(const MadeRecord&)>& take) const;
  void forget(const std::string& document);

  /// Once the documents are in place: notes how they stand on the disk, and keeps all that was put.
  void commit();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::publish
