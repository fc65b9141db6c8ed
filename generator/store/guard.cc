#include "store/guard.h"

#include "base/finding.h"
#include "base/utf8.h"

namespace svodka::store {
namespace {

constexpr std::int64_t kSteps = 200'000'000;
constexpr int kStepsAtOnce = 1000;

// Bounds on single values and on what a query may be, so that one call cannot exhaust the machine either.
void limit_sizes(sqlite3* connection) {
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 64 << 20);
  sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
  sqlite3_limit(connection, SQLITE_LIMIT_EXPR_DEPTH, 500);
  sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 2);
  sqlite3_limit(connection, SQLITE_LIMIT_WORKER_THREADS, 0);
}

}  // namespace

const std::vector<std::string>& safe_functions() {
  // Left out: random() and the like and CURRENT_DATE (the same inputs must give the same report),
  // load_extension(), changes(), total_changes(), last_insert_rowid(), zeroblob() and randomblob(),
  // sqlite_*(), fts and rtree helpers.
  static const std::vector<std::string> kNames = {"abs",
                                                  "avg",
                                                  "char",
                                                  "coalesce",
                                                  "count",
                                                  "cume_dist",
                                                  "date",
                                                  "datetime",
                                                  "days_between",
                                                  "dense_rank",
                                                  "first_value",
                                                  "format",
                                                  "glob",
                                                  "group_concat",
                                                  "hex",
                                                  "ifnull",
                                                  "iif",
                                                  "instr",
                                                  "json",
                                                  "json_array",
                                                  "json_array_length",
                                                  "json_each",
                                                  "json_extract",
                                                  "json_group_array",
                                                  "json_group_object",
                                                  "json_object",
                                                  "json_quote",
                                                  "json_tree",
                                                  "json_type",
                                                  "json_valid",
                                                  "julianday",
                                                  "lag",
                                                  "last_value",
                                                  "lead",
                                                  "length",
                                                  "like",
                                                  "likelihood",
                                                  "likely",
                                                  "lower",
                                                  "lower_ru",
                                                  "ltrim",
                                                  "max",
                                                  "min",
                                                  "month_of",
                                                  "nearest",
                                                  "nth_value",
                                                  "ntile",
                                                  "nullif",
                                                  "percent",
                                                  "percent_rank",
                                                  "printf",
                                                  "quote",
                                                  "rank",
                                                  "ratio",
                                                  "replace",
                                                  "round",
                                                  "round_half_up",
                                                  "row_number",
                                                  "rtrim",
                                                  "sign",
                                                  "slips",
                                                  "sort_key",
                                                  "strftime",
                                                  "substr",
                                                  "substring",
                                                  "sum",
                                                  "time",
                                                  "total",
                                                  "trim",
                                                  "typeof",
                                                  "unicode",
                                                  "unixepoch",
                                                  "unlikely",
                                                  "upper",
                                                  "->",
                                                  "->>",
                                                  "ceil",
                                                  "ceiling",
                                                  "floor",
                                                  "trunc",
                                                  "mod",
                                                  "pow",
                                                  "power",
                                                  "sqrt",
                                                  "ln",
                                                  "log",
                                                  "log10",
                                                  "log2",
                                                  "exp"};
  return kNames;
}

Guard::Guard(sqlite3* connection)
    : functions_(safe_functions().begin(), safe_functions().end()), limit_(kSteps) {
  limit_sizes(connection);
  sqlite3_set_authorizer(connection, authorize, this);
  sqlite3_progress_handler(connection, kStepsAtOnce, progress, this);
  const GuardLowered lowered(*this);
  for (const char* table : {"json_each", "json_tree"}) {
    Query(connection, std::string("SELECT * FROM ") + table + "('[]')")
        .run();  // SQLite makes these when first used
    allow(table);
  }
}

void Guard::allow(const std::string& relation) { relations_.insert(utf8::lower(relation)); }

void Guard::hide(const std::string& relation) { hidden_.insert(utf8::lower(relation)); }

bool Guard::may_read(const std::string& table, bool any_column) const {
  if (relations_.count(table) > 0) return true;
  const bool internal =
      table.rfind("sqlite_", 0) == 0 || table.rfind("pragma_", 0) == 0 || hidden_.count(table) > 0;
  return !any_column && !internal;
}

int Guard::authorize(void* guard, int action, const char* a, const char* b, const char*, const char*) {
  auto& self = *static_cast<Guard*>(guard);
  return self.lowered_ > 0 ? SQLITE_OK : self.judge(action, a, b);
}

int Guard::judge(int action, const char* a, const char* b) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_READ:
      if (a != nullptr && watched_.count(utf8::lower(a)) > 0)
        reads_.emplace(utf8::lower(a), utf8::lower(b == nullptr ? "" : b));
      if (a == nullptr || may_read(utf8::lower(a), b != nullptr && *b != '\0')) return SQLITE_OK;
      return refuse(text("таблица `{}` служебная", "the table `{}` is internal", std::string(a)), {});
    case SQLITE_FUNCTION: {
      const std::string name = utf8::lower(b == nullptr ? "" : b);
      if (functions_.count(name) > 0) return SQLITE_OK;
      return refuse(
          text("функцию `{}` в запросах вызывать нельзя", "queries may not call the function `{}`", name),
          name.rfind("current_", 0) == 0 ? text("возьмите день отчёта: `(SELECT as_of FROM report)`",
                                                "take the day of the report: `(SELECT as_of FROM report)`")
                                         : Text{});
    }
    default:
      return refuse(
          text("в запросах можно только читать: SELECT или WITH … SELECT",
               "queries may only read: SELECT or WITH … SELECT"),
          text("записи меняют в файлах `inputs/`", "records are changed in the files of `inputs/`"));
  }
}

int Guard::refuse(Text message, Text hint) {
  if (!refusal_) refusal_ = Refusal{std::move(message), std::move(hint)};
  return SQLITE_DENY;
}

int Guard::progress(void* guard) {
  auto& self = *static_cast<Guard*>(guard);
  if (self.lowered_ > 0 || self.steps_ == nullptr) return 0;
  *self.steps_ += kStepsAtOnce;
  return *self.steps_ > self.limit_ ? 1 : 0;
}

}  // namespace svodka::store
