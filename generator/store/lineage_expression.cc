#include "store/lineage_expression.h"

#include <algorithm>

#include "store/sqlite.h"

namespace svodka::store::lineage {
namespace {

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return same_name(w, word); });
}

std::string joined(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  parts.erase(std::remove(parts.begin(), parts.end(), "0"), parts.end());
  if (parts.empty()) return "0";
  if (parts.size() == 1) return parts.front();
  std::string out = "_join(";
  for (const auto& part : parts) out += (&part == &parts.front() ? "" : ", ") + part;
  return out + ")";
}

// A column that tells a record from others rather than saying something of it.
bool is_record_column(std::string_view name) { return name.starts_with('_'); }

}  // namespace

std::string folded(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string trace_name(std::string_view name) { return quote_name(std::string(name) + "~"); }

std::string gathered(const std::string& set) { return set == "0" ? set : "_gather(" + set + ")"; }

int Source::find(std::string_view name) const {
  const auto at =
      std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return same_name(c, name); });
  return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

std::string Source::trace(std::string_view column) const {
  const auto in = quote_name(alias) + ".";
  switch (kind) {
    case Kind::kRecords:
      return "_leaf(" + std::to_string(leaf) + ", " + in + quote_name(relation->row) + ", " +
             std::to_string(is_record_column(column) ? -1 : find(column)) + ")";
    case Kind::kRun:
      return "_leaf(" + std::to_string(leaf) + ", 1, " + std::to_string(find(column)) + ")";
    case Kind::kBorrowed:
      return borrowed.empty() ? "0" : borrowed;
    case Kind::kDerived:
      break;
  }
  needed.insert(folded(column));
  return in + trace_name(columns[static_cast<std::size_t>(find(column))]);
}

std::string Source::row_trace() const {
  if (kind == Kind::kRun || kind == Kind::kBorrowed) return "0";
  if (kind == Kind::kRecords) return trace(relation->row);
  if (find("_row") >= 0) return trace("_row");
  needs_row = true;
  return quote_name(alias) + ".\"~\"";
}

std::string Column::sql() const { return quote_name(source->alias) + "." + quote_name(name); }

Column Scope::resolve(std::string_view alias, std::string_view name) const {
  for (const auto* scope = this; scope != nullptr; scope = scope->outer) {
    for (const auto& source : scope->sources) {
      if ((alias.empty() || same_name(source->alias, alias)) && source->find(name) >= 0)
        return {source.get(), source->columns[static_cast<std::size_t>(source->find(name))]};
    }
  }
  return {};
}

std::string Scope::row_trace() const {
  std::vector<std::string> parts;
  for (const auto& source : sources) {
    if (!source->outer) parts.push_back(source->row_trace());
  }
  return joined(std::move(parts));
}

const Cte* Environment::find(std::string_view name) const {
  for (const auto* environment = this; environment != nullptr; environment = environment->around) {
    for (auto cte = environment->ctes.rbegin(); cte != environment->ctes.rend(); ++cte) {
      if (same_name(cte->name, name)) return &*cte;
    }
    if (environment->isolated) break;
  }
  return nullptr;
}

// A call of a function: name ( … ) [FILTER (…)] [OVER …].
struct Tracer::Call {
  std::string name;
  std::vector<Span> arguments;
  bool star = false, aggregate = false, window = false;
  Span filter, over;  // with their words
  std::size_t end = 0;
};

Tracer::Call Tracer::call_at(std::size_t at, std::size_t end) const {
  Call call;
  call.name = folded(words_[at]);
  Span inside{at + 2, words_.past(at + 1) - 1};
  if (!inside.empty() && words_.is(inside.begin, "DISTINCT")) ++inside.begin;
  call.star = inside.end - inside.begin == 1 && words_[inside.begin] == "*";
  if (!inside.empty() && !call.star) call.arguments = words_.split(inside);
  call.end = words_.past(at + 1);
  if (call.end + 1 < end && words_.is(call.end, "FILTER")) {
    call.filter = {call.end, words_.past(call.end + 1)};
    call.end = call.filter.end;
  }
  if (call.end + 1 < end && words_.is(call.end, "OVER")) {
    call.over = {call.end, words_.past(call.end + 1)};
    call.end = call.over.end;
  }
  call.window = !call.over.empty();
  call.aggregate = is_any_of(call.name, {"sum", "total", "avg", "count", "group_concat", "json_group_array",
                                         "json_group_object"}) ||
                   (is_any_of(call.name, {"min", "max"}) && call.arguments.size() == 1);
  return call;
}

