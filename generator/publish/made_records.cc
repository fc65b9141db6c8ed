#include "publish/made_records.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "base/files.h"
#include "base/hash.h"
#include "store/sqlite.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

using store::Database;
using store::Query;
using store::SqliteError;

// PRAGMA user_version of the file.
constexpr int kFormat = 2;

constexpr std::string_view kTables = R"sql(
CREATE TABLE documents(
  period TEXT NOT NULL, document TEXT NOT NULL, report TEXT NOT NULL, place INTEGER NOT NULL,
  program TEXT NOT NULL, definition TEXT NOT NULL, sources TEXT NOT NULL, data TEXT NOT NULL,
  pictures TEXT NOT NULL, clean TEXT NOT NULL, signed_off INTEGER NOT NULL, told INTEGER NOT NULL,
  entry TEXT NOT NULL, file TEXT NOT NULL,
  size INTEGER, time INTEGER, inode INTEGER, run INTEGER NOT NULL,
  PRIMARY KEY(period, document)) WITHOUT ROWID;
CREATE INDEX documents_by_report ON documents(period, report, place);
CREATE TABLE reports(
  period TEXT NOT NULL, report TEXT NOT NULL, circumstances TEXT NOT NULL, files TEXT NOT NULL,
  documents INTEGER NOT NULL, PRIMARY KEY(period, report)) WITHOUT ROWID;
CREATE TABLE runs(number INTEGER PRIMARY KEY);
)sql";

constexpr std::string_view kColumns =
    "document, report, place, program, definition, sources, data, pictures, clean, signed_off, told, entry, "
    "size, time, inode ";

// A list of files as text: no name of a file holds a line break that would matter here, for a hash that does
// not fit means only that the document is made again.
std::string joined(const std::vector<FileHash>& files) {
  std::string text;
  for (const auto& file : files) text += file.sha256 + " " + file.file + "\n";
  return text;
}

std::vector<FileHash> parted(std::string_view text) {
  std::vector<FileHash> files;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    const auto space = line.find(' ');
    if (space != line.npos)
      files.push_back({std::string(line.substr(space + 1)), std::string(line.substr(0, space))});
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
  }
  return files;
}

std::optional<MadeRecord> record_of(const Query& row) {
  auto entry = parse_manifest_entry(row.text(11));
  if (!entry) return std::nullopt;
  MadeRecord record{
      row.text(0),          row.text(1),
      row.integer(2),       {row.text(3), row.text(4), row.text(5), row.text(6), parted(row.text(7))},
      row.text(8),          row.integer(9) != 0,
      row.integer(10) != 0, std::move(*entry)};
  if (!row.is_null(12)) record.on_disk = {row.integer(12), row.integer(13), row.integer(14)};
  return record;
}

// How a file stands on the disk; an edit changes one of the three.
using Standing = std::array<std::int64_t, 3>;

std::optional<Standing> look(const fs::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return Standing{found.st_size, found.st_mtim.tv_sec * kNanoseconds + found.st_mtim.tv_nsec,
                  static_cast<std::int64_t>(found.st_ino)};
}

Database opened(const fs::path& file, bool dry_run) {
  std::error_code error;
  // What nobody writes may lie where nobody can.
  if (dry_run && !fs::exists(file.string() + "-wal", error)) {
    auto database = Database::read_only(file);
    auto version = database.query("PRAGMA user_version");
    if (version.step() && version.integer(0) == kFormat) return database;
    throw SqliteError(SQLITE_SCHEMA, "another format");
  }
  if (!dry_run) make_folder(file.parent_path());
  auto database = Database::shared(file, !dry_run);
  // A cache: what a power cut takes is made again. A killed run leaves it whole (WAL).
  if (!dry_run) database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = OFF");
  auto version = database.query("PRAGMA user_version");
  if (version.step() && version.integer(0) == kFormat) return database;
  throw SqliteError(SQLITE_SCHEMA, "another format");
}

Database made(const fs::path& file) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::remove(file.string() + ending, ignored);
  }
  auto database = Database::shared(file, true);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  database.exec("BEGIN;" + std::string(kTables) + "PRAGMA user_version = " + std::to_string(kFormat) +
                "; COMMIT");
  return database;
}

}  // namespace

