#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace svodka::store {

/// Where the values of queries came from, gathered while the queries run.
///
/// Every set of fields that a value depends on has a number: a leaf is a field of a record, a joint holds
/// other sets. Sets are not copied, only their numbers pass through SQL, so a sum over a million rows costs a
/// list of a million numbers and the values above it one number each.
class Lineage {
 public:
  using Id = std::int64_t;  ///< 0: nothing

  /// A field of a row. `column` -1 is the record itself, `row` -1 the whole relation.
  struct Leaf {
    int relation = 0;
    std::int64_t row = -1;
    int column = -1;
    friend auto operator<=>(const Leaf&, const Leaf&) = default;
  };

  /// The number of a relation by its name, and back.
  int relation(const std::string& name);
  const std::string& relation_name(int relation) const { return names_[static_cast<std::size_t>(relation)]; }

  Id leaf(const Leaf& leaf);
  Id join(std::vector<Id> parts);
  /// The leaves of a set, each once, in the order of relations, rows and columns.
  std::vector<Leaf> leaves(Id id) const;

  /// Registers the functions that lineage_sql.h writes into queries. Must outlive the connection.
  ///
  ///     _leaf(relation, row, column)   0 when the row is NULL (an outer join that found none)
  ///     _join(set, …)
  ///     _gather(set)                   aggregate, also over windows: the sets of all rows
  ///     _gather_given(set, value)      of the rows whose value is not NULL
  ///     _gather_counted(set, value)    of those whose value is neither NULL nor 0; of all when there is none
  ///     _gather_least(set, value), _gather_greatest(set, value)   of the rows with the extreme value
  void register_functions(sqlite3* connection);

 private:
  struct Node {
    Leaf leaf;
    const std::vector<Id>* parts = nullptr;  // of a joint: the key of joint_ids_
  };
  struct LeafHash {
    std::size_t operator()(const Leaf& leaf) const {
      return std::hash<std::int64_t>()(leaf.row * 1'000'003 + leaf.relation * 257 + leaf.column);
    }
  };
  std::vector<std::string> names_;
  std::vector<Node> nodes_{1};
  std::unordered_map<Leaf, Id, LeafHash> leaf_ids_;
  std::map<std::vector<Id>, Id> joint_ids_;
};

}  // namespace svodka::store
