#include "base/value.h"

#include <algorithm>

namespace svodka {
namespace {

template <typename Named>
int index_of(const std::vector<Named>& all, std::string_view name) {
  const auto it = std::find_if(all.begin(), all.end(), [&](const Named& x) { return x.name == name; });
  return it == all.end() ? -1 : static_cast<int>(it - all.begin());
}

}  // namespace

bool is_truthy(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole != 0;
  if (const auto* number = std::get_if<double>(&value)) return *number != 0;
  if (const auto* words = std::get_if<std::string>(&value)) return !words->empty();
  return false;
}

std::string_view to_string(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "text";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kNumber:
      return "number";
    case ColumnType::kBool:
      return "bool";
    case ColumnType::kDay:
      return "day";
    case ColumnType::kPeriod:
      return "period";
    case ColumnType::kUnknown:
      break;
  }
  return "unknown";
}

int Shape::column(std::string_view name) const { return index_of(columns, name); }

int Shape::section(std::string_view name) const { return index_of(sections, name); }

}  // namespace svodka
