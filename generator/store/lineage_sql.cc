#include "store/lineage_sql.h"

#include <algorithm>
#include <memory>
#include <set>

#include "store/lineage_expression.h"
#include "store/sqlite.h"

namespace svodka::store {
namespace {

using lineage::Column;
using lineage::Cte;
using lineage::Environment;
using lineage::Scope;
using lineage::Source;
using lineage::trace_name;

constexpr const char* kRowTrace = "\"~\"";

// Which traces a select must give.
struct Needed {
  bool all = false, row = false;
  std::set<std::string> names;
  bool has(const std::string& name) const { return all || names.contains(lineage::folded(name)); }
};

std::string numbers(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i) out += (i > 1 ? ", " : "") + std::to_string(i);
  return out;
}

class Rewriter {
 public:
  Rewriter(const FindRelation& find, Lineage& lineage) : find_(find), lineage_(lineage) {}

  std::string select(const SqlWords& words, Span span, const Environment& around, const Scope* outer,
                     const Needed& needed, bool in_recursion = false) {
    if (++depth_ > kDeepest) throw NotUnderstood("too deep");
    const auto text = cut_select(words, span);
    Environment environment{&around, {}, around.isolated};
    environment.isolated = false;
    std::string out = with_clause(words, text, environment);
    const auto names = columns(words, text, environment, outer);
    bool merges = false;
    for (const auto& core : text.cores) {
      const bool plain = core.op.empty() || core.op.size() > 5;  // UNION ALL
      if (!core.op.empty() && !same_name(core.op.substr(0, 5), "UNION")) throw NotUnderstood(core.op);
      merges |= !plain;
    }
    if (merges && !in_recursion && text.cores.size() > 2) {
      for (std::size_t i = 1; i < text.cores.size(); ++i)
        if (text.cores[i].op.size() > 5) throw NotUnderstood("UNION beside UNION ALL");
    }
    std::string body;
    for (const auto& core : text.cores) {
      if (!core.op.empty()) body += merges && !in_recursion ? "\nUNION ALL\n" : "\n" + core.op + "\n";
      body += rewrite_core(words, core, names, environment, outer, needed);
    }
    out += merges && !in_recursion ? merged(body, names, needed) : body;
    if (!text.tail.empty()) out += "\n" + words.text(text.tail);
    --depth_;
    return out;
  }

  std::vector<std::string> columns_of(const SqlWords& words, Span span, const Environment& around,
                                      const Scope* outer) {
    const auto text = cut_select(words, span);
    Environment environment{&around, {}, false};
    declare_ctes(words, text, environment);
    return columns(words, text, environment, outer);
  }

 private:
  static constexpr int kDeepest = 60;

  void declare_ctes(const SqlWords& words, const SelectText& text, Environment& environment) {
    for (const auto& cte : text.ctes) {
      auto names = cte.columns;
      if (names.empty()) names = columns_of(words, cte.body, environment, nullptr);
      environment.ctes.push_back({cte.name, std::move(names)});
    }
  }

  std::string with_clause(const SqlWords& words, const SelectText& text, Environment& environment) {
    if (text.ctes.empty()) return {};
    std::string out = text.recursive ? "WITH RECURSIVE " : "WITH ";
    for (const auto& cte : text.ctes) {
      auto names = cte.columns;
      if (names.empty()) names = columns_of(words, cte.body, environment, nullptr);
      environment.ctes.push_back({cte.name, names});
      out += (&cte == &text.ctes.front() ? "" : ",\n") + quote_name(cte.name) + "(";
      for (const auto& name : names) out += quote_name(name) + ", ";
      for (const auto& name : names) out += trace_name(name) + ", ";
      out += std::string(kRowTrace) + ") AS " + cte.hint + " (" +
             select(words, cte.body, environment, nullptr, {.all = true, .row = true}, text.recursive) + ")";
    }
    return out + "\n";
  }

  std::vector<std::string> columns(const SqlWords& words, const SelectText& text,
                                   const Environment& environment, const Scope* outer) {
    const auto& core = text.cores.front();
    std::vector<std::string> names;
    const Scope scope = open_scope(words, core, environment, outer);
    for (const auto& item : core.items) {
      if (!item.star)
        names.push_back(item.name);
      else
        for (const auto& column : star(scope, item)) names.push_back(column.name);
    }
    return names;
  }