std::string Tracer::trace(Span expression, bool aggregated, bool distinct) {
  Parts parts;
  follow(expression, aggregated, parts);
  auto row = joined(std::move(parts.rows));
  if (aggregated) row = gathered(row);
  parts.whole.push_back(row);
  const auto set = joined(std::move(parts.whole));
  return distinct ? gathered(set) : set;
}

void Tracer::follow(Span span, bool aggregated, Parts& parts) {
  for (auto at = span.begin; at < span.end;) {
    if (words_[at] == "(" &&
        (words_.is(at + 1, "SELECT") || words_.is(at + 1, "WITH") || words_.is(at + 1, "VALUES"))) {
      at = follow_select(at, parts);
    } else if (words_.is(at, "CASE") && words_.kind(at) == SqlToken::Kind::kWord) {
      at = follow_case(at, aggregated, parts);
    } else if (words_.is(at, "AS") || words_.is(at, "COLLATE")) {
      at += 2;  // a type, a collation
    } else if (!words_.is_name(at)) {
      ++at;
    } else if (at + 1 < span.end && words_[at + 1] == "(") {
      at = follow_call(at, span.end, aggregated, parts);
    } else {
      at = follow_name(at, span.end, parts);
    }
  }
}

// Of a subquery that only says whether there is a row, or which values there are, nothing is shown.
std::size_t Tracer::follow_select(std::size_t at, Parts& parts) {
  const bool asked = at > 0 && (words_.is(at - 1, "EXISTS") || words_.is(at - 1, "IN"));
  const auto past = words_.past(at);
  if (!asked) parts.whole.push_back(trace_select_({at + 1, past - 1}));
  return past;
}

std::size_t Tracer::follow_name(std::size_t at, std::size_t end, Parts& parts) {
  std::string alias, name = words_.name(at);
  auto next = at + 1;
  while (next + 1 < end && words_[next] == "." && words_.is_name(next + 1)) {
    alias = name;
    name = words_.name(next + 1);
    next += 2;
  }
  const auto column = scope_.resolve(alias, name);
  if (column.source != nullptr) parts.rows.push_back(column.trace());
  return next;
}

std::size_t Tracer::follow_call(std::size_t at, std::size_t end, bool aggregated, Parts& parts) {
  const auto call = call_at(at, end);
  if (call.aggregate) {
    follow_aggregate(call, aggregated, parts);
  } else if (call.window) {
    follow_window(call, aggregated, parts);
  } else if (is_any_of(call.name, {"coalesce", "ifnull"})) {
    follow_first_given(call, aggregated, parts);
  } else {
    for (const auto& argument : call.arguments) follow(argument, aggregated, parts);
  }
  return call.end;
}

// The value that coalesce() took.
void Tracer::follow_first_given(const Call& call, bool aggregated, Parts& parts) {
  std::string choice;
  for (const auto& argument : call.arguments) {
    choice += " WHEN " + words_.text(argument) + " IS NOT NULL THEN " + trace(argument, aggregated, false);
  }
  if (!choice.empty()) parts.whole.push_back("CASE" + choice + " ELSE 0 END");
}

