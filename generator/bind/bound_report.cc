#include <algorithm>
#include <functional>
#include <set>

#include "bind/report.h"

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
  mutable store::Statement statement;
  std::shared_ptr<bool> lent = std::make_shared<bool>(false);  // a RowSource is stepping through the statement
  std::vector<Source> sources;
  std::vector<Prepared> each;
};

// A scope whose rows enclose a query: its name and columns.
struct Scope {
  std::string name;
  const std::vector<Column>* columns = nullptr;
};

Position place_in_sql(const std::string& path, const Query& query, int offset) {
  auto at = query.at.in(path);
  at.length = 0;
  // In a block scalar the SQL's lines are the file's lines, one below the mark; elsewhere the start has to do.
  if (offset > 0 && query.sql.find('\n') != std::string::npos) {
    const auto line = std::count(query.sql.begin(), query.sql.begin() + std::min<std::ptrdiff_t>(offset, static_cast<std::ptrdiff_t>(query.sql.size())), '\n');
    if (line > 0) {
      at.line += static_cast<int>(line) + 1;
      at.column = 0;
    }
  }
  return at;
}

class Preparer {
 public:
  Preparer(const std::string& path, const store::Reader& reader, Diagnostics& out) : path_(path), reader_(reader), out_(out) {}

  std::optional<Prepared> prepare(const Query& query, std::vector<Scope>& scopes, Shape& shape) {
    try {
      Prepared made{.query = &query, .statement = reader_.prepare(query.sql)};
      shape.columns = made.statement.columns();
      check_columns(query, shape.columns);
      for (const auto& name : made.statement.parameters()) made.sources.push_back(source(query, name, scopes));
      shape.sections.reserve(query.each.size());
      scopes.push_back({query.name, &shape.columns});
      for (const auto& inner : query.each) {
        if (shape.column(inner.name) >= 0) clash(inner);
        shape.sections.push_back({inner.name, {}});
        if (auto prepared = prepare(inner, scopes, shape.sections.back().shape)) made.each.push_back(std::move(*prepared));
      }
      scopes.pop_back();
      return made;
    } catch (const store::QueryError& e) {
      out_.error(place_in_sql(path_, query, e.offset()), "sql-error", Text{fmt::format("запрос `{}`: {}", query.name, e.message().ru), fmt::format("query `{}`: {}", query.name, e.message().en)}, e.hint());
      return std::nullopt;
    }
  }

  void clash(const Query& query) {
    out_.error(query.at.in(path_), "name-clash", text("имя `{}` уже есть у столбца", "a column already has the name `{}`", query.name), text("переименуйте запрос", "rename the query"));
  }

 private:
  void check_columns(const Query& query, const std::vector<Column>& columns) {
    std::set<std::string> names;
    for (const auto& column : columns) {
      if (names.insert(column.name).second) continue;
      out_.error(query.at.in(path_), "duplicate-column", text("в запросе `{}` два столбца `{}`", "the query `{}` has two columns `{}`", query.name, column.name),
                 text("дайте одному из них имя: … AS имя", "give one of them a name: … AS name"));
    }
  }

  // `:query.column` or `:column` of the nearest enclosing row that has it.
  Source source(const Query& query, const std::string& name, const std::vector<Scope>& scopes) {
    const auto dot = name.find('.');
    std::vector<std::string> known;
    for (std::size_t up = 0; up < scopes.size(); ++up) {
      const auto& scope = scopes[scopes.size() - 1 - up];
      for (std::size_t i = 0; i < scope.columns->size(); ++i) {
        const auto& column = (*scope.columns)[i].name;
        const bool by_query = dot != std::string::npos && name.substr(0, dot) == scope.name && name.substr(dot + 1) == column;
        if (by_query || name == column) return {up, i};
        known.push_back(scope.name.empty() ? column : scope.name + "." + column);
        known.push_back(column);
      }
    }
    out_.error(query.at.in(path_), "unknown-parameter", text("в запросе `{}` параметр `:{}` неоткуда взять", "the query `{}` has a parameter `:{}` that nothing fills", query.name, name), suggestion(name, known));
    return {};
  }

  const std::string& path_;
  const store::Reader& reader_;
  Diagnostics& out_;
};

void bind_parameters(store::Statement& statement, const std::vector<Source>& sources, const std::vector<const Row*>& rows) {
  statement.reset();
  for (std::size_t i = 0; i < sources.size(); ++i) statement.bind(static_cast<int>(i), rows[rows.size() - 1 - sources[i].up]->values[sources[i].column]);
}

