#include "edit/analysis.h"

#include <algorithm>
#include <set>

#include "check/rules.h"
#include "load/lost_records.h"

namespace svodka::edit {
namespace {

constexpr std::size_t kMostInLabel = 3;

bool is_plain(const load::Field& field) {
  return field.type != load::FieldType::kList && field.type != load::FieldType::kRecord;
}

// The columns that tell people which record it is: its required texts, or else whatever it must have.
std::vector<std::string> label_columns(const load::Collection& collection) {
  std::vector<std::string> texts, others;
  for (const auto& field : collection.fields) {
    if (!field.required || field.name == collection.key || !is_plain(field)) continue;
    (field.type == load::FieldType::kText ? texts : others).push_back(field.column);
  }
  auto& columns = texts.empty() ? others : texts;
  if (columns.size() > kMostInLabel) columns.resize(kMostInLabel);
  return columns;
}

std::string quoted(const std::string& name) { return '"' + name + '"'; }

std::string words_of(const Value& value) {
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return {};
}

std::vector<KnownRecord> records_of(const load::Collection& collection, const store::Reader& reader) {
  const auto* key = collection.field(collection.key);
  if (key == nullptr) return {};
  std::string sql = "SELECT _row, " + quoted(key->column);
  for (const auto& column : label_columns(collection)) sql += ", " + quoted(column);
  auto statement = reader.prepare(sql + " FROM " + quoted(collection.table));
  const auto columns = static_cast<int>(statement.columns().size());
  std::vector<KnownRecord> records;
  while (statement.step()) {
    KnownRecord record{words_of(statement.value(1)), {}, {}};
    if (record.id.empty()) continue;
    for (int i = 2; i < columns; ++i) {
      const auto words = words_of(statement.value(i));
      if (!words.empty()) record.label += (record.label.empty() ? "" : " ") + words;
    }
    const auto row = statement.value(0);
    if (const auto* number = std::get_if<std::int64_t>(&row))
      record.at = reader.position(collection.table, *number, key->column);
    records.push_back(std::move(record));
  }
  return records;
}

void add_columns(const std::vector<bind::Query>& queries, const store::Reader& reader, KnownReport& known) {
  for (const auto& query : queries) {
    try {
      const auto statement = reader.prepare(query.sql);
      for (const auto& column : statement.columns()) known.columns[query.name].push_back(column.name);
    } catch (const store::QueryError&) {
      // The finding has been made where the report was prepared.
    }
    add_columns(query.each, reader, known);
  }
}

void read_project(const Project& project, Analysis& analysis, Diagnostics& out) {
  check_all(project, out);
  Diagnostics told;  // check_all() has
  analysis.rules = check::project_rules(project.root, told);
  analysis.relations = project.reader->relations();
  for (const auto& collection : project.schema.collections)
    analysis.records[collection.name] = records_of(collection, *project.reader);
  for (const auto& name : report_names(project.root)) {
    auto report = bind::load_report(project.root, name, told);
    if (!report) continue;
    const auto path = report->path;
    KnownReport known{std::move(*report), {}};
    add_columns(known.report.data, *project.reader, known);
    analysis.reports.emplace(path, std::move(known));
  }
}

}  // namespace

Analyst::Analyst(ProjectOptions options) : options_(std::move(options)), overlay_(options_.root) {
  options_.root = overlay_.root();
}

std::shared_ptr<const Analysis> Analyst::analyse(const std::map<std::string, std::string>& texts) {
  overlay_.update(texts);
  const auto analysis = std::make_shared<Analysis>();
  Diagnostics out;
  if (auto project = open_project(options_, out)) {
    analysis->schema = project->schema;
    read_project(*project, *analysis, out);
  }
  analysis->findings = out.sorted();
  if (last_) keep_what_is_half_typed(*analysis);
  last_ = analysis;
  return analysis;
}

void Analyst::keep_what_is_half_typed(Analysis& now) const {
  std::set<std::string> broken;
  for (const auto& finding : now.findings) {
    if (load::loses_records(finding)) broken.insert(finding.at.file);
  }
  for (const auto& [collection, before] : last_->records) {
    auto& records = now.records[collection];
    std::set<std::string> present;
    for (const auto& record : records) present.insert(record.id);
    std::copy_if(before.begin(), before.end(), std::back_inserter(records), [&](const KnownRecord& record) {
      return broken.contains(record.at.file) && !present.contains(record.id);
    });
  }
  for (const auto& before : last_->reports) {
    const auto& path = before.first;
    const auto& report = before.second;
    const bool at_fault = std::any_of(now.findings.begin(), now.findings.end(),
                                      [&](const Finding& finding) { return finding.at.file == path; });
    if (!at_fault) continue;
    const auto [known, is_new] = now.reports.emplace(path, report);
    for (const auto& [query, columns] : report.columns) known->second.columns.emplace(query, columns);
  }
  if (now.relations.empty()) now.relations = last_->relations;
  if (now.rules.empty()) now.rules = last_->rules;
}

}  // namespace svodka::edit
