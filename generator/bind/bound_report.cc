#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <utility>

#include "bind/markers.h"
#include "bind/query_rows.h"
#include "bind/report.h"
#include "bind/scalar_place.h"
#include "bind/traced_rows.h"
#include "store/sql_text.h"

namespace svodka::bind {
namespace {

constexpr std::int64_t kMaxRows = 1'000'000;

// Where a parameter's value comes from: `up` rows out (0 is the nearest enclosing row), then a column.
struct Source {
  std::size_t up = 0;
  std::size_t column = 0;
};

// A query with its statement. Statements are run again for each row that encloses them.
struct Prepared {
  const Query* query = nullptr;
  std::string full_name;
  mutable store::Statement statement;
  std::shared_ptr<bool> lent =
      std::make_shared<bool>(false);  // a RowSource is stepping through the statement
  std::vector<Source> sources;
  std::vector<Prepared> each;
  // What follows its values, when the report is traced; made when its rows are first read.
  mutable std::optional<TracedQuery> traced;
  bool used = false;  // something shows it
  bool held = false;  // a template shows it, so its rows must stand in memory
  // The rows that every document shows alike, between one document and the next.
  mutable std::optional<std::vector<Row>> kept;
};

// A scope whose rows enclose a query: its name and columns.
struct Scope {
  std::string name;
  const std::vector<Column>* columns = nullptr;
};

// The place of the SQL's token at `offset`; of the whole SQL when the offset is not known.
Position place_in_sql(const Report& report, const Query& query, int offset) {
  if (offset < 0) return query.at.in(report.path);
  const auto at = static_cast<std::size_t>(offset);
  std::size_t length = 1;
  for (const auto& token : store::scan_sql(query.sql)) {
    if (token.offset <= at && at < token.offset + token.length) length = token.offset + token.length - at;
  }
  return place_in_scalar(report.path, report.text, query.at, query.sql, at, length);
}

void report_failure(const Report& report, const Query& query, const store::QueryError& e, Diagnostics& out) {
  out.error(place_in_sql(report, query, e.offset()), "sql-error",
            Text{fmt::format("запрос `{}`: {}", query.name, e.message().ru),
                 fmt::format("query `{}`: {}", query.name, e.message().en)},
            e.hint());
}

class Preparer {
 public:
  Preparer(const Report& report, const store::Reader& reader, Diagnostics& out)
      : report_(report), reader_(reader), out_(out) {}

  std::optional<Prepared> prepare(const Query& query, const std::string& prefix, std::vector<Scope>& scopes,
                                  Shape& shape) {
    try {
      Prepared made{
          .query = &query, .full_name = prefix + query.name, .statement = reader_.prepare(query.sql)};
      shape.columns = made.statement.columns();
      check_columns(query, shape.columns);
      for (const auto& name : made.statement.parameters())
        made.sources.push_back(source(query, name, scopes));
      shape.sections.reserve(query.each.size());
      scopes.push_back({query.name, &shape.columns});
      for (const auto& inner : query.each) {
        if (shape.column(inner.name) >= 0) clash(inner);
        shape.sections.push_back({inner.name, {}});
        if (auto prepared = prepare(inner, made.full_name + ".", scopes, shape.sections.back().shape))
          made.each.push_back(std::move(*prepared));
      }
      scopes.pop_back();
      return made;
    } catch (const store::QueryError& e) {
      report_failure(report_, query, e, out_);
      return std::nullopt;
    }
  }

  void clash(const Query& query) {
    out_.error(query.named_at.in(report_.path), "name-clash",
               text("имя `{}` уже есть у столбца", "a column already has the name `{}`", query.name),
               text("переименуйте запрос", "rename the query"));
  }

 private:
  void check_columns(const Query& query, const std::vector<Column>& columns) {
    std::set<std::string> names;
    for (const auto& column : columns) {
      if (!names.insert(column.name).second) {
        out_.error(query.at.in(report_.path), "duplicate-column",
                   text("в запросе `{}` два столбца `{}`", "the query `{}` has two columns `{}`", query.name,
                        column.name),
                   text("дайте одному из них имя: … AS имя", "give one of them a name: … AS name"));
      } else if (!query.name.starts_with(kFillPrefix) &&
                 scan_markers("{{" + column.name + "}}").markers.empty()) {
        out_.warning(query.at.in(report_.path), "unnamed-column",
                     text("в запросе `{}` столбец `{}` нельзя назвать в шаблоне",
                          "in the query `{}` no template can name the column `{}`", query.name, column.name),
                     text("дайте ему имя: {} AS имя", "give it a name: {} AS name", column.name));
      }
    }
  }

