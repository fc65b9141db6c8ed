#include "store/cache.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/version.h"
#include "store/build_id.h"

namespace svodka::store {
namespace {

using nlohmann::json;

// Goes up when what a store holds for the same inputs changes.
constexpr int kForm = 3;

json describe(const load::Field& field) {
  json values = json::array(), fields = json::array();
  for (const auto& value : field.values) values.push_back({value.name, value.label.ru, value.label.en});
  for (const auto& below : field.fields) fields.push_back(describe(below));
  return {field.name,
          field.column,
          static_cast<int>(field.type),
          field.required,
          field.personal,
          field.description.ru,
          field.description.en,
          field.target,
          field.from_key,
          field.to_key,
          values,
          fields,
          field.minimum ? json(*field.minimum) : json(),
          field.maximum ? json(*field.maximum) : json()};
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// SQLite notices that a file was cut off only when it comes to the missing pages. Its header
// (sqlite.org/fileformat, 1.3) says how long it should be.
bool is_whole_database(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(100, '\0');
  if (!in.read(head.data(), static_cast<std::streamsize>(head.size()))) return false;
  if (head.compare(0, 16, std::string("SQLite format 3\0", 16)) != 0) return false;
  const std::uint64_t stated = big_endian(head, 16, 2);
  const std::uint64_t page = stated == 1 ? 65536 : stated;
  std::error_code error;
  return std::filesystem::file_size(file, error) == page * big_endian(head, 28, 4) && !error;
}

std::vector<ReadBesides> besides_from(const std::string& words) {
  std::vector<ReadBesides> list;
  for (const auto& entry : json::parse(words)) list.push_back({entry.at(0), entry.at(1)});
  return list;
}

Cache read_cache(const Database& database, const Tables& tables) {
  Cache cache;
  Query head = database.query("SELECT value FROM _meta WHERE name = 'findings'");
  if (head.step()) cache.findings = head.text(0);
  Query files = database.query("SELECT path, hash, besides, records, findings FROM _files");
  while (files.step()) {
    cache.files[files.text(0)] = {
        files.text(1), besides_from(files.text(2)), files.integer(3), files.text(4), {}};
  }
  Query spans = database.query("SELECT path, name, first, count FROM _spans");
  while (spans.step()) {
    const int table = tables.find(spans.text(1));
    if (table >= 0) cache.files[spans.text(0)].spans[table] = {spans.integer(2), spans.integer(3)};
  }
  return cache;
}

}  // namespace

std::string create_cache_tables() {
  return "CREATE TABLE _meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;\n"
         "CREATE TABLE _files(path TEXT PRIMARY KEY, hash TEXT, besides TEXT, records INTEGER, findings "
         "TEXT) WITHOUT ROWID;\n"
         "CREATE TABLE _spans(path TEXT, name TEXT, first INTEGER, count INTEGER, PRIMARY KEY (path, name)) "
         "WITHOUT ROWID;\n"
         // Of references that a table has as a name (check_integrity()), what stands in it.
         "CREATE TABLE _names(name TEXT, row INTEGER, field TEXT, words TEXT, PRIMARY KEY (name, row, "
         "field)) "
         "WITHOUT ROWID;\n";
}

std::string fingerprint(const load::Schema& schema) {
  json collections = json::array();
  for (const auto& collection : schema.collections) {
    json fields = json::array();
    for (const auto& field : collection.fields) fields.push_back(describe(field));
    collections.push_back(
        {collection.name, collection.table, collection.single, collection.key, fields, collection.names});
  }
  const std::string words = collections.dump(-1, ' ', false, json::error_handler_t::replace);
  return sha256(fmt::format("{}/{}/{}/{}", version(), build_id(), kForm, words));
}

std::optional<Cache> open_cache(const std::filesystem::path& file, const Tables& tables,
                                const std::string& fingerprint) {
  if (!is_whole_database(file)) return std::nullopt;
  try {
    const Database database = Database::read_only(file);
    Query made_for = database.query("SELECT value FROM _meta WHERE name = 'fingerprint'");
    if (!made_for.step() || made_for.text(0) != fingerprint) return std::nullopt;
    return read_cache(database, tables);
  } catch (const SqliteError&) {
    return std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

void write_cached_file(const Database& database, const Tables& tables, const std::string& path,
                       const CachedFile& file) {
  json besides = json::array();
  for (const auto& other : file.besides) besides.push_back({other.path, other.hash});
  const std::string words = besides.dump();
  Query insert = database.query("INSERT INTO _files VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, path).bind(2, file.hash).bind(3, words).bind(4, file.records).bind(5, file.findings).run();
  Query span = database.query("INSERT INTO _spans VALUES(?, ?, ?, ?)");
  for (const auto& [table, rows] : file.spans) {
    span.bind(1, path).bind(2, tables[table].name).bind(3, rows.first).bind(4, rows.count).run();
  }
}

void write_cache_head(const Database& database, const std::string& fingerprint, const std::string& findings) {
  Query insert = database.query("INSERT INTO _meta VALUES(?, ?)");
  insert.bind(1, "fingerprint").bind(2, fingerprint).run();
  insert.bind(1, "findings").bind(2, findings).run();
}

}  // namespace svodka::store
