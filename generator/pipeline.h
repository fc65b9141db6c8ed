#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/interrupt.h"
#include "bind/report.h"
#include "check/check.h"
#include "load/projects_file.h"
#include "load/schema.h"
#include "named_files.h"
#include "publish/made_records.h"
#include "publish/publisher.h"
#include "render/prepared.h"
#include "run_documents.h"
#include "store/reader.h"
#include "store/refresh.h"

/// Read this header first: it is the whole program on one page.
///
///     inputs/ ──load──▶ store ──check──▶ findings ─┐
///                         │                        │ errors stop here
///     templates/ ──bind──▶ reports with their data ◀┘
///                         │
///                       render   text · html · docx · sheet
///                         │
///                       publish  ──▶ outputs/PERIOD/
///
/// Each stage takes what the one before it made, adds what is wrong to the `Diagnostics` and goes on as far
/// as it can. Nothing flows back. Faults of the data are findings; EnvironmentError is thrown when the disk
/// or the system fails.
namespace svodka {

/// What a command was asked for.
struct ProjectOptions {
  std::filesystem::path root = ".";
  std::string
      period;  ///< "2020-11", "2020-Q4", "2020"; "": the latest month with facts, or the one before `as_of`
  std::string as_of;              ///< "2020-12-01"; "": the day after the period
  std::filesystem::path outputs;  ///< "": root/outputs
  /// The outputs that hold the periods before and the ledger; "": `outputs`.
  std::filesystem::path history = {};
  /// Of a region (region.h): its projects whose stores are up to date, in their order. Nothing:
  /// open_project() loads them.
  std::optional<std::vector<load::RegionMember>> members;
  std::string sql;  ///< queries that will be run beyond those of reports and checks
  int jobs = 0;     ///< how many threads read the inputs; 0: one a core
};

/// A project whose inputs stand in the store.
struct Project {
  std::filesystem::path root;
  std::filesystem::path outputs;
  std::filesystem::path history;  ///< where the periods before and the ledger are: `outputs`, but for a shard
  std::filesystem::path database;
  load::Schema schema;
  store::ReportContext context;
  store::RefreshSummary summary;
  std::shared_ptr<const store::ProjectStores> projects;  ///< of a region; else null
  std::unique_ptr<store::Reader> reader;                 ///< never null

  /// Where the documents of the period go: outputs/2020-12.
  std::filesystem::path period_folder() const { return outputs / context.period; }
  /// The store of the period before; empty when it was never built.
  std::filesystem::path previous_database() const;
  /// A connection of its own to all that the project's queries see, for a thread, or one in which personal
  /// data are hidden.
  std::unique_ptr<store::Reader> connect(store::Personal personal = store::Personal::kShown) const;
};

/// load, store: the schema, then every input that changed. Nothing is returned only when `period` or `as_of`
/// make no sense.
std::optional<Project> open_project(const ProjectOptions& options, Diagnostics& out);

/// What is checked beyond the rules that are on.
struct CheckOptions {
  /// Misspelt words too, when hunspell's dictionary is installed; else a note says that it is not.
  bool spelling = false;
  /// Rules that are off by nature too, when what they find can be fixed.
  bool all_fixable = false;
  std::vector<Fix>* fixes = nullptr;  ///< gets what would cure the findings
  std::vector<std::string> only;      ///< these rules and no others, also when they are off
};

/// check: the built-in rules and those of inputs/checks.yaml, over the records and the fixed text of the
/// templates. Returns what records are spared (`waive:`).
std::vector<Waived> check_project(const Project& project, Diagnostics& out, const CheckOptions& options = {});

/// The month that the records of a store speak of last; the view `default_period` says which. "": none.
std::string latest_period(const std::filesystem::path& database, const load::Schema& schema);

/// The period just before, of the same length ("2020-10" of "2020-11"); "" of what is no reporting period.
std::string period_before(const std::string& period);

/// The as-of date of a period when nobody says another: the day after it.
std::string usual_as_of(const std::string& period);

/// The names of the project's reports: templates/NAME.yaml.
std::vector<std::string> report_names(const std::filesystem::path& root);

/// bind and compile: a report's queries prepared and its templates matched with them. Nothing when there is
/// an error.
std::optional<render::PreparedReport> prepare_report(const Project& project, const store::Reader& reader,
                                                     const std::string& name, Diagnostics& out);
/// The same of a definition that was read.
std::optional<render::PreparedReport> prepare_report(const Project& project, const store::Reader& reader,
                                                     bind::Report report, Diagnostics& out);

/// check and bind: everything that can be known before a document is made, as `svodka check` and editors show
/// it.
std::vector<Waived> check_all(const Project& project, Diagnostics& out);

/// What `svodka build` is asked for beyond the project.
struct BuildOptions {
  std::vector<std::string> reports;  ///< names; empty: all
  int jobs = 0;                      ///< 0: one a core
  bool dry_run = false;
  bool keep_going = false;   ///< make the sound reports although others have errors
  bool redact = false;       ///< copies without personal data beside the documents, instead of them
  bool force = false;        ///< write again what is already in place
  int pdf_limit = 60;        ///< seconds that LibreOffice has for a document
  bool trace = false;        ///< record beside the documents where their values came from
  bool annotate = false;     ///< copies for review beside the documents, with the source at each value
  bool prune = false;        ///< remove documents of earlier runs that no report makes any more
  bool only_causes = false;  ///< with `dry_run`: find out why documents would be made, and make none
  /// With `only_causes`: tell also which other files would be written (BuildResult::outdated).
  bool compare = false;
  publish::Shard shard{};  ///< make only this part of the documents, in a folder of its own
  /// Join what the runs for a part have made whose folders are here, or in these folders (find_shards()),
  /// instead of making documents.
  std::vector<std::filesystem::path> shards{};
  /// Called when a document is done, from any thread but never from two at once. `total` 0: not known yet.
  std::function<void(std::size_t done, std::size_t total, const std::string& document)> progress;
};

/// How long a stage of a run took, in seconds of wall time.
struct StageTime {
  Text stage;
  double seconds = 0;
};

struct BuildResult {
  store::ReportContext context;
  store::RefreshSummary summary;
  std::filesystem::path folder;
  RunDocuments documents;                     ///< in the order of the reports and their outputs
  std::vector<std::string> failed;            ///< reports that were not made
  std::vector<std::string> failed_documents;  ///< documents that were not made of the other reports
  NamedFiles removed;                         ///< left over from earlier runs
  std::vector<Waived> waived;                 ///< what records are spared of the checks
  bool no_office = false;                     ///< PDFs are wanted and LibreOffice is not there
  std::vector<StageTime> times;
  bool made = false;  ///< documents were put in place (or would be, in a dry run)
  /// With BuildOptions::compare: the files of the period that a build would write. None when there are
  /// errors.
  std::vector<std::string> outdated;
};

/// Thrown by build() when a signal ends it: what was in hand was finished and is kept for the next run.
struct InterruptedBuild : Interrupted {
  std::size_t done = 0;  ///< documents that were made and wait in `unfinished_folder`
  std::size_t left = 0;  ///< that were not begun
};

/// The whole run. All documents appear together, or none does. Throws Interrupted.
BuildResult build(const ProjectOptions& project, const BuildOptions& options, Diagnostics& out);

}  // namespace svodka
