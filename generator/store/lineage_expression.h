#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/lineage_sql.h"
#include "store/select_text.h"

/// How the set of fields behind an expression of SQL is written (lineage_sql.h).
namespace svodka::store::lineage {

/// A name as SQLite compares it.
std::string folded(std::string_view name);

/// The quoted column that has the sets of the column `name` of a rewritten select: "name~".
std::string trace_name(std::string_view name);

/// `_gather(set)`; of nothing, nothing.
std::string gathered(const std::string& set);

/// A relation of a FROM, under its alias.
struct Source {
  enum class Kind { kRecords, kDerived, kRun, kBorrowed };
  Kind kind = Kind::kDerived;
  std::string alias;
  std::vector<std::string> columns;
  std::vector<std::string> shared;  ///< columns that USING has in common with what stands before
  bool outer = false;               ///< LEFT JOIN: does not decide whether there is a row
  const LineageRelation* relation = nullptr;
  std::string cte;       ///< when it is one
  int leaf = 0;          ///< Lineage::relation() of a table
  std::string borrowed;  ///< the set of all its columns (kBorrowed)

  /// What a rewritten subquery must give: filled while expressions are followed.
  mutable std::set<std::string> needed;
  mutable bool needs_row = false;

  /// Index of a column, -1 when there is none.
  int find(std::string_view name) const;
  /// The set of a column's value in the row at hand, as SQL; "0" for none.
  std::string trace(std::string_view column) const;
  /// The set of the records that the row stands for.
  std::string row_trace() const;
};

/// A column of a source.
struct Column {
  const Source* source = nullptr;
  std::string name;
  std::string sql() const;
  std::string trace() const { return source->trace(name); }
};

/// The relations that the names of a SELECT may mean, nearest first.
struct Scope {
  std::vector<std::unique_ptr<Source>> sources;
  const Scope* outer = nullptr;

  /// The column that a name means; no source when it is none (a keyword, a function, a type).
  Column resolve(std::string_view alias, std::string_view name) const;
  std::string row_trace() const;
};

/// A query of a WITH.
struct Cte {
  std::string name;
  std::vector<std::string> columns;
};

/// The WITHs that a name may mean. Those of a query do not reach into the views that it names.
struct Environment {
  const Environment* around = nullptr;
  std::vector<Cte> ctes;
  bool isolated = false;

  const Cte* find(std::string_view name) const;
};

/// Follows the expressions of one SELECT.
class Tracer {
 public:
  /// `trace_select` writes the set of a scalar subquery.
  Tracer(const SqlWords& words, const Scope& scope, std::function<std::string(Span)> trace_select)
      : words_(words), scope_(scope), trace_select_(std::move(trace_select)) {}

  /// The set behind an expression, as SQL. `aggregated`: of a group; `distinct`: of all rows that gave it.
  std::string trace(Span expression, bool aggregated, bool distinct);

  /// True when the SELECT's columns or HAVING aggregate.
  bool aggregates(const CoreText& core) const;
  bool has_windows(const CoreText& core) const;

 private:
  struct Parts {
    std::vector<std::string> rows;   // sets of the row at hand
    std::vector<std::string> whole;  // sets that are gathered, or stand for themselves
  };
  struct Call;

  void follow(Span span, bool aggregated, Parts& parts);
  std::size_t follow_name(std::size_t at, std::size_t end, Parts& parts);
  std::size_t follow_select(std::size_t at, Parts& parts);
  std::size_t follow_call(std::size_t at, std::size_t end, bool aggregated, Parts& parts);
  void follow_aggregate(const Call& call, bool aggregated, Parts& parts);
  std::size_t follow_case(std::size_t at, bool aggregated, Parts& parts);
  void follow_first_given(const Call& call, bool aggregated, Parts& parts);
  void follow_window(const Call& call, bool aggregated, Parts& parts);
  Call call_at(std::size_t at, std::size_t end) const;
  bool aggregates(Span span) const;

  const SqlWords& words_;
  const Scope& scope_;
  std::function<std::string(Span)> trace_select_;
};

}  // namespace svodka::store::lineage
