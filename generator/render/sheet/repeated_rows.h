#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "bind/report.h"

namespace svodka::render {

/// Rows of which the first have been looked at already: they are given again, and then the others.
class RepeatedRows : public bind::SourcedRows {
 public:
  static constexpr std::size_t kSample = 1'000;

  RepeatedRows(std::unique_ptr<RowSource> rest, bool with_sources)
      : rest_(std::move(rest)), sourced_(dynamic_cast<bind::SourcedRows*>(rest_.get())) {
    Row row;
    while (seen_.size() < kSample && rest_->next(row)) {
      seen_.push_back(row);
      if (!with_sources || sourced_ == nullptr) continue;
      auto& places = sources_.emplace_back();
      for (std::size_t i = 0; i < row.values.size(); ++i)
        places.push_back(sourced_->source(static_cast<int>(i)));
    }
  }
  const std::vector<Row>& seen() const { return seen_; }
  const Shape& shape() const override { return rest_->shape(); }
  bool next(Row& row) override {
    if (at_ == seen_.size()) {
      seen_.clear();
      seen_.shrink_to_fit();
      at_ = kAllGiven;
    }
    if (at_ == kAllGiven) return rest_->next(row);
    row = std::move(seen_[at_++]);
    return true;
  }
  Position source(int column) const override {
    if (sourced_ == nullptr) return {};
    if (at_ == kAllGiven) return sourced_->source(column);
    return at_ <= sources_.size() ? sources_[at_ - 1][static_cast<std::size_t>(column)] : Position{};
  }

 private:
  static constexpr auto kAllGiven = static_cast<std::size_t>(-1);
  std::unique_ptr<RowSource> rest_;
  bind::SourcedRows* sourced_;
  std::vector<Row> seen_;
  std::vector<std::vector<Position>> sources_;
  std::size_t at_ = 0;
};

}  // namespace svodka::render
