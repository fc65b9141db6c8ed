#include "run_documents.h"

#include <mutex>

#include "base/file_name.h"
#include "base/files.h"
#include "store/sqlite.h"

namespace svodka {
namespace {

using publish::Cause;
using store::Database;
using store::Query;

constexpr const char* kTables = R"sql(
PRAGMA cache_size = -2048;
CREATE TABLE made(
  report INTEGER, place INTEGER, copy INTEGER, kept INTEGER, name TEXT, file TEXT, document TEXT,
  bytes INTEGER, outcome INTEGER, signed_off INTEGER, clean TEXT, version INTEGER, state INTEGER,
  frozen INTEGER, earlier TEXT, pdf TEXT, causes TEXT, entry TEXT,
  PRIMARY KEY(report, place, copy)) WITHOUT ROWID;
CREATE TABLE names(key TEXT PRIMARY KEY, file TEXT, report TEXT) WITHOUT ROWID;
)sql";

constexpr const char* kColumns =
    "name, file, document, bytes, outcome, signed_off, clean, version, state, frozen, earlier, pdf, causes ";

constexpr std::int64_t kKeptReport = 1'000'000'000;  // after all reports of the run

BuiltDocument document_of(const Query& row) {
  BuiltDocument built{row.text(0), row.text(1), static_cast<std::size_t>(row.integer(3)),
                      static_cast<publish::Outcome>(row.integer(4))};
  built.document = row.text(2);
  built.signed_off = row.integer(5) != 0;
  built.clean_sha256 = row.text(6);
  built.version = {static_cast<int>(row.integer(7)), static_cast<publish::State>(row.integer(8)),
                   row.integer(9) != 0, row.text(10)};
  built.pdf = row.text(11);
  for (const char cause : row.view(12)) built.causes.push_back(static_cast<Cause>(cause - 'a'));
  return built;
}

// Its file is out of room, or it is damaged: either way the machine fails, not the data.
template <typename Work>
auto tried(const Work& work) {
  try {
    return work();
  } catch (const store::SqliteError& e) {
    const auto why = e.reason();
    throw EnvironmentError(
        text("не удалось записать временный файл: {}", "cannot write a temporary file: {1}", why.ru, why.en));
  }
}

}  // namespace

struct RunDocuments::Impl {
  Database database = Database::temporary();
  std::mutex mutex;
  std::optional<Query> insert, claim, owner;
  std::int64_t kept = 0;
  bool is_indexed = false;

  Impl() { database.exec(std::string(kTables) + "BEGIN"); }

  // Few runs look documents up by their file.
  void index() {
    if (!is_indexed) database.exec("CREATE INDEX made_files ON made(file)");
    is_indexed = true;
  }

  // A name that somebody has is left to him, who is returned.
  std::optional<Claimed> take_name(const std::string& file, const std::string& report) {
    const auto key = file_name_key(file);
    if (!owner) owner = database.query("SELECT file, report FROM names WHERE key = ?1");
    owner->bind(1, key);
    std::optional<Claimed> found;
    if (owner->step()) found = Claimed{owner->text(0), owner->text(1)};
    owner->reset();
    if (found) return found;
    if (!claim) claim = database.query("INSERT INTO names VALUES (?1, ?2, ?3)");
    claim->bind(1, key).bind(2, file).bind(3, report);
    claim->run();
    return std::nullopt;
  }

  void add(const std::vector<Row>& rows, bool is_kept) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (!insert)
      insert = database.query(
          "INSERT OR REPLACE INTO made VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
          "?15, ?16, ?17, ?18)");
    for (const auto& [place, document, entry] : rows) {
      std::string causes;
      for (const auto cause : document.causes) causes += static_cast<char>('a' + static_cast<int>(cause));
      const auto& version = document.version;
      insert->bind(1, static_cast<std::int64_t>(place.report)).bind(2, place.place);
      insert->bind(3, std::int64_t{place.copy}).bind(4, std::int64_t{is_kept});
      insert->bind(5, document.report).bind(6, document.file).bind(7, document.document);
      insert->bind(8, static_cast<std::int64_t>(document.bytes));
      insert->bind(9, static_cast<std::int64_t>(document.outcome));
      insert->bind(10, std::int64_t{document.signed_off}).bind(11, document.clean_sha256);
      insert->bind(12, std::int64_t{version.version}).bind(13, static_cast<std::int64_t>(version.state));
      insert->bind(14, std::int64_t{version.frozen}).bind(15, version.earlier);
      insert->bind(16, document.pdf).bind(17, causes);
      entry.empty() ? insert->bind_null(18) : insert->bind(18, entry);
      insert->run();
    }
  }
};

RunDocuments::Row::Row(const Place& at, BuiltDocument made, const publish::ManifestEntry* manifest_entry)
    : place(at),
      document(std::move(made)),
      entry(manifest_entry != nullptr ? publish::manifest_lines(*manifest_entry) : std::string()) {}

RunDocuments::RunDocuments() : impl_(tried([] { return std::make_unique<Impl>(); })) {}
RunDocuments::~RunDocuments() = default;
RunDocuments::RunDocuments(RunDocuments&&) noexcept = default;
RunDocuments& RunDocuments::operator=(RunDocuments&&) noexcept = default;

void RunDocuments::add(const std::vector<Row>& rows) {
  if (!rows.empty()) tried([&] { impl_->add(rows, false); });
}

