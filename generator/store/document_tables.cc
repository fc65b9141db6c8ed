#include "store/document_tables.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"

namespace svodka::store {

constexpr std::string_view kDocumentTables = R"sql(
CREATE TEMP TABLE documents(
  _row INTEGER PRIMARY KEY, document TEXT, version INTEGER, latest BOOL, file TEXT, name TEXT, format TEXT,
  period PERIOD TEXT, as_of DAY TEXT, report TEXT, title TEXT, state TEXT, approved DAY TEXT, signed DAY TEXT,
  signer TEXT, signer_name TEXT, signer_post TEXT, certificate TEXT, number TEXT, date DAY TEXT, year INTEGER,
  series TEXT, ordinal INTEGER, addressee TEXT, bytes INTEGER, sha256 TEXT, pages INTEGER);
CREATE TEMP TABLE sign_off_steps(
  _row INTEGER PRIMARY KEY, document TEXT, version INTEGER, file TEXT, period PERIOD TEXT, report TEXT, step TEXT,
  day DAY TEXT, time TEXT, person TEXT, name TEXT, post TEXT, certificate TEXT, certificate_owner TEXT,
  certificate_issuer TEXT, certificate_from DAY TEXT, certificate_to DAY TEXT, number TEXT, date DAY TEXT,
  addressee TEXT, reason TEXT);
)sql";

namespace {

// The tables, and the views of views.sql that stand on them.
constexpr std::string_view kRelations[] = {kDocumentsName, kStepsName, "outgoing_register", "signatures"};

void bind_value(Query& query, int parameter, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    query.bind(parameter, *integer);
  else if (const auto* words = std::get_if<std::string>(&value))
    query.bind(parameter, std::string_view(*words));
  else
    query.bind_null(parameter);
}

void fill_table(const Database& database, std::string_view table, const DocumentRows::Rows& rows) {
  const auto in = "temp." + std::string(table);
  database.exec("DELETE FROM " + in);
  if (rows.empty()) return;
  std::string places = "NULL";
  for (std::size_t i = 0; i < rows.front().size(); ++i) places += ", ?";
  auto insert = database.query("INSERT INTO " + in + " VALUES(" + places + ")");
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) bind_value(insert, static_cast<int>(i) + 1, row[i]);
    insert.run();
  }
}

}  // namespace

void DocumentTables::provide(std::shared_ptr<DocumentRows> rows) {
  rows_ = std::move(rows);
  has_documents_ = has_pages_ = has_steps_ = false;
}

void DocumentTables::fill(const Database& database, const Guard& guard) {
  const auto& reads = guard.watched_reads();
  if (rows_ == nullptr || reads.empty()) return;
  const auto reads_from = [&](std::string_view table) {
    return std::any_of(reads.begin(), reads.end(), [&](const auto& read) { return read.first == table; });
  };
  const bool pages = reads.contains({std::string(kDocumentsName), "pages"});
  if (reads_from(kDocumentsName) && (!has_documents_ || (pages && !has_pages_))) {
    fill_table(database, kDocumentsName, rows_->documents(pages));
    has_documents_ = true;
    has_pages_ = pages;
  }
  if (reads_from(kStepsName) && !has_steps_) {
    fill_table(database, kStepsName, rows_->steps());
    has_steps_ = true;
  }
}

bool may_read_documents(std::string_view text) {
  const auto folded = utf8::lower(text);
  const auto is_named = [&](std::string_view name) {
    for (auto at = folded.find(name); at != std::string::npos; at = folded.find(name, at + 1)) {
      if (at == 0 || (folded[at - 1] != '_' && (folded[at - 1] < 'a' || folded[at - 1] > 'z'))) return true;
    }
    return false;
  };
  return std::any_of(std::begin(kRelations), std::end(kRelations), is_named);
}

}  // namespace svodka::store