  // `:query.column` or `:column` of the nearest enclosing row that has it.
  Source source(const Query& query, const std::string& name, const std::vector<Scope>& scopes) {
    std::vector<std::string> known;
    for (std::size_t up = 0; up < scopes.size(); ++up) {
      const auto& scope = scopes[scopes.size() - 1 - up];
      for (std::size_t i = 0; i < scope.columns->size(); ++i) {
        const auto& column = (*scope.columns)[i].name;
        if (name == column || name == scope.name + "." + column) return {up, i};
        known.push_back(scope.name + "." + column);
        known.push_back(column);
      }
    }
    auto hint = suggestion(name, known);
    out_.error(place_of_parameter(query, name), "unknown-parameter",
               text("в запросе `{}` параметр `:{}` неоткуда взять",
                    "the query `{}` has a parameter `:{}` that nothing fills", query.name, name),
               hint.empty()
                   ? text("параметр — столбец отчёта или строки, в которую вложен запрос",
                          "a parameter is a column of the report or of the row that the query is nested in")
                   : hint);
    return {};
  }

  Position place_of_parameter(const Query& query, const std::string& name) {
    for (const auto& token : store::scan_sql(query.sql)) {
      if (token.kind == store::SqlToken::Kind::kParameter && token.in(query.sql).substr(1) == name)
        return place_in_sql(report_, query, static_cast<int>(token.offset));
    }
    return query.at.in(report_.path);
  }

  const Report& report_;
  const store::Reader& reader_;
  Diagnostics& out_;
};

void bind_parameters(store::Statement& statement, const std::vector<Source>& sources,
                     const std::vector<const Row*>& rows) {
  statement.reset();
  for (std::size_t i = 0; i < sources.size(); ++i)
    statement.bind(static_cast<int>(i), rows[rows.size() - 1 - sources[i].up]->values[sources[i].column]);
}

// Does the query, or one nested in it, take a value from the row of `one-per`? Its columns are those of the
// root from `own` on; the root is `depth` rows out.
bool differs_by_document(const Prepared& prepared, std::size_t own, std::size_t depth = 0) {
  return std::any_of(prepared.sources.begin(), prepared.sources.end(),
                     [&](const Source& source) { return source.up == depth && source.column >= own; }) ||
         std::any_of(prepared.each.begin(), prepared.each.end(),
                     [&](const Prepared& inner) { return differs_by_document(inner, own, depth + 1); });
}

void mark_used(std::vector<Prepared>& queries, const MarkerUse& use) {
  for (auto& prepared : queries) {
    const auto& name = prepared.full_name;
    if (use.name != name && !(use.name.starts_with(name) && use.name[name.size()] == '.')) continue;
    prepared.used = true;
    prepared.held = prepared.held || use.marker.starts_with("{{") || use.marker.starts_with("fill: ");
    mark_used(prepared.each, use);
  }
}

// A query that nothing uses; of what nests in it nothing needs to be said then.
void warn_unused(const std::vector<Prepared>& queries, const Report& report, Diagnostics& out) {
  for (const auto& prepared : queries) {
    if (prepared.used && !prepared.held) continue;  // its rows go to a sheet, where nothing nests
    if (prepared.used) {
      warn_unused(prepared.each, report, out);
      continue;
    }
    out.warning(
        prepared.query->named_at.in(report.path), "unused-query",
        text("запрос `{}` нигде не используется", "the query `{}` is used nowhere", prepared.full_name),
        text("удалите его или добавьте метку в шаблон", "remove it, or add a marker to a template"));
  }
}

}  // namespace

struct BoundReport::Impl {
  const Report* report = nullptr;
  const store::Reader* reader = nullptr;
  std::unique_ptr<Shape> shape = std::make_unique<Shape>();  // prepared scopes point into it
  Row root;                                                  // the columns that do not depend on one-per
  std::vector<Prepared> queries;
  std::optional<Prepared> one_per;
  bool traced = false;
  std::vector<Value> root_sets;  // of the columns of `root`, when it is traced