Text cause_words(Cause cause) {
  switch (cause) {
    case Cause::kNew:
      return text("ещё не создавался", "it was never made");
    case Cause::kForced:
      return text("затребован (--force, --trace или --annotate)",
                  "it was asked for (--force, --trace or --annotate)");
    case Cause::kProgram:
      return text("создан другой сборкой программы", "another build of the program made it");
    case Cause::kDefinition:
      return text("изменилось определение отчёта", "the definition of its report changed");
    case Cause::kTemplate:
      return text("изменился шаблон", "its template changed");
    case Cause::kPicture:
      return text("изменилась картинка", "a picture of it changed");
    case Cause::kData:
      return text("изменились данные", "its data changed");
    case Cause::kFindings:
      return text("к нему есть замечания", "there are findings about it");
    case Cause::kVanished:
      return text("пропал из папки результатов", "it is gone from the outputs");
    case Cause::kEdited:
      return text("изменён в папке результатов", "somebody changed it in the outputs");
    case Cause::kSignOff:
      break;
  }
  return text("изменилось его согласование", "its sign-off changed");
}

struct MadeRecords::Impl {
  fs::path folder;
  std::string period;
  bool dry_run = false;
  std::optional<Database> database;  // none when it cannot be had
  std::int64_t run = 0;
  std::mutex mutex;
  std::optional<Query> put_one, find_one;

  // What the work gives, or nothing when the cache is damaged: it is then not asked again.
  template <typename Work>
  auto guarded(const Work& work) -> std::optional<decltype(work(*database))> {
    const std::lock_guard<std::mutex> lock(mutex);
    if (!database) return std::nullopt;
    try {
      return work(*database);
    } catch (const SqliteError&) {
      put_one.reset();
      find_one.reset();
      database.reset();
      return std::nullopt;
    }
  }
};

MadeRecords::MadeRecords(const fs::path& outputs, fs::path folder, bool dry_run)
    : impl_(std::make_unique<Impl>()) {
  impl_->period = folder.filename().string();
  impl_->folder = std::move(folder);
  impl_->dry_run = dry_run;
  const auto file = outputs / ".svodka" / "made.db";
  try {
    try {
      impl_->database = opened(file, dry_run);
    } catch (const SqliteError&) {
      if (!dry_run) impl_->database = made(file);
    }
    if (!impl_->database) return;
    impl_->database->exec("BEGIN");
    auto last = impl_->database->query("SELECT coalesce(max(number), 0) FROM runs");
    last.step();
    impl_->run = last.integer(0) + 1;
  } catch (const SqliteError&) {
    impl_->database.reset();
  }
}

MadeRecords::~MadeRecords() = default;  // what was not committed is rolled back with the connection

std::optional<MadeRecord> MadeRecords::find(const std::string& document) const {
  return impl_
      ->guarded([&](Database& database) -> std::optional<MadeRecord> {
        auto& query = impl_->find_one;
        if (!query)
          query = database.query("SELECT " + std::string(kColumns) +
                                 "FROM documents WHERE period = ?1 AND document = ?2");
        query->reset();
        query->bind(1, impl_->period).bind(2, document);
        auto found = query->step() ? record_of(*query) : std::nullopt;
        query->reset();
        return found;
      })
      .value_or(std::nullopt);
}

std::optional<ReportRecord> MadeRecords::find_report(const std::string& report) const {
  return impl_
      ->guarded([&](Database& database) -> std::optional<ReportRecord> {
        auto query = database.query(
            "SELECT circumstances, files, documents FROM reports WHERE period = ?1 AND report = ?2");
        query.bind(1, impl_->period).bind(2, report);
        if (!query.step()) return std::nullopt;
        return ReportRecord{query.text(0), parted(query.text(1)), query.integer(2)};
      })
      .value_or(std::nullopt);
}

void MadeRecords::each_of(const std::string& report,
                          const std::function<bool(const MadeRecord&)>& take) const {
  impl_->guarded([&](Database& database) {
    auto query = database.query("SELECT " + std::string(kColumns) +
                                "FROM documents WHERE period = ?1 AND report = ?2 ORDER BY place");
    query.bind(1, impl_->period).bind(2, report);
    while (query.step()) {
      const auto record = record_of(query);
      if (!record || !take(*record)) break;
    }
    return true;
  });
}

std::optional<Cause> MadeRecords::standing(const MadeRecord& record) const {
  const auto place = impl_->folder / record.entry.file;
  const auto now = look(place);
  if (!now) return Cause::kVanished;
  if (record.on_disk == now) return std::nullopt;
  const auto same = static_cast<std::size_t>(now->front()) == record.entry.bytes &&
                    sha256(read_file(place)) == record.entry.sha256;
  return same ? std::nullopt : std::optional(Cause::kEdited);
}

