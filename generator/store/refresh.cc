#include "store/refresh.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/leftovers.h"
#include "load/declarations.h"
#include "load/lost_records.h"
#include "load/record.h"
#include "store/cache.h"
#include "store/findings_json.h"
#include "store/integrity.h"
#include "store/parse_pool.h"

namespace svodka::store {
namespace {

// One input file of this run: as it was, when that still holds.
struct Input {
  std::string path;
  const CachedFile* kept = nullptr;
};

std::vector<std::string> record_files(const std::filesystem::path& root) {
  std::vector<std::string> paths;
  for (const auto& name : list_files(root / "inputs", {".yaml", ".yml"})) {
    if (load::is_record_file("inputs/" + name)) paths.push_back("inputs/" + name);
  }
  return paths;
}

bool is_unchanged(const std::filesystem::path& root, const std::string& path, const CachedFile& file) {
  if (file.hash.empty() || hash_input(root / path) != file.hash) return false;
  for (const auto& other : file.besides) {
    if (hash_besides(root, other.path) != other.hash) return false;
  }
  return true;
}

std::vector<Input> inputs_beside(const std::filesystem::path& root, const std::optional<Cache>& cache) {
  std::vector<Input> inputs;
  for (auto& path : record_files(root)) {
    Input input{std::move(path)};
    if (cache) {
      const auto found = cache->files.find(input.path);
      if (found != cache->files.end() && is_unchanged(root, input.path, found->second))
        input.kept = &found->second;
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

void write_enum_labels(const Database& database, const Tables& tables) {
  Query insert = database.query("INSERT INTO enum_labels VALUES(?, ?, ?, ?, ?)");
  for (const auto& table : tables.all()) {
    for (const auto& column : table.columns) {
      if (column.field->type != load::FieldType::kEnum) continue;
      for (const auto& value : column.field->values) {
        insert.bind(1, table.name)
            .bind(2, column.name)
            .bind(3, value.name)
            .bind(4, value.label.ru)
            .bind(5, value.label.en)
            .run();
      }
    }
  }
}

// Builds one store: rows of kept files by copying, of the others by parsing, in the order of the files.
class Build {
 public:
  Build(const std::filesystem::path& root, const Tables& tables, const std::vector<Input>& inputs,
        const std::filesystem::path& old, int jobs)
      : root_(root), tables_(tables), inputs_(inputs), jobs_(jobs), database_(Database::temporary()) {
    if (!old.empty()) database_.exec("ATTACH " + quote_text(immutable_uri(old)) + " AS old");
  }

  RefreshSummary run(Diagnostics& out) {
    database_.exec("BEGIN;\n" + tables_.create("main") + create_cache_tables());
    write_enum_labels(database_, tables_);
    load_files(out);
    database_.exec(tables_.create_indexes());
    const auto& found = out.in_order();
    const bool complete = std::none_of(found.begin(), found.end(), load::loses_records);
    Diagnostics between;
    check_integrity(database_, tables_, complete, between);
    out.add(between);
    write_cache_head(database_, fingerprint(tables_.schema()), to_json(between.in_order()));
    database_.exec("COMMIT");
    return summary_;
  }

  /// Writing it out anew makes the same bytes of the same rows, however they came in.
  void save(const std::filesystem::path& file) const {
    database_.exec("VACUUM main INTO " + quote_text(file.string()));
  }

 private:
  void load_files(Diagnostics& out) {
    std::vector<std::string> changed;
    for (const auto& input : inputs_) {
      if (input.kept == nullptr) changed.push_back(input.path);
    }
    ParsePool pool(root_, tables_, changed, jobs_);
    RowWriter writer(database_, tables_);
    std::size_t parsed = 0;
    for (const auto& input : inputs_) {
      writer.begin_file();
      CachedFile file = input.kept != nullptr ? copy(*input.kept, writer) : parse(pool, parsed++, writer);
      file.spans = writer.spans();
      add_from_json(file.findings, out);
      write_cached_file(database_, tables_, input.path, file);
      summary_.records += file.records;
    }
    summary_.files = static_cast<int>(inputs_.size());
    summary_.parsed = static_cast<int>(parsed);
  }

  CachedFile copy(const CachedFile& kept, RowWriter& writer) {
    writer.copy(kept.spans);
    return kept;
  }

  CachedFile parse(ParsePool& pool, std::size_t index, RowWriter& writer) {
    CachedFile file;
    for (std::string rows; pool.next(index, rows);) file.records += writer.insert(rows);
    const auto& result = pool.result(index);
    file.hash = result.hash;
    for (const auto& path : result.also_read) file.besides.push_back({path, hash_besides(root_, path)});
    file.findings = to_json(result.findings.in_order());
    return file;
  }

  const std::filesystem::path& root_;
  const Tables& tables_;
  const std::vector<Input>& inputs_;
  const int jobs_;
  Database database_;
  RefreshSummary summary_;
};

bool nothing_changed(const Cache& cache, const std::vector<Input>& inputs) {
  for (const auto& input : inputs) {
    if (input.kept == nullptr) return false;
  }
  return cache.files.size() == inputs.size();
}

RefreshSummary report_kept(const Cache& cache, const std::vector<Input>& inputs, Diagnostics& out) {
  RefreshSummary summary{.files = static_cast<int>(inputs.size())};
  for (const auto& input : inputs) {
    add_from_json(input.kept->findings, out);
    summary.records += input.kept->records;
  }
  add_from_json(cache.findings, out);
  return summary;
}

RefreshSummary build(const std::filesystem::path& root, const Tables& tables,
                     const std::filesystem::path& database, const std::optional<Cache>& cache,
                     const std::vector<Input>& inputs, int jobs, Diagnostics& out) {
  Build work(root, tables, inputs, cache ? database : std::filesystem::path(), jobs);
  Diagnostics found;
  const RefreshSummary summary = work.run(found);
  const auto temporary = temporary_beside(database);
  const ScopedRemoval removal(temporary);
  work.save(temporary);
  commit_file(temporary, database);
  out.add(found);
  return summary;
}

void report_clashes(const Tables& tables, Diagnostics& out) {
  for (const auto& clash : tables.clashes()) {
    out.error({.file = "inputs/schema.yaml"}, "name-clash", clash,
              text("переименуйте коллекцию или поле", "rename the collection or the field"));
  }
}

RefreshSummary refresh_store(const std::filesystem::path& root, const Tables& tables,
                             const std::filesystem::path& database, int jobs, Diagnostics& out) {
  const auto cache = open_cache(database, tables, fingerprint(tables.schema()));
  if (cache) {
    const auto inputs = inputs_beside(root, cache);
    if (nothing_changed(*cache, inputs)) return report_kept(*cache, inputs, out);
    make_folder(database.parent_path());
    try {
      return build(root, tables, database, cache, inputs, jobs, out);
    } catch (const SqliteError&) {
      // The old store may be damaged inside. Without it, what is wrong shows plainly.
    }
  }
  make_folder(database.parent_path());
  return build(root, tables, database, std::nullopt, inputs_beside(root, std::nullopt), jobs, out);
}

}  // namespace

RefreshSummary refresh(const std::filesystem::path& root, const load::Schema& schema,
                       const std::filesystem::path& database, Diagnostics& out, int jobs) {
  const Tables tables(schema);
  report_clashes(tables, out);
  remove_leftovers(database.parent_path());
  try {
    Diagnostics found;
    const auto summary = refresh_store(root, tables, database, jobs, found);
    load::add_with_declarations(root, found, out);
    return summary;
  } catch (const SqliteError& error) {
    fail_to_write_store(error, database);
  }
}

}  // namespace svodka::store
