#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/value.h"
#include "bind/report.h"
#include "store/reader.h"

namespace svodka::bind {

/// The row a statement stands at.
Row current_row(const store::Statement& statement, std::size_t columns);

/// Steps through a statement of its own, or through the one that the report prepared, which it gives back at
/// the end. `fail` is told what SQLite says is wrong.
class QueryRows : public SourcedRows {
 public:
  using Fail = std::function<void(const store::QueryError&)>;
  QueryRows(store::Statement own, const store::Reader& reader, const Shape& shape, Fail fail);
  QueryRows(store::Statement& lent, std::shared_ptr<bool> flag, const store::Reader& reader,
            const Shape& shape, Fail fail);
  ~QueryRows() override;
  QueryRows(const QueryRows&) = delete;
  QueryRows& operator=(const QueryRows&) = delete;

  const Shape& shape() const override { return shape_; }
  Position source(int column) const override;
  bool next(Row& row) override;

 private:
  std::optional<store::Statement> own_;
  store::Statement* statement_;
  bool ended_ = false;
  std::shared_ptr<bool> flag_;
  const store::Reader& reader_;
  const Shape& shape_;
  Fail fail_;
};

/// Rows that stand in memory.
class KeptRows : public RowSource {
 public:
  KeptRows(const Shape& shape, std::vector<Row> rows) : shape_(shape), rows_(std::move(rows)) {}
  const Shape& shape() const override { return shape_; }
  bool next(Row& row) override;

 private:
  const Shape& shape_;
  std::vector<Row> rows_;
  std::size_t at_ = 0;
};

}  // namespace svodka::bind
