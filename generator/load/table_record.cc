#include "load/table_record.h"

#include <algorithm>

namespace svodka::load {

void TableRecord::begin(const Mark& mark) {
  mapping_.mark = mark;
  filled_ = 0;
  constants_.clear();
}

void TableRecord::put(const TableTarget& target, const Node& value, bool reported) {
  insert(target, value);
  if (!reported) return;
  const auto& fields = table_.collection->fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == target.path.front()) constants_.push_back({i, {}});
  }
}

void TableRecord::put(const std::vector<Constant>& constants) {
  constants_.insert(constants_.end(), constants.begin(), constants.end());
}

Record TableRecord::made(Converter& converter) {
  auto& entries = mapping_.entries;
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(filled_), entries.end());
  const bool own = !constants_.empty();
  if (own) put(table_.constants);
  auto record = converter.record(*table_.collection, mapping_, own ? constants_ : table_.constants);
  record.mark = mapping_.mark;
  return record;
}

/// The entries of the record before are written over.
void TableRecord::insert(const TableTarget& target, const Node& value) {
  const bool nested = target.path.size() > 1;
  if (nested && value.is_null()) return;  // a nested record is there when something in it is
  auto& entries = mapping_.entries;
  std::size_t at = filled_;
  for (std::size_t i = 0; nested && i < filled_; ++i) {
    if (entries[i].first.scalar == target.path.front()) at = i;
  }
  if (at == entries.size()) entries.emplace_back(Node{.kind = Node::Kind::kScalar}, Node{});
  auto& [key, node] = entries[at];
  if (at == filled_) {
    ++filled_;
    key.scalar = target.path.front();
    key.mark = value.mark;
    if (nested)
      node = Node{.kind = Node::Kind::kMapping, .mark = value.mark};
    else
      node = value;
  }
  if (nested) insert_below(node, target, 1, value);
}

void TableRecord::insert_below(Node& mapping, const TableTarget& target, std::size_t step,
                               const Node& value) {
  const auto name = [&] {
    return Node{.kind = Node::Kind::kScalar, .scalar = target.path[step], .mark = value.mark};
  };
  if (step + 1 == target.path.size()) {
    mapping.entries.emplace_back(name(), value);
    return;
  }
  const auto known = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                  [&](const auto& e) { return e.first.scalar == target.path[step]; });
  auto& part =
      known != mapping.entries.end()
          ? known->second
          : mapping.entries.emplace_back(name(), Node{.kind = Node::Kind::kMapping, .mark = value.mark})
                .second;
  insert_below(part, target, step + 1, value);
}

}  // namespace svodka::load
