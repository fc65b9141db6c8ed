#include "store/tables.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/utf8.h"
#include "store/sqlite.h"

namespace svodka::store {
namespace {

using load::Field;
using load::FieldType;

// "DAY TEXT" and not "DAY": without TEXT in its name SQLite would turn the year 2020 into a number.
struct Declaration {
  ColumnType type;
  const char* words;
};
constexpr Declaration kDeclarations[] = {
    {ColumnType::kText, "TEXT"}, {ColumnType::kInteger, "INTEGER"}, {ColumnType::kNumber, "REAL"},
    {ColumnType::kBool, "BOOL"}, {ColumnType::kDay, "DAY TEXT"},    {ColumnType::kPeriod, "PERIOD TEXT"},
};

bool same_name(std::string_view a, std::string_view b) { return utf8::lower(a) == utf8::lower(b); }

// Names that queries use for something else: a view would hide the table.
bool is_reserved(const std::string& name) {
  if (builtin_views().find("CREATE TEMP VIEW " + name + " AS") != std::string_view::npos) return true;
  for (const char* taken :
       {"report", "texts", "fixed_texts", "written_texts", "enum_labels", "waivers", "run_summary",
        "run_reports", "run_documents", "run_document_files", "run_findings", "run_changes",
        "run_change_fields", "documents", "sign_off_steps"}) {
    if (same_name(name, taken)) return true;
  }
  return name.empty() || name.front() == '_' || utf8::lower(name).rfind("sqlite_", 0) == 0;
}

std::string create_table(const TableSpec& table, const std::string& in) {
  std::string sql = "CREATE TABLE " + in + quote_name(table.name) + "(_row INTEGER PRIMARY KEY";
  if (table.is_list()) sql += ", _parent INTEGER, _index INTEGER";
  sql += ", _source TEXT";
  for (const auto& column : table.columns)
    sql += ", " + quote_name(column.name) + " " + declaration_of_type(column.type());
  return sql + ");\n";
}

std::vector<std::string> text_selects(const std::vector<TableSpec>& tables) {
  std::vector<std::string> selects;
  for (const auto& table : tables) {
    for (const auto& column : table.columns) {
      if (column.field->type != FieldType::kText) continue;
      const bool key = table.is_key(column);
      selects.push_back("SELECT " + quote_text(table.name) + " AS collection, _row, " +
                        quote_text(column.name) + " AS field, " + quote_name(column.name) + " AS value, " +
                        (key ? "1" : "0") + " AS is_key FROM " + quote_name(table.name) + " WHERE " +
                        quote_name(column.name) + " IS NOT NULL");
    }
  }
  return selects;
}

// SQLite joins at most 500 selects, so they are joined in groups of 400.
std::string union_of(std::vector<std::string> selects) {
  constexpr std::size_t kGroup = 400;
  while (selects.size() > 1) {
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < selects.size(); i += kGroup) {
      std::string group;
      for (std::size_t k = i; k < std::min(i + kGroup, selects.size()); ++k) {
        group += (k > i ? "\nUNION ALL " : "") + selects[k];
      }
      groups.push_back(selects.size() > kGroup ? "SELECT * FROM (" + group + ")" : group);
    }
    selects = std::move(groups);
  }
  return selects.empty()
             ? "SELECT NULL AS collection, NULL AS _row, NULL AS field, NULL AS value, 0 AS is_key WHERE 0"
             : selects.front();
}

}  // namespace

ColumnType ColumnSpec::type() const {
  if (part == Part::kFrom || part == Part::kTo) return ColumnType::kDay;
  if (part == Part::kPrecision) return ColumnType::kText;
  switch (field->type) {
    case FieldType::kInteger:
      return ColumnType::kInteger;
    case FieldType::kNumber:
      return ColumnType::kNumber;
    case FieldType::kBool:
      return ColumnType::kBool;
    case FieldType::kDay:
      return ColumnType::kDay;
    case FieldType::kPeriod:
      return ColumnType::kPeriod;
    default:
      return ColumnType::kText;
  }
}

bool TableSpec::is_key(const ColumnSpec& candidate) const {
  return !is_list() && !collection->key.empty() && candidate.path.size() == 1 &&
         candidate.field->name == collection->key;
}

const ColumnSpec* TableSpec::column(std::string_view column_name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnSpec& c) { return c.name == column_name; });
  return found == columns.end() ? nullptr : &*found;
}

Tables::Tables(const load::Schema& schema) : schema_(schema) {
  for (const auto& collection : schema_.collections) {
    if (!claim_table(collection.table)) continue;
    tables_.push_back({.name = collection.table, .collection = &collection});
    add_fields(static_cast<int>(tables_.size()) - 1, collection.fields, {});
  }
}

