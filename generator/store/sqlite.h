#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/text.h"

namespace svodka::store {

/// What SQLite answered to the program's own work. Does not leave the stage that asked: it becomes an
/// EnvironmentError, a finding, or a reason to build the cache anew.
class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
  int code() const { return code_; }
  /// What the message says, in both languages where a user meets it: a full disk, a read-only folder.
  Text reason() const;

 private:
  int code_;
};

/// Throws EnvironmentError: this store could not be written, and why.
[[noreturn]] void fail_to_write_store(const SqliteError& error, const std::filesystem::path& file);

/// A prepared statement of the store's own. Numbers parameters from 1 and columns from 0, as SQLite does.
class Query {
 public:
  Query(sqlite3* connection, std::string_view sql);

  Query& bind(int parameter, std::int64_t value);
  Query& bind(int parameter, double value);
  /// The text must live until the statement has run.
  Query& bind(int parameter, std::string_view text);
  Query& bind_blob(int parameter, std::string_view bytes);
  Query& bind_null(int parameter);

  /// True when there is a row.
  bool step();
  /// Runs to the end and makes ready for the next run.
  void run();
  void reset();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;
  std::string blob(int column) const;
  /// Valid until the next step.
  std::string_view view(int column) const;
  bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void check(int code) const;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A connection. For one thread.
class Database {
 public:
  /// A private database on a temporary file that SQLite removes, held in memory while it is small.
  static Database temporary();
  /// A file that nobody changes any more. Throws SqliteError.
  static Database read_only(const std::filesystem::path& file);
  static Database in_memory();
  /// A file that several processes write: waits half a minute for the others. Made when it is missing if
  /// `make`, else that throws SqliteError.
  static Database shared(const std::filesystem::path& file, bool make);

  sqlite3* handle() const { return connection_.get(); }
  void exec(const std::string& sql) const;
  Query query(std::string_view sql) const { return Query(handle(), sql); }

 private:
  Database(const std::string& name, int flags);
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

/// `"name"`, with quotes inside doubled.
std::string quote_name(std::string_view identifier);
/// `'text'`, with quotes inside doubled.
std::string quote_text(std::string_view text);
/// The URI under which SQLite opens a file that does not change.
std::string immutable_uri(const std::filesystem::path& file);

}  // namespace svodka::store
