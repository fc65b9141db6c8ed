#include "store/select_text.h"

#include <algorithm>
#include <cctype>

namespace svodka::store {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return same_name(w, word); });
}

// The name after an expression when one stands there, with AS or without; where the expression ends.
struct Alias {
  std::string name;
  std::size_t end = 0;
};

Alias alias_at_end(const SqlWords& words, Span span) {
  const auto last = span.end - 1;
  if (span.end - span.begin < 2 || !words.is_name(last)) return {"", span.end};
  if (words.is(last - 1, "AS")) return {words.name(last), last - 1};
  const bool value_before = words[last - 1] == ")" || words.kind(last - 1) == SqlToken::Kind::kString ||
                            words.kind(last - 1) == SqlToken::Kind::kParameter || words.is(last - 1, "END") ||
                            words.is(last - 1, "NULL") || words.is_name(last - 1);
  if (!value_before || is_sql_keyword(words[last])) return {"", span.end};
  if (last - span.begin >= 2 && words.is(last - 2, "OVER") && words.is_name(last - 1))
    return {words.name(last), last};
  return {words.name(last), last};
}

ItemText cut_item(const SqlWords& words, Span span) {
  if (span.empty()) throw NotUnderstood("an empty column");
  if (words[span.end - 1] == "*") {
    if (span.end - span.begin == 1) return {span, "", true};
    if (span.end - span.begin == 3 && words[span.begin + 1] == ".")
      return {span, words.name(span.begin), true};
  }
  auto [name, end] = alias_at_end(words, span);
  const Span value{span.begin, end};
  if (!name.empty()) return {value, name, false};
  const auto length = value.end - value.begin;
  const bool column =
      words.is_name(value.end - 1) && (length == 1 || (length >= 3 && words[value.end - 2] == "."));
  return {value, column ? words.name(value.end - 1) : words.text(value), false};
}

class FromCutter {
 public:
  FromCutter(const SqlWords& words, Span span) : words_(words), at_(span.begin), end_(span.end) {}

  std::vector<RelationText> cut() {
    std::vector<RelationText> relations;
    std::string join;
    while (at_ < end_) {
      auto relation = cut_relation();
      relation.join = join;
      relation.outer = same_name(join.substr(0, 4), "LEFT");
      cut_condition(relation);
      relations.push_back(std::move(relation));
      join = cut_join();
    }
    return relations;
  }

 private:
  RelationText cut_relation() {
    RelationText relation;
    if (words_[at_] == "(") {
      const auto past = words_.past(at_);
      relation.select = {at_ + 1, past - 1};
      if (!words_.is(at_ + 1, "SELECT") && !words_.is(at_ + 1, "WITH") && !words_.is(at_ + 1, "VALUES"))
        throw NotUnderstood("a join in parentheses");
      at_ = past;
    } else {
      cut_name(relation);
    }
    if (at_ < end_ && words_.is(at_, "AS")) ++at_;
    if (at_ < end_ && words_.is_name(at_) && !is_sql_keyword(words_[at_]))
      relation.alias = words_.name(at_++);
    else
      relation.alias = relation.name;
    if (at_ < end_ && (words_.is(at_, "INDEXED") || (words_.is(at_, "NOT") && words_.is(at_ + 1, "INDEXED"))))
      throw NotUnderstood("INDEXED");
    return relation;
  }

  void cut_name(RelationText& relation) {
    if (!words_.is_name(at_)) throw NotUnderstood("a relation without a name");
    relation.name = words_.name(at_++);
    if (at_ < end_ && words_[at_] == ".") {
      relation.schema = relation.name;
      relation.name = words_.name(at_ + 1);
      at_ += 2;
    }
    if (at_ < end_ && words_[at_] == "(") {
      relation.function = true;
      relation.arguments = {at_ + 1, words_.past(at_) - 1};
      at_ = words_.past(at_);
    }
  }

  void cut_condition(RelationText& relation) {
    if (at_ >= end_) return;
    if (words_.is(at_, "USING")) {
      for (const auto& name : words_.split({at_ + 2, words_.past(at_ + 1) - 1}))
        relation.shared.push_back(words_.name(name.begin));
      at_ = words_.past(at_ + 1);
    } else if (words_.is(at_, "ON")) {
      const auto begin = ++at_;
      at_ = words_.find({begin, end_}, {",", "JOIN", "LEFT", "INNER", "CROSS", "NATURAL", "RIGHT", "FULL"});
      relation.on = {begin, at_};
    }
  }

  std::string cut_join() {
    const auto begin = at_;
    while (at_ < end_ &&
           (words_[at_] == "," || is_any_of(words_[at_], {"LEFT", "OUTER", "INNER", "CROSS", "JOIN"}))) {
      ++at_;
      if (words_[at_ - 1] == "," || words_.is(at_ - 1, "JOIN")) return words_.text({begin, at_});
    }
    if (at_ < end_) throw NotUnderstood("a join of another kind");
    return {};
  }

  const SqlWords& words_;
  std::size_t at_, end_;
};

// FROM, but not the one of IS DISTINCT FROM.
std::size_t find_from(const SqlWords& words, Span span) {
  auto at = words.find(span, {"FROM"});
  while (at < span.end && at > span.begin && words.is(at - 1, "DISTINCT"))
    at = words.find({at + 1, span.end}, {"FROM"});
  return at;
}

