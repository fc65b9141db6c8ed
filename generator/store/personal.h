#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// Copies a store into a database of a connection ("main", "previous"). Throws SqliteError.
void copy_database(const std::filesystem::path& file, const Database& into, std::string_view name);

/// The numbers of hidden words, by field and value, when several stores are to have the same.
struct HiddenWords {
  std::map<std::string, std::map<std::string, std::int64_t>> numbers;
};

/// Puts other words in the place of personal data in the databases `main` and `previous` of a connection
/// (copies, not the stores themselves). Of a field marked `personal: true`, or inside one: a text becomes
/// «[скрыто 3]», equal texts of a field getting equal numbers in both databases, so that joins, groups and
/// counts come out as they are; a key's number stands in the references to it, too; values of other types are
/// taken out. In `previous` everything goes that the schema of today does not know.
/// With `words`, those that have a number there keep it, and the others are added.
void hide_personal(const Database& database, const Tables& tables, HiddenWords* words = nullptr);

/// The columns that hold personal data: table and column.
struct PersonalColumn {
  const TableSpec* table = nullptr;
  const ColumnSpec* column = nullptr;
};
std::vector<PersonalColumn> personal_columns(const Tables& tables);

/// Whether a column tells personal data: it is one of them, or a reference by a key that is.
bool tells_personal(const Tables& tables, const TableSpec& table, const ColumnSpec& column);

/// «[скрыто 3]»; «[скрыто]» of 0.
std::string hidden_words(std::int64_t number);

}  // namespace svodka::store
