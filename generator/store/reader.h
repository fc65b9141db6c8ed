#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "load/schema.h"
#include "store/record_source.h"
#include "store/run_facts.h"

namespace svodka::store {

/// What SQLite says is wrong with a query, or a query that went over the step limit. Thrown by Statement and
/// Reader; bind, check and the query command turn it into a finding at the place of the SQL.
class QueryError : public std::runtime_error {
 public:
  QueryError(Text message, Text hint, int offset)
      : std::runtime_error(message.en),
        message_(std::move(message)),
        hint_(std::move(hint)),
        offset_(offset) {}
  const Text& message() const { return message_; }
  const Text& hint() const { return hint_; }  ///< a suggestion for a misspelt table or column; may be empty
  int offset() const { return offset_; }      ///< byte in the SQL, -1 when not known

 private:
  Text message_, hint_;
  int offset_;
};

class DocumentRows;
class ProjectStores;
struct HiddenWords;

/// Whether a reader shows personal data.
enum class Personal { kShown, kHidden };

/// A prepared query. Moves, does not copy; must not outlive its Reader.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  /// The result's columns, known before it runs. The type comes from the column's declaration where SQLite
  /// knows it.
  const std::vector<Column>& columns() const;
  /// Names of the parameters in order, without ':' ("directions.id"). `:a.b` is allowed in a query's text.
  const std::vector<std::string>& parameters() const;
  void bind(int parameter, const Value& value);  ///< from 0
  /// The table's own column that a column of the result shows, also through views; empty names when it is
  /// computed.
  struct Origin {
    std::string table, column;
  };
  Origin origin(int column) const;
  /// Runs to the next row; false at the end. Throws QueryError.
  bool step();
  Value value(int column) const;
  /// The same, in the memory that `into` has already.
  void read(int column, Value& into) const;
  /// Ready to run again; keeps the bound values.
  void reset();

 private:
  friend class Reader;
  struct Impl;
  explicit Statement(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What the run is about; the one row of the table `report`.
struct ReportContext {
  std::string period;           ///< canonical period: "2020-11"
  std::string as_of;            ///< ISO day: "2020-12-01"
  std::string previous_period;  ///< "2020-10"
};

/// A read-only connection to a project's store for queries that users wrote. One a thread.
///
/// Sees: a table a collection, child tables for lists, the tables `report`, `documents` and `sign_off_steps`,
/// the views of views.sql, `enum_labels`, `texts`, and the same tables of the period before under `previous`;
/// of a region, too, what its projects' queries see, under `projects` (project_stores.h).
/// May SELECT and call functions, nothing else: an authorizer refuses writes, ATTACH, PRAGMA and extensions,
/// and a step limit ends a query that runs away.
class Reader {
 public:
  /// `previous` is the store of the period before; empty when there is none (its tables are then empty).
  /// `context` may be empty (its columns are then null), as when the period itself is being asked for. Throws
  /// EnvironmentError when `database` is no store. With Personal::kHidden it reads copies in memory in which
  /// personal fields hold other words (hide_personal()), so that no query can come to the values.
  Reader(const std::filesystem::path& database, const load::Schema& schema, const ReportContext& context,
         const std::filesystem::path& previous = {}, Personal personal = Personal::kShown,
         std::shared_ptr<const ProjectStores> projects = nullptr, HiddenWords* hidden = nullptr);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Prepares one SELECT (or WITH). Throws QueryError, also when `sql` holds a second statement.
  Statement prepare(std::string_view sql) const;

  /// Texts that stand in no record, for checks that read them (`fixed_texts`; with those of the records,
  /// `written_texts`): the fixed text of templates. position() of their rows is the place given here.
  void add_fixed_texts(const std::vector<std::pair<Position, std::string>>& texts);

  /// What the tables run_… hold from now on; until then they are empty.
  void tell(const RunFacts& facts);

  /// Where the tables `documents` and `sign_off_steps` get their rows: asked when a query is prepared that
  /// reads them. Without it, or null: they are empty.
  void provide_documents(std::shared_ptr<DocumentRows> rows);

  /// From now on queries may ask for words that are misspelt (`written_slips('misspelt')`), which the text
  /// `accepted` of the project's words does not have; without this they find none. Costs a tenth of a second.
  /// False when no dictionary is installed.
  bool check_spelling(std::string_view accepted = {});

  /// The same query with where its values came from: behind its n columns there are n sets, one a column, and
  /// one of the records that the row stands for. A query that cannot be followed (lineage_sql.h) gives
  /// nothing; the SQL must be one that prepare() takes. The rows may come in another order where the query
  /// leaves it open.
  std::optional<Statement> prepare_traced(std::string_view sql) const;
  /// What a set holds.
  std::vector<RecordSource> sources(std::int64_t set) const;
  /// The set of all tables that a query names, also through views: what is known of one that cannot be
  /// followed.
  std::int64_t whole_tables(std::string_view sql) const;
  std::int64_t join_sets(std::vector<std::int64_t> sets) const;

  /// A statement ends with a QueryError after so many steps of SQLite's machine in one run. 200 million
  /// unless told (seconds).
  void limit_steps(std::int64_t steps);

  /// Tables and views a user may query with their columns, for `svodka query` without SQL and for
  /// suggestions.
  struct Relation {
    std::string name;
    bool view = false;
    std::vector<Column> columns;
  };
  std::vector<Relation> relations() const;

  /// Where the row `_row` of a collection's table (or child table, "activities_schools"; of a project of a
  /// region "projects.activities") came from; with
  /// `column` (a column, or the name of a list) the place of that field's value when it is written there.
  /// Line 0 and empty file when there is no such row.
  Position position(std::string_view table, std::int64_t row, std::string_view column = {}) const;

 private:
  friend class Statement;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::store
