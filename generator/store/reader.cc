#include "store/reader.h"

#include <algorithm>
#include <limits>

#include "base/embedded.h"
#include "base/files.h"
#include "base/utf8.h"
#include "language/period.h"
#include "store/document_tables.h"
#include "store/functions.h"
#include "store/guard.h"
#include "store/locate.h"
#include "store/member_sources.h"
#include "store/personal.h"
#include "store/project_stores.h"
#include "store/query_error.h"
#include "store/run_tables.h"
#include "store/sql_text.h"
#include "store/sqlite.h"
#include "store/tables.h"
#include "store/traced_queries.h"
#include "store/written_slips.h"

namespace svodka::store {
namespace {

constexpr const char* kReportTable =
    "CREATE TEMP TABLE report(period PERIOD TEXT, period_from DAY TEXT, period_to DAY TEXT, as_of DAY TEXT, "
    "previous_period PERIOD TEXT, year INTEGER)";

Query& bind_or_null(Query& query, int parameter, const std::string& text) {
  return text.empty() ? query.bind_null(parameter) : query.bind(parameter, text);
}

void fill_report(const Database& database, const ReportContext& context) {
  database.exec(kReportTable);
  const auto period = language::parse_period(context.period);
  const std::string from = period ? language::iso(period->first()) : "",
                    to = period ? language::iso(period->last()) : "";
  Query insert = database.query("INSERT INTO temp.report VALUES(?, ?, ?, ?, ?, ?)");
  bind_or_null(insert, 1, context.period);
  bind_or_null(insert, 2, from);
  bind_or_null(insert, 3, to);
  bind_or_null(insert, 4, context.as_of);
  bind_or_null(insert, 5, context.previous_period);
  period ? insert.bind(6, static_cast<std::int64_t>(static_cast<int>(period->first().year())))
         : insert.bind_null(6);
  insert.run();
}

constexpr const char* kFixedTexts =
    "CREATE TEMP TABLE fixed_texts(_row INTEGER PRIMARY KEY, file TEXT, value TEXT);\n"
    "CREATE TEMP VIEW written_texts AS SELECT collection, _row, field, value, is_key FROM texts "
    "UNION ALL SELECT 'fixed_texts', _row, file, value, 0 FROM fixed_texts";
constexpr std::string_view kFixedTextsName = "fixed_texts";

EnvironmentError not_a_store(const std::filesystem::path& file, const std::string& reason) {
  return EnvironmentError(text("не удалось прочитать хранилище `{}`: {}", "cannot read the store `{}`: {}",
                               file.string(), reason));
}

// True for text that could only be meant as "today": a report must not depend on the day it is built.
bool asks_for_now(std::string_view sql, const std::vector<SqlToken>& tokens, std::size_t& offset) {
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    if (tokens[i].kind != SqlToken::Kind::kString || utf8::lower(tokens[i].in(sql)) != "'now'") continue;
    offset = tokens[i].offset;
    return tokens[i - 1].in(sql) == "(" || tokens[i - 1].in(sql) == ",";
  }
  return false;
}

void check_text(std::string_view sql, const std::vector<SqlToken>& tokens) {
  if (tokens.empty()) throw QueryError(text("запрос пуст", "the query is empty"), {}, 0);
  std::size_t offset = 0;
  if (asks_for_now(sql, tokens, offset)) {
    throw QueryError(text("`'now'` зависит от дня сборки", "`'now'` depends on the day of the run"),
                     text("возьмите день отчёта: `(SELECT as_of FROM report)`",
                          "take the day of the report: `(SELECT as_of FROM report)`"),
                     static_cast<int>(offset));
  }
}

void check_tail(std::string_view sql, std::size_t end, const std::vector<SqlToken>& tokens) {
  for (const auto& token : tokens) {
    if (token.offset < end || token.in(sql) == ";") continue;
    throw QueryError(text("в запросе больше одной команды", "the query holds more than one statement"),
                     text("оставьте одну команду SELECT", "keep one SELECT"), static_cast<int>(token.offset));
  }
}

// A query can make bytes that are no text (`CAST(x'ff' AS TEXT)`); they come out as U+FFFD.
std::string valid_text(std::string_view bytes) {
  std::string text;
  for (auto bad = utf8::first_invalid(bytes); bad; bad = utf8::first_invalid(bytes)) {
    text += bytes.substr(0, *bad);
    utf8::append(text, U'\ufffd');
    bytes.remove_prefix(*bad + 1);
  }
  return text.append(bytes);
}

Value value_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return {};
    default: {
      const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      if (bytes == nullptr) return {};
      return valid_text({bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
    }
  }
}

bool is_internal(const std::string& name) { return name.empty() || name.front() == '_'; }

}  // namespace

