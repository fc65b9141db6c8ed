#include "store/reader.h"

#include <algorithm>

#include "base/files.h"
#include "store/project.h"

using namespace svodka;
using test::Project;
using Rows = std::vector<std::string>;

namespace {

constexpr const char* kRecords = R"(organisations:
  - {id: izobilnaya, kind: school, name: МОБУ «Изобильная СОШ»}
activities:
  - id: seminar
    title: Семинар для учителей
    date: 2020-10-12
    status: done
    schools:
      - izobilnaya
    evidence:
      - title: Протокол
        file: evidence/protocol.pdf
  - {id: later, title: Позже, date: 2020-12, status: planned}
)";

struct Ready : Project {
  Ready() {
    write("inputs/a.yaml", kRecords);
    refresh();
    REQUIRE(rules() == Rows{});
  }
};

store::QueryError error_of(const Project& project, const std::string& sql, std::int64_t steps = 0) {
  const auto reader = project.reader();
  if (steps > 0) const_cast<store::Reader&>(reader).limit_steps(steps);
  try {
    Project::rows(reader, sql);
  } catch (const store::QueryError& error) {
    return error;
  }
  FAIL("no error: ", sql);
  throw std::logic_error("unreachable");
}

}  // namespace

TEST_CASE("a query's columns and their types are known before it runs") {
  Ready project;
  const auto reader = project.reader();
  const auto statement =
      reader.prepare("SELECT id, date, date_from, \"order\", status AS s, 1 + 1 AS two FROM activities");
  CHECK(statement.columns() == std::vector<Column>{{"id", ColumnType::kText},
                                                   {"date", ColumnType::kPeriod},
                                                   {"date_from", ColumnType::kDay},
                                                   {"order", ColumnType::kInteger},
                                                   {"s", ColumnType::kText},
                                                   {"two", ColumnType::kUnknown}});
  CHECK(reader.prepare("SELECT mean_score FROM results").columns()[0].type == ColumnType::kNumber);
  CHECK(reader.prepare("SELECT cumulative FROM indicators").columns()[0].type == ColumnType::kBool);
  CHECK(reader.prepare("SELECT as_of FROM report").columns()[0].type == ColumnType::kDay);
  CHECK(reader.prepare("SELECT starts FROM done_activities").columns()[0].type == ColumnType::kDay);
}

TEST_CASE("parameters may have dots and are bound by position, again and again") {
  Ready project;
  const auto reader = project.reader();
  auto statement = reader.prepare(
      "SELECT title, :имя FROM activities WHERE id = :directions.id AND ':no.parameter' <> ''");
  CHECK(statement.parameters() == std::vector<std::string>{"имя", "directions.id"});
  statement.bind(0, Value(std::int64_t{7}));
  statement.bind(1, Value(std::string("later")));
  REQUIRE(statement.step());
  CHECK(test::shown(statement.value(0)) == "Позже");
  CHECK(test::shown(statement.value(1)) == "7");
  CHECK_FALSE(statement.step());

  statement.reset();
  REQUIRE(statement.step());
  statement.bind(1, Value(std::string("seminar")));
  REQUIRE(statement.step());
  CHECK(test::shown(statement.value(0)) == "Семинар для учителей");
}

TEST_CASE("the same parameter twice is one parameter, one without a name is refused") {
  Ready project;
  const auto reader = project.reader();
  CHECK(reader.prepare("SELECT :a.b, :a.b").parameters() == std::vector<std::string>{"a.b"});
  CHECK_THROWS_AS(reader.prepare("SELECT ?"), store::QueryError);
}

TEST_CASE("the report's one row says what the run is about") {
  Ready project;
  CHECK(project.ask("SELECT * FROM report") == Rows{"2020-11|2020-11-01|2020-11-30|2020-12-01|2020-10|2020"});
  CHECK(Project::rows(project.reader("", ""), "SELECT * FROM report") == Rows{"∅|∅|∅|∅|∅|∅"});
}

TEST_CASE("without a period before, its tables are there and empty") {
  Ready project;
  CHECK(project.ask("SELECT count(*) FROM previous.activities") == Rows{"0"});
  CHECK(project.ask("SELECT count(*) FROM previous.texts") == Rows{"0"});
}

