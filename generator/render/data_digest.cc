#include "render/data_digest.h"

#include <variant>

#include "base/hash.h"
#include "bind/report.h"

namespace svodka::render {

// Each piece says how long it is, so that no two lists of pieces give the same bytes.
void DataDigest::add_bytes(std::string_view bytes) {
  constexpr std::size_t kLongest = std::size_t{1} << 16;
  held_ += std::to_string(bytes.size());
  held_ += ':';
  held_ += bytes;
  if (held_.size() > kLongest) held_ = sha256(held_);
}

void DataDigest::add(const Value& value) {
  held_ += static_cast<char>('0' + value.index());
  if (const auto* text = std::get_if<std::string>(&value)) {
    add_bytes(*text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    add_bytes(std::string_view(reinterpret_cast<const char*>(whole), sizeof *whole));
  } else if (const auto* number = std::get_if<double>(&value)) {
    add_bytes(std::string_view(reinterpret_cast<const char*>(number), sizeof *number));
  }
}

void DataDigest::add(const Row& row) {
  held_ += '(';
  for (const auto& value : row.values) add(value);
  for (const auto& section : row.sections) {
    held_ += '[';
    for (const auto& inner : section) add(inner);
    held_ += ']';
  }
  held_ += ')';
}

void DataDigest::add(const Position& at) {
  for (const auto& words : {at.file, at.part, at.cell, std::to_string(at.line), std::to_string(at.column)})
    add_bytes(words);
}

std::string DataDigest::hex() const { return sha256(held_); }

namespace {

// Rows that are digested on their way.
class DigestedRows : public bind::SourcedRows {
 public:
  DigestedRows(std::unique_ptr<RowSource> rows, bool places, std::string& result)
      : rows_(std::move(rows)),
        sourced_(dynamic_cast<const bind::SourcedRows*>(rows_.get())),
        places_(places && sourced_ != nullptr),
        result_(result) {}

  const Shape& shape() const override { return rows_->shape(); }
  Position source(int column) const override {
    return sourced_ != nullptr ? sourced_->source(column) : Position{};
  }
  bool next(Row& row) override {
    if (!rows_->next(row)) {
      if (result_.empty()) result_ = digest_.hex();
      return false;
    }
    digest_.add(row);
    for (std::size_t i = 0; places_ && i < row.values.size(); ++i) digest_.add(source(static_cast<int>(i)));
    return true;
  }

 private:
  std::unique_ptr<RowSource> rows_;
  const bind::SourcedRows* sourced_;
  bool places_;
  std::string& result_;
  DataDigest digest_;
};

}  // namespace

RowDigests::RowDigests(const bind::WorkbookLayout& layout) {
  for (const auto& sheet : layout.sheets) {
    for (const auto& table : sheet.tables)
      if (table.source_notes) with_places_.emplace(table.rows.section, table.rows.nested);
  }
}

std::unique_ptr<RowSource> RowDigests::read(const bind::RowsAt& at, const Row* owner,
                                            std::unique_ptr<RowSource> rows) {
  auto& result = done_[{at.section, at.nested, at.nested < 0 ? nullptr : owner}];
  if (!result.empty()) return rows;
  const bool places = with_places_.contains({at.section, at.nested});
  return std::make_unique<DigestedRows>(std::move(rows), places, result);
}

// In the order of the tables and of the rows that own them, which stand one behind another.
std::string RowDigests::hex() const {
  DataDigest all;
  for (const auto& [key, digest] : done_)
    all.add(Row{{std::int64_t{std::get<0>(key)}, std::int64_t{std::get<1>(key)}, digest}, {}});
  return all.hex();
}

}  // namespace svodka::render
