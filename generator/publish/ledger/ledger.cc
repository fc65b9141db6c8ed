#include "publish/ledger/ledger.h"

#include <array>
#include <chrono>
#include <ctime>
#include <sstream>
#include <thread>

#include "base/files.h"
#include "base/hash.h"
#include "publish/ledger/ledger_tables.h"
#include "store/sqlite.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

using store::SqliteError;

template <typename Work>
auto guarded(const fs::path& file, const Work& work) {
  try {
    return work();
  } catch (const SqliteError& e) {
    const auto why = e.reason();
    throw EnvironmentError(text("журнал «{0}»: {1} (проверка: svodka verify)",
                                "the ledger “{0}”: {2} (to check it: svodka verify)", file.string(), why.ru,
                                why.en));
  }
}

// Another process may be doing the same: SQLite does not wait for it here by itself.
void use_wal(const store::Database& database) {
  constexpr int kAttempts = 200;
  for (int attempt = 0;; ++attempt) {
    try {
      return database.exec("PRAGMA journal_mode = WAL");
    } catch (const SqliteError& e) {
      if (attempt == kAttempts || (e.code() & 0xff) != SQLITE_BUSY) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
}

bool has_tables(const store::Database& database) {
  auto version = database.query("PRAGMA user_version");
  return version.step() && version.integer(0) == kLedgerFormat;
}

void make_tables(const store::Database& database) {
  use_wal(database);
  database.exec("BEGIN IMMEDIATE");
  try {
    if (!has_tables(database)) database.exec(std::string(kLedgerTables));
    database.exec("COMMIT");
  } catch (const SqliteError&) {
    database.exec("ROLLBACK");
    throw;
  }
}

fs::path head_file(const fs::path& outputs) { return outputs / "register.head"; }

}  // namespace

struct Ledger::Impl {
  Impl(fs::path folder, store::Database opened) : outputs(std::move(folder)), database(std::move(opened)) {
    database.exec("PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON");
  }

  std::vector<LedgerEntry> read(const std::string& condition,
                                const std::vector<std::string_view>& values = {}) const {
    return guarded(place(outputs), [&] {
      auto query = database.query("SELECT body, previous, hash FROM entries " + condition);
      for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i) + 1, values[i]);
      std::vector<LedgerEntry> found;
      while (query.step()) {
        auto entry = parse_entry(query.text(0));
        if (!entry) throw SqliteError(SQLITE_CORRUPT, "unreadable entry");
        entry->previous = query.text(1);
        entry->hash = query.text(2);
        found.push_back(std::move(*entry));
      }
      return found;
    });
  }

  std::optional<LedgerEntry> read_one(const std::string& condition,
                                      const std::vector<std::string_view>& values = {}) const {
    auto found = read(condition + " LIMIT 1", values);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  fs::path outputs;
  store::Database database;
};

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

fs::path Ledger::place(const fs::path& outputs) { return outputs / "register.db"; }

std::optional<Ledger> Ledger::open(const fs::path& outputs) {
  const auto file = place(outputs);
  std::error_code error;
  if (!fs::exists(file, error)) return std::nullopt;
  return guarded(file, [&]() -> std::optional<Ledger> {
    auto database = store::Database::shared(file, false);
    try {
      if (!has_tables(database)) return std::nullopt;
    } catch (const SqliteError& e) {
      // A folder that cannot be written has no place for the shared memory of WAL; without a log left behind
      // the file is all there is.
      if ((e.code() & 0xff) != SQLITE_CANTOPEN || fs::exists(file.string() + "-wal")) throw;
      database = store::Database::read_only(file);
    }
    return Ledger(std::make_unique<Impl>(outputs, std::move(database)));
  });
}

Ledger Ledger::open_or_make(const fs::path& outputs) {
  make_folder(outputs);
  const auto file = place(outputs);
  return guarded(file, [&] {
    auto database = store::Database::shared(file, true);
    if (!has_tables(database)) make_tables(database);
    return Ledger(std::make_unique<Impl>(outputs, std::move(database)));
  });
}

const fs::path& Ledger::outputs() const { return impl_->outputs; }

std::vector<LedgerEntry> Ledger::entries() const { return impl_->read("ORDER BY number"); }

std::vector<LedgerEntry> Ledger::entries_of(std::string_view document) const {
  return impl_->read("WHERE document = ?1 ORDER BY number", {document});
}

std::optional<LedgerEntry> Ledger::registration(std::string_view year, std::string_view outgoing) const {
  return impl_->read_one("WHERE outgoing = ?2 AND year = ?1", {year, outgoing});
}

std::optional<LedgerEntry> Ledger::last_of_series(std::string_view year, std::string_view series) const {
  return impl_->read_one("WHERE series = ?2 AND year = ?1 ORDER BY ordinal DESC", {year, series});
}

std::string Ledger::input_list(std::string_view name) const {
  return guarded(place(outputs()), [&] {
    auto query = impl_->database.query("SELECT list FROM input_lists WHERE name = ?1");
    query.bind(1, name);
    return query.step() ? query.text(0) : std::string();
  });
}

