#include "publish/ledger/ledger_tables.h"

#include <map>

#include "base/hash.h"

namespace svodka::publish {

constexpr std::string_view kLedgerTables = R"sql(
PRAGMA application_id = 0x53564f44;
CREATE TABLE entries (
  number   INTEGER PRIMARY KEY,
  body     TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL,
  time      TEXT    AS (json_extract(body, '$.time')),
  action    TEXT    AS (json_extract(body, '$.action')),
  document  TEXT    AS (json_extract(body, '$.document')),
  version   INTEGER AS (json_extract(body, '$.version')),
  report    TEXT    AS (json_extract(body, '$.report')),
  title     TEXT    AS (json_extract(body, '$.title')),
  period    TEXT    AS (json_extract(body, '$.period')),
  person    TEXT    AS (json_extract(body, '$.person.id')),
  complete  INTEGER AS (json_extract(body, '$.complete')),
  outgoing  TEXT    AS (json_extract(body, '$.outgoing')),
  date      TEXT    AS (json_extract(body, '$.date')),
  year      TEXT    AS (substr(json_extract(body, '$.date'), 1, 4)),
  series    TEXT    AS (json_extract(body, '$.series')),
  ordinal   INTEGER AS (json_extract(body, '$.ordinal'))
) STRICT;
CREATE INDEX entries_document ON entries (document, number);
CREATE UNIQUE INDEX entries_outgoing ON entries (year, outgoing) WHERE outgoing IS NOT NULL;
CREATE INDEX entries_series ON entries (year, series, ordinal) WHERE series IS NOT NULL;
CREATE UNIQUE INDEX entries_registered ON entries (document, version) WHERE action = 'register';
CREATE TABLE input_lists (
  name TEXT PRIMARY KEY,
  list TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
  WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries)
    OR NEW.previous IS NOT coalesce((SELECT hash FROM entries ORDER BY number DESC LIMIT 1),
                                    '0000000000000000000000000000000000000000000000000000000000000000')
  BEGIN SELECT RAISE(ABORT, 'an entry must follow the last one'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER entries_last BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER input_lists_stay BEFORE DELETE ON input_lists
  BEGIN SELECT RAISE(ABORT, 'lists are never removed'); END;
CREATE TRIGGER input_lists_last BEFORE UPDATE ON input_lists
  BEGIN SELECT RAISE(ABORT, 'lists are never changed'); END;
CREATE VIEW documents AS
  SELECT document, version,
         (SELECT json_extract(f.value, '$.file')
            FROM entries e, json_each(e.body, '$.files') f
           WHERE e.document = o.document AND e.version = o.version AND e.action = 'approve'
             AND json_extract(f.value, '$.role') = 'document' LIMIT 1) AS file,
         max(period) AS period, max(report) AS report, max(title) AS title,
         CASE WHEN max(action = 'register') THEN 'registered' WHEN max(action = 'sign') THEN 'signed'
              WHEN max(complete) THEN 'approved' ELSE 'draft' END AS state,
         sum(action = 'approve') AS approvals,
         max(CASE WHEN complete THEN time END) AS approved,
         max(CASE WHEN action = 'sign' THEN time END) AS signed,
         max(CASE WHEN action = 'sign' THEN person END) AS signer,
         max(outgoing) AS outgoing, max(date) AS date
    FROM entries o
   GROUP BY document, version;
PRAGMA user_version = 1;
)sql";

namespace {

std::map<std::string, std::string> schema_of(const store::Database& database) {
  std::map<std::string, std::string> schema;
  auto query = database.query("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
  while (query.step()) schema[query.text(0)] = query.text(1);
  return schema;
}

}  // namespace

std::vector<Text> table_faults(const store::Database& database) {
  std::vector<Text> faults;
  auto check = database.query("PRAGMA integrity_check(20)");
  while (check.step()) {
    if (check.text(0) != "ok")
      faults.push_back(
          text("база журнала повреждена: {}", "the ledger's database is damaged: {}", check.text(0)));
  }
  const auto pristine = store::Database::in_memory();
  pristine.exec(std::string(kLedgerTables));
  const auto due = schema_of(pristine), is = schema_of(database);
  for (const auto& [name, sql] : due) {
    const auto found = is.find(name);
    if (found == is.end() || found->second != sql)
      faults.push_back(text("устройство журнала изменено: {}", "the ledger's tables were changed: {}", name));
  }
  for (const auto& [name, sql] : is) {
    if (!due.contains(name))
      faults.push_back(text("в базе журнала постороннее: {}", "the ledger's database holds more: {}", name));
  }
  return faults;
}

std::vector<Text> list_faults(const store::Database& database) {
  std::vector<Text> faults;
  auto lists = database.query("SELECT name, list FROM input_lists");
  while (lists.step()) {
    if (sha256(lists.text(1)) != lists.text(0))
      faults.push_back(text("список входных файлов {} изменён", "the list of inputs {} was changed",
                            lists.text(0).substr(0, 12)));
  }
  auto gone = database.query(
      "SELECT number FROM entries WHERE json_extract(body, '$.inputs') IS NOT NULL"
      " AND json_extract(body, '$.inputs') NOT IN (SELECT name FROM input_lists)");
  while (gone.step())
    faults.push_back(text("нет списка входных файлов к записи {}", "the list of inputs of entry {} is gone",
                          gone.integer(0)));
  return faults;
}

}  // namespace svodka::publish