Row current_row(const store::Statement& statement, std::size_t columns) {
  Row row;
  row.values.reserve(columns);
  for (std::size_t i = 0; i < columns; ++i) row.values.push_back(statement.value(static_cast<int>(i)));
  return row;
}

}  // namespace

struct BoundReport::Impl {
  const Report* report = nullptr;
  const store::Reader* reader = nullptr;
  std::unique_ptr<Shape> shape = std::make_unique<Shape>();  // prepared scopes point into it
  Row root;                                                  // the columns that do not depend on one-per
  std::vector<Prepared> queries;
  std::optional<Prepared> one_per;
  std::vector<bool> held, used;

  void fail(const Query& query, const store::QueryError& e, Diagnostics& out) const {
    out.error(place_in_sql(report->path, query, -1), "sql-error", Text{fmt::format("запрос `{}`: {}", query.name, e.message().ru), fmt::format("query `{}`: {}", query.name, e.message().en)}, e.hint());
  }

  // Reads all rows of a query, and of those nested in it, below the rows that enclose it.
  std::vector<Row> read(const Prepared& prepared, std::vector<const Row*>& enclosing, std::int64_t& budget, Diagnostics& out) const {
    std::vector<Row> rows;
    bind_parameters(prepared.statement, prepared.sources, enclosing);
    const auto columns = prepared.statement.columns().size();
    while (budget > 0 && prepared.statement.step()) {
      rows.push_back(current_row(prepared.statement, columns));
      if (--budget == 0) {
        out.error(prepared.query->at.in(report->path), "too-many-rows", text("запрос `{}` даёт больше {} строк", "the query `{}` gives more than {} rows", prepared.query->name, kMaxRows));
      }
    }
    for (auto& row : rows) {
      enclosing.push_back(&row);
      std::vector<std::vector<Row>> sections;
      for (const auto& inner : prepared.each) sections.push_back(read(inner, enclosing, budget, out));
      row.sections = std::move(sections);
      enclosing.pop_back();
    }
    return rows;
  }
};

BoundReport::BoundReport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BoundReport::~BoundReport() = default;
BoundReport::BoundReport(BoundReport&&) noexcept = default;
BoundReport& BoundReport::operator=(BoundReport&&) noexcept = default;

std::optional<BoundReport> BoundReport::prepare(const Report& report, const store::Reader& reader, Diagnostics& out) {
  auto impl = std::make_unique<Impl>();
  impl->report = &report;
  impl->reader = &reader;
  Diagnostics found;
  Preparer preparer(report.path, reader, found);
  Shape& shape = *impl->shape;
  auto run = reader.prepare("SELECT * FROM report");
  shape.columns = run.columns();
  if (run.step()) impl->root = current_row(run, shape.columns.size());
  impl->root.values.resize(shape.columns.size());
  shape.columns.push_back({"title", ColumnType::kText});
  impl->root.values.emplace_back(report.title);
  std::vector<Scope> scopes{{"report", &shape.columns}};
  if (report.one_per) {
    Shape own;
    impl->one_per = preparer.prepare(*report.one_per, scopes, own);
    for (const auto& column : own.columns) {
      if (shape.column(column.name) >= 0) {
        found.error(report.one_per->at.in(report.path), "name-clash", text("столбец `{}` запроса one-per совпадает с полем отчёта", "the column `{}` of one-per has the name of a field of the report", column.name), text("дайте ему другое имя: … AS имя", "give it another name: … AS name"));
      }
      shape.columns.push_back(column);
    }
  }
  shape.sections.reserve(report.data.size());
  for (const auto& query : report.data) {
    if (shape.column(query.name) >= 0) preparer.clash(query);
    shape.sections.push_back({query.name, {}});
    if (auto prepared = preparer.prepare(query, scopes, shape.sections.back().shape)) impl->queries.push_back(std::move(*prepared));
  }
  impl->held.assign(report.data.size(), false);
  impl->used.assign(report.data.size(), false);
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return BoundReport(std::move(impl));
}

const Shape& BoundReport::shape() const { return *impl_->shape; }