Ledger::Writing::Writing(Ledger& ledger) : ledger_(ledger) {
  guarded(place(ledger.outputs()), [&] { ledger_.impl_->database.exec("BEGIN IMMEDIATE"); });
  try {
    if (auto last = ledger_.impl_->read_one("ORDER BY number DESC"))
      last_ = std::move(*last);
    else
      last_.hash = kNoEntry;
  } catch (...) {
    sqlite3_exec(ledger_.impl_->database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

Ledger::Writing::~Writing() {
  if (open_) sqlite3_exec(ledger_.impl_->database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

LedgerEntry Ledger::Writing::add(LedgerEntry entry) {
  entry.number = last_.number + 1;
  entry.time = utc_now();
  entry.previous = last_.hash;
  entry.body = entry_body(entry);
  entry.hash = chain_hash(entry.previous, sha256(entry.body));
  guarded(place(ledger_.outputs()), [&] {
    auto insert = ledger_.impl_->database.query(
        "INSERT INTO entries (number, body, previous, hash) VALUES (?1, ?2, ?3, ?4)");
    insert.bind(1, entry.number).bind(2, entry.body).bind(3, entry.previous).bind(4, entry.hash).run();
  });
  last_ = entry;
  return entry;
}

std::string Ledger::Writing::add_input_list(const std::string& list) {
  const auto name = sha256(list);
  if (ledger_.input_list(name).empty()) {
    guarded(place(ledger_.outputs()), [&] {
      ledger_.impl_->database.query("INSERT INTO input_lists (name, list) VALUES (?1, ?2)")
          .bind(1, name)
          .bind(2, list)
          .run();
    });
  }
  return name;
}

void Ledger::Writing::commit() {
  guarded(place(ledger_.outputs()), [&] { ledger_.impl_->database.exec("COMMIT"); });
  open_ = false;
  if (last_.number == 0) return;
  const auto head = read_head(ledger_.outputs());
  if (!head || head->number < last_.number)
    write_file_in_place(head_file(ledger_.outputs()), fmt::format("{} {}\n", last_.number, last_.hash));
}

std::string utc_now() {
  const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> words{};
  std::strftime(words.data(), words.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return words.data();
}

std::optional<LedgerHead> read_head(const fs::path& outputs) {
  std::error_code error;
  if (!fs::exists(head_file(outputs), error)) return std::nullopt;
  std::istringstream words(read_file(head_file(outputs)));
  LedgerHead head;
  words >> head.number >> head.hash;
  return head;
}

std::vector<LedgerEntry> Ledger::verify(Diagnostics& out) const {
  const auto file = place(outputs()).filename().string();
  std::vector<LedgerEntry> entries;
  std::vector<std::string> unread;
  try {
    for (const auto& fault : table_faults(impl_->database))
      out.error({.file = file}, "ledger-damaged", fault);
    auto query = impl_->database.query("SELECT number, body, previous, hash FROM entries ORDER BY number");
    while (query.step()) {
      auto entry = parse_entry(query.text(1));
      const bool readable = entry && entry->number == query.integer(0) && entry_body(*entry) == query.text(1);
      unread.push_back(readable ? "" : sha256(query.text(1)));
      if (!entry) entry = LedgerEntry{};
      entry->number = query.integer(0);
      entry->previous = query.text(2);
      entry->hash = query.text(3);
      if (!readable) {
        out.error({.file = file, .cell = std::to_string(entry->number)}, "ledger-entry-changed",
                  text("запись {} изменена", "entry {} was changed", entry->number));
      }
      entries.push_back(std::move(*entry));
    }
    for (const auto& fault : list_faults(impl_->database)) out.error({.file = file}, "ledger-damaged", fault);
  } catch (const SqliteError& e) {
    out.error({.file = file}, "ledger-damaged",
              text("журнал повреждён: {}", "the ledger is damaged: {}", e.what()));
  }
  verify_chain(file, entries, unread, out);
  const auto head = read_head(outputs());
  if (!head && !entries.empty()) {
    out.warning({.file = file}, "ledger-head-missing",
                text("нет файла register.head: нельзя сказать, не отрезан ли конец журнала",
                     "register.head is missing: it cannot be told whether the ledger was cut short"));
  }
  if (head &&
      (static_cast<std::int64_t>(entries.size()) < head->number ||
       (head->number > 0 && entries[static_cast<std::size_t>(head->number) - 1].hash != head->hash))) {
    out.error({.file = file}, "ledger-cut-short",
              text("в журнале было {} записей, а последняя из них не та или её нет (сейчас записей {})",
                   "the ledger had {} entries, and the last of them is another or gone (there are {} now)",
                   head->number, entries.size()));
  }
  return entries;
}

void verify_chain(const std::string& file, const std::vector<LedgerEntry>& entries,
                  const std::vector<std::string>& hidden, Diagnostics& out) {
  std::string previous(kNoEntry), time;
  std::int64_t number = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[i];
    const Position at{.file = file, .cell = std::to_string(entry.number)};
    if (entry.number != ++number) {
      out.error(at, "ledger-entry-missing",
                text("после записи {} идёт запись {}", "entry {} is followed by entry {}", number - 1,
                     entry.number));
      number = entry.number;
      previous = entry.previous;  // one finding for the gap; what comes after is checked by itself
    }
    const auto body = hidden[i].empty() ? sha256(entry.body) : hidden[i];
    if (entry.previous != previous)
      out.error(at, "ledger-chain-broken",
                text("запись {} не продолжает предыдущую", "entry {} does not follow the one before",
                     entry.number));
    else if (entry.hash != chain_hash(entry.previous, body))
      out.error(at, "ledger-entry-changed",
                text("запись {} не сходится со своей контрольной суммой", "entry {} does not match its hash",
                     entry.number));
    if (!entry.time.empty() && entry.time < time)
      out.warning(at, "clock-went-back",
                  text("запись {} сделана по часам раньше предыдущей ({} после {})",
                       "entry {} is earlier than the one before by the clock ({} after {})", entry.number,
                       entry.time, time));
    if (!entry.time.empty()) time = entry.time;
    previous = entry.hash;
  }
}

}  // namespace svodka::publish