bool Tables::claim_table(const std::string& name) {
  const bool taken = std::any_of(tables_.begin(), tables_.end(),
                                 [&](const TableSpec& t) { return same_name(t.name, name); });
  if (!taken && !is_reserved(name)) return true;
  clashes_.push_back(text("имя таблицы `{}` уже занято", "the table name `{}` is taken", name));
  return false;
}

bool Tables::claim_column(const TableSpec& table, const std::string& name) {
  const bool taken = std::any_of(table.columns.begin(), table.columns.end(),
                                 [&](const ColumnSpec& c) { return same_name(c.name, name); });
  if (!taken && !name.empty() && name.front() != '_') return true;
  clashes_.push_back(text("имя столбца `{}` в таблице `{}` уже занято",
                          "the column name `{}` of the table `{}` is taken", name, table.name));
  return false;
}

void Tables::add_fields(int table, const std::vector<Field>& fields, const Way& above) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Way way = above;
    way.column += (above.column.empty() ? "" : "_") + fields[i].column;
    way.yaml += (above.yaml.empty() ? "" : ".") + fields[i].name;
    way.path.push_back(static_cast<int>(i));
    add_field(table, fields[i], way);
  }
}

void Tables::add_field(int table, const Field& field, const Way& way) {
  if (field.type == FieldType::kRecord) return add_fields(table, field.fields, way);
  if (field.type == FieldType::kList) return add_list(table, field, way);
  const auto add = [&](const std::string& column, ColumnSpec::Part part) {
    auto& spec = tables_[static_cast<std::size_t>(table)];
    if (claim_column(spec, column)) spec.columns.push_back({column, part, &field, way.path, way.yaml});
  };
  add(way.column, ColumnSpec::Part::kValue);
  if (field.type != FieldType::kPeriod) return;
  add(way.column + "_from", ColumnSpec::Part::kFrom);
  add(way.column + "_to", ColumnSpec::Part::kTo);
  add(way.column + "_precision", ColumnSpec::Part::kPrecision);
}

void Tables::add_list(int parent, const Field& list, const Way& way) {
  const TableSpec& holder = (*this)[parent];
  TableSpec table{.name = holder.name + "_" + way.column,
                  .collection = holder.collection,
                  .parent = parent,
                  .path = way.path,
                  .item = &list.item(),
                  .yaml_name = way.yaml};
  if (!claim_table(table.name)) return;
  const int index = static_cast<int>(tables_.size());
  tables_.push_back(std::move(table));
  tables_[static_cast<std::size_t>(parent)].children.push_back(index);
  if (list.item().type == FieldType::kRecord)
    return add_fields(index, list.item().fields, {"", way.yaml, {}});
  add_field(index, list.item(), {"value", way.yaml, {}});
}

int Tables::find(std::string_view name) const {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int Tables::of(const load::Collection& collection) const {
  const int index = find(collection.table);
  return index >= 0 && !(*this)[index].is_list() ? index : -1;
}

std::string Tables::create(std::string_view database) const {
  const std::string in = quote_name(database) + ".";
  std::string sql = "CREATE TABLE " + in +
                    "enum_labels(collection TEXT, field TEXT, value TEXT, ru TEXT, en TEXT);\n"
                    "CREATE TABLE " +
                    in +
                    "waivers(collection TEXT, _row INTEGER, rule TEXT, reason TEXT, _source TEXT, "
                    "_column INTEGER, _length INTEGER);\n";
  for (const auto& table : tables_) {
    sql += create_table(table, in);
    if (!table.is_list()) {
      sql += "CREATE TABLE " + in + quote_name(places_table(table.name)) +
             "(_row INTEGER PRIMARY KEY, at BLOB);\n";
    }
  }
  return sql + "CREATE VIEW " + in + "texts AS\n" + union_of(text_selects(tables_)) + ";\n";
}

std::string Tables::create_indexes() const {
  std::string sql = "CREATE INDEX _i_enum_labels ON enum_labels(collection, field, value);\n";
  const auto add = [&](const TableSpec& table, const std::string& column) {
    sql += "CREATE INDEX " + quote_name("_i_" + table.name + "_" + column) + " ON " + quote_name(table.name) +
           "(" + quote_name(column) + ");\n";
  };
  for (const auto& table : tables_) {
    if (table.is_list()) add(table, "_parent");
    for (const auto& column : table.columns) {
      if (table.is_key(column) || column.field->type == FieldType::kReference) add(table, column.name);
    }
  }
  return sql;
}

std::string places_table(std::string_view table) { return "_at_" + std::string(table); }

const char* declaration_of_type(ColumnType type) {
  for (const auto& d : kDeclarations) {
    if (d.type == type) return d.words;
  }
  return "";
}

ColumnType type_of_declaration(const char* declared) {
  if (declared == nullptr) return ColumnType::kUnknown;
  for (const auto& d : kDeclarations) {
    if (std::string_view(d.words) == declared) return d.type;
  }
  return ColumnType::kUnknown;
}

}  // namespace svodka::store
