#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "store/reader.h"

namespace svodka::bind {

/// A query beside what follows its values (store::Reader::prepare_traced()).
class TracedQuery {
 public:
  TracedQuery(const store::Reader& reader, std::string sql);

  /// Puts behind the n values of each of the query's rows the n sets they came from, and the set of the row's
  /// records. `parameters` are those the rows were read with, by name. The rows of the two queries are held
  /// against each other, in order or, where the query leaves the order open, by what they say; when they
  /// disagree, all values have the tables that the query reads.
  void add_sets(const std::vector<std::pair<std::string, Value>>& parameters, std::vector<Row>& rows);

 private:
  bool add_followed(const std::vector<std::pair<std::string, Value>>& parameters, std::vector<Row>& rows);

  const store::Reader* reader_;
  std::string sql_;
  std::optional<store::Statement> statement_;
};

/// The set behind the value `column` of a traced row, 0 when there is none; of its records when `column` is
/// -1.
std::int64_t set_of(const Row& row, int column);

}  // namespace svodka::bind
