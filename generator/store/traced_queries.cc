#include "store/traced_queries.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "store/locate.h"

namespace svodka::store {
namespace {

constexpr std::string_view kPrevious = "previous.";

std::string folded(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> columns_of(const Database& database, const std::string& relation) {
  std::vector<std::string> names;
  sqlite3_stmt* statement = nullptr;
  const std::string sql = "SELECT * FROM " + relation;
  sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &statement, nullptr);
  for (int i = 0; i < sqlite3_column_count(statement); ++i)
    names.emplace_back(sqlite3_column_name(statement, i));
  sqlite3_finalize(statement);
  return names;
}

// The SELECT of CREATE VIEW … AS SELECT ….
std::string select_of_view(const std::string& create) {
  for (const auto& token : scan_sql(create)) {
    if (same_name(token.in(create), "AS")) return create.substr(token.offset + token.length);
  }
  return {};
}

}  // namespace

TracedQueries::TracedQueries(const Database& database, const Tables& tables, MemberSources* members)
    : database_(database), tables_(tables), members_(members) {
  lineage_.register_functions(database.handle());
}

std::string TracedQueries::rewrite(std::string_view sql) {
  return with_lineage(
      sql, [this](std::string_view schema, std::string_view name) { return find(schema, name); }, lineage_);
}

const LineageRelation* TracedQueries::find(std::string_view schema, std::string_view name) {
  const std::string key = folded(schema) + "." + folded(name);
  auto at = relations_.find(key);
  if (at == relations_.end()) {
    auto made = describe(folded(schema), std::string(name));
    at =
        relations_
            .emplace(key, made.columns.empty() ? nullptr : std::make_unique<LineageRelation>(std::move(made)))
            .first;
  }
  return at->second.get();
}

LineageRelation TracedQueries::describe(const std::string& schema, const std::string& name) const {
  using Kind = LineageRelation::Kind;
  LineageRelation relation;
  const bool previous = schema == "previous";
  for (const std::string at : {"temp", "main", "previous", "projects"}) {
    if (at == "projects" && members_ == nullptr) continue;
    if (at == "previous" ? !previous : previous || (!schema.empty() && schema != at)) continue;
    Query query =
        database_.query("SELECT type, sql, name FROM " + at +
                        ".sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')");
    query.bind(1, name);
    if (!query.step()) continue;
    relation.kind = query.text(0) == "view" ? Kind::kView : Kind::kOther;
    relation.name = (previous           ? std::string(kPrevious)
                     : at == "projects" ? std::string(kProjects)
                                        : "") +
                    query.text(2);
    relation.sql_name = at + "." + quote_name(query.text(2));
    if (relation.kind == Kind::kView) relation.select = select_of_view(query.text(1));
    if (relation.kind == Kind::kOther && at != "temp" && at != "projects" && tables_.find(query.text(2)) >= 0)
      relation.kind = Kind::kRecords;
    if (at == "projects" && folded(query.text(2)) != "projects") relation.kind = Kind::kRecords;
    if (at == "temp" && query.text(2) == "report") relation.kind = Kind::kRun;
    break;
  }
  if (!relation.sql_name.empty()) relation.columns = columns_of(database_, relation.sql_name);
  const auto has = [&](std::string_view column) {
    return std::find(relation.columns.begin(), relation.columns.end(), column) != relation.columns.end();
  };
  if (has(kViewRow)) relation.row = kViewRow;
  return relation;
}

// SQLite's program for the query names what it opens by the first page of a table or index.
Lineage::Id TracedQueries::whole_tables(std::string_view sql) {
  constexpr int kOpcode = 1, kRootPage = 3, kDatabase = 4;  // columns of EXPLAIN
  constexpr std::array<std::string_view, 4> kStores{"main", "", "previous", "projects"};
  std::vector<Lineage::Id> found;
  Query program = database_.query("EXPLAIN " + with_plain_parameters(sql, scan_sql(sql)));
  while (program.step()) {
    const auto number = static_cast<std::size_t>(program.integer(kDatabase));
    if (program.text(kOpcode) != "OpenRead" || number >= kStores.size() || kStores[number].empty()) continue;
    const std::string store(kStores[number]);
    Query table = database_.query("SELECT tbl_name FROM " + store + ".sqlite_schema WHERE rootpage = ?");
    if (!table.bind(1, program.integer(kRootPage)).step()) continue;
    if (store != "projects" && tables_.find(table.text(0)) < 0) continue;
    const auto name = (store == "main" ? std::string() : store + ".") + table.text(0);
    found.push_back(lineage_.leaf({lineage_.relation(name), -1, -1}));
  }
  return lineage_.join(std::move(found));
}

std::string TracedQueries::column_of(const Lineage::Leaf& leaf, const std::string& key) const {
  const auto at = relations_.find(key);
  if (leaf.column < 0 || at == relations_.end() || !at->second) return {};
  return at->second->columns[static_cast<std::size_t>(leaf.column)];
}

std::vector<RecordSource> TracedQueries::sources_of(const Lineage::Leaf& leaf) const {
  std::string name = lineage_.relation_name(leaf.relation);
  if (name.starts_with(kProjects) && leaf.row >= 0) {
    name.erase(0, kProjects.size());
    auto column = column_of(leaf, std::string(kProjects) + folded(name));
    if (column.empty()) column = column_of(leaf, "." + folded(name));
    return members_->of(name, leaf.row, column);
  }
  RecordSource source;
  source.previous = name.starts_with(kPrevious);
  if (source.previous) name.erase(0, kPrevious.size());
  source.collection = name;
  const int table = tables_.find(name);
  const auto column = column_of(leaf, (source.previous ? "previous." : ".") + folded(name));
  if (leaf.row < 0) {
    source.kind = RecordSource::Kind::kTable;
  } else if (table < 0) {
    source.kind = RecordSource::Kind::kRun;
    source.field = column;
  } else {
    const auto* spec = tables_[table].column(column);
    source.field = spec != nullptr ? spec->yaml_name : "";
    source.at = locate(database_, tables_, name, leaf.row, column, source.previous ? "previous" : "main");
  }
  return {source};
}

std::vector<RecordSource> TracedQueries::sources(Lineage::Id set) const {
  std::vector<RecordSource> sources;
  for (const auto& leaf : lineage_.leaves(set)) {
    const auto found = sources_of(leaf);
    sources.insert(sources.end(), found.begin(), found.end());
  }
  std::sort(sources.begin(), sources.end(), [](const RecordSource& a, const RecordSource& b) {
    return std::tie(a.kind, a.previous, a.at, a.collection, a.field) <
           std::tie(b.kind, b.previous, b.at, b.collection, b.field);
  });
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

}  // namespace svodka::store
