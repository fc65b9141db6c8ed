#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/lineage.h"
#include "store/select_text.h"

namespace svodka::store {

/// What the rewriting must know of a relation that a query names.
struct LineageRelation {
  enum class Kind {
    kRecords,  ///< a table whose rows have places: `_row`
    kView,     ///< is put in as the subquery that it is
    kRun,      ///< the table `report`: what the run was asked for
    kOther     ///< a table of words (enum_labels): its values come from what it is joined by
  };
  Kind kind = Kind::kOther;
  std::string name;                  ///< of its leaves: "activities", "previous.activities"
  std::string sql_name;              ///< main."activities"
  std::vector<std::string> columns;  ///< all of them, as `*` gives them
  std::string select;                ///< of a view
  std::string row = "_row";          ///< of kRecords: the column that numbers its rows
};

/// The relation that `schema`.`name` is (no schema: the nearest); null when there is none.
using FindRelation = std::function<const LineageRelation*(std::string_view schema, std::string_view name)>;

/// A query that gives the rows of `sql` and behind its columns, for each of them, the set of fields that its
/// value came from (Lineage::Id), and then the set of records that the row stands for.
///
/// Fields are followed through names, expressions, scalar subqueries, joins, views, CTEs (recursive too),
/// UNION, DISTINCT, windows and aggregates: a sum has the fields that it summed (rows where its argument is
/// NULL, and for a sum of conditions those where it is 0, are none of them; `min` and `max` have the rows
/// that hold the extreme). What only decides which rows there are (WHERE, EXISTS, IN) is not followed. A
/// label joined from a table of words has the fields that it was joined by.
///
/// The rows may come in another order where the query leaves it open. Throws NotUnderstood for SQL that is
/// not followed: NATURAL and RIGHT joins, joins in parentheses, INTERSECT, EXCEPT, DISTINCT over aggregates
/// or windows.
std::string with_lineage(std::string_view sql, const FindRelation& find, Lineage& lineage);

}  // namespace svodka::store