void BoundReport::use(const std::vector<MarkerUse>& uses) {
  for (const auto& use : uses) {
    for (std::size_t i = 0; i < impl_->used.size(); ++i) {
      const auto& name = impl_->shape->sections[i].name;
      const bool named = use.name == name || (use.name.starts_with(name) && use.name[name.size()] == '.');
      if (!named) continue;
      impl_->used[i] = true;
      if (use.marker.starts_with("{{")) impl_->held[i] = true;
    }
  }
}

void BoundReport::use_rows(int section) { impl_->used[static_cast<std::size_t>(section)] = true; }

void BoundReport::report_unused(Diagnostics& out) const {
  for (std::size_t i = 0; i < impl_->used.size(); ++i) {
    if (impl_->used[i]) continue;
    const auto& query = impl_->report->data[i];
    out.warning(query.at.in(impl_->report->path), "unused-query", text("запрос `{}` нигде не используется", "the query `{}` is used nowhere", query.name),
                text("удалите его или добавьте метку в шаблон", "remove it, or add a marker to a template"));
  }
}

std::vector<Row> BoundReport::documents(Diagnostics& out) const {
  if (!impl_->one_per) return {impl_->root};
  std::vector<Row> rows;
  try {
    std::vector<const Row*> enclosing{&impl_->root};
    std::int64_t budget = kMaxRows;
    for (auto& own : impl_->read(*impl_->one_per, enclosing, budget, out)) {
      Row row = impl_->root;
      row.values.insert(row.values.end(), std::make_move_iterator(own.values.begin()), std::make_move_iterator(own.values.end()));
      rows.push_back(std::move(row));
    }
  } catch (const store::QueryError& e) {
    impl_->fail(*impl_->one_per->query, e, out);
  }
  return rows;
}

void BoundReport::fetch(Row& root, Diagnostics& out) const {
  root.sections.assign(impl_->queries.size(), {});
  std::int64_t budget = kMaxRows;
  for (std::size_t i = 0; i < impl_->queries.size(); ++i) {
    if (!impl_->held[i]) continue;
    std::vector<const Row*> enclosing{&root};
    try {
      root.sections[i] = impl_->read(impl_->queries[i], enclosing, budget, out);
    } catch (const store::QueryError& e) {
      impl_->fail(*impl_->queries[i].query, e, out);
    }
  }
}

namespace {

// Steps through a statement of its own, or through the one that the report prepared, which it gives back at the end.
class QueryRows : public RowSource {
 public:
  using Fail = std::function<void(const store::QueryError&)>;
  QueryRows(store::Statement own, const Shape& shape, Fail fail) : own_(std::move(own)), statement_(&*own_), shape_(shape), fail_(std::move(fail)) {}
  QueryRows(store::Statement& lent, std::shared_ptr<bool> flag, const Shape& shape, Fail fail) : statement_(&lent), flag_(std::move(flag)), shape_(shape), fail_(std::move(fail)) { *flag_ = true; }
  ~QueryRows() override {
    if (!flag_) return;
    statement_->reset();
    *flag_ = false;
  }
  QueryRows(const QueryRows&) = delete;
  QueryRows& operator=(const QueryRows&) = delete;

  const Shape& shape() const override { return shape_; }
  bool next(Row& row) override {
    try {
      if (!statement_->step()) return false;
      row = current_row(*statement_, shape_.columns.size());
      return true;
    } catch (const store::QueryError& e) {
      fail_(e);
      return false;
    }
  }

 private:
  std::optional<store::Statement> own_;
  store::Statement* statement_;
  std::shared_ptr<bool> flag_;
  const Shape& shape_;
  Fail fail_;
};

}  // namespace

std::unique_ptr<RowSource> BoundReport::open_rows(int section, const Row& root, Diagnostics& out) const {
  const auto index = static_cast<std::size_t>(section);
  const auto& prepared = impl_->queries[index];
  const Shape& shape = impl_->shape->sections[index].shape;
  const auto fail = [this, &prepared, &out](const store::QueryError& e) { impl_->fail(*prepared.query, e, out); };
  if (!*prepared.lent) {
    bind_parameters(prepared.statement, prepared.sources, {&root});
    return std::make_unique<QueryRows>(prepared.statement, prepared.lent, shape, fail);
  }
  auto statement = impl_->reader->prepare(prepared.query->sql);  // two tables of one sheet may read the same query at once
  bind_parameters(statement, prepared.sources, {&root});
  return std::make_unique<QueryRows>(std::move(statement), shape, fail);
}

}  // namespace svodka::bind
