#include "store/integrity.h"

#include <fmt/format.h>

#include <map>

#include "base/origin.h"
#include "load/record.h"
#include "store/locate.h"
#include "store/record_names.h"

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

// What can be referred to: the keys of a collection, and what its records are called. Comparing with each of
// them takes time, so suggestions are made for the first values only: who has renamed a record that thousands
// refer to does not need to be told thousands of times.
class Target {
 public:
  Target(const Database& database, const Tables& tables, const TableSpec& table, const ColumnSpec& key)
      : names_(database, tables, table, key) {
    Query query = database.query("SELECT " + quote_name(key.name) + " FROM " + quote_name(table.name) +
                                 " ORDER BY _row");
    while (query.step()) {
      if (query.is_null(0))
        complete_ = false;
      else
        keys_.push_back(query.text(0));
    }
    known_ = keys_;
    known_.insert(known_.end(), names_.known().begin(), names_.known().end());
  }

  const std::vector<std::string>& keys_of(const std::string& name) const { return names_.keys_of(name); }

  /// Every record has its key.
  bool is_complete() const { return complete_; }

  Text suggest(const std::string& value, bool by_name) {
    constexpr std::size_t kMost = 50;
    const auto made = made_.find({value, by_name});
    if (made != made_.end()) return made->second;
    if (made_.size() >= kMost) return {};
    return made_[{value, by_name}] = suggestion(value, by_name ? known_ : keys_);
  }

 private:
  RecordNames names_;
  bool complete_ = true;
  std::vector<std::string> keys_, known_;
  std::map<std::pair<std::string, bool>, Text> made_;
};

class ReferenceCheck {
 public:
  ReferenceCheck(const Database& database, const Tables& tables, bool complete, Diagnostics& out)
      : database_(database), tables_(tables), complete_(complete), out_(out) {}

  void check(const TableSpec& table, const ColumnSpec& column) {
    const auto* collection = tables_.schema().collection(column.field->target);
    const int index = collection == nullptr ? -1 : tables_.of(*collection);
    const auto* key = index < 0 ? nullptr : key_column(tables_[index]);
    if (key == nullptr) return;
    const std::string value = quote_name(column.name);
    Query query = database_.query("SELECT t._row, t." + value + ", t._source FROM " + quote_name(table.name) +
                                  " t WHERE t." + value + " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " +
                                  quote_name(tables_[index].name) + " k WHERE k." + quote_name(key->name) +
                                  " = t." + value + ") ORDER BY t._row");
    std::vector<Named> named;
    while (query.step()) {
      auto& target = targets_.try_emplace(index, database_, tables_, tables_[index], *key).first->second;
      const Place place{table, column, query.integer(0), query.text(1)};
      const bool in_table = !load::is_record_file(parse_source(query.text(2)).first.file);
      const auto& keys = target.keys_of(place.words);
      if (in_table && keys.size() == 1)
        named.push_back({place.row, keys.front(), place.words});
      else if (in_table && keys.size() > 1)
        report_ambiguous(place, keys);
      else if (complete_ && target.is_complete())
        report_missing(place, target, in_table);
    }
    put(named, table, column);
  }

 private:
  struct Named {
    std::int64_t row = 0;
    std::string key, words;
  };
  struct Place {
    const TableSpec& table;
    const ColumnSpec& column;
    std::int64_t row = 0;
    std::string words;
  };

  Position at(const Place& place) const {
    return locate(database_, tables_, place.table.name, place.row, place.column.name);
  }

  void put(const std::vector<Named>& named, const TableSpec& table, const ColumnSpec& column) const {
    if (named.empty()) return;
    Query update = database_.query("UPDATE " + quote_name(table.name) + " SET " + quote_name(column.name) +
                                   " = ? WHERE _row = ?");
    Query keep = database_.query("INSERT INTO _names VALUES(?, ?, ?, ?)");
    for (const auto& each : named) {
      update.bind(1, each.key).bind(2, each.row).run();
      keep.bind(1, table.name).bind(2, each.row).bind(3, column.name).bind(4, each.words).run();
    }
  }

  void report_ambiguous(const Place& place, const std::vector<std::string>& keys) const {
    out_.error(at(place), "ambiguous-name",
               text("`{}`: «{}» называются несколько записей `{}`: {}",
                    "`{0}`: several records of `{2}` are called “{1}”: {3}", place.column.yaml_name,
                    place.words, place.column.field->target, fmt::format("{}", fmt::join(keys, ", "))),
               text("напишите в ячейке одно из этих имён или объясните её в `values` таблицы",
                    "write one of these into the cell, or explain it in the table's `values`"));
  }

  void report_missing(const Place& place, Target& target, bool in_table) const {
    const auto& collection = place.column.field->target;
    const auto& keys = target.keys_of(place.words);
    Text hint = in_table || keys.size() != 1
                    ? target.suggest(place.words, in_table)
                    : text("так называется запись `{}`: напишите это имя",
                           "the record `{}` is called so: write that name", keys.front());
    if (hint.empty() && in_table)
      hint = text("проверьте наименование, добавьте запись в `{0}` или объясните слова в `values` таблицы",
                  "check the name, add the record to `{0}`, or explain the words in the table's `values`",
                  collection);
    if (hint.empty())
      hint = text("проверьте имя или добавьте запись в `{0}`", "check the name or add the record to `{0}`",
                  collection);
    out_.error(at(place), "dangling-reference",
               text("`{}`: в `{}` нет записи «{}»", "`{0}`: there is no record “{2}” in `{1}`",
                    place.column.yaml_name, collection, place.words),
               std::move(hint));
  }

  const Database& database_;
  const Tables& tables_;
  bool complete_;
  Diagnostics& out_;
  std::map<int, Target> targets_;
};

}  // namespace

void check_integrity(const Database& database, const Tables& tables, bool complete, Diagnostics& out) {
  ReferenceCheck references(database, tables, complete, out);
  for (const auto& table : tables.all()) {
    check_keys(database, tables, table, out);
    check_single(database, tables, table, out);
    for (const auto& column : table.columns) {
      if (column.field->type == load::FieldType::kReference) references.check(table, column);
    }
  }
}

}  // namespace svodka::store