void RunDocuments::keep(const publish::ManifestEntry& entry) {
  const BuiltDocument kept{.report = entry.report, .file = entry.file};
  tried([&] { impl_->add({Row({kKeptReport, impl_->kept++, 0}, kept, &entry)}, true); });
}

void RunDocuments::drop(std::size_t report) {
  tried([&] {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    impl_->database.exec("DELETE FROM made WHERE report = " + std::to_string(report));
  });
}

void RunDocuments::clear() {
  tried([&] { impl_->database.exec("DELETE FROM made; DELETE FROM names"); });
}

std::optional<RunDocuments::Claimed> RunDocuments::claim(const std::string& file, const std::string& report) {
  return tried([&] {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    return impl_->take_name(file, report);
  });
}

void RunDocuments::claim_all(std::size_t report, const std::string& name) {
  tried([&] {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    auto documents = impl_->database.query("SELECT document FROM made WHERE report = ?1 ORDER BY document");
    documents.bind(1, static_cast<std::int64_t>(report));
    while (documents.step()) impl_->take_name(documents.text(0), name);
  });
}

bool RunDocuments::names(const std::string& file) const {
  return tried([&] {
    impl_->index();
    auto query = impl_->database.query("SELECT 1 FROM made WHERE file = ?1 AND entry IS NOT NULL");
    query.bind(1, file);
    return query.step();
  });
}

bool RunDocuments::names_of_others(const std::string& file, const std::string& report) const {
  return tried([&] {
    auto query = impl_->database.query(
        "SELECT 1 FROM made WHERE file = ?1 AND name <> ?2 AND entry IS NOT NULL LIMIT 1");
    query.bind(1, file).bind(2, report);
    return query.step();
  });
}

void RunDocuments::each_of(
    std::size_t report, const std::function<void(const Place&, const publish::ManifestEntry&)>& take) const {
  tried([&] {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    auto query = impl_->database.query(
        "SELECT place, copy, entry FROM made WHERE report = ?1 AND entry IS NOT NULL ORDER BY place, copy");
    query.bind(1, static_cast<std::int64_t>(report));
    while (query.step()) {
      const auto entry = publish::parse_manifest_entry(query.text(2));
      if (entry) take({report, query.integer(0), static_cast<int>(query.integer(1))}, *entry);
    }
  });
}

void RunDocuments::set_entry(const Place& place, const publish::ManifestEntry& entry) {
  tried([&] {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    const auto lines = publish::manifest_lines(entry);
    auto set =
        impl_->database.query("UPDATE made SET entry = ?4 WHERE report = ?1 AND place = ?2 AND copy = ?3");
    set.bind(1, static_cast<std::int64_t>(place.report)).bind(2, place.place);
    set.bind(3, std::int64_t{place.copy}).bind(4, lines);
    set.run();
  });
}

void RunDocuments::set_pdf(const std::string& file, const publish::ManifestPdf& pdf) {
  tried([&] {
    impl_->index();
    auto query = impl_->database.query(
        "SELECT report, place, copy, entry FROM made WHERE file = ?1 AND entry IS NOT NULL AND NOT kept");
    query.bind(1, file);
    if (!query.step()) return;
    auto entry = publish::parse_manifest_entry(query.text(3));
    if (!entry) return;
    entry->pdf = pdf;
    const auto lines = publish::manifest_lines(*entry);
    auto set = impl_->database.query(
        "UPDATE made SET pdf = ?4, entry = ?5 WHERE report = ?1 AND place = ?2 AND copy = ?3");
    set.bind(1, query.integer(0)).bind(2, query.integer(1)).bind(3, query.integer(2));
    set.bind(4, pdf.file).bind(5, lines);
    set.run();
  });
}

void RunDocuments::each_lines(const std::string& last, const EachLines& take) const {
  tried([&] {
    // With those of other reports among them, they stand by the names of their reports.
    const auto by_name = impl_->kept > 0 ? "name = " + store::quote_text(last) + ", name, " : std::string();
    auto query = impl_->database.query("SELECT name, entry FROM made WHERE entry IS NOT NULL ORDER BY " +
                                       by_name + "report, place, copy");
    while (query.step()) take(query.text(0), query.view(1));
  });
}

void RunDocuments::each_entry(const std::string& last, const EachEntry& take) const {
  each_lines(last, [&](const std::string&, std::string_view lines) {
    if (const auto entry = publish::parse_manifest_entry(std::string(lines))) take(*entry);
  });
}

std::size_t RunDocuments::size() const {
  return tried([&] {
    auto query = impl_->database.query("SELECT count(*) FROM made WHERE NOT kept");
    query.step();
    return static_cast<std::size_t>(query.integer(0));
  });
}

struct RunDocuments::Iterator::Rows {
  Query query;
};

RunDocuments::Iterator RunDocuments::begin() const {
  Iterator first;
  first.rows_ = tried([&] {
    return std::make_shared<Iterator::Rows>(Iterator::Rows{impl_->database.query(
        "SELECT " + std::string(kColumns) + "FROM made WHERE NOT kept ORDER BY report, place, copy")});
  });
  ++first;
  return first;
}

RunDocuments::Iterator& RunDocuments::Iterator::operator++() {
  tried([&] {
    if (rows_->query.step())
      at_ = std::make_shared<BuiltDocument>(document_of(rows_->query));
    else
      at_.reset();
  });
  return *this;
}

}  // namespace svodka