  // A query, or with `nested` one nested in it, and the rows that enclose it.
  struct Picked {
    const Prepared& prepared;
    const Shape& shape;
    std::vector<const Row*> enclosing;
  };
  Picked pick(int section, const Row& document, int nested, const Row* row) const;
  void add_sets(const Prepared& prepared, const std::vector<const Row*>& enclosing,
                std::vector<Row>& rows) const;
  void read_run(const std::string& title);
  void add_one_per_columns(const Shape& own, Diagnostics& out);
  // Reads all rows of a query, and of those nested in it, below the rows that enclose it.
  std::vector<Row> read(const Prepared& prepared, std::vector<const Row*>& enclosing, std::int64_t& budget,
                        Diagnostics& out) const;
  std::vector<Row> read_own(const Prepared& prepared, const std::vector<const Row*>& enclosing,
                            std::int64_t& budget, Diagnostics& out) const;
  // The rows of a query by itself, so many at a time.
  void read_own(const Prepared& prepared, const std::vector<const Row*>& enclosing, std::size_t at_once,
                const std::function<void(std::vector<Row>)>& take, Diagnostics& out) const;
  void say_too_many(const Prepared& prepared, Diagnostics& out) const;
};

// The columns of the table `report` and the report's own title.
void BoundReport::Impl::read_run(const std::string& title) {
  auto run = reader->prepare("SELECT * FROM report");
  shape->columns = run.columns();
  if (run.step()) root = current_row(run, shape->columns.size());
  root.values.resize(shape->columns.size());
  shape->columns.push_back({"title", ColumnType::kText});
  root.values.emplace_back(title);
}

void BoundReport::Impl::add_one_per_columns(const Shape& own, Diagnostics& out) {
  for (const auto& column : own.columns) {
    if (shape->column(column.name) >= 0) {
      out.error(report->one_per->at.in(report->path), "name-clash",
                text("столбец `{}` запроса one-per совпадает с полем отчёта",
                     "the column `{}` of one-per has the name of a field of the report", column.name),
                text("дайте ему другое имя: … AS имя", "give it another name: … AS name"));
    }
    shape->columns.push_back(column);
  }
}

void BoundReport::Impl::say_too_many(const Prepared& prepared, Diagnostics& out) const {
  out.error(prepared.query->at.in(report->path), "too-many-rows",
            text("данных больше {} строк: предел достигнут в запросе `{}`",
                 "the data have more than {} rows: the limit was met in the query `{}`", kMaxRows,
                 prepared.full_name),
            text("сузьте запрос или покажите его таблицей `sheets`",
                 "narrow the query, or show it as a table of `sheets`"));
}

std::vector<Row> BoundReport::Impl::read_own(const Prepared& prepared,
                                             const std::vector<const Row*>& enclosing, std::int64_t& budget,
                                             Diagnostics& out) const {
  std::vector<Row> rows;
  bind_parameters(prepared.statement, prepared.sources, enclosing);
  const auto columns = prepared.statement.columns().size();
  while (budget >= 0 && prepared.statement.step()) {
    if (--budget < 0) {
      say_too_many(prepared, out);
      break;
    }
    rows.push_back(current_row(prepared.statement, columns));
  }
  prepared.statement.reset();
  if (traced) add_sets(prepared, enclosing, rows);
  return rows;
}

void BoundReport::Impl::read_own(const Prepared& prepared, const std::vector<const Row*>& enclosing,
                                 std::size_t at_once, const std::function<void(std::vector<Row>)>& take,
                                 Diagnostics& out) const {
  std::vector<Row> rows;
  bind_parameters(prepared.statement, prepared.sources, enclosing);
  const auto columns = prepared.statement.columns().size();
  const auto deliver = [&] {
    if (traced) add_sets(prepared, enclosing, rows);
    take(std::exchange(rows, {}));
  };
  try {
    for (auto budget = kMaxRows; prepared.statement.step();) {
      if (--budget < 0) {
        say_too_many(prepared, out);
        break;
      }
      rows.push_back(current_row(prepared.statement, columns));
      if (rows.size() >= at_once) deliver();
    }
  } catch (...) {
    prepared.statement.reset();
    throw;
  }
  prepared.statement.reset();
  deliver();
}

void BoundReport::Impl::add_sets(const Prepared& prepared, const std::vector<const Row*>& enclosing,
                                 std::vector<Row>& rows) const {
  if (!prepared.traced) prepared.traced.emplace(*reader, prepared.query->sql);
  std::vector<std::pair<std::string, Value>> parameters;
  const auto& names = prepared.statement.parameters();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& source = prepared.sources[i];
    parameters.emplace_back(names[i], enclosing[enclosing.size() - 1 - source.up]->values[source.column]);
  }
  prepared.traced->add_sets(parameters, rows);
}