struct Reader::Impl {
  Impl(const std::filesystem::path& path, const load::Schema& schema, Personal shown,
       std::shared_ptr<const ProjectStores> of_region)
      : file(path),
        tables(schema),
        personal(shown),
        projects(std::move(of_region)),
        database(shown == Personal::kHidden ? Database::in_memory() : Database::read_only(path)) {}

  void open(const ReportContext& context, const std::filesystem::path& previous, HiddenWords* hidden);
  void attach_previous(const std::filesystem::path& previous);
  void allow_relations();
  const std::vector<Relation>& known() const;
  [[noreturn]] void fail(const SqliteFault& fault, std::string_view sql) const;

  std::filesystem::path file;
  Tables tables;
  Personal personal;
  std::shared_ptr<const ProjectStores> projects;
  Database database;
  mutable DocumentTables documents;
  std::unique_ptr<Guard> guard;
  std::unique_ptr<WrittenSlips> slips;
  std::vector<Position> fixed_places;               ///< of the rows of fixed_texts, from row 1
  std::vector<std::pair<std::string, bool>> names;  ///< of relations, and whether a view
  mutable std::vector<Relation> relations;          ///< made when first asked for
  mutable std::unique_ptr<MemberSources> sources;   ///< the same
  mutable std::unique_ptr<TracedQueries> traced;    ///< the same

  /// Leads to the projects of a region; null without them.
  MemberSources* members() const {
    if (projects && !sources) sources = std::make_unique<MemberSources>(projects, personal);
    return sources.get();
  }
  TracedQueries& queries() const {
    if (!traced) traced = std::make_unique<TracedQueries>(database, tables, members());
    return *traced;
  }
};

void Reader::Impl::open(const ReportContext& context, const std::filesystem::path& previous,
                        HiddenWords* hidden) {
  register_functions(database.handle());
  slips = std::make_unique<WrittenSlips>(database.handle());
  if (personal == Personal::kHidden) copy_database(file, database, "main");
  database.exec("SELECT count(*) FROM main._meta");
  attach_previous(previous);
  if (personal == Personal::kHidden) hide_personal(database, tables, hidden);
  if (projects)
    database.exec("ATTACH " + quote_text(immutable_uri(projects->merged(personal))) + " AS projects");
  fill_report(database, context);
  database.exec(kFixedTexts);
  database.exec(create_run_tables());
  database.exec(std::string(kDocumentTables));
  database.exec(std::string(builtin_views()));
  database.exec("PRAGMA trusted_schema = OFF");
  allow_relations();
}

void Reader::Impl::attach_previous(const std::filesystem::path& previous) {
  if (previous.empty()) return database.exec("ATTACH ':memory:' AS previous;\n" + tables.create("previous"));
  try {
    if (personal == Personal::kHidden) {
      database.exec("ATTACH ':memory:' AS previous");
      return copy_database(previous, database, "previous");
    }
    database.exec("ATTACH " + quote_text(immutable_uri(previous)) +
                  " AS previous; SELECT count(*) FROM previous._meta");
  } catch (const SqliteError& error) {
    throw not_a_store(previous, error.what());
  }
}

void Reader::Impl::allow_relations() {
  guard = std::make_unique<Guard>(database.handle());
  guard->watch(std::string(kDocumentsName));
  guard->watch(std::string(kStepsName));
  const GuardLowered lowered(*guard);
  database.query(std::string("SELECT 1 FROM ") + kWrittenSlips);  // SQLite makes it when it is first named
  guard->allow(kWrittenSlips);
  Query query = database.query(
      "SELECT name, type = 'view', 0 FROM main.sqlite_schema WHERE type IN ('table', 'view') UNION ALL "
      "SELECT name, type = 'view', 1 FROM temp.sqlite_schema WHERE type IN ('table', 'view') ORDER BY 2, 1");
  while (query.step()) {
    const std::string name = query.text(0);
    if (is_internal(name)) {
      guard->hide(name);
      continue;
    }
    guard->allow(name);
    names.emplace_back(name, query.integer(1) != 0);
  }
  if (!projects) return;
  Query merged = database.query("SELECT name FROM projects.sqlite_schema WHERE type = 'table'");
  while (merged.step())
    is_internal(merged.text(0)) ? guard->hide(merged.text(0)) : guard->allow(merged.text(0));
}

const std::vector<Reader::Relation>& Reader::Impl::known() const {
  if (!relations.empty()) return relations;
  const GuardLowered lowered(*guard);
  for (const auto& [name, view] : names) {
    Relation relation{name, view, {}};
    sqlite3_stmt* statement = nullptr;
    const std::string sql = "SELECT * FROM " + quote_name(name);
    sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &statement, nullptr);
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const std::string column = sqlite3_column_name(statement, i);
      if (!is_internal(column))
        relation.columns.push_back({column, type_of_declaration(sqlite3_column_decltype(statement, i))});
    }
    sqlite3_finalize(statement);
    relations.push_back(std::move(relation));
  }
  if (projects) {
    const auto theirs = projects->relations(relations);
    relations.insert(relations.end(), theirs.begin(), theirs.end());
  }
  return relations;
}

