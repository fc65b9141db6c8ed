#include "store/personal.h"

#include <map>
#include <set>

namespace svodka::store {
namespace {

using load::Field;
using load::FieldType;

constexpr std::string_view kBefore = "[скрыто ", kAfter = "]";

// Whether a field on the way down is personal.
bool any_personal(const std::vector<Field>* fields, const std::vector<int>& path) {
  for (const int at : path) {
    const auto& field = (*fields)[static_cast<std::size_t>(at)];
    if (field.personal) return true;
    fields = &field.fields;
  }
  return false;
}

const std::vector<Field>& fields_of(const TableSpec& table) {
  return table.is_list() ? table.item->fields : table.collection->fields;
}

// A list inside of what is personal is so as a whole.
bool is_personal(const Tables& tables, const TableSpec& table) {
  if (!table.is_list()) return false;
  const auto& parent = tables[table.parent];
  return table.item->personal || is_personal(tables, parent) || any_personal(&fields_of(parent), table.path);
}

bool is_personal(const Tables& tables, const TableSpec& table, const ColumnSpec& column) {
  return column.field->personal || is_personal(tables, table) || any_personal(&fields_of(table), column.path);
}

std::string place(std::string_view database, std::string_view table) {
  return std::string(database) + "." + quote_name(table);
}

// The columns of a table as the database has it.
std::set<std::string> columns_of(const Database& database, std::string_view in, const std::string& table) {
  std::set<std::string> names;
  auto query = database.query("SELECT name FROM pragma_table_info(?, ?)");
  query.bind(1, std::string_view(table)).bind(2, in);
  while (query.step()) names.insert(query.text(0));
  return names;
}

using Columns = std::vector<std::pair<std::string, std::string>>;  // table and column

// Hides what stands in columns of one kind of value, the same value by the same number everywhere.
class Hiding {
 public:
  Hiding(const Database& database, const Tables& tables, HiddenWords* words)
      : database_(database), tables_(tables), words_(words) {
    for (const auto* name : {"main", "previous"}) {
      for (const auto& table : tables.all())
        known_[name][table.name] = columns_of(database, name, table.name);
    }
  }

  void number(const Columns& columns) {
    database_.exec("CREATE TEMP TABLE _hidden(_value TEXT PRIMARY KEY, _number INTEGER)");
    auto* known =
        words_ == nullptr ? nullptr : &words_->numbers[columns.front().first + "." + columns.front().second];
    if (known != nullptr) recall(*known);
    each(columns, [](const std::string& table, const std::string& column) {
      return "INSERT OR IGNORE INTO temp._hidden SELECT " + column +
             ", (SELECT count(*) FROM temp._hidden) + row_number() OVER (ORDER BY min(_row)) FROM " + table +
             " WHERE " + column + " IS NOT NULL AND " + column +
             " NOT IN (SELECT _value FROM temp._hidden) GROUP BY " + column;
    });
    each(columns, [](const std::string& table, const std::string& column) {
      return "UPDATE " + table + " SET " + column + " = " + quote_text(kBefore) +
             " || (SELECT _number FROM temp._hidden WHERE _value = " + column + ") || " + quote_text(kAfter) +
             " WHERE " + column + " IS NOT NULL";
    });
    if (known != nullptr) remember(*known);
    database_.exec("DROP TABLE temp._hidden");
  }

  void take_out(const Columns& columns) {
    each(columns, [](const std::string& table, const std::string& column) {
      return "UPDATE " + table + " SET " + column + " = NULL";
    });
  }