std::vector<Row> BoundReport::Impl::read(const Prepared& prepared, std::vector<const Row*>& enclosing,
                                         std::int64_t& budget, Diagnostics& out) const {
  auto rows = read_own(prepared, enclosing, budget, out);
  for (auto& row : rows) {
    enclosing.push_back(&row);
    std::vector<std::vector<Row>> sections(prepared.each.size());
    for (std::size_t i = 0; i < prepared.each.size(); ++i) {
      if (prepared.each[i].held) sections[i] = read(prepared.each[i], enclosing, budget, out);
    }
    row.sections = std::move(sections);
    enclosing.pop_back();
  }
  return rows;
}

BoundReport::BoundReport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BoundReport::~BoundReport() = default;
BoundReport::BoundReport(BoundReport&&) noexcept = default;
BoundReport& BoundReport::operator=(BoundReport&&) noexcept = default;

std::optional<BoundReport> BoundReport::prepare(const Report& report, const store::Reader& reader,
                                                Diagnostics& out) {
  auto impl = std::make_unique<Impl>();
  impl->report = &report;
  impl->reader = &reader;
  impl->read_run(report.title);
  Diagnostics found;
  Preparer preparer(report, reader, found);
  Shape& shape = *impl->shape;
  std::vector<Scope> scopes{{"report", &shape.columns}};
  if (report.one_per) {
    Shape own;
    impl->one_per = preparer.prepare(*report.one_per, "", scopes, own);
    impl->add_one_per_columns(own, found);
  }
  shape.sections.reserve(report.data.size());
  for (const auto& query : report.data) {
    if (shape.column(query.name) >= 0) preparer.clash(query);
    shape.sections.push_back({query.name, {}});
    if (auto prepared = preparer.prepare(query, "", scopes, shape.sections.back().shape))
      impl->queries.push_back(std::move(*prepared));
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return BoundReport(std::move(impl));
}

const Shape& BoundReport::shape() const { return *impl_->shape; }

void BoundReport::use(const std::vector<MarkerUse>& uses) {
  for (const auto& use : uses) mark_used(impl_->queries, use);
}

void BoundReport::use_rows(int section) { impl_->queries[static_cast<std::size_t>(section)].used = true; }

void BoundReport::report_unused(Diagnostics& out) const { warn_unused(impl_->queries, *impl_->report, out); }

void BoundReport::trace() {
  if (impl_->traced) return;
  impl_->traced = true;
  for (const auto& query : impl_->queries) query.kept.reset();  // they do not say where they came from
  // The columns of `report` come first, then the title.
  std::vector<Row> run{impl_->root};
  run.front().values.pop_back();
  const auto columns = run.front().values.size();
  TracedQuery(*impl_->reader, "SELECT * FROM report").add_sets({}, run);
  auto& sets = impl_->root_sets;
  sets.assign(run.front().values.begin() + static_cast<std::ptrdiff_t>(columns), run.front().values.end());
  sets.back() = std::int64_t{0};  // of the title
}

std::vector<Row> BoundReport::documents(Diagnostics& out) const {
  std::vector<Row> all;
  const auto take = [&](std::vector<Row> rows) { all = std::move(rows); };
  documents(std::numeric_limits<std::size_t>::max(), take, out);
  return all;
}

void BoundReport::documents(std::size_t at_once, const std::function<void(std::vector<Row>)>& take,
                            Diagnostics& out) const {
  const auto with_sets = [&](Row row, const std::vector<Value>& own) {
    if (!impl_->traced) return row;
    row.values.insert(row.values.end(), impl_->root_sets.begin(), impl_->root_sets.end());
    row.values.insert(row.values.end(), own.begin(), own.end());
    if (own.empty()) row.values.emplace_back(std::int64_t{0});
    return row;
  };
  if (!impl_->one_per) return take({with_sets(impl_->root, {})});
  const auto columns = static_cast<std::ptrdiff_t>(impl_->one_per->statement.columns().size());
  const auto deliver = [&](std::vector<Row> own_rows) {
    std::vector<Row> rows;
    rows.reserve(own_rows.size());
    for (auto& own : own_rows) {
      Row row = impl_->root;
      const std::vector<Value> own_sets(own.values.begin() + columns, own.values.end());
      row.values.insert(row.values.end(), std::make_move_iterator(own.values.begin()),
                        std::make_move_iterator(own.values.begin() + columns));
      rows.push_back(with_sets(std::move(row), own_sets));
    }
    take(std::move(rows));
  };
  try {
    impl_->read_own(*impl_->one_per, {&impl_->root},
                    impl_->traced ? std::numeric_limits<std::size_t>::max() : at_once, deliver, out);
  } catch (const store::QueryError& e) {
    report_failure(*impl_->report, *impl_->one_per->query, e, out);
  }
}

std::size_t BoundReport::count_documents() const {
  if (!impl_->one_per) return 1;
  auto& statement = impl_->one_per->statement;
  bind_parameters(statement, impl_->one_per->sources, {&impl_->root});
  std::size_t count = 0;
  try {
    while (statement.step()) ++count;
  } catch (const store::QueryError&) {  // is said when the documents are made
  }
  statement.reset();
  return count;
}

void BoundReport::fetch(Row& root, Diagnostics& out) const {
  root.sections.assign(impl_->queries.size(), {});
  std::int64_t budget = kMaxRows;
  for (std::size_t i = 0; i < impl_->queries.size(); ++i) {
    if (!impl_->queries[i].held) continue;
    if (auto& kept = impl_->queries[i].kept) {
      root.sections[i] = std::move(*kept);
      kept.reset();
      continue;
    }
    std::vector<const Row*> enclosing{&root};
    try {
      root.sections[i] = impl_->read(impl_->queries[i], enclosing, budget, out);
    } catch (const store::QueryError& e) {
      report_failure(*impl_->report, *impl_->queries[i].query, e, out);
    }
  }
}

void BoundReport::give_back(Row& root) const {
  for (std::size_t i = 0; i < impl_->queries.size() && i < root.sections.size(); ++i) {
    const auto& query = impl_->queries[i];
    if (query.held && !differs_by_document(query, impl_->root.values.size()))
      query.kept = std::move(root.sections[i]);
  }
  root.sections.clear();
}

BoundReport::Impl::Picked BoundReport::Impl::pick(int section, const Row& document, int nested,
                                                  const Row* row) const {
  const auto index = static_cast<std::size_t>(section);
  const auto& outer = queries[index];
  const Shape& outer_shape = shape->sections[index].shape;
  std::vector<const Row*> enclosing{&document};
  if (row != nullptr) enclosing.push_back(row);
  if (nested < 0) return {outer, outer_shape, std::move(enclosing)};
  const auto at = static_cast<std::size_t>(nested);
  return {outer.each[at], outer_shape.sections[at].shape, std::move(enclosing)};
}

std::unique_ptr<RowSource> BoundReport::open_traced(int section, const Row& root, Diagnostics& out,
                                                    int nested, const Row* row) const {
  const auto [prepared, shape, enclosing] = impl_->pick(section, root, nested, row);
  std::vector<Row> rows;
  try {
    std::int64_t budget = kMaxRows;
    rows = impl_->read_own(prepared, enclosing, budget, out);
  } catch (const store::QueryError& e) {
    report_failure(*impl_->report, *prepared.query, e, out);
  }
  return std::make_unique<KeptRows>(shape, std::move(rows));
}

std::unique_ptr<RowSource> BoundReport::open_rows(int section, const Row& root, Diagnostics& out, int nested,
                                                  const Row* row) const {
  if (impl_->traced) return open_traced(section, root, out, nested, row);
  const auto [prepared, shape, enclosing] = impl_->pick(section, root, nested, row);
  const auto fail = [report = impl_->report, query = prepared.query, &out](const store::QueryError& e) {
    report_failure(*report, *query, e, out);
  };
  if (!*prepared.lent) {
    bind_parameters(prepared.statement, prepared.sources, enclosing);
    return std::make_unique<QueryRows>(prepared.statement, prepared.lent, *impl_->reader, shape, fail);
  }
  auto statement =
      impl_->reader->prepare(prepared.query->sql);  // two tables of one sheet may read the same query at once
  bind_parameters(statement, prepared.sources, enclosing);
  return std::make_unique<QueryRows>(std::move(statement), *impl_->reader, shape, fail);
}

}  // namespace svodka::bind