void MadeRecords::put(const std::vector<MadeRecord>& records) {
  if (impl_->dry_run || records.empty()) return;
  std::vector<std::string> entries;  // other threads need not wait for them
  for (const auto& record : records) entries.push_back(to_json(record.entry));
  impl_->guarded([&](Database& database) {
    if (!impl_->put_one)
      impl_->put_one = database.query(
          "INSERT OR REPLACE INTO documents(period, document, report, place, program, definition, sources, "
          "data, pictures, clean, signed_off, told, entry, file, run) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
    auto& query = *impl_->put_one;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto& record = records[i];
      const auto pictures = joined(record.made_of.pictures);
      query.bind(1, impl_->period).bind(2, record.document).bind(3, record.report).bind(4, record.place);
      query.bind(5, record.made_of.program).bind(6, record.made_of.definition);
      query.bind(7, record.made_of.sources).bind(8, record.made_of.data).bind(9, pictures);
      query.bind(10, record.clean_sha256).bind(11, std::int64_t{record.signed_off});
      query.bind(12, std::int64_t{record.told}).bind(13, entries[i]).bind(14, record.entry.file);
      query.bind(15, impl_->run);
      query.run();
    }
    return true;
  });
}

void MadeRecords::put_report(const std::string& report, const std::optional<ReportRecord>& record) {
  if (impl_->dry_run) return;
  impl_->guarded([&](Database& database) {
    auto forget = database.query("DELETE FROM reports WHERE period = ?1 AND report = ?2");
    forget.bind(1, impl_->period).bind(2, report);
    forget.run();
    if (record) {
      const auto files = joined(record->files);
      auto query = database.query(
          "INSERT INTO reports(period, report, circumstances, files, documents) VALUES (?1, ?2, ?3, ?4, ?5)");
      query.bind(1, impl_->period).bind(2, report).bind(3, record->circumstances).bind(4, files);
      query.bind(5, record->documents);
      query.run();
    }
    auto others =
        database.query("UPDATE documents SET report = '' WHERE period = ?1 AND report = ?2 AND run <> ?3");
    others.bind(1, impl_->period).bind(2, report).bind(3, impl_->run);
    others.run();
    return true;
  });
}

void MadeRecords::each_left(const std::vector<std::string>& known,
                            const std::function<void(const MadeRecord&)>& take) const {
  impl_->guarded([&](Database& database) {
    std::string names;
    for (const auto& name : known) names += (names.empty() ? "" : ", ") + store::quote_text(name);
    const auto others = known.empty() ? std::string() : " OR report NOT IN (" + names + ")";
    auto query = database.query("SELECT " + std::string(kColumns) +
                                "FROM documents WHERE period = ?1 AND (report = ''" + others +
                                ") AND run <> ?2 ORDER BY document");
    query.bind(1, impl_->period).bind(2, impl_->run);
    while (query.step()) {
      if (const auto record = record_of(query)) take(*record);
    }
    return true;
  });
}

void MadeRecords::forget(const std::string& document) {
  if (impl_->dry_run) return;
  impl_->guarded([&](Database& database) {
    auto query = database.query("DELETE FROM documents WHERE period = ?1 AND document = ?2");
    query.bind(1, impl_->period).bind(2, document);
    query.run();
    return true;
  });
}

void MadeRecords::commit() {
  if (impl_->dry_run) return;
  impl_->guarded([&](Database& database) {
    auto put = database.query("SELECT document, file FROM documents WHERE period = ?1 AND run = ?2");
    put.bind(1, impl_->period).bind(2, impl_->run);
    auto note = database.query(
        "UPDATE documents SET size = ?3, time = ?4, inode = ?5 WHERE period = ?1 AND document = ?2");
    while (put.step()) {  // neither the key nor the index changes under it
      const auto document = put.text(0);
      const auto now = look(impl_->folder / put.text(1));
      if (!now) continue;
      note.bind(1, impl_->period).bind(2, document);
      note.bind(3, (*now)[0]).bind(4, (*now)[1]).bind(5, (*now)[2]);
      note.run();
    }
    put.reset();
    auto done = database.query("INSERT INTO runs(number) VALUES (?1)");
    done.bind(1, impl_->run);
    done.run();
    database.exec("DELETE FROM runs WHERE number < " + std::to_string(impl_->run) + "; COMMIT");
    return true;
  });
}

}  // namespace svodka::publish
