#include "store/merge_projects.h"

#include <algorithm>
#include <map>

#include "base/files.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "store/build_id.h"
#include "store/document_tables.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHead =
    "CREATE TABLE projects(id TEXT, name TEXT, folder TEXT);\n"
    "CREATE TABLE _merge(state TEXT);\n"
    "CREATE TABLE _members(number INTEGER PRIMARY KEY, id TEXT, name TEXT, folder TEXT, store TEXT, state "
    "TEXT);\n"
    "CREATE TABLE _columns(member INTEGER, relation TEXT, name TEXT, type TEXT);\n";

// What the rows of one project depend on.
struct MemberState {
  std::string store;  // hash of its store
  std::string all;
};

MemberState state_of(const MemberProject& member, const std::set<std::string>& names) {
  MemberState state{sha256_if_there(member.database), {}};
  state.all = build_id() + "\n" + member.id + "\n" + state.store + "\n" + sha256_if_there(member.previous) +
              "\n" + member.context.period + " " + member.context.as_of + "\n";
  const bool documents = std::any_of(names.begin(), names.end(), may_read_documents);
  if (documents && member.documents_state) state.all += member.documents_state();
  state.all = sha256(state.all);
  return state;
}

// What the merge that lies there was made of; "" when there is none.
std::string merge_state(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return {};
  try {
    const auto database = Database::read_only(file);
    auto query = database.query("SELECT state FROM _merge");
    return query.step() ? query.text(0) : std::string();
  } catch (const SqliteError&) {
    return {};  // damaged, or of another make
  }
}

bool counts_rows(const std::string& column) { return column == "_row" || column == "_parent"; }

bool same_name(std::string_view a, std::string_view b) { return utf8::lower(a) == utf8::lower(b); }

class Merge {
 public:
  Merge(const ProjectStores& stores, Personal personal, const std::vector<MemberState>& states,
        const fs::path& old)
      : stores_(stores), personal_(personal), states_(states), database_(Database::temporary()) {
    if (!old.empty()) database_.exec("ATTACH " + quote_text(immutable_uri(old)) + " AS old");
    has_old_ = !old.empty();
  }

  void run(const std::string& state) {
    database_.exec(std::string("BEGIN;\n") + kHead);
    database_.query("INSERT INTO _merge VALUES(?)").bind(1, std::string_view(state)).run();
    for (std::size_t i = 0; i < stores_.members().size(); ++i) add(i);
    database_.exec("COMMIT");
    if (has_old_) database_.exec("DETACH old");
  }

  void save(const fs::path& file) const { database_.exec("VACUUM main INTO " + quote_text(file.string())); }

 private:
  void add(std::size_t place) {
    const auto& member = stores_.members()[place];
    const auto& state = states_[place];
    const auto number = static_cast<std::int64_t>(place);
    database_.query("INSERT INTO projects VALUES(?, ?, ?)")
        .bind(1, std::string_view(member.id))
        .bind(2, std::string_view(member.name))
        .bind(3, std::string_view(member.folder))
        .run();
    auto insert = database_.query("INSERT INTO _members VALUES(?, ?, ?, ?, ?, ?)");
    insert.bind(1, number).bind(2, std::string_view(member.id)).bind(3, std::string_view(member.name));
    insert.bind(4, std::string_view(member.folder)).bind(5, std::string_view(state.store));
    insert.bind(6, std::string_view(state.all)).run();
    const Tables tables(member.schema);
    std::unique_ptr<Reader> reader;
    bool attached = false;
    for (const auto& name : stores_.names()) {
      const auto& all = tables.all();
      const auto table =
          std::find_if(all.begin(), all.end(), [&](const auto& t) { return same_name(t.name, name); });
      if (table != all.end() && personal_ == Personal::kShown) {
        if (!attached) {
          database_.exec("COMMIT; ATTACH " + quote_text(immutable_uri(member.database)) +
                         " AS source; BEGIN");
          attached = true;
        }
        copy_table(place, *table);
        continue;
      }
      if (table == all.end() && copy_old(place, name)) continue;
      if (!reader) reader = stores_.open(place, personal_);
      copy_rows(place, table == all.end() ? name : table->name, table != all.end(), *reader);
    }
    if (attached) database_.exec("COMMIT; DETACH source; BEGIN");
  }

