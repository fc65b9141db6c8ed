#include "bind/query_places.h"

#include "base/words.h"

namespace svodka::bind {
namespace {

// The innermost query that a dotted name leads to, "directions.items.title".
const Query* query_of(const std::vector<Query>& queries, const std::string& name) {
  for (const auto& query : queries) {
    if (name == query.name) return &query;
    if (!name.starts_with(query.name + ".")) continue;
    const auto* inner = query_of(query.each, name.substr(query.name.size() + 1));
    return inner != nullptr ? inner : &query;
  }
  return nullptr;
}

// A list inside another goes by its own name there.
const Query* query_called(const std::vector<Query>& queries, const std::string& name) {
  if (const auto* found = query_of(queries, name)) return found;
  for (const auto& query : queries) {
    if (const auto* found = query_called(query.each, name)) return found;
  }
  return nullptr;
}

void point_to_query(const Report& report, Finding& finding) {
  const auto named = words_between(finding.message.en, "`", "`");
  auto names = named;
  const auto meant = words_between(finding.hint.en, "`", "`");
  names.insert(names.end(), meant.begin(), meant.end());
  for (const auto& name : names) {
    if (const auto* query = query_called(report.data, name)) {
      finding.related.push_back({query->named_at.in(report.path),
                                 text("запрос `{}` отчёта", "the query `{}` of the report", query->name)});
      return;
    }
  }
  if (!report.data.empty())
    finding.related.push_back(
        {report.data.front().named_at.in(report.path), text("запросы отчёта", "the queries of the report")});
  if (finding.hint != hint_of_fields() || named.empty()) return;
  const auto& name = named.front();
  const auto query = name.substr(0, name.find('.'));
  finding.hint = text(
      "в `data:` файла `{1}` нет ни запроса `{0}`, ни такого столбца: допишите его там или исправьте "
      "имя; что есть в данных, покажет `svodka fields`",
      "`data:` of `{1}` has neither a query `{0}` nor such a column: write it there, or correct the "
      "name; `svodka fields` shows what the data have",
      query, report.path);
}

}  // namespace

Text hint_of_fields() {
  return text("что есть в данных, покажет `svodka fields`", "`svodka fields` shows what the data have");
}

void add_with_queries(const Report& report, const Diagnostics& found, Diagnostics& out) {
  for (auto finding : found.in_order()) {
    if (finding.rule == "unknown-field" || finding.rule == "unknown-section" ||
        finding.rule == "unknown-query")
      point_to_query(report, finding);
    out.add(std::move(finding));
  }
}

}  // namespace svodka::bind
