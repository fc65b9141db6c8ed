#include "store/sqlite.h"

#include <fmt/format.h>

#include "base/files.h"

namespace svodka::store {
namespace {

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace

Text SqliteError::reason() const {
  switch (code_ & 0xff) {  // the primary code (sqlite.org/rescode.html)
    case SQLITE_FULL:
      return text("нет места на диске", "no space left on the disk");
    case SQLITE_READONLY:
      return text("файл доступен только для чтения", "the file is read-only");
    case SQLITE_CANTOPEN:
      return text("файл не открывается", "the file cannot be opened");
    case SQLITE_IOERR:
      return text("ошибка чтения или записи на диск", "the disk failed to read or to write");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return text("файл занят другой программой", "another program is using the file");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return text("файл повреждён", "the file is damaged");
    case SQLITE_NOMEM:
      return text("не хватило памяти", "out of memory");
    default:
      return same_text(what());
  }
}

void fail_to_write_store(const SqliteError& error, const std::filesystem::path& file) {
  if ((error.code() & 0xff) == SQLITE_CANTOPEN) {  // SQLite does not say why; whoever tries it learns it
    const auto one = temporary_beside(file), journal = temporary_beside(file.string() + "-journal");
    const ScopedRemoval first(one), second(journal);
    for (const auto& each : {one, journal}) write_file(each, "", file);
  }
  const auto why = error.reason();
  throw EnvironmentError(text("не удалось записать хранилище «{0}»: {1}", "cannot write the store “{0}”: {2}",
                              file.string(), why.ru, why.en));
}

Query::Query(sqlite3* connection, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errmsg(connection));
}

void Query::check(int code) const {
  if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
}

Query& Query::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), parameter, value));
  return *this;
}

Query& Query::bind(int parameter, double value) {
  check(sqlite3_bind_double(statement_.get(), parameter, value));
  return *this;
}

Query& Query::bind(int parameter, std::string_view text) {
  const char* start = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(statement_.get(), parameter, start, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Query& Query::bind_blob(int parameter, std::string_view bytes) {
  check(sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
  return *this;
}

Query& Query::bind_null(int parameter) {
  check(sqlite3_bind_null(statement_.get(), parameter));
  return *this;
}

bool Query::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const SqliteError error(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  sqlite3_reset(statement_.get());
  throw error;
}

void Query::run() {
  while (step()) {
  }
  reset();
}

void Query::reset() { sqlite3_reset(statement_.get()); }

std::string Query::text(int column) const { return std::string(view(column)); }

std::string_view Query::view(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes == nullptr
             ? std::string_view()
             : std::string_view(bytes,
                                static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::string Query::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return bytes == nullptr ? std::string()
                          : std::string(bytes, sqlite3_column_bytes(statement_.get(), column));
}

namespace {

// SQLite counts its memory under one mutex for all connections (SQLITE_CONFIG_MEMSTATUS), so that threads
// wait for one another at each allocation; nobody asks for the count. Must be said before the first
// connection.
void count_no_memory() {
  static const int kDone = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(kDone);
}

}  // namespace

Database::Database(const std::string& name, int flags) {
  count_no_memory();
  sqlite3* connection = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &connection, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  connection_.reset(connection);
  if (code != SQLITE_OK)
    throw SqliteError(code, connection == nullptr ? "out of memory" : sqlite3_errmsg(connection));
}

Database Database::temporary() {
  Database database("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
  return database;
}

Database Database::read_only(const std::filesystem::path& file) {
  // The file itself is read-only by its URI; what is attached to the connection need not be.
  Database database(immutable_uri(file), SQLITE_OPEN_READWRITE);
  database.exec("PRAGMA mmap_size = 1073741824");  // spares a copy of every page that is read
  return database;
}

Database Database::in_memory() { return Database(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); }

Database Database::shared(const std::filesystem::path& file, bool make) {
  constexpr int kPatience = 30'000;  // ms
  Database database(std::filesystem::absolute(file).string(),
                    SQLITE_OPEN_READWRITE | (make ? SQLITE_OPEN_CREATE : 0));
  sqlite3_busy_timeout(database.handle(), kPatience);
  return database;
}

void Database::exec(const std::string& sql) const {
  const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errmsg(handle()));
}

std::string quote_name(std::string_view identifier) { return doubled(identifier, '"'); }

std::string quote_text(std::string_view text) { return doubled(text, '\''); }

std::string immutable_uri(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  return uri + "?mode=ro&immutable=1";
}

}  // namespace svodka::store