  // What an older schema had: nobody can say whether it was personal.
  void take_out_unknown() {
    std::set<std::string> keep{"enum_labels", "waivers"};
    auto query = database_.query("SELECT name FROM previous.sqlite_schema WHERE type = 'table'");
    std::vector<std::string> names;
    while (query.step()) names.push_back(query.text(0));
    for (const auto& name : names) {
      if (name.front() == '_' || name.starts_with("sqlite_") || keep.contains(name)) continue;
      const int found = tables_.find(name);
      if (found < 0) {
        database_.exec("DELETE FROM " + place("previous", name));
        continue;
      }
      for (const auto& column : columns_of(database_, "previous", name)) {
        if (column.front() != '_' && tables_[found].column(column) == nullptr)
          database_.exec("UPDATE " + place("previous", name) + " SET " + quote_name(column) + " = NULL");
      }
    }
  }

 private:
  void recall(const std::map<std::string, std::int64_t>& known) const {
    auto insert = database_.query("INSERT INTO temp._hidden VALUES(?, ?)");
    for (const auto& [value, number] : known) insert.bind(1, std::string_view(value)).bind(2, number).run();
  }

  void remember(std::map<std::string, std::int64_t>& known) const {
    auto query = database_.query("SELECT _value, _number FROM temp._hidden");
    while (query.step()) known.emplace(query.text(0), query.integer(1));
  }

  template <typename Sql>
  void each(const Columns& columns, const Sql& sql) {
    for (const auto* name : {"main", "previous"}) {
      for (const auto& [table, column] : columns) {
        if (known_[name][table].contains(column)) database_.exec(sql(place(name, table), quote_name(column)));
      }
    }
  }

  const Database& database_;
  const Tables& tables_;
  HiddenWords* words_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> known_;  // by database and table
};

// Where the keys of a collection stand: in it, and in the references to it.
Columns with_references(const Tables& tables, const TableSpec& table, const ColumnSpec& key) {
  Columns columns{{table.name, key.name}};
  for (const auto& other : tables.all()) {
    for (const auto& column : other.columns) {
      if (column.field->type == FieldType::kReference && column.field->target == table.collection->name)
        columns.emplace_back(other.name, column.name);
    }
  }
  return columns;
}

}  // namespace

void copy_database(const std::filesystem::path& file, const Database& into, std::string_view name) {
  const auto from = Database::read_only(file);
  auto* backup = sqlite3_backup_init(into.handle(), std::string(name).c_str(), from.handle(), "main");
  if (backup == nullptr) throw SqliteError(sqlite3_errcode(into.handle()), sqlite3_errmsg(into.handle()));
  sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errstr(code));
}

void hide_personal(const Database& database, const Tables& tables, HiddenWords* words) {
  Hiding hiding(database, tables, words);
  Columns nulls;
  std::set<std::pair<std::string, std::string>> numbered;
  for (const auto& [table, column] : personal_columns(tables)) {
    if (!table->is_key(*column)) continue;
    const auto columns = with_references(tables, *table, *column);
    numbered.insert(columns.begin(), columns.end());
    hiding.number(columns);
  }
  for (const auto& [table, column] : personal_columns(tables)) {
    if (numbered.contains({table->name, column->name})) continue;
    if (column->field->type == FieldType::kText)
      hiding.number({{table->name, column->name}});
    else
      nulls.emplace_back(table->name, column->name);
  }
  hiding.take_out(nulls);
  hiding.take_out_unknown();
}

std::vector<PersonalColumn> personal_columns(const Tables& tables) {
  std::vector<PersonalColumn> found;
  for (const auto& table : tables.all()) {
    for (const auto& column : table.columns) {
      if (is_personal(tables, table, column)) found.push_back({&table, &column});
    }
  }
  return found;
}

bool tells_personal(const Tables& tables, const TableSpec& table, const ColumnSpec& column) {
  if (is_personal(tables, table, column)) return true;
  if (column.field->type != FieldType::kReference) return false;
  const auto* target = tables.schema().collection(column.field->target);
  const auto* key = target == nullptr ? nullptr : target->field(target->key);
  return key != nullptr && key->personal;
}

std::string hidden_words(std::int64_t number) {
  if (number == 0) return "[скрыто]";
  return std::string(kBefore) + std::to_string(number) + std::string(kAfter);
}

}  // namespace svodka::store