  // Makes the table, or gives it the columns that it lacks.
  void make(const std::string& relation, bool has_rows, const std::vector<svodka::Column>& columns) {
    auto& known = relations_[relation];
    const auto name = "main." + quote_name(relation);
    if (known.empty()) {
      database_.exec("CREATE TABLE " + name + "(project TEXT, " +
                     (has_rows ? "_row" : std::string(kViewRow)) + " INTEGER PRIMARY KEY)");
      known = {"project", has_rows ? "_row" : std::string(kViewRow)};
    }
    for (const auto& column : columns) {
      const auto merged = merged_column(column.name);
      if (std::any_of(known.begin(), known.end(), [&](const auto& k) { return same_name(k, merged); }))
        continue;
      database_.exec("ALTER TABLE " + name + " ADD COLUMN " + quote_name(merged) + " " +
                     declaration_of_type(column.type));
      known.push_back(merged);
    }
  }

  // A table of records, by SQLite's own means.
  void copy_table(std::size_t place, const TableSpec& table) {
    std::vector<svodka::Column> columns;
    if (table.is_list()) columns = {{"_parent", ColumnType::kInteger}, {"_index", ColumnType::kInteger}};
    columns.push_back({"_source", ColumnType::kText});
    for (const auto& column : table.columns) columns.push_back({column.name, column.type()});
    make(table.name, true, columns);
    const auto base = std::to_string(merged_row(place, 0));
    std::string into = "project, _row", from = quote_text(stores_.members()[place].id) + ", _row + " + base;
    for (const auto& column : columns) {
      into += ", " + quote_name(merged_column(column.name));
      from += ", " + quote_name(column.name) + (counts_rows(column.name) ? " + " + base : "");
    }
    database_.exec("INSERT INTO main." + quote_name(table.name) + "(" + into + ") SELECT " + from +
                   " FROM source." + quote_name(table.name) + " ORDER BY _row");
  }

  // The rows of a view that the old merge has of this project, when that is as it was.
  bool copy_old(std::size_t place, const std::string& name) {
    if (!has_old_) return false;
    const auto number = static_cast<std::int64_t>(place);
    auto same = database_.query("SELECT 1 FROM old._members WHERE number = ? AND state = ?");
    if (!same.bind(1, number).bind(2, std::string_view(states_[place].all)).step()) return false;
    auto query = database_.query("SELECT name, type FROM old._columns WHERE member = ? AND relation = ?");
    query.bind(1, number).bind(2, std::string_view(name));
    std::vector<svodka::Column> columns;
    std::string list = "project, " + std::string(kViewRow);
    while (query.step()) {
      columns.push_back({query.text(0), type_of_declaration(query.text(1).c_str())});
      list += ", " + quote_name(merged_column(columns.back().name));
    }
    if (columns.empty()) return false;
    query.reset();
    make(name, false, columns);
    note(place, name, columns);
    database_.exec("INSERT INTO main." + quote_name(name) + "(" + list + ") SELECT " + list + " FROM old." +
                   quote_name(name) + " WHERE " + std::string(kViewRow) + " BETWEEN " +
                   std::to_string(merged_row(place, 0)) + " AND " +
                   std::to_string(merged_row(place + 1, 0) - 1) + " ORDER BY " + std::string(kViewRow));
    return true;
  }