  // The columns of a star; those that USING shares stand once.
  static std::vector<Column> star(const Scope& scope, const ItemText& item) {
    std::vector<Column> columns;
    bool found = false;
    for (const auto& source : scope.sources) {
      if (!item.name.empty() && !same_name(source->alias, item.name)) continue;
      found = true;
      for (const auto& name : source->columns) {
        const bool shared =
            item.name.empty() && std::any_of(source->shared.begin(), source->shared.end(),
                                             [&](const auto& s) { return same_name(s, name); });
        if (!shared) columns.push_back({source.get(), name});
      }
    }
    if (!found) throw NotUnderstood("a star of nothing");
    return columns;
  }

  Scope open_scope(const SqlWords& words, const CoreText& core, const Environment& environment,
                   const Scope* outer) {
    Scope scope{{}, outer};
    for (const auto& relation : core.from) {
      scope.sources.push_back(open_source(words, relation, environment, outer));
      auto& alias = scope.sources.back()->alias;
      if (alias.empty()) alias = "~" + std::to_string(scope.sources.size());  // a subquery need not have one
    }
    return scope;
  }

  std::unique_ptr<Source> open_source(const SqlWords& words, const RelationText& text,
                                      const Environment& environment, const Scope* outer) {
    auto source = std::make_unique<Source>();
    source->alias = text.alias;
    source->outer = text.outer;
    source->shared = text.shared;
    if (!text.select.empty()) {
      source->columns = columns_of(words, text.select, environment, outer);
      source->kind = Source::Kind::kDerived;
    } else if (text.function) {
      if (!same_name(text.name, "json_each") && !same_name(text.name, "json_tree"))
        throw NotUnderstood(text.name);
      source->columns = {"key", "value", "type", "atom", "id", "parent", "fullkey", "path"};
      source->kind = Source::Kind::kBorrowed;
    } else if (const auto* cte = text.schema.empty() ? environment.find(text.name) : nullptr) {
      source->columns = cte->columns;
      source->cte = cte->name;
      source->kind = Source::Kind::kDerived;
    } else {
      open_relation(text, *source);
    }
    return source;
  }

  void open_relation(const RelationText& text, Source& source) {
    using Kind = LineageRelation::Kind;
    const auto* relation = find_(text.schema, text.name);
    if (relation == nullptr) throw NotUnderstood(text.name);
    source.relation = relation;
    source.columns = relation->columns;
    source.leaf = lineage_.relation(relation->name);
    source.kind = relation->kind == Kind::kView      ? Source::Kind::kDerived
                  : relation->kind == Kind::kRecords ? Source::Kind::kRecords
                  : relation->kind == Kind::kRun     ? Source::Kind::kRun
                                                     : Source::Kind::kBorrowed;
  }

  std::string rewrite_core(const SqlWords& words, const CoreText& core, const std::vector<std::string>& names,
                           const Environment& environment, const Scope* outer, const Needed& needed) {
    if (core.values) return rewrite_values(words, core, names, needed);
    Scope scope = open_scope(words, core, environment, outer);
    const auto trace_select = [&](Span span) {
      const auto inner = columns_of(words, span, environment, &scope);
      if (inner.empty()) throw NotUnderstood("a subquery without columns");
      return "(SELECT " + trace_name(inner.front()) + " FROM (" +
             select(words, span, environment, &scope, {.names = {lineage::folded(inner.front())}}) + "))";
    };
    lineage::Tracer tracer(words, scope, trace_select);
    borrow(words, core, scope, tracer);
    const bool aggregated = core.grouped || tracer.aggregates(core);
    const bool windows = tracer.has_windows(core);
    if (core.distinct && (aggregated || windows)) throw NotUnderstood("DISTINCT over aggregates");
    const bool gather = aggregated || core.distinct;
    std::string values, traces;
    std::size_t next = 0;
    const auto add = [&](const std::string& value, const std::function<std::string()>& trace) {
      if (next >= names.size()) throw NotUnderstood("more columns than the first SELECT");
      const auto& name = names[next++];
      values += (values.empty() ? "" : ", ") + value + " AS " + quote_name(name);
      if (needed.has(name)) traces += ", " + trace() + " AS " + trace_name(name);
    };
    for (const auto& item : core.items) {
      if (!item.star) {
        add(words.text(item.value), [&] { return tracer.trace(item.value, aggregated, core.distinct); });
        continue;
      }
      for (const auto& column : star(scope, item))
        add(column.sql(), [&] { return gather ? lineage::gathered(column.trace()) : column.trace(); });
    }
    if (needed.row) {
      const auto row = scope.row_trace();
      traces += ", " + (gather ? lineage::gathered(row) : row) + " AS " + kRowTrace;
    }
    std::string out = "SELECT " + values + traces;
    for (std::size_t i = 0; i < core.from.size(); ++i)
      out += (i == 0 ? "\n FROM " : "\n " + core.from[i].join + " ") +
             relation_sql(words, core.from[i], *scope.sources[i], environment, outer);
    if (!core.rest.empty()) out += "\n " + words.text(core.rest);
    if (core.distinct) out += "\n GROUP BY " + numbers(names.size());
    return out;
  }