// The branch that a CASE took; of one that holds a constant, what it was chosen by.
std::size_t Tracer::follow_case(std::size_t at, bool aggregated, Parts& parts) {
  std::vector<std::size_t> marks{at};  // CASE, WHEN, THEN, ELSE and END of this one
  int depth = 0;
  auto end = at + 1;
  for (;; end = words_.past(end)) {
    if (words_.kind(end) != SqlToken::Kind::kWord) continue;
    if (words_.is(end, "CASE")) ++depth;
    if (depth == 0 &&
        (words_.is(end, "WHEN") || words_.is(end, "THEN") || words_.is(end, "ELSE") || words_.is(end, "END")))
      marks.push_back(end);
    if (words_.is(end, "END") && depth-- == 0) break;
  }
  const Span base{at + 1, marks[1]};
  std::string choice = "CASE " + words_.text(base);
  Span condition;
  for (std::size_t i = 1; i + 1 < marks.size(); ++i) {
    const Span inside{marks[i] + 1, marks[i + 1]};
    if (words_.is(marks[i], "WHEN")) {
      condition = inside;
      choice += " WHEN " + words_.text(inside);
      continue;
    }
    auto set = trace(inside, aggregated, false);
    if (set == "0") {
      const bool other = words_.is(marks[i], "ELSE");
      set = other ? trace({at + 1, marks[i]}, aggregated, false) : trace(base, aggregated, false);
      if (!other) set = joined({set, trace(condition, aggregated, false)});
    }
    choice += (words_.is(marks[i], "ELSE") ? " ELSE " : " THEN ") + set;
  }
  parts.whole.push_back(choice + " END");
  return end + 1;
}

void Tracer::follow_aggregate(const Call& call, bool aggregated, Parts& parts) {
  const bool of_groups = call.window && aggregated;  // sum(count(*)) OVER (…)
  std::string set;
  if (call.star || call.arguments.empty()) {
    set = of_groups ? gathered(scope_.row_trace()) : scope_.row_trace();
  } else {
    Parts inside;
    for (const auto& argument : call.arguments) follow(argument, of_groups, inside);
    auto rows = joined(std::move(inside.rows));
    if (of_groups) rows = gathered(rows);
    inside.whole.push_back(rows);
    set = joined(std::move(inside.whole));
    if (set == "0") set = of_groups ? gathered(scope_.row_trace()) : scope_.row_trace();
  }
  if (set == "0") return;
  std::string function = "_gather(" + set;
  if (!call.star && !call.arguments.empty()) {
    const auto& value = call.arguments.front();
    const bool condition = words_.find(value, {"=", "<", ">", "!", "IN", "IS", "LIKE", "AND", "OR", "NOT",
                                               "BETWEEN"}) < value.end;
    const char* name = call.name == "min"                                          ? "_gather_least("
                       : call.name == "max"                                        ? "_gather_greatest("
                       : condition && (call.name == "sum" || call.name == "total") ? "_gather_counted("
                                                                                   : "_gather_given(";
    function = name + set + ", " + words_.text(value);
  }
  function += ")";
  if (!call.filter.empty()) function += " " + words_.text(call.filter);
  if (!call.over.empty()) function += " " + words_.text(call.over);
  parts.whole.push_back(function);
}

// lead(), first_value() and their like show a value of another row; row_number() and its like none.
void Tracer::follow_window(const Call& call, bool aggregated, Parts& parts) {
  if (!is_any_of(call.name, {"lead", "lag", "first_value", "last_value", "nth_value"}) ||
      call.arguments.empty())
    return;
  const auto set = trace(call.arguments.front(), aggregated, false);
  if (set == "0") return;
  std::string function = call.name + "(" + set;
  if (call.arguments.size() > 1) function += ", " + words_.text(call.arguments[1]);
  function += ") ";
  if (!call.filter.empty()) function += words_.text(call.filter) + " ";
  parts.whole.push_back("coalesce(" + function + words_.text(call.over) + ", 0)");
}

bool Tracer::aggregates(Span span) const {
  for (auto at = span.begin; at < span.end;) {
    if (words_[at] == "(" && (words_.is(at + 1, "SELECT") || words_.is(at + 1, "WITH"))) {
      at = words_.past(at);
    } else if (words_.is_name(at) && at + 1 < span.end && words_[at + 1] == "(") {
      const auto call = call_at(at, span.end);
      if (call.aggregate && !call.window) return true;
      ++at;
    } else {
      ++at;
    }
  }
  return false;
}

bool Tracer::aggregates(const CoreText& core) const {
  if (words_.find(core.rest, {"HAVING"}) < core.rest.end) return true;
  return std::any_of(core.items.begin(), core.items.end(),
                     [&](const ItemText& item) { return !item.star && aggregates(item.value); });
}

bool Tracer::has_windows(const CoreText& core) const {
  for (const auto& item : core.items) {
    for (auto at = item.value.begin; at < item.value.end; ++at) {
      if (words_.is(at, "OVER")) return true;
    }
  }
  return false;
}

}  // namespace svodka::store::lineage