TEST_CASE("with a period before, what is new is a join") {
  Ready project;
  const auto before = project.folder.path() / "вчера #1?.db";
  std::filesystem::copy_file(project.database(), before);
  project.write("inputs/b.yaml",
                "activities:\n  - {id: new, title: Новое, date: 2020-11-05, status: done}\n");
  project.refresh();
  const auto reader = project.reader("2020-11", "2020-12-01", before);
  CHECK(Project::rows(reader, "SELECT id FROM new_since_previous") == Rows{"new"});
  CHECK(Project::rows(reader, "SELECT id, change FROM activity_changes") == Rows{"new|added"});
  CHECK(Project::rows(reader, "SELECT id FROM done_activities ORDER BY starts") == Rows{"seminar", "new"});
}

TEST_CASE("what a run says of itself is in tables, empty until it does, and said anew each time") {
  Ready project;
  store::Reader reader(project.database(), project.schema, {"2020-10", "2020-11-01", "2020-09"});
  const std::string all =
      "SELECT (SELECT count(*) FROM run_documents) || (SELECT count(*) FROM run_findings) || "
      "(SELECT count(*) FROM run_changes) || (SELECT count(*) FROM run_change_fields) || "
      "(SELECT count(*) FROM run_document_files), s.* FROM run_summary s";
  CHECK(Project::rows(reader, all) == Rows{"00000|∅|0|0|0|0|0"});
  store::RunFacts facts;
  facts.previous = "2020-09";
  facts.warnings = 7;
  facts.changed_records = 2;
  facts.documents.push_back({"r",
                             "Отчёт",
                             "о.docx",
                             "%D0%BE.docx",
                             "docx",
                             1025,
                             "draft",
                             "проект",
                             2,
                             {{"pdf", "PDF", "о.pdf", "%D0%BE.pdf"}}});
  facts.findings.push_back({"warning", "предупреждение", "typo", "опечатка", "", "a.yaml:1:2", ""});
  facts.changes.push_back(
      {"plan", "План", "changed", "изменено", "", "План", "a.yaml:1", "", {{"Цель", "", "мир"}}});
  facts.changes.push_back({"plan", "План", "added", "добавлено", "", "План", "a.yaml:9", "", {}});
  for (int again = 0; again < 2; ++again) {
    reader.tell(facts);
    CHECK(Project::rows(reader, all) == Rows{"11211|2020-09|1|0|7|0|2"});
  }
  CHECK(Project::rows(reader, "SELECT size_kb, state, hint FROM run_documents, run_findings") ==
        Rows{"2|draft|∅"});
  CHECK(Project::rows(reader,
                      "SELECT c.words, f.field, f.before, f.after FROM run_changes c LEFT JOIN "
                      "run_change_fields f ON f.change = c.id ORDER BY c.id") ==
        Rows{"План|Цель|∅|мир", "План|∅|∅|∅"});
}

TEST_CASE("what is no store is a fault of the environment that names the file") {
  Ready project;
  project.write("x.db", std::string(9000, 'x'));
  const auto file = project.folder.path() / "x.db";
  CHECK_THROWS_AS(store::Reader(file, project.schema, {}), EnvironmentError);
  CHECK_THROWS_AS(store::Reader(project.folder.path() / "absent.db", project.schema, {}), EnvironmentError);
  try {
    project.reader("2020-11", "2020-12-01", file);
    FAIL("no error");
  } catch (const EnvironmentError& error) {
    CHECK(error.message().ru.find("x.db") != std::string::npos);
  }
}

TEST_CASE("a misspelt column is named, with the column meant and its place") {
  Ready project;
  const auto error = error_of(project, "SELECT id,\n tilte FROM activities");
  CHECK(error.message().ru == "нет столбца `tilte`");
  CHECK(error.message().en == "no such column: `tilte`");
  CHECK(error.hint() == suggestion("tilte", {"title"}));
  CHECK(error.offset() == 12);
}

TEST_CASE("a column of a misspelt kind is sought in the tables of the query only") {
  Ready project;
  CHECK(error_of(project, "SELECT a.tilte FROM activities a").hint() == suggestion("tilte", {"title"}));
  CHECK(error_of(project, "SELECT surnam FROM activities").hint().ru.find("проверьте имя и таблицы") == 0);
  CHECK(error_of(project, "SELECT surnam, 1").hint().ru.find("в запросе нет FROM") == 0);
  CHECK(error_of(project, "SELECT surnam FROM people").hint() == suggestion("surnam", {"surname"}));
}

