#include "store/run_tables.h"

#include <fmt/format.h>

namespace svodka::store {
namespace {

struct RunTable {
  const char* name;
  int columns;
  const char* declared;
};

constexpr RunTable kSummary{"run_summary", 6,
                            "previous PERIOD TEXT, documents INTEGER, errors INTEGER, warnings INTEGER, "
                            "remarks INTEGER, changes INTEGER"};
constexpr RunTable kDocuments{
    "run_documents", 11,
    "position INTEGER, report TEXT, title TEXT, file TEXT, href TEXT, kind TEXT, "
    "bytes INTEGER, size_kb INTEGER, state TEXT, state_label TEXT, version INTEGER"};
constexpr RunTable kReports{"run_reports", 6,
                            "position INTEGER, report TEXT, title TEXT, documents INTEGER, shown INTEGER, "
                            "states TEXT"};
constexpr RunTable kFiles{"run_document_files", 6,
                          "document INTEGER, position INTEGER, kind TEXT, label TEXT, file TEXT, href TEXT"};
constexpr RunTable kFindings{"run_findings", 8,
                             "position INTEGER, severity TEXT, severity_label TEXT, rule TEXT, message TEXT, "
                             "hint TEXT, place TEXT, href TEXT"};
constexpr RunTable kChanges{"run_changes", 9,
                            "id INTEGER, collection TEXT, collection_label TEXT, kind TEXT, kind_label TEXT, "
                            "record TEXT, words TEXT, place TEXT, href TEXT"};
constexpr RunTable kFields{"run_change_fields", 5,
                           "change INTEGER, position INTEGER, field TEXT, \"before\" TEXT, \"after\" TEXT"};
constexpr RunTable kAll[] = {kSummary, kReports, kDocuments, kFiles, kFindings, kChanges, kFields};

// Fills a table row by row, value after value; an empty text is NULL.
class Insert {
 public:
  Insert(const Database& database, const RunTable& table) : query_(database.query(statement(table))) {}
  Insert& operator<<(const std::string& value) {
    value.empty() ? query_.bind_null(++at_) : query_.bind(++at_, std::string_view(value));
    return *this;
  }
  Insert& operator<<(std::int64_t value) {
    query_.bind(++at_, value);
    return *this;
  }
  void run() {
    query_.run();
    at_ = 0;
  }

 private:
  static std::string statement(const RunTable& table) {
    std::string sql = fmt::format("INSERT INTO temp.{} VALUES(?", table.name);
    for (int i = 1; i < table.columns; ++i) sql += ", ?";
    return sql + ")";
  }
  Query query_;
  int at_ = 0;
};

}  // namespace

std::string create_run_tables() {
  std::string sql;
  for (const auto& table : kAll)
    sql += fmt::format("CREATE TEMP TABLE {}({});\n", table.name, table.declared);
  return sql + "INSERT INTO temp.run_summary VALUES(NULL, 0, 0, 0, 0, 0)";
}

void fill_run_tables(const Database& database, const RunFacts& facts) {
  constexpr std::int64_t kKilobyte = 1024;
  for (const auto& table : kAll) database.exec(fmt::format("DELETE FROM temp.{}", table.name));
  Insert summary(database, kSummary), reports(database, kReports), documents(database, kDocuments),
      files(database, kFiles), findings(database, kFindings), changes(database, kChanges),
      fields(database, kFields);
  auto all_documents = facts.reports.empty() ? static_cast<std::int64_t>(facts.documents.size()) : 0;
  for (const auto& report : facts.reports) all_documents += report.documents;
  summary << facts.previous << all_documents << facts.errors << facts.warnings << facts.remarks
          << facts.changed_records;
  summary.run();
  std::int64_t position = 0;
  for (const auto& each : facts.reports) {
    std::string states;
    for (const auto& [state, count] : each.states)
      states += fmt::format("{}{}: {}", states.empty() ? "" : ", ", state, count);
    reports << ++position << each.report << each.title << each.documents << each.shown << states;
    reports.run();
  }
  position = 0;
  for (const auto& each : facts.documents) {
    documents << ++position << each.report << each.title << each.file << each.href << each.kind << each.bytes
              << (each.bytes + kKilobyte - 1) / kKilobyte << each.state << each.state_label << each.version;
    documents.run();
    std::int64_t beside = 0;
    for (const auto& file : each.files) {
      files << position << ++beside << file.kind << file.label << file.file << file.href;
      files.run();
    }
  }
  position = 0;
  for (const auto& each : facts.findings) {
    findings << ++position << each.severity << each.severity_label << each.rule << each.message << each.hint
             << each.place << each.href;
    findings.run();
  }
  std::int64_t change = 0;
  for (const auto& each : facts.changes) {
    changes << ++change << each.collection << each.collection_label << each.kind << each.kind_label
            << each.record << each.words << each.place << each.href;
    changes.run();
    position = 0;
    for (const auto& field : each.fields) {
      fields << change << ++position << field.field << field.before << field.after;
      fields.run();
    }
  }
}

}  // namespace svodka::store
