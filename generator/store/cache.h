#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/rows.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// A file that an input file names (a CSV table), as it was when it was read.
struct ReadBesides {
  std::string path;  ///< relative to the project
  std::string hash;
  friend bool operator==(const ReadBesides&, const ReadBesides&) = default;
};

/// What the store keeps of an input file besides its rows, so that it need not be read again while it stays
/// as it is.
struct CachedFile {
  std::string hash;
  std::vector<ReadBesides> besides;
  std::int64_t records = 0;
  std::string findings;       ///< to_json()
  std::map<int, Span> spans;  ///< by table
};

/// The store of the run before, when it can be used: made by this build of the program, with this schema, and
/// whole.
struct Cache {
  std::map<std::string, CachedFile> files;  ///< by path
  std::string findings;                     ///< of check_integrity()
};

/// SQL for the tables that hold a Cache. Their names begin with '_': queries do not see them.
std::string create_cache_tables();

/// What a cache must agree with: the program's version and build, and all of the schema.
std::string fingerprint(const load::Schema& schema);

/// Reads the cache of a store; nothing when there is none, or it is not a whole database, or not of this
/// fingerprint.
std::optional<Cache> open_cache(const std::filesystem::path& file, const Tables& tables,
                                const std::string& fingerprint);

void write_cached_file(const Database& database, const Tables& tables, const std::string& path,
                       const CachedFile& file);
void write_cache_head(const Database& database, const std::string& fingerprint, const std::string& findings);

}  // namespace svodka::store