TEST_CASE("a misspelt table or view, a misspelt function and bad grammar are explained") {
  Ready project;
  const auto table = error_of(project, "SELECT * FROM activites");
  CHECK(table.message().ru == "нет таблицы или представления `activites`");
  CHECK(table.hint() == suggestion("activites", {"activities"}));
  CHECK(table.offset() == 14);
  CHECK(error_of(project, "SELECT * FROM done_activity").hint() ==
        suggestion("done_activity", {"done_activities"}));
  const auto function = error_of(project, "SELECT precent(1, 2)");
  CHECK(function.message().ru == "нет функции `precent`");
  CHECK(function.hint() == suggestion("precent", {"percent"}));
  const auto grammar = error_of(project, "SELECT * FRO activities");
  CHECK(grammar.message().ru == "ошибка в SQL около «FRO»");
  CHECK(grammar.offset() == 9);
  CHECK(error_of(project, "SELECT (1").message().ru == "запрос оборван");
  CHECK(error_of(project, "SELECT id FROM activities, people").message().ru ==
        "столбец `id` есть в нескольких таблицах запроса");
  CHECK(error_of(project, "SELECT percent(1)").message().ru == "у функции `percent` другое число аргументов");
}

TEST_CASE("parts of a query that do not fit together are told where they stand") {
  Ready project;
  const std::string three = "SELECT id, title, 1 FROM activities", two = "SELECT id, max(1, 2) FROM people";
  const auto odd = error_of(project, three + " UNION ALL " + two + " UNION ALL " + three);
  CHECK(odd.message().ru == "часть запроса даёт столбцов: 2, а соединённые с ней — 3");
  CHECK(odd.offset() == static_cast<int>(three.size() + 11));
  CHECK(odd.hint().ru.find("добавьте столбец") == 0);
  const auto inner =
      error_of(project, "WITH a AS (" + two + " UNION " + three + " UNION " + two + ") SELECT * FROM a");
  CHECK(inner.offset() == static_cast<int>(11 + two.size() + 7));
  CHECK(error_of(project, "SELECT * FROM people UNION SELECT 1").message().ru ==
        "соединённые части запроса дают разное число столбцов");
  const auto twice = error_of(project, "SELECT p.id FROM people p JOIN people p ON p.id = p.id");
  CHECK(twice.message().ru == "имя `p` дано в запросе двум таблицам");
  CHECK(twice.offset() == 38);
}

TEST_CASE("one statement, and not none") {
  Ready project;
  const auto error = error_of(project, "SELECT 1; SELECT 2");
  CHECK(error.message().ru == "в запросе больше одной команды");
  CHECK(error.offset() == 10);
  CHECK(error_of(project, "  -- ничего\n").message().ru == "запрос пуст");
  CHECK(error_of(project, ";").message().ru == "запрос пуст");
  CHECK(project.ask("SELECT 1; -- и всё\n ;") == Rows{"1"});
}

TEST_CASE("the guard refuses everything but reading") {
  Ready project;
  for (const std::string sql : {"INSERT INTO activities(id) VALUES('x')",
                                "UPDATE activities SET title = 'x'",
                                "DELETE FROM activities",
                                "DROP TABLE activities",
                                "CREATE TABLE x(a)",
                                "CREATE TEMP TABLE x(a)",
                                "CREATE TEMP VIEW v AS SELECT 1",
                                "ATTACH ':memory:' AS x",
                                "ATTACH '/etc/passwd' AS x",
                                "DETACH previous",
                                "PRAGMA table_info(activities)",
                                "PRAGMA writable_schema = 1",
                                "VACUUM",
                                "VACUUM INTO '/tmp/x.db'",
                                "BEGIN",
                                "SAVEPOINT a",
                                "REINDEX",
                                "ANALYZE",
                                "UPDATE report SET as_of = '2030-01-01'",
                                "ALTER TABLE activities RENAME TO x",
                                "CREATE TEMP TRIGGER t AFTER INSERT ON report BEGIN SELECT 1; END"}) {
    const auto error = error_of(project, sql);
    INFO(sql);
    CHECK(error.message().ru == "в запросах можно только читать: SELECT или WITH … SELECT");
  }
  for (const std::string sql : {"EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT 1"}) {
    CHECK(error_of(project, sql).message().ru == "в запросах можно только читать: SELECT или WITH … SELECT");
  }
  CHECK(project.ask("SELECT count(*) FROM activities") == Rows{"2"});
}

