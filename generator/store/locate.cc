#include "store/locate.h"

#include "base/origin.h"
#include "store/places.h"

namespace svodka::store {
namespace {

struct Stored {
  Origin origin;
  std::string places;
};

std::optional<Stored> read_record(const Database& database, const std::string& store, const TableSpec& table,
                                  std::int64_t row) {
  Query query =
      database.query("SELECT t._source, p.at FROM " + store + "." + quote_name(table.name) + " t LEFT JOIN " +
                     store + "." + quote_name(places_table(table.name)) + " p USING (_row) WHERE t._row = ?");
  if (!query.bind(1, row).step()) return std::nullopt;
  return Stored{parse_source(query.text(0)).first, query.blob(1)};
}

// The path below its table's record or item of a column, or of a list.
std::optional<std::vector<int>> path_of(const Tables& tables, const TableSpec& table,
                                        std::string_view column) {
  if (column.empty()) return std::nullopt;
  if (const auto* spec = table.column(column)) return spec->path;
  for (const int child : table.children) {
    const std::string_view name = tables[child].name;
    if (name.substr(table.name.size() + 1) == column) return tables[child].path;
  }
  return std::nullopt;
}

std::vector<int> joined(std::vector<int> path, const std::vector<int>& below) {
  path.insert(path.end(), below.begin(), below.end());
  return path;
}

}  // namespace

Position locate(const Database& database, const Tables& tables, std::string_view table_name, std::int64_t row,
                std::string_view column, const std::string& store) {
  const int found = tables.find(table_name);
  if (found < 0) return {};
  const auto below = path_of(tables, tables[found], column);
  std::vector<int> path;
  int table = found;
  for (; tables[table].is_list(); table = tables[table].parent) {
    Query query = database.query("SELECT _parent, _index FROM " + store + "." +
                                 quote_name(tables[table].name) + " WHERE _row = ?");
    if (!query.bind(1, row).step()) return {};
    row = query.integer(0);
    path = joined(joined(tables[table].path, {static_cast<int>(query.integer(1))}), path);
  }
  const auto record = read_record(database, store, tables[table], row);
  if (!record) return {};
  auto mark = below ? find_place(record->places, joined(path, *below)) : std::nullopt;
  if (!mark) mark = find_place(record->places, path);
  return record->origin.at(mark.value_or(Mark{}));
}

}  // namespace svodka::store
