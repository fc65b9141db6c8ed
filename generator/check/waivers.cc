#include "check/waivers.h"

#include <algorithm>

#include "base/origin.h"
#include "base/suggest.h"

namespace svodka::check {
namespace {

Position place_of(const std::string& source, std::int64_t column, std::int64_t length) {
  const auto [origin, line] = parse_source(source);
  return origin.at({line, static_cast<int>(column), static_cast<int>(length)});
}

std::string text_in(const store::Statement& statement, int column) {
  const auto value = statement.value(column);
  const auto* words = std::get_if<std::string>(&value);
  return words == nullptr ? std::string() : *words;
}

std::int64_t number_in(const store::Statement& statement, int column) {
  const auto value = statement.value(column);
  const auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

}  // namespace

Waivers::Waivers(const store::Reader& reader) : reader_(reader) {
  auto statement =
      reader.prepare("SELECT collection, _row, rule, reason, _source, _column, _length FROM waivers");
  while (statement.step()) {
    by_record_[{text_in(statement, 0), number_in(statement, 1)}].push_back(
        {text_in(statement, 2), text_in(statement, 3),
         place_of(text_in(statement, 4), number_in(statement, 5), number_in(statement, 6))});
  }
  if (by_record_.empty()) return;
  for (const auto& relation : reader.relations()) {
    if (!relation.view) tables_.push_back(relation.name);
  }
}

const Waivers::Waiver* Waivers::of_record(const std::string& collection, std::int64_t row,
                                          std::string_view rule) {
  const auto found = by_record_.find({collection, row});
  if (found == by_record_.end()) return nullptr;
  for (auto& waiver : found->second) {
    if (waiver.rule != rule) continue;
    waiver.used = true;
    return &waiver;
  }
  return nullptr;
}

// The table whose rows hold those of a list: the one with the longest name that begins the list's.
std::string Waivers::holder(const std::string& table) const {
  std::string longest;
  for (const auto& name : tables_) {
    if (name.size() > longest.size() && table.starts_with(name + "_")) longest = name;
  }
  if (longest.empty()) return {};
  const auto columns = reader_.prepare("SELECT * FROM " + in_quotes(table)).columns();
  const bool is_list = std::any_of(columns.begin(), columns.end(),
                                   [](const Column& column) { return column.name == "_parent"; });
  return is_list ? longest : std::string();
}

const Waivers::Waiver* Waivers::find(const std::string& table, std::int64_t row, std::string_view rule) {
  if (by_record_.empty() || table.empty()) return nullptr;
  std::string here = table;
  for (auto above = holder(here); !above.empty(); above = holder(here)) {
    auto parent = reader_.prepare("SELECT _parent FROM " + in_quotes(here) + " WHERE _row = :row");
    parent.bind(0, row);
    if (!parent.step()) return nullptr;
    row = number_in(parent, 0);
    here = above;
  }
  return of_record(here, row, rule);
}

void Waivers::report(const std::vector<Rule>& rules, Diagnostics& out) const {
  std::vector<std::string> names;
  for (const auto& rule : rules) names.push_back(rule.name);
  for (const auto& [record, waivers] : by_record_) {
    for (const auto& waiver : waivers) {
      const auto rule = std::find_if(rules.begin(), rules.end(),
                                     [&](const Rule& each) { return each.name == waiver.rule; });
      if (rule == rules.end())
        out.error(waiver.at, "unknown-rule", text("нет правила `{}`", "there is no rule `{}`", waiver.rule),
                  suggestion_or_names(waiver.rule, names));
      else if (!waiver.used && !rule->off)
        out.info(waiver.at, "waiver-unused",
                 text("исключение из правила `{}` больше не нужно", "the waiver of `{}` is no longer needed",
                      waiver.rule),
                 text("нарушения нет: строку можно убрать", "nothing is wrong any more: take the line away"));
    }
  }
}

}  // namespace svodka::check