TEST_CASE("the guard hides what is internal") {
  Ready project;
  for (const std::string table : {"_files", "_meta", "_spans", "_at_activities", "sqlite_schema",
                                  "sqlite_master", "sqlite_temp_master", "previous._at_activities"}) {
    for (const std::string what : {"*", "count(*)", "1"}) {
      INFO(what, " ", table);
      const std::string message = error_of(project, "SELECT " + what + " FROM " + table).message().ru;
      CHECK(message.rfind("таблица `", 0) == 0);
      CHECK(message.find("` служебная") != std::string::npos);
    }
  }
  for (const std::string table :
       {"pragma_table_info('activities')", "pragma_database_list", "pragma_function_list"}) {
    CHECK_FALSE(error_of(project, "SELECT count(*) FROM " + table).message().ru.empty());
  }
}

TEST_CASE("the guard refuses functions that reach outside or differ from run to run") {
  Ready project;
  for (const std::string call :
       {"load_extension('x')", "random()", "randomblob(4)", "zeroblob(1000000000)", "last_insert_rowid()",
        "sqlite_version()", "readfile('/etc/passwd')", "writefile('x', 'y')", "edit('x')", "CURRENT_DATE",
        "date('now')", "strftime('%Y', 'NOW')"}) {
    INFO(call);
    CHECK_THROWS_AS(Project::rows(project.reader(), "SELECT " + call), store::QueryError);
  }
  CHECK(error_of(project, "SELECT CURRENT_DATE").hint().ru ==
        "возьмите день отчёта: `(SELECT as_of FROM report)`");
  CHECK(error_of(project, "SELECT date('now')").message().ru == "`'now'` зависит от дня сборки");
  CHECK(project.ask("SELECT 'now', date(as_of, '+1 day') FROM report") == Rows{"now|2020-12-02"});
}

TEST_CASE("queries may be as clever as SQLite is") {
  Ready project;
  CHECK(project.ask("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT "
                    "sum(x) FROM n") == Rows{"6"});
  CHECK(project.ask("SELECT id, row_number() OVER (ORDER BY id COLLATE RU DESC) FROM activities") ==
        Rows{"seminar|1", "later|2"});
  CHECK(project.ask("WITH two(x) AS (VALUES (1), (2)) SELECT count(*) FROM two") == Rows{"2"});
  CHECK(project.ask("SELECT value FROM json_each('[1,2]')") == Rows{"1", "2"});
  CHECK(project.ask("SELECT title FROM activities WHERE title LIKE '%УЧИТЕЛЕЙ'") ==
        Rows{"Семинар для учителей"});
  CHECK(project.ask("VALUES (1), (2)") == Rows{"1", "2"});
}