void Reader::Impl::fail(const SqliteFault& fault, std::string_view sql) const {
  if (fault.is_environment()) throw not_a_store(file, fault.message);
  throw explain(fault, sql, *guard, known());
}

struct Statement::Impl {
  sqlite3_stmt* statement = nullptr;
  const Reader::Impl* reader = nullptr;
  std::string sql;
  std::vector<Column> columns;
  std::vector<std::string> parameters;
  std::int64_t steps = 0;

  Impl() = default;
  ~Impl() { sqlite3_finalize(statement); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void read_shape(const std::vector<SqlToken>& tokens);
};

// SQLite names the parameters as it met them; the user's own spelling is in the tokens.
void Statement::Impl::read_shape(const std::vector<SqlToken>& tokens) {
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    columns.push_back(
        {sqlite3_column_name(statement, i), type_of_declaration(sqlite3_column_decltype(statement, i))});
  }
  const std::string plain = with_plain_parameters(sql, tokens);
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
    const char* name = sqlite3_bind_parameter_name(statement, i);
    const auto token = std::find_if(tokens.begin(), tokens.end(), [&](const SqlToken& t) {
      return name != nullptr && t.kind == SqlToken::Kind::kParameter && t.in(plain) == name;
    });
    if (token == tokens.end()) {
      throw QueryError(text("параметр запроса должен иметь имя", "a parameter of a query must have a name"),
                       text("пишите `:имя` вместо `?`", "write `:name` instead of `?`"), -1);
    }
    parameters.emplace_back(token->in(sql).substr(1));
  }
}

Statement::Statement(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

const std::vector<Column>& Statement::columns() const { return impl_->columns; }

const std::vector<std::string>& Statement::parameters() const { return impl_->parameters; }

void Statement::bind(int parameter, const Value& value) {
  sqlite3_stmt* statement = impl_->statement;
  const int at = parameter + 1;
  reset();
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, at, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, at, *real);
  } else if (const auto* words = std::get_if<std::string>(&value)) {
    sqlite3_bind_text64(statement, at, words->data(), words->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    sqlite3_bind_null(statement, at);
  }
}

bool Statement::step() {
  Guard& guard = *impl_->reader->guard;
  guard.count_in(&impl_->steps);
  guard.forget_refusal();
  const int code = sqlite3_step(impl_->statement);
  guard.count_in(nullptr);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const auto fault = SqliteFault::of(impl_->reader->database.handle());
  reset();
  impl_->reader->fail(fault, impl_->sql);
}

Value Statement::value(int column) const { return value_of(impl_->statement, column); }

void Statement::read(int column, Value& into) const {
  auto* words = std::get_if<std::string>(&into);
  if (words == nullptr || sqlite3_column_type(impl_->statement, column) != SQLITE_TEXT) {
    into = value(column);
    return;
  }
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(impl_->statement, column));
  const std::string_view text(bytes == nullptr ? "" : bytes,
                              static_cast<std::size_t>(sqlite3_column_bytes(impl_->statement, column)));
  if (utf8::first_invalid(text))
    into = value(column);
  else
    words->assign(text);
}

Statement::Origin Statement::origin(int column) const {
  const char* database = sqlite3_column_database_name(impl_->statement, column);
  const char* table = sqlite3_column_table_name(impl_->statement, column);
  const char* name = sqlite3_column_origin_name(impl_->statement, column);
  if (!database || !table || !name) return {};
  if (std::string_view(database) == "projects") return {std::string(kProjects) + table, name};
  return std::string_view(database) == "main" ? Origin{table, name} : Origin{};
}

void Statement::reset() {
  sqlite3_reset(impl_->statement);
  impl_->steps = 0;
}

Reader::Reader(const std::filesystem::path& database, const load::Schema& schema,
               const ReportContext& context, const std::filesystem::path& previous, Personal personal,
               std::shared_ptr<const ProjectStores> projects, HiddenWords* hidden) {
  try {
    impl_ = std::make_unique<Impl>(database, schema, personal, std::move(projects));
    impl_->open(context, previous, hidden);
  } catch (const SqliteError& error) {
    throw not_a_store(database, error.what());
  }
}

Reader::~Reader() = default;

