#include "bind/traced_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace svodka::bind {
namespace {

// What a row says, so that equal rows have equal words. A sum of numbers may come out in another order of
// adding.
std::string words_of(const std::vector<Value>& values, std::size_t columns) {
  std::string words;
  for (std::size_t i = 0; i < columns; ++i) {
    std::visit(
        [&](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, std::monostate>)
            words += 'n';
          else if constexpr (std::is_same_v<T, double>)
            words += fmt::format("r{:.12g}", value);
          else if constexpr (std::is_same_v<T, std::int64_t>)
            words += fmt::format("i{}", value);
          else
            words += fmt::format("t{}:{}", value.size(), value);
        },
        values[i]);
    words += '\0';
  }
  return words;
}

}  // namespace

TracedQuery::TracedQuery(const store::Reader& reader, std::string sql)
    : reader_(&reader), sql_(std::move(sql)), statement_(reader.prepare_traced(sql_)) {}

void TracedQuery::add_sets(const std::vector<std::pair<std::string, Value>>& parameters,
                           std::vector<Row>& rows) {
  if (rows.empty()) return;
  try {
    if (statement_ && add_followed(parameters, rows)) return;
  } catch (const store::QueryError&) {
    // It ran too long, or met something that the query itself does not: it is not followed.
  }
  statement_.reset();
  const auto set = reader_->whole_tables(sql_);
  for (auto& row : rows) row.values.insert(row.values.end(), row.values.size() + 1, set);
}

bool TracedQuery::add_followed(const std::vector<std::pair<std::string, Value>>& parameters,
                               std::vector<Row>& rows) {
  statement_->reset();
  const auto& names = statement_->parameters();
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const auto& [name, value] : parameters) {
      if (name == names[i]) statement_->bind(static_cast<int>(i), value);
    }
  }
  const auto columns = rows.front().values.size();
  if (statement_->columns().size() != 2 * columns + 1) return false;
  std::vector<std::vector<Value>> found;
  while (statement_->step()) {
    if (found.size() == rows.size()) return false;
    auto& row = found.emplace_back();
    for (std::size_t i = 0; i < 2 * columns + 1; ++i) row.push_back(statement_->value(static_cast<int>(i)));
  }
  statement_->reset();
  if (found.size() != rows.size()) return false;
  std::unordered_map<std::string, std::vector<std::size_t>> by_words;
  for (std::size_t i = found.size(); i-- > 0;) by_words[words_of(found[i], columns)].push_back(i);
  std::vector<std::size_t> partner;
  for (const auto& row : rows) {
    auto& candidates = by_words[words_of(row.values, columns)];
    if (candidates.empty()) return false;
    partner.push_back(candidates.back());
    candidates.pop_back();
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& own = found[partner[i]];
    rows[i].values.insert(rows[i].values.end(), own.begin() + static_cast<std::ptrdiff_t>(columns),
                          own.end());
  }
  return true;
}

std::int64_t set_of(const Row& row, int column) {
  if (row.values.size() % 2 == 0) return 0;
  const auto columns = (row.values.size() - 1) / 2;
  const auto& set = column < 0 ? row.values.back() : row.values[columns + static_cast<std::size_t>(column)];
  const auto* id = std::get_if<std::int64_t>(&set);
  return id == nullptr ? 0 : *id;
}

}  // namespace svodka::bind
