#include "bind/query_rows.h"

namespace svodka::bind {

Row current_row(const store::Statement& statement, std::size_t columns) {
  Row row;
  row.values.reserve(columns);
  for (std::size_t i = 0; i < columns; ++i) row.values.push_back(statement.value(static_cast<int>(i)));
  return row;
}

QueryRows::QueryRows(store::Statement own, const store::Reader& reader, const Shape& shape, Fail fail)
    : own_(std::move(own)), statement_(&*own_), reader_(reader), shape_(shape), fail_(std::move(fail)) {}

QueryRows::QueryRows(store::Statement& lent, std::shared_ptr<bool> flag, const store::Reader& reader,
                     const Shape& shape, Fail fail)
    : statement_(&lent), flag_(std::move(flag)), reader_(reader), shape_(shape), fail_(std::move(fail)) {
  *flag_ = true;
}

QueryRows::~QueryRows() {
  if (!flag_) return;
  statement_->reset();
  *flag_ = false;
}

Position QueryRows::source(int column) const {
  const auto origin = statement_->origin(column);
  if (origin.table.empty()) return {};
  for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
    const auto key = statement_->origin(static_cast<int>(i));
    if (key.column != "_row" || key.table != origin.table) continue;
    const auto value = statement_->value(static_cast<int>(i));
    const auto* row = std::get_if<std::int64_t>(&value);
    return row ? reader_.position(origin.table, *row, origin.column) : Position{};
  }
  return {};
}

bool QueryRows::next(Row& row) {
  try {
    if (ended_ || !statement_->step()) {
      ended_ = true;  // another step would begin the query again
      return false;
    }
    row.values.resize(shape_.columns.size());
    for (std::size_t i = 0; i < row.values.size(); ++i) statement_->read(static_cast<int>(i), row.values[i]);
    return true;
  } catch (const store::QueryError& e) {
    fail_(e);
    return false;
  }
}

bool KeptRows::next(Row& row) {
  if (at_ == rows_.size()) return false;
  row = rows_[at_++];
  return true;
}

}  // namespace svodka::bind
