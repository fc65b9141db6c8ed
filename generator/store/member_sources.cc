#include "store/member_sources.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "store/sqlite.h"

namespace svodka::store {
namespace {

std::string key_of(const Statement& statement, std::size_t columns) {
  std::string key;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto value = statement.value(static_cast<int>(i));
    key += std::to_string(value.index()) + ":";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) key += std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value))
      key.append(reinterpret_cast<const char*>(number), sizeof *number);
    if (const auto* words = std::get_if<std::string>(&value))
      key += std::to_string(words->size()) + ":" + *words;
    key += ";";
  }
  return key;
}

std::int64_t set_at(const Statement& statement, std::size_t column) {
  const auto value = statement.value(static_cast<int>(column));
  const auto* set = std::get_if<std::int64_t>(&value);
  return set == nullptr ? 0 : *set;
}

}  // namespace

MemberSources::Opened& MemberSources::opened(std::size_t member) {
  auto& project = opened_[member];
  if (!project.reader) {
    project.reader = stores_->open(member, personal_);
    project.tables = std::make_unique<Tables>(stores_->members()[member].schema);
  }
  return project;
}

// The rows as they were merged, and the same rows with their sets, which may come in another order.
MemberSources::View MemberSources::follow(const Reader& reader, const std::string& name) {
  const auto sql = "SELECT * FROM " + quote_name(name);
  View view;
  view.whole = reader.whole_tables(sql);
  auto rows = reader.prepare(sql);
  for (const auto& column : rows.columns()) view.columns.push_back(column.name);
  const auto width = view.columns.size();
  std::map<std::string, std::deque<std::size_t>> places;
  std::size_t count = 0;
  while (rows.step()) places[key_of(rows, width)].push_back(count++);
  auto traced = reader.prepare_traced(sql);
  if (!traced) return view;
  std::vector<std::vector<std::int64_t>> sets(count);
  std::size_t found = 0;
  try {
    while (traced->step()) {
      auto& same = places[key_of(*traced, width)];
      if (same.empty()) return view;
      auto& row = sets[same.front()];
      same.pop_front();
      for (std::size_t i = 0; i <= width; ++i) row.push_back(set_at(*traced, width + i));
      ++found;
    }
  } catch (const QueryError&) {
    return view;
  }
  if (found == count) view.sets = std::move(sets);
  return view;
}

std::vector<RecordSource> MemberSources::of_table(std::size_t member, int table, std::int64_t row,
                                                  const std::string& column) {
  auto& project = opened(member);
  const auto& spec = (*project.tables)[table];
  const auto* field = spec.column(column);
  RecordSource source;
  source.collection = spec.name;
  source.field = field == nullptr ? "" : field->yaml_name;
  source.at = project.reader->position(spec.name, row, field == nullptr ? std::string_view() : column);
  return {source};
}

std::vector<RecordSource> MemberSources::of(const std::string& relation, std::int64_t row,
                                            const std::string& column) {
  const auto at = member_row(row, stores_->members().size());
  const RecordSource unknown{RecordSource::Kind::kTable, std::string(kProjects) + relation, {}, false, {}};
  if (!at || stores_->members()[at->member].database.empty()) return {unknown};
  const auto& member = stores_->members()[at->member];
  auto& project = opened(at->member);
  std::vector<RecordSource> sources;
  if (const int table = project.tables->find(relation); table >= 0) {
    sources = of_table(at->member, table, at->row, member_column(column));
  } else {
    auto [view, is_new] = project.views.try_emplace(relation);
    if (is_new) view->second = follow(*project.reader, relation);
    const auto& known = view->second;
    const auto place = static_cast<std::size_t>(
        std::find(known.columns.begin(), known.columns.end(), member_column(column)) - known.columns.begin());
    const auto ordinal = static_cast<std::size_t>(at->row);
    sources = project.reader->sources(ordinal < known.sets.size() ? known.sets[ordinal][place] : known.whole);
  }
  for (auto& source : sources) {
    if (!source.at.file.empty()) source.at.file = member.path_of(source.at.file);
    if (source.kind == RecordSource::Kind::kTable)
      source.collection = std::string(kProjects) + source.collection;
  }
  return sources;
}

Position MemberSources::position(std::string_view relation, std::int64_t row, std::string_view column) {
  const auto at = member_row(row, stores_->members().size());
  if (!at || stores_->members()[at->member].database.empty()) return {};
  auto& project = opened(at->member);
  auto found = project.reader->position(relation, at->row, member_column(std::string(column)));
  found.file = stores_->members()[at->member].path_of(found.file);
  return found;
}

}  // namespace svodka::store
