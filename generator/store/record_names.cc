#include "store/record_names.h"

#include <algorithm>
#include <optional>

#include "load/record_name.h"

namespace svodka::store {
namespace {

const ColumnSpec* column_of(const TableSpec& table, const std::string& field) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const ColumnSpec& column) {
    return column.yaml_name == field && column.part == ColumnSpec::Part::kValue;
  });
  return found == table.columns.end() ? nullptr : &*found;
}

/// The table of a list of texts.
const TableSpec* list_of(const Tables& tables, const TableSpec& table, const std::string& field) {
  for (const int child : table.children) {
    if (tables[child].yaml_name == field && tables[child].column("value") != nullptr) return &tables[child];
  }
  return nullptr;
}

/// SELECT key, name: a record that lacks a field of a pattern has no such name.
std::optional<std::string> select(const Tables& tables, const TableSpec& table, const ColumnSpec& key,
                                  const load::NamePattern& pattern) {
  const std::string from = " FROM " + quote_name(table.name) + " t";
  if (pattern.parts.size() == 1) {
    if (const auto* list = list_of(tables, table, pattern.parts[0].words))
      return "SELECT t." + quote_name(key.name) + ", l.value" + from + " JOIN " + quote_name(list->name) +
             " l ON l._parent = t._row ORDER BY l._row";
  }
  std::string name;
  for (const auto& part : pattern.parts) {
    const auto* column = part.is_field ? column_of(table, part.words) : nullptr;
    if (part.is_field && column == nullptr) return std::nullopt;
    name += (name.empty() ? "" : " || ") +
            (part.is_field ? "t." + quote_name(column->name) : quote_text(part.words));
  }
  return "SELECT t." + quote_name(key.name) + ", " + name + from + " ORDER BY t._row";
}

}  // namespace

RecordNames::RecordNames(const Database& database, const Tables& tables, const TableSpec& target,
                         const ColumnSpec& key) {
  for (const auto& words : target.collection->names) {
    const auto pattern = load::parse_name_pattern(words);
    const auto sql = pattern ? select(tables, target, key, *pattern) : std::nullopt;
    if (!sql) continue;  // reported with the schema
    Query query = database.query(*sql);
    while (query.step()) {
      if (!query.is_null(0) && !query.is_null(1)) add(query.text(1), query.text(0));
    }
  }
}

void RecordNames::add(const std::string& name, const std::string& key) {
  const auto comparable = load::comparable_name(name);
  if (comparable.empty()) return;
  auto& keys = keys_[comparable];
  if (keys.empty()) known_.push_back(name);
  const auto place = std::lower_bound(keys.begin(), keys.end(), key);
  if (place == keys.end() || *place != key) keys.insert(place, key);
}

const std::vector<std::string>& RecordNames::keys_of(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = keys_.find(load::comparable_name(name));
  return found == keys_.end() ? kNone : found->second;
}

}  // namespace svodka::store