  // What the project's own queries see.
  void copy_rows(std::size_t place, const std::string& name, bool has_rows, const Reader& reader) {
    std::optional<Statement> rows;
    try {
      rows.emplace(reader.prepare("SELECT * FROM " + quote_name(name)));
    } catch (const QueryError&) {
      return;  // this project has no such relation
    }
    const auto& all = rows->columns();
    std::vector<svodka::Column> columns;
    for (const auto& column : all) {
      if (!has_rows || column.name != "_row") columns.push_back(column);
    }
    make(name, has_rows, columns);
    if (!has_rows) note(place, name, columns);
    std::string into = "project, " + (has_rows ? "_row" : std::string(kViewRow)), values = "?, ?";
    for (const auto& column : columns) {
      into += ", " + quote_name(merged_column(column.name));
      values += ", ?";
    }
    auto insert =
        database_.query("INSERT INTO main." + quote_name(name) + "(" + into + ") VALUES(" + values + ")");
    std::vector<Value> row(all.size());
    for (std::int64_t ordinal = 0; step(*rows, place, name); ++ordinal) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        rows->read(static_cast<int>(i), row[i]);
        auto* count = std::get_if<std::int64_t>(&row[i]);
        if (count != nullptr && counts_rows(all[i].name)) *count = merged_row(place, *count);
      }
      insert.bind(1, std::string_view(stores_.members()[place].id));
      if (!has_rows) insert.bind(2, merged_row(place, ordinal));
      int parameter = 3;
      for (std::size_t i = 0; i < all.size(); ++i)
        bind(insert, has_rows && all[i].name == "_row" ? 2 : parameter++, row[i]);
      insert.run();
    }
  }

  bool step(Statement& rows, std::size_t place, const std::string& name) const {
    try {
      return rows.step();
    } catch (const QueryError& error) {
      const auto& id = stores_.members()[place].id;
      throw EnvironmentError(text("не удалось прочитать `{0}` проекта «{1}»: {2}",
                                  "cannot read `{0}` of the project “{1}”: {3}", name, id, error.message().ru,
                                  error.message().en));
    }
  }

  static void bind(Query& insert, int parameter, const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value))
      insert.bind(parameter, *whole);
    else if (const auto* number = std::get_if<double>(&value))
      insert.bind(parameter, *number);
    else if (const auto* words = std::get_if<std::string>(&value))
      insert.bind(parameter, std::string_view(*words));
    else
      insert.bind_null(parameter);
  }

  void note(std::size_t place, const std::string& relation, const std::vector<svodka::Column>& columns) {
    auto insert = database_.query("INSERT INTO _columns VALUES(?, ?, ?, ?)");
    for (const auto& column : columns) {
      insert.bind(1, static_cast<std::int64_t>(place)).bind(2, std::string_view(relation));
      insert.bind(3, std::string_view(column.name))
          .bind(4, std::string_view(declaration_of_type(column.type)));
      insert.run();
    }
  }

  const ProjectStores& stores_;
  Personal personal_;
  const std::vector<MemberState>& states_;
  Database database_;
  bool has_old_ = false;
  std::map<std::string, std::vector<std::string>> relations_;  // with their columns
};

}  // namespace

void merge_projects(const ProjectStores& stores, Personal personal, const fs::path& file) {
  std::vector<MemberState> states;
  std::string state = "1 " + build_id() + "\n";
  for (const auto& name : stores.names()) state += name + " ";
  for (const auto& member : stores.members()) {
    states.push_back(state_of(member, stores.names()));
    state += "\n" + states.back().all + " " + member.name + " " + member.folder;
  }
  state = sha256(state);
  const auto before = personal == Personal::kShown ? merge_state(file) : std::string();
  if (before == state) return;
  make_folder(file.parent_path());
  Merge merge(stores, personal, states, before.empty() ? fs::path() : file);
  merge.run(state);
  const auto temporary = temporary_beside(file);
  const ScopedRemoval removal(temporary);
  merge.save(temporary);
  commit_file(temporary, file);
}

std::vector<KeptMember> kept_members(const fs::path& merged) {
  const auto database = Database::read_only(merged);
  auto query = database.query("SELECT id, name, folder, store FROM _members ORDER BY number");
  std::vector<KeptMember> members;
  while (query.step()) members.push_back({query.text(0), query.text(1), query.text(2), query.text(3)});
  return members;
}

}  // namespace svodka::store