TEST_CASE("a query that runs away is stopped, and the next one runs") {
  Ready project;
  auto reader = project.reader();
  reader.limit_steps(100'000);
  const std::string endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
  CHECK(error_of(project, endless, 100'000).message().ru ==
        "запрос остановлен: он сделал больше 100000 шагов");
  auto statement = reader.prepare(endless);
  CHECK_THROWS_AS(statement.step(), store::QueryError);
  CHECK(Project::rows(reader, "SELECT 1") == Rows{"1"});
}

TEST_CASE("the steps are counted for each run, not for the life of a statement") {
  Ready project;
  auto reader = project.reader();
  reader.limit_steps(100'000);
  auto statement = reader.prepare(
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT count(*) FROM "
      "n");
  for (int i = 0; i < 50; ++i) {
    REQUIRE(statement.step());
    statement.reset();
  }
}

TEST_CASE("bytes that are no text come out as replacement characters") {
  Ready project;
  CHECK(project.ask("SELECT CAST(x'41ff42' AS TEXT), x'd0', 'ж'") == Rows{"A\ufffdB|\ufffd|ж"});
}

TEST_CASE("a value larger than memory should hold is refused") {
  Ready project;
  CHECK(error_of(project, "SELECT length(replace(printf('%.60000000c', 'a'), 'a', 'bb'))").message().ru ==
        "запрос или значение в нём слишком велики");
}

TEST_CASE("the place of a row and of a field's value") {
  Ready project;
  const auto reader = project.reader();
  const auto at = [&](const char* table, std::int64_t row, const char* column) {
    return to_string(reader.position(table, row, column), Language::kRussian);
  };
  CHECK(at("activities", 1, "title") == "inputs/a.yaml:5:12");
  CHECK(reader.position("activities", 1, "title").length == 20);
  CHECK(at("activities", 1, "date") == "inputs/a.yaml:6:11");
  CHECK(at("activities", 1, "date_to") == "inputs/a.yaml:6:11");
  CHECK(at("activities", 2, "title") == "inputs/a.yaml:13:24");
  CHECK(at("activities_schools", 1, "value") == "inputs/a.yaml:9:9");
  CHECK(at("activities_schools", 1, "") == "inputs/a.yaml:9:9");
  CHECK(at("activities_evidence", 1, "file") == "inputs/a.yaml:12:15");
  CHECK(reader.position("activities", 1, "schools").line == 9);
}

TEST_CASE("a field that is not written has its record's place, what is not there has none") {
  Ready project;
  const auto reader = project.reader();
  CHECK(reader.position("activities", 1, "outcome") == reader.position("activities", 1));
  CHECK(reader.position("activities", 1).line == 4);
  CHECK(reader.position("activities", 1, "no_such").line == 4);
  CHECK(reader.position("activities", 99, "title") == Position{});
  CHECK(reader.position("activities_schools", 99) == Position{});
  CHECK(reader.position("no_such", 1) == Position{});
  CHECK(reader.position("_files", 1) == Position{});
}

TEST_CASE("relations lists tables and views with the columns a person uses") {
  Ready project;
  const auto relations = project.reader().relations();
  const auto find = [&](const std::string& name) {
    const auto found =
        std::find_if(relations.begin(), relations.end(), [&](const auto& r) { return r.name == name; });
    REQUIRE(found != relations.end());
    return *found;
  };
  CHECK_FALSE(find("activities").view);
  CHECK(find("activities").columns.front() == Column{"id", ColumnType::kText});
  CHECK(find("activities_schools").columns == std::vector<Column>{{"value", ColumnType::kText}});
  CHECK(find("done_activities").view);
  CHECK(find("report").columns.size() == 6);
  CHECK(find("texts").view);
  for (const auto& relation : relations) {
    INFO(relation.name);
    CHECK(relation.name.front() != '_');
    CHECK_FALSE(relation.columns.empty());  // also: every view of the domain is sound
  }
}

TEST_CASE("written_slips: every slip of a kind with its text, in the order of the texts, templates last") {
  Project project;
  project.write("inputs/a.yaml", R"(activities:
  - {id: a, title: "Семинар  учителей № 5", date: 2020-10, status: planned, text: "  CОШ и  ещё CОШ"}
  - {id: b, title: Вебинар, date: 2020-11, status: planned}
)");
  project.refresh();
  auto reader = project.reader();
  const std::string ask =
      "SELECT collection, _row, field, is_key, at, length, piece, fix, note FROM written_slips";
  CHECK_EQ(Project::rows(reader, ask + "('surplus-spaces')"),
           Rows{"activities|1|title|0|7|2|  | |∅", "activities|1|text|0|7|2|  | |∅"});
  CHECK_EQ(Project::rows(reader, ask + "('mixed-alphabets') WHERE at > 5"),
           Rows{"activities|1|text|0|13|3|CОШ|СОШ|∅"});
  CHECK_EQ(Project::rows(reader, ask + "('phrases', '[\"учител*\", \"вебинар\"]')"),
           Rows{"activities|1|title|0|9|8|учителей|∅|учител*", "activities|2|title|0|0|7|Вебинар|∅|вебинар"});
  CHECK_EQ(Project::rows(reader, ask + "('misspelt')"), Rows{});  // there is no speller
  reader.add_fixed_texts({{Position{"templates/r.txt", 3, 1}, "два  пробела"}});
  CHECK_EQ(
      Project::rows(reader, "SELECT collection, value FROM written_slips('surplus-spaces') ORDER BY 1"),
      Rows{"activities|Семинар  учителей № 5", "activities|  CОШ и  ещё CОШ", "fixed_texts|два  пробела"});
  // Two kinds in one query, one of them again for each row of the other.
  CHECK_EQ(
      Project::rows(
          reader,
          "SELECT count(*) FROM written_slips('surplus-spaces') a JOIN written_slips('mixed-alphabets') b"),
      Rows{"6"});
}

TEST_CASE("written_slips: without a kind, or with one that there is not, the query says so") {
  Ready project;
  CHECK_NE(error_of(project, "SELECT * FROM written_slips").message().en.find("needs a kind"),
           std::string::npos);
  CHECK_NE(error_of(project, "SELECT * FROM written_slips('left-overs')")
               .message()
               .en.find("knows no kind 'left-overs'"),
           std::string::npos);
}
