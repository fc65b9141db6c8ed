#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/report_findings.h"

namespace svodka::publish {

/// A file and what its bytes were when the run read or made it.
struct FileHash {
  std::string file;    ///< relative to the project
  std::string sha256;  ///< hexadecimal
};

/// The names of all files below a project's inputs/, with the folder: whatever records are read from. Of a
/// region (load/projects_file.h) also projects.yaml and the inputs of its projects, or of those in `folders`
/// alone.
std::vector<std::string> input_files(const std::filesystem::path& root,
                                     const std::optional<std::vector<std::string>>& folders = {});

/// How a document stands that its report wants signed off.
struct ManifestSignOff {
  std::string document;  ///< its name without a version; "" for a document that nobody signs off
  int version = 1;
  std::string clean_sha256;  ///< of the bytes without the mark of a draft
  std::size_t clean_bytes = 0;
};

/// The PDF of a document.
struct ManifestPdf {
  std::string file;  ///< its name in the folder of the period; "" when there is none
  std::string sha256;
  std::size_t bytes = 0;
  int pages = 0;
  std::string of;      ///< SHA-256 of the document
  std::string recipe;  ///< SHA-256 of all that it was made of: the document, how, by which LibreOffice
  std::string kind;    ///< "pdf", "pdf/a-2b"
};

/// One document of a run, with all that it was made of.
struct ManifestEntry {
  std::string file;  ///< its name in the folder of the period
  std::string sha256;
  std::size_t bytes = 0;
  std::string report;  ///< "progress-report"
  std::string title;
  FileHash definition;  ///< templates/progress-report.yaml
  FileHash source;      ///< its template; empty for a sheet layout, which stands in the definition
  std::vector<FileHash> fragments;  ///< files that the template includes
  ManifestSignOff sign_off{};
  /// The ledger as it stood, when queries of the report read documents: outputs/register.head; else empty.
  FileHash ledger{};
  bool redacted = false;  ///< made without personal data
  ManifestPdf pdf{};
  FileHash trace{};  ///< its sidecar (trace_file.h), in the folder of the period; empty without
};

/// A part of the documents: the `part`-th of `of`. Of a whole run `of` is 0.
struct Shard {
  int part = 0, of = 0;
  explicit operator bool() const { return of > 0; }
  friend bool operator==(const Shard&, const Shard&) = default;
};

/// A finding that the run went on with, in Russian.
struct ManifestFinding {
  std::string severity;  ///< "warning"
  std::string rule, message, hint;
  std::string at;    ///< "inputs/a.yaml:14:9"
  std::string file;  ///< "inputs/a.yaml"
};
/// An entry as JSON, in one line.
std::string to_json(const ManifestEntry& entry);
/// The same in the lines that the manifest has.
std::string manifest_lines(const ManifestEntry& entry);
/// The way back from either; nothing when it is no JSON of an entry.
std::optional<ManifestEntry> parse_manifest_entry(const std::string& json);

/// What one run made, and of what: `outputs/PERIOD/manifest.json`. Holds no clock, so that the same run gives
/// the same bytes.
struct Manifest {
  std::string period, as_of;
  std::vector<ManifestEntry> documents;
  std::vector<FileHash> inputs;
  std::vector<Waived> waived;  ///< what records are spared of the checks; place, rule and reason in the file
  std::size_t warnings = 0;
  std::size_t errors = 0;  ///< of reports that were passed over
  std::size_t remarks = 0;
  std::vector<ManifestFinding> findings;  ///< errors, warnings, remarks; the first hundred of each
  Shard shard{};                          ///< of a run that made only a part of the documents

  /// Takes the findings of the run, in this order.
  void keep_findings(const std::vector<Finding>& found);

  /// Calls `take` with what the manifest in `folder` says of each document, when it is of the same period and
  /// day and the document is still there: a run for one report must not forget the rest. A manifest that
  /// cannot be read is passed over.
  void each_of_last(const std::filesystem::path& folder,
                    const std::function<void(const ManifestEntry&)>& take) const;

  std::string json() const;
  /// The same without the documents.
  std::string head_json() const;

  /// Calls its argument with one document after another.
  using EachDocument = std::function<void(const std::function<void(const ManifestEntry&)>&)>;
  /// Calls its argument with the manifest_lines() of one document after another.
  using EachLines = std::function<void(const std::function<void(std::string_view)>&)>;
  /// Writes it to a file, with these documents instead of its own, which need not be in memory together.
  /// Throws EnvironmentError.
  void write(const std::filesystem::path& path, const EachLines& each) const;

  /// The text of a manifest that says of a document that it has these bytes now.
  static std::string with_bytes(const std::string& json, const std::string& file, std::string_view bytes);

  /// The manifest in a folder; nothing when there is none, or when it cannot be read.
  static std::optional<Manifest> read(const std::filesystem::path& folder);
};

/// Whether the manifest in a folder may tell of copies without personal data: by its text, which is quick.
bool may_have_copies(const std::filesystem::path& folder);

/// The names of the folders of periods below an outputs folder ("2026-09"), sorted.
std::vector<std::string> period_folders(const std::filesystem::path& outputs);

}  // namespace svodka::publish
