#include <algorithm>

#include "store/project.h"

using namespace svodka;
using test::Project;
using Rows = std::vector<std::string>;

namespace {

constexpr const char* kRecords = R"(organisations:
  - {id: a, kind: school, name: Школа А, short: А}
  - {id: b, kind: school, name: Школа Б}
  - {id: all, kind: group, name: Все, members: [a, b]}
results:
  - {exam: vpr, year: 2020, grade: 5, subject: Русский, school: a, participants: 10, marks-2: 1, marks-3: 4, marks-4: 3, marks-5: 2}
  - {exam: vpr, year: 2020, grade: 5, subject: Математика, school: a, participants: 10, marks-2: 0, marks-3: 5, marks-4: 5}
  - {exam: vpr, year: 2020, grade: 5, subject: Русский, school: b, participants: 20, marks-2: 4, marks-3: 6, marks-4: 6, marks-5: 4}
  - {exam: vpr, year: 2019, grade: 5, subject: Русский, school: a, participants: 12, marks-2: 6, marks-3: 3, marks-4: 2, marks-5: 1}
)";

// "value <- places" for each column of each row; places without their file.
Rows traced(const store::Reader& reader, const std::string& sql) {
  auto plain = reader.prepare(sql);
  auto statement = reader.prepare_traced(sql);
  if (!statement) return {"not followed"};
  const auto columns = static_cast<int>(plain.columns().size());
  Rows rows;
  while (statement->step()) {
    REQUIRE(plain.step());
    std::string row;
    for (int i = 0; i <= columns; ++i) {
      if (i < columns) {
        CHECK(test::shown(plain.value(i)) == test::shown(statement->value(i)));
        row += (i > 0 ? " | " : "") + test::shown(statement->value(i)) + " <-";
      } else {
        row += " | row";
      }
      for (const auto& source : reader.sources(std::get<std::int64_t>(statement->value(columns + i)))) {
        if (source.kind == store::RecordSource::Kind::kRun)
          row += " run." + source.field;
        else
          row += " " + source.collection + (source.field.empty() ? "" : "." + source.field) + ":" +
                 std::to_string(source.at.line);
      }
    }
    rows.push_back(row);
  }
  CHECK_FALSE(plain.step());
  return rows;
}

struct Traced : Project {
  Traced() {
    write("inputs/a.yaml", kRecords);
    refresh();
  }
  Rows trace(const std::string& sql) const { return traced(reader("2020-12", "2021-01-01"), sql); }
};

}  // namespace

TEST_CASE("a plain column comes from its field") {
  Traced project;
  CHECK(project.trace("SELECT name FROM organisations WHERE id = 'b'") ==
        Rows{"Школа Б <- organisations.name:3 | row organisations:3"});
  CHECK(project.trace("SELECT * FROM (SELECT id AS code, name FROM organisations) x WHERE x.code = 'a'") ==
        Rows{"a <- organisations.id:2 | Школа А <- organisations.name:2 | row organisations:2"});
}

TEST_CASE("a joined value comes from the other record, an expression from all its fields") {
  Traced project;
  CHECK(project.trace("SELECT o.short, r.participants, r.marks_4 + r.marks_5 FROM results r LEFT JOIN "
                      "organisations o ON o.id = r.school "
                      "WHERE r.year = 2019") ==
        Rows{"А <- organisations.short:2 | 12 <- results.participants:9 | 3 <- results.marks-4:9 "
             "results.marks-5:9 | row results:9"});
}

TEST_CASE("a sum lists what it summed, a count what it counted, an extreme the row that holds it") {
  Traced project;
  CHECK(project.trace("SELECT sum(participants), sum(marks_5), count(*), max(participants), sum(marks_2 = 0) "
                      "FROM results WHERE year = 2020") ==
        Rows{"40 <- results.participants:6 results.participants:7 results.participants:8 | 6 <- "
             "results.marks-5:6 results.marks-5:8 | "
             "3 <- results:6 results:7 results:8 | 20 <- results.participants:8 | 1 <- results.marks-2:7 | "
             "row results:6 results:7 results:8"});
  CHECK(project.trace("SELECT sum(participants) FILTER (WHERE school = 'b') FROM results") ==
        Rows{"20 <- results.participants:8 | row results:6 results:7 results:8 results:9"});
  CHECK(project.trace("SELECT school, sum(participants) AS n FROM results WHERE year = 2020 GROUP BY school "
                      "ORDER BY n") ==
        Rows{"a <- results.school:6 results.school:7 | 20 <- results.participants:6 results.participants:7 | "
             "row results:6 results:7",
             "b <- results.school:8 | 20 <- results.participants:8 | row results:8"});
}