CoreText cut_core(const SqlWords& words, Span span) {
  CoreText core;
  core.whole = span;
  if (span.empty()) throw NotUnderstood("an empty SELECT");
  if (words.is(span.begin, "VALUES")) {
    core.values = true;
    const auto columns = words.split({span.begin + 2, words.past(span.begin + 1) - 1}).size();
    for (std::size_t i = 1; i <= columns; ++i)
      core.items.push_back({{}, "column" + std::to_string(i), false});
    return core;
  }
  if (!words.is(span.begin, "SELECT")) throw NotUnderstood("no SELECT");
  auto at = span.begin + 1;
  core.distinct = words.is(at, "DISTINCT");
  if (core.distinct || words.is(at, "ALL")) ++at;
  const auto clauses = [&](std::size_t begin) {
    return words.find({begin, span.end}, {"WHERE", "GROUP", "HAVING", "WINDOW"});
  };
  const auto from = find_from(words, {at, span.end});
  const auto rest = clauses(from < span.end ? from : at);
  for (const auto& item : words.split({at, std::min(from, rest)}))
    core.items.push_back(cut_item(words, item));
  if (from < span.end) core.from = FromCutter(words, {from + 1, rest}).cut();
  core.rest = {rest, span.end};
  core.grouped = words.find(core.rest, {"GROUP"}) < span.end;
  return core;
}

std::size_t cut_ctes(const SqlWords& words, Span span, SelectText& select) {
  auto at = span.begin + 1;
  select.recursive = words.is(at, "RECURSIVE");
  if (select.recursive) ++at;
  for (;;) {
    CteText cte;
    cte.name = words.name(at++);
    if (words[at] == "(") {
      for (const auto& name : words.split({at + 1, words.past(at) - 1}))
        cte.columns.push_back(words.name(name.begin));
      at = words.past(at);
    }
    if (!words.is(at, "AS")) throw NotUnderstood("a WITH without AS");
    const auto hint = ++at;
    while (at < span.end && words[at] != "(") ++at;
    if (at >= span.end) throw NotUnderstood("a WITH without a query");
    cte.hint = words.text({hint, at});
    cte.body = {at + 1, words.past(at) - 1};
    at = words.past(at);
    select.ctes.push_back(std::move(cte));
    if (at >= span.end || words[at] != ",") return at;
    ++at;
  }
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

bool is_sql_keyword(std::string_view word) {
  return is_any_of(
      word,
      {"ALL",    "AND",    "AS",       "ASC",    "BETWEEN", "BY",     "CASE",    "CAST",      "COLLATE",
       "CROSS",  "DESC",   "DISTINCT", "ELSE",   "END",     "ESCAPE", "EXCEPT",  "EXISTS",    "FILTER",
       "FROM",   "FULL",   "GLOB",     "GROUP",  "HAVING",  "IN",     "INNER",   "INTERSECT", "IS",
       "ISNULL", "JOIN",   "LEFT",     "LIKE",   "LIMIT",   "MATCH",  "NATURAL", "NOT",       "NOTNULL",
       "NULL",   "NULLS",  "OFFSET",   "ON",     "OR",      "ORDER",  "OUTER",   "OVER",      "PARTITION",
       "REGEXP", "RIGHT",  "ROWS",     "SELECT", "THEN",    "UNION",  "USING",   "VALUES",    "WHEN",
       "WHERE",  "WINDOW", "WITH",     "INDEXED"});
}

SqlWords::SqlWords(std::string sql) : sql_(std::move(sql)), tokens_(scan_sql(sql_)) {
  while (!tokens_.empty() && (*this)[tokens_.size() - 1] == ";") tokens_.pop_back();
  close_.resize(tokens_.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    close_[i] = i;
    if ((*this)[i] == "(") open.push_back(i);
    if ((*this)[i] != ")") continue;
    if (open.empty()) throw NotUnderstood("a parenthesis too many");
    close_[open.back()] = i;
    open.pop_back();
  }
  if (!open.empty()) throw NotUnderstood("an open parenthesis");
}

bool SqlWords::is_name(std::size_t token) const {
  if (token >= tokens_.size()) return false;
  if (kind(token) == SqlToken::Kind::kQuotedName) return true;
  return kind(token) == SqlToken::Kind::kWord &&
         std::isdigit(static_cast<unsigned char>((*this)[token].front())) == 0 &&
         !is_sql_keyword((*this)[token]);
}

std::string SqlWords::text(Span span) const {
  if (span.empty()) return {};
  const auto begin = tokens_[span.begin].offset;
  const auto& last = tokens_[span.end - 1];
  return sql_.substr(begin, last.offset + last.length - begin);
}

std::size_t SqlWords::find(Span span, std::initializer_list<std::string_view> wanted) const {
  for (auto at = span.begin; at < span.end; at = past(at)) {
    if (kind(at) != SqlToken::Kind::kQuotedName && is_any_of((*this)[at], wanted)) return at;
  }
  return span.end;
}

std::vector<Span> SqlWords::split(Span span) const {
  std::vector<Span> parts;
  for (auto begin = span.begin; begin <= span.end;) {
    const auto comma = find({begin, span.end}, {","});
    parts.push_back({begin, comma});
    begin = comma + 1;
  }
  return parts;
}

SelectText cut_select(const SqlWords& words, Span span) {
  SelectText select;
  if (span.empty()) throw NotUnderstood("an empty query");
  if (words.is(span.begin, "WITH")) span.begin = cut_ctes(words, span, select);
  const auto tail = words.find(span, {"ORDER", "LIMIT"});
  select.tail = {tail, span.end};
  std::string op;
  for (auto begin = span.begin; begin < tail;) {
    const auto end = words.find({begin, tail}, {"UNION", "INTERSECT", "EXCEPT"});
    select.cores.push_back(cut_core(words, {begin, end}));
    select.cores.back().op = op;
    const bool all = end < tail && words.is(end + 1, "ALL");
    op = end < tail ? words.text({end, end + (all ? 2 : 1)}) : "";
    begin = end + (all ? 2 : 1);
  }
  if (select.cores.empty()) throw NotUnderstood("no SELECT");
  return select;
}

}  // namespace svodka::store
