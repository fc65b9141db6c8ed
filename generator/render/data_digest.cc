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

void DataDigest::add(RowSource& rows, bool places) {
  const auto* sourced = places ? dynamic_cast<const bind::SourcedRows*>(&rows) : nullptr;
  held_ += '[';
  for (Row row; rows.next(row);) {
    add(row);
    for (std::size_t i = 0; sourced != nullptr && i < row.values.size(); ++i) {
      const auto at = sourced->source(static_cast<int>(i));
      for (const auto& words :
           {at.file, at.part, at.cell, std::to_string(at.line), std::to_string(at.column)})
        add_bytes(words);
    }
  }
  held_ += ']';
}

std::string DataDigest::hex() const { return sha256(held_); }

}  // namespace svodka::render