TEST_CASE("subqueries, CTEs, UNION, DISTINCT and windows are followed") {
  Traced project;
  CHECK(project.trace("SELECT (SELECT sum(participants) FROM results r WHERE r.school = o.id AND r.year = "
                      "2020) AS n FROM organisations o WHERE o.id = 'a'") ==
        Rows{"20 <- results.participants:6 results.participants:7 | row organisations:2"});
  CHECK(project.trace("WITH s(who, n) AS (SELECT school, sum(participants) FROM results GROUP BY school) "
                      "SELECT n FROM s WHERE who = 'b'") ==
        Rows{"20 <- results.participants:8 | row results:8"});
  CHECK(project.trace(
            "SELECT subject FROM results WHERE school = 'a' UNION SELECT subject FROM results ORDER BY 1") ==
        Rows{"Математика <- results.subject:7 | row results:7",
             "Русский <- results.subject:6 results.subject:8 results.subject:9 | row results:6 results:8 "
             "results:9"});
  CHECK(project.trace("SELECT DISTINCT school FROM results ORDER BY school") ==
        Rows{"a <- results.school:6 results.school:7 results.school:9 | row results:6 results:7 results:9",
             "b <- results.school:8 | row results:8"});
  CHECK(project.trace("SELECT sum(participants) OVER (ORDER BY _row) AS n, lag(subject) OVER (ORDER BY _row) "
                      "AS s FROM results WHERE year = 2020 LIMIT 2") ==
        Rows{"10 <- results.participants:6 | ∅ <- | row results:6",
             "20 <- results.participants:6 results.participants:7 | Русский <- results.subject:6 | row "
             "results:7"});
  CHECK(project.trace("SELECT m.value, o.name FROM organisations_members m JOIN organisations o ON o.id = "
                      "m.value ORDER BY m._index") ==
        Rows{"a <- organisations_members.members:4 | Школа А <- organisations.name:2 | row organisations:2 "
             "organisations_members:4",
             "b <- organisations_members.members:4 | Школа Б <- organisations.name:3 | row organisations:3 "
             "organisations_members:4"});
}

TEST_CASE("views are followed: a percentage has the marks it was made of, and nothing of last year") {
  Traced project;
  CHECK(project.trace("SELECT quality FROM results_by_school WHERE school = 'b' AND year = 2020") ==
        Rows{"50 <- results.participants:8 results.marks-4:8 results.marks-5:8 | row results:8"});
  CHECK(project.trace("SELECT previous_quality FROM results_by_school WHERE school = 'a' AND year = 2020") ==
        Rows{"25 <- results.participants:9 results.marks-4:9 results.marks-5:9 | row results:6 results:7 "
             "results:9"});
}

TEST_CASE("a label comes from the field it explains, a date of the run from the run") {
  Traced project;
  CHECK(project.trace("SELECT l.ru, r.as_of FROM organisations o CROSS JOIN report r LEFT JOIN enum_labels l "
                      "ON l.collection = "
                      "'organisations' AND l.field = 'kind' AND l.value = o.kind WHERE o.id = 'a'") ==
        Rows{"общеобразовательная организация <- organisations.kind:2 | 2021-01-01 <- run.as_of | row "
             "organisations:2"});
}

TEST_CASE("every view of the domain is followed") {
  Traced project;
  const auto reader = project.reader("2020-12", "2021-01-01");
  for (const auto& relation : reader.relations()) {
    CAPTURE(relation.name);
    CHECK(reader.prepare_traced("SELECT * FROM " + relation.name).has_value());
  }
}

TEST_CASE("what is not followed says which tables it reads") {
  Traced project;
  const auto reader = project.reader();
  const std::string sql =
      "SELECT name FROM organisations INTERSECT SELECT school_name FROM results_by_school";
  CHECK_FALSE(reader.prepare_traced(sql).has_value());
  Rows tables;
  for (const auto& source : reader.sources(reader.whole_tables(sql))) {
    CHECK(source.kind == store::RecordSource::Kind::kTable);
    tables.push_back(source.collection);
  }
  CHECK(tables == Rows{"organisations", "results"});
}