Statement Reader::prepare(std::string_view sql) const {
  const auto tokens = scan_sql(sql);
  check_text(sql, tokens);
  const std::string plain = with_plain_parameters(sql, tokens);
  auto made = std::make_unique<Statement::Impl>();
  made->reader = impl_.get();
  made->sql = sql;
  const char* tail = nullptr;
  impl_->guard->forget_refusal();
  sqlite3* connection = impl_->database.handle();
  const int size = static_cast<int>(std::min<std::size_t>(plain.size(), std::numeric_limits<int>::max()));
  if (sqlite3_prepare_v3(connection, plain.data(), size, SQLITE_PREPARE_PERSISTENT, &made->statement,
                         &tail) != SQLITE_OK) {
    impl_->fail(SqliteFault::of(connection), sql);
  }
  check_tail(sql, static_cast<std::size_t>(tail - plain.data()), tokens);
  if (made->statement == nullptr) throw QueryError(text("запрос пуст", "the query is empty"), {}, 0);
  if (sqlite3_stmt_isexplain(made->statement) != 0 || sqlite3_column_count(made->statement) == 0) {
    throw QueryError(text("в запросах можно только читать: SELECT или WITH … SELECT",
                          "queries may only read: SELECT or WITH … SELECT"),
                     {}, 0);
  }
  made->read_shape(tokens);
  const GuardLowered lowered(*impl_->guard);
  impl_->documents.fill(impl_->database, *impl_->guard);
  return Statement(std::move(made));
}

void Reader::add_fixed_texts(const std::vector<std::pair<Position, std::string>>& texts) {
  const GuardLowered lowered(*impl_->guard);
  impl_->slips->forget();
  impl_->database.exec("DELETE FROM temp.fixed_texts");
  impl_->fixed_places.clear();
  Query insert = impl_->database.query("INSERT INTO temp.fixed_texts(_row, file, value) VALUES(?, ?, ?)");
  for (const auto& [at, words] : texts) {
    impl_->fixed_places.push_back(at);
    insert.bind(1, static_cast<std::int64_t>(impl_->fixed_places.size()));
    insert.bind(2, at.file).bind(3, words).run();
  }
}

void Reader::tell(const RunFacts& facts) {
  const GuardLowered lowered(*impl_->guard);
  fill_run_tables(impl_->database, facts);
}

void Reader::provide_documents(std::shared_ptr<DocumentRows> rows) {
  impl_->documents.provide(std::move(rows));
  impl_->guard->forget_watched_reads();
}

bool Reader::check_spelling(std::string_view accepted) {
  auto speller = language::Speller::russian();
  if (!speller) return false;
  speller->accept(accepted);
  auto names = prepare("SELECT value FROM proper_names");
  while (names.step()) {
    const auto value = names.value(0);
    if (const auto* words = std::get_if<std::string>(&value)) speller->accept(*words);
  }
  impl_->slips->spell_with(std::move(speller));
  return true;
}

std::optional<Statement> Reader::prepare_traced(std::string_view sql) const {
  const GuardLowered lowered(*impl_->guard);
  try {
    return prepare(impl_->queries().rewrite(sql));
  } catch (const NotUnderstood&) {
    return std::nullopt;
  } catch (const QueryError&) {
    return std::nullopt;  // what SQLite takes and this does not write rightly
  } catch (const SqliteError& error) {
    throw not_a_store(impl_->file, error.what());
  }
}

std::vector<RecordSource> Reader::sources(std::int64_t set) const {
  const GuardLowered lowered(*impl_->guard);
  try {
    return impl_->queries().sources(set);
  } catch (const SqliteError& error) {
    throw not_a_store(impl_->file, error.what());
  }
}

std::int64_t Reader::whole_tables(std::string_view sql) const {
  const GuardLowered lowered(*impl_->guard);
  return impl_->queries().whole_tables(sql);
}

std::int64_t Reader::join_sets(std::vector<std::int64_t> sets) const {
  return impl_->queries().join(std::move(sets));
}

void Reader::limit_steps(std::int64_t steps) { impl_->guard->limit_steps(steps); }

std::vector<Reader::Relation> Reader::relations() const { return impl_->known(); }

Position Reader::position(std::string_view table, std::int64_t row, std::string_view column) const {
  if (table == kFixedTextsName) {
    const auto index = static_cast<std::size_t>(row - 1);
    return row > 0 && index < impl_->fixed_places.size() ? impl_->fixed_places[index] : Position{};
  }
  if (table.starts_with(kProjects)) {
    auto* members = impl_->members();
    return members == nullptr ? Position{} : members->position(table.substr(kProjects.size()), row, column);
  }
  const GuardLowered lowered(*impl_->guard);
  try {
    return locate(impl_->database, impl_->tables, table, row, column);
  } catch (const SqliteError& error) {
    throw not_a_store(impl_->file, error.what());
  }
}

}  // namespace svodka::store