  // Labels and the items of JSON come from what they are joined by, or made of.
  static void borrow(const SqlWords& words, const CoreText& core, Scope& scope, lineage::Tracer& tracer) {
    static_cast<void>(words);
    for (std::size_t i = 0; i < core.from.size(); ++i) {
      Source& source = *scope.sources[i];
      if (source.kind != Source::Kind::kBorrowed) continue;
      source.borrowed = "0";
      if (core.from[i].function)
        source.borrowed = tracer.trace(core.from[i].arguments, false, false);
      else if (!core.from[i].on.empty())
        source.borrowed = tracer.trace(core.from[i].on, false, false);
    }
  }

  std::string relation_sql(const SqlWords& words, const RelationText& text, const Source& source,
                           const Environment& environment, const Scope* outer) {
    std::string out;
    Needed needed{.row = source.needs_row, .names = source.needed};
    if (!text.select.empty()) {
      out = "(" + select(words, text.select, environment, outer, needed) + ")";
    } else if (text.function) {
      out = text.name + "(" + words.text(text.arguments) + ")";
    } else if (!source.cte.empty()) {
      out = quote_name(source.cte);
    } else if (source.kind == Source::Kind::kDerived) {
      const SqlWords view(source.relation->select);
      const Environment alone{nullptr, {}, true};
      out = "(" + select(view, view.all(), alone, nullptr, needed) + ")";
    } else {
      out = source.relation->sql_name;
    }
    out += " AS " + quote_name(source.alias);
    if (!text.on.empty()) out += " ON " + words.text(text.on);
    for (std::size_t i = 0; i < text.shared.size(); ++i)
      out += (i == 0 ? " USING (" : ", ") + quote_name(text.shared[i]) +
             (i + 1 == text.shared.size() ? ")" : "");
    return out;
  }

  static std::string rewrite_values(const SqlWords& words, const CoreText& core,
                                    const std::vector<std::string>& names, const Needed& needed) {
    std::string values, traces;
    for (std::size_t i = 0; i < names.size(); ++i) {
      values += (i == 0 ? "" : ", ") + ("column" + std::to_string(i + 1)) + " AS " + quote_name(names[i]);
      if (needed.has(names[i])) traces += ", 0 AS " + trace_name(names[i]);
    }
    if (needed.row) traces += std::string(", 0 AS ") + kRowTrace;
    return "SELECT " + values + traces + " FROM (" + words.text(core.whole) + ")";
  }

  // UNION: equal rows become one, which has the sets of all of them.
  static std::string merged(const std::string& body, const std::vector<std::string>& names,
                            const Needed& needed) {
    std::string values, traces;
    for (const auto& name : names) {
      values += (values.empty() ? "" : ", ") + quote_name(name);
      if (needed.has(name)) traces += ", _gather(" + trace_name(name) + ") AS " + trace_name(name);
    }
    if (needed.row) traces += std::string(", _gather(") + kRowTrace + ") AS " + kRowTrace;
    return "SELECT " + values + traces + " FROM (" + body + ") GROUP BY " + numbers(names.size());
  }

  const FindRelation& find_;
  Lineage& lineage_;
  int depth_ = 0;
};

}  // namespace

std::string with_lineage(std::string_view sql, const FindRelation& find, Lineage& lineage) {
  const SqlWords words{std::string(sql)};
  Rewriter rewriter(find, lineage);
  const Environment nothing{nullptr, {}, true};
  const auto names = rewriter.columns_of(words, words.all(), nothing, nullptr);
  const auto body = rewriter.select(words, words.all(), nothing, nullptr, {.all = true, .row = true});
  static_cast<void>(names);
  return body;
}

}  // namespace svodka::store
