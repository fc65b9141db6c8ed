#include "store/integrity.h"

#include <map>

#include "store/locate.h"

namespace svodka::store {
namespace {

const ColumnSpec* key_column(const TableSpec& table) {
  if (table.is_list() || table.collection->key.empty()) return nullptr;
  for (const auto& column : table.columns) {
    if (column.path.size() == 1 && column.field->name == table.collection->key) return &column;
  }
  return nullptr;
}

void check_keys(const Database& database, const Tables& tables, const TableSpec& table, Diagnostics& out) {
  const auto* key = key_column(table);
  if (key == nullptr) return;
  const std::string name = quote_name(table.name), column = quote_name(key->name);
  Query query = database.query(
      "SELECT t._row, f.first_row, t." + column + " FROM " + name + " t JOIN (SELECT " + column +
      " AS k, min(_row) AS first_row FROM " + name + " WHERE " + column + " IS NOT NULL GROUP BY " + column +
      " HAVING count(*) > 1) f ON f.k = t." + column + " WHERE t._row <> f.first_row ORDER BY t._row");
  while (query.step()) {
    Finding finding{.rule = "duplicate-id"};
    finding.at = locate(database, tables, table.name, query.integer(0), key->name);
    finding.message =
        text("в `{}` уже есть запись с `{}` «{}»", "`{}` already has a record with the `{}` “{}”",
             table.collection->name, key->yaml_name, query.text(2));
    finding.hint = text("дайте этой записи другое имя или уберите повтор",
                        "give this record another name or remove the repetition");
    finding.related.push_back({locate(database, tables, table.name, query.integer(1), key->name),
                               text("первая запись с этим именем", "the first record of this name")});
    out.add(std::move(finding));
  }
}

void check_single(const Database& database, const Tables& tables, const TableSpec& table, Diagnostics& out) {
  if (table.is_list() || !table.collection->single) return;
  Query query = database.query("SELECT _row FROM " + quote_name(table.name) + " ORDER BY _row");
  if (!query.step()) return;
  const std::int64_t first = query.integer(0);
  while (query.step()) {
    Finding finding{.rule = "single-collection"};
    finding.at = locate(database, tables, table.name, query.integer(0));
    finding.message =
        text("`{}` может быть только одна", "there can be only one `{}`", table.collection->name);
    finding.hint = text("оставьте одну запись на весь проект", "keep one record in the whole project");
    finding.related.push_back(
        {locate(database, tables, table.name, first), text("первая запись", "the first record")});
    out.add(std::move(finding));
  }
}

// Suggests a key of a collection. Comparing with every key takes time, so it is done for the first values
// only: who has renamed a record that thousands refer to does not need to be told thousands of times.
class Suggester {
 public:
  explicit Suggester(const Database& database) : database_(database) {}

  Text suggest(const TableSpec& target, const std::string& key, const std::string& value) {
    constexpr std::size_t kMost = 50;
    const auto made = made_.find({target.name, value});
    if (made != made_.end()) return made->second;
    if (made_.size() >= kMost) return {};
    const Text hint = suggestion(value, keys(target, key));
    made_[{target.name, value}] = hint;
    return hint;
  }

 private:
  const std::vector<std::string>& keys(const TableSpec& target, const std::string& key) {
    const auto [entry, added] = keys_.try_emplace(target.name);
    if (!added) return entry->second;
    Query query = database_.query("SELECT " + quote_name(key) + " FROM " + quote_name(target.name) +
                                  " WHERE " + quote_name(key) + " IS NOT NULL ORDER BY _row");
    while (query.step()) entry->second.push_back(query.text(0));
    return entry->second;
  }

  const Database& database_;
  std::map<std::string, std::vector<std::string>> keys_;
  std::map<std::pair<std::string, std::string>, Text> made_;
};

class ReferenceCheck {
 public:
  ReferenceCheck(const Database& database, const Tables& tables)
      : database_(database), tables_(tables), suggester_(database) {}

  void check(const TableSpec& table, const ColumnSpec& column, Diagnostics& out) {
    const auto* collection = tables_.schema().collection(column.field->target);
    const int index = collection == nullptr ? -1 : tables_.of(*collection);
    const auto* key = index < 0 ? nullptr : key_column(tables_[index]);
    if (key == nullptr) return;
    const std::string value = quote_name(column.name);
    Query query = database_.query("SELECT t._row, t." + value + " FROM " + quote_name(table.name) +
                                  " t WHERE t." + value + " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " +
                                  quote_name(tables_[index].name) + " k WHERE k." + quote_name(key->name) +
                                  " = t." + value + ") ORDER BY t._row");
    while (query.step()) {
      const std::string missing = query.text(1);
      Text hint = suggester_.suggest(tables_[index], key->name, missing);
      if (hint.empty())
        hint = text("проверьте имя или добавьте запись в `{0}`", "check the name or add the record to `{0}`",
                    collection->name);
      out.error(locate(database_, tables_, table.name, query.integer(0), column.name), "dangling-reference",
                text("`{}`: в `{}` нет записи «{}»", "`{0}`: there is no record “{2}” in `{1}`",
                     column.yaml_name, collection->name, missing),
                std::move(hint));
    }
  }

 private:
  const Database& database_;
  const Tables& tables_;
  Suggester suggester_;
};

}  // namespace

void check_integrity(const Database& database, const Tables& tables, Diagnostics& out) {
  ReferenceCheck references(database, tables);
  for (const auto& table : tables.all()) {
    check_keys(database, tables, table, out);
    check_single(database, tables, table, out);
    for (const auto& column : table.columns) {
      if (column.field->type == load::FieldType::kReference) references.check(table, column, out);
    }
  }
}

}  // namespace svodka::store
