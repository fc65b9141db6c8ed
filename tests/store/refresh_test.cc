#include "store/refresh.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "base/files.h"
#include "store/build_id.h"
#include "store/project.h"

using namespace svodka;
using test::Project;
using Rows = std::vector<std::string>;

namespace {

constexpr const char* kOrganisations = R"(organisations:
  - id: imc
    kind: methodical-centre
    name: МКУ «ИМЦ»
    declension: {genitive: МКУ «ИМЦ», dative: ИМЦу}
  - id: izobilnaya
    kind: school
    name: МОБУ «Изобильная СОШ»
    roles: [low-results, partner]
  - {id: pokrovskaya, kind: school, name: МОБУ «Покровская СОШ»}
)";

constexpr const char* kOctober = R"(activities:
  - id: seminar
    title: Семинар
    date: 2020-10-12
    status: done
    schools: [izobilnaya, pokrovskaya]
    participants:
      - {who: учителя, count: 12}
      - {who: директора}
  - id: month
    title: Беседы
    date: 2020-10
    status: done
)";

constexpr const char* kNovember = R"(activities:
  - id: course
    title: Курсы
    from: 2020-11-02
    to: 2020-11-27
    status: in-progress
    organisers: [imc]
)";

void write_three(const Project& project) {
  project.write("inputs/a/organisations.yaml", kOrganisations);
  project.write("inputs/activities/2020-10.yaml", kOctober);
  project.write("inputs/activities/2020-11.yaml", kNovember);
}

std::string bytes_of(const std::filesystem::path& file) { return read_file(file); }

// Builds the same inputs in a new folder, from nothing.
std::string fresh_bytes(const Project& project, int jobs = 0) {
  Project fresh;
  std::filesystem::copy(project.folder.path() / "inputs", fresh.folder.path() / "inputs",
                        std::filesystem::copy_options::recursive);
  fresh.refresh(jobs);
  return bytes_of(fresh.database());
}

}  // namespace

TEST_CASE("records become rows: plain fields, nested records, lists of values and of records") {
  Project project;
  write_three(project);
  const auto summary = project.refresh();

  CHECK(project.rules() == Rows{});
  CHECK(summary.files == 3);
  CHECK(summary.parsed == 3);
  CHECK(summary.records == 6);
  CHECK(project.ask("SELECT _row, _source, id, title, status FROM activities") ==
        Rows{"1|inputs/activities/2020-10.yaml:2|seminar|Семинар|done",
             "2|inputs/activities/2020-10.yaml:10|month|Беседы|done",
             "3|inputs/activities/2020-11.yaml:2|course|Курсы|in-progress"});
  CHECK(project.ask("SELECT declension_dative FROM organisations WHERE id = 'imc'") == Rows{"ИМЦу"});
  CHECK(project.ask("SELECT _parent, _index, value FROM activities_schools") ==
        Rows{"1|0|izobilnaya", "1|1|pokrovskaya"});
  CHECK(project.ask("SELECT _parent, _index, _source, who, count FROM activities_participants") ==
        Rows{"1|0|inputs/activities/2020-10.yaml:8|учителя|12",
             "1|1|inputs/activities/2020-10.yaml:9|директора|∅"});
}

TEST_CASE("a period keeps its precision and has its ends beside it") {
  Project project;
  write_three(project);
  project.refresh();
  CHECK(project.ask("SELECT date, date_from, date_to, date_precision FROM activities") ==
        Rows{"2020-10-12|2020-10-12|2020-10-12|day", "2020-10|2020-10-01|2020-10-31|month",
             "2020-11-02/2020-11-27|2020-11-02|2020-11-27|span"});
}

TEST_CASE("a period that is a year stays text") {
  Project project;
  project.write("inputs/a.yaml", "indicators:\n  - {id: i, title: Т, unit: чел., period: 2020}\n");
  project.refresh();
  CHECK(project.rules() == Rows{});
  CHECK(project.ask("SELECT period, typeof(period), period_to FROM indicators") ==
        Rows{"2020|text|2020-12-31"});
}

TEST_CASE("the labels of enumerations and all texts can be asked for") {
  Project project;
  write_three(project);
  project.refresh();
  CHECK(project.ask("SELECT ru, en FROM enum_labels WHERE collection = 'activities' AND field = 'status' AND "
                    "value = 'done'") == Rows{"исполнено|done"});
  CHECK(project.ask("SELECT ru FROM enum_labels WHERE collection = 'organisations_roles' AND field = 'value' "
                    "AND value = 'partner'") == Rows{"организация-партнёр"});
  CHECK(project.ask("SELECT collection, _row, field FROM texts WHERE value IN ('Семинар', 'директора', "
                    "'ИМЦу') ORDER BY 1") ==
        Rows{"activities|1|title", "activities_participants|2|who", "organisations|1|declension_dative"});
}

TEST_CASE("when nothing has changed nothing is written, and what was found is found again") {
  Project project;
  write_three(project);
  project.write("inputs/activities/2020-12.yaml",
                "activities:\n  - {id: x, titel: Х, status: done, schools: [izobilnay]}\n");
  project.refresh();
  const auto first = project.found.in_order();
  CHECK(first.size() >= 2);
  const auto written = std::filesystem::last_write_time(project.database());
  const auto bytes = bytes_of(project.database());

  const auto summary = project.refresh();
  CHECK(summary.files == 4);
  CHECK(summary.parsed == 0);
  CHECK(summary.records == 7);
  CHECK(project.found.in_order() == first);
  CHECK(std::filesystem::last_write_time(project.database()) == written);
  CHECK(bytes_of(project.database()) == bytes);
}

TEST_CASE("only the file that changed is parsed, and the store is the one a fresh build makes") {
  Project project;
  write_three(project);
  project.refresh();

  project.write("inputs/activities/2020-10.yaml",
                std::string(kOctober) + "  - {id: new, title: Новое, status: planned, schools: [imc]}\n");
  CHECK(project.refresh().parsed == 1);
  CHECK(project.ask("SELECT _row, id FROM activities ORDER BY _row") ==
        Rows{"1|seminar", "2|month", "3|new", "4|course"});
  CHECK(project.ask("SELECT _row, _parent, value FROM activities_organisers") == Rows{"1|4|imc"});
  CHECK(project.reader().position("activities", 4, "title").line == 3);
  CHECK(bytes_of(project.database()) == fresh_bytes(project));
}

TEST_CASE("files that come, go and change their names leave no trace") {
  Project project;
  write_three(project);
  project.refresh();
  project.write("inputs/activities/2020-09.yaml",
                "activities:\n  - {id: early, title: Раньше, status: done, schools: [izobilnaya]}\n");
  CHECK(project.refresh().parsed == 1);
  CHECK(bytes_of(project.database()) == fresh_bytes(project));

  std::filesystem::remove(project.folder.path() / "inputs/activities/2020-10.yaml");
  CHECK(project.refresh().parsed == 0);
  CHECK(project.ask("SELECT id FROM activities ORDER BY _row") == Rows{"early", "course"});
  CHECK(bytes_of(project.database()) == fresh_bytes(project));

  std::filesystem::rename(project.folder.path() / "inputs/activities/2020-11.yaml",
                          project.folder.path() / "inputs/z.yaml");
  CHECK(project.refresh().parsed == 1);
  CHECK(project.ask("SELECT _source FROM activities WHERE id = 'course'") == Rows{"inputs/z.yaml:2"});
  CHECK(bytes_of(project.database()) == fresh_bytes(project));
}

TEST_CASE("schema and checks at the top of inputs hold no records") {
  Project project;
  write_three(project);
  project.write("inputs/schema.yaml", "collections: {}\n");
  project.write("inputs/checks.yaml", "checks: []\n");
  CHECK(project.refresh().files == 3);
}

TEST_CASE("another schema makes the store anew") {
  Project project;
  write_three(project);
  project.refresh();
  project.schema.collections.front().fields.push_back({.name = "motto", .column = "motto"});
  CHECK(project.refresh().parsed == 3);
  CHECK(project.ask("SELECT motto FROM authority") == Rows{});
}

TEST_CASE("two records of one name are an error at the second, with the first beside it") {
  Project project;
  write_three(project);
  project.write("inputs/activities/2020-11b.yaml",
                "activities:\n  - title: Ещё раз\n    id: seminar\n    status: done\n");
  project.refresh();
  REQUIRE(project.rules() == Rows{"duplicate-id inputs/activities/2020-11b.yaml:3:9"});
  const Finding finding = project.found.in_order().front();
  CHECK(finding.severity == Severity::kError);
  CHECK(finding.message.ru == "в `activities` уже есть запись с `id` «seminar»");
  CHECK(finding.message.en == "`activities` already has a record with the `id` “seminar”");
  REQUIRE(finding.related.size() == 1);
  CHECK(to_string(finding.related[0].at, Language::kRussian) == "inputs/activities/2020-10.yaml:2:9");
}

TEST_CASE("a second authority is an error") {
  Project project;
  project.write("inputs/a.yaml",
                "plan: {title: П, years: 2020, approved-by: o}\norders:\n  - {id: o, issuer: u, number: 1, "
                "date: 2020-01-01}\n"
                "organisations:\n  - {id: u, kind: authority, name: У}\n");
  project.write("inputs/b.yaml", "plan: {title: Другой, years: 2021, approved-by: o}\n");
  project.refresh();
  REQUIRE(project.found.in_order().size() == 1);
  const Finding finding = project.found.in_order().front();
  CHECK(finding.rule == "single-collection");
  CHECK(finding.message.ru == "`plan` может быть только одна");
  CHECK(finding.at.file == "inputs/b.yaml");
  CHECK(finding.related.at(0).at.file == "inputs/a.yaml");
}

TEST_CASE("a reference to nothing is an error at the value, in lists too, with a suggestion") {
  Project project;
  write_three(project);
  project.write("inputs/activities/2020-12.yaml",
                "activities:\n  - id: x\n    title: Х\n    status: done\n    plan-item: parents\n    "
                "schools: [pokrovskaya, izobilnay]\n");
  project.refresh();
  CHECK(project.rules() == Rows{"dangling-reference inputs/activities/2020-12.yaml:5:16",
                                "dangling-reference inputs/activities/2020-12.yaml:6:28"});
  const auto findings = project.found.sorted();
  CHECK(findings[0].message.ru == "`plan-item`: в `plan-items` нет записи «parents»");
  CHECK(findings[0].message.en == "`plan-item`: there is no record “parents” in `plan-items`");
  CHECK(findings[0].hint.ru == "проверьте имя или добавьте запись в `plan-items`");
  CHECK(findings[1].message.ru == "`schools`: в `organisations` нет записи «izobilnay»");
  CHECK(findings[1].hint == suggestion("izobilnay", {"izobilnaya"}));
  CHECK(findings[1].at.length == 9);
}

TEST_CASE("a store that is cut off, foreign, empty or scrambled is made anew") {
  Project project;
  write_three(project);
  project.refresh();
  const std::string whole = bytes_of(project.database());
  std::string scrambled = whole;
  for (std::size_t i = 5000; i < scrambled.size(); i += 3) scrambled[i] = static_cast<char>(i);
  for (const std::string& damaged :
       {whole.substr(0, whole.size() / 2), whole.substr(0, 50), std::string(), std::string("не база"),
        std::string(20000, 'x'), whole + "хвост", scrambled}) {
    write_file_atomically(project.database(), damaged);
    // A file has to change, or a scrambled page that nobody reads would not be met.
    project.write("inputs/activities/2020-11.yaml",
                  std::string(kNovember) + "# " + std::to_string(damaged.size()) + "\n");
    project.refresh();
    CHECK(project.rules() == Rows{});
    CHECK(project.ask("SELECT id FROM activities ORDER BY _row") == Rows{"seminar", "month", "course"});
    CHECK(bytes_of(project.database()) == fresh_bytes(project));
  }
}

TEST_CASE("a project without inputs has an empty store") {
  Project project;
  const auto summary = project.refresh();
  CHECK(summary.files == 0);
  CHECK(project.ask("SELECT count(*) FROM activities") == Rows{"0"});
}

TEST_CASE("a file with broken YAML is a finding that stays, and the other files are there") {
  Project project;
  write_three(project);
  project.write("inputs/broken.yaml", "activities: [\n");
  project.refresh();
  REQUIRE(project.found.has_errors());
  const auto first = project.found.in_order();
  CHECK(project.ask("SELECT count(*) FROM activities") == Rows{"3"});
  CHECK(project.refresh().parsed == 0);
  CHECK(project.found.in_order() == first);
}

TEST_CASE("a folder that cannot be written is a fault of the environment") {
  if (geteuid() == 0) return;  // root writes everywhere
  Project project;
  write_three(project);
  std::filesystem::create_directories(project.folder.path() / "outputs");
  chmod((project.folder.path() / "outputs").c_str(), 0555);
  CHECK_THROWS_AS(project.refresh(), EnvironmentError);
  chmod((project.folder.path() / "outputs").c_str(), 0755);
}

TEST_CASE("a full disk is a fault of the environment, and leaves the old store whole") {
  Project project;
  write_three(project);
  project.refresh();
  const auto before = bytes_of(project.database());
  project.write("inputs/new.yaml", "activities:\n  - {id: new, title: Новое, status: planned}\n");

  // A bound on the size of files stands in for the disk that is full.
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{20'000, old.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  bool failed = false;
  try {
    project.refresh();
  } catch (const EnvironmentError& error) {
    failed = error.message().ru.find("data.db") != std::string::npos;
  }
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);

  CHECK(failed);
  CHECK(bytes_of(project.database()) == before);
  const std::filesystem::directory_iterator files(project.database().parent_path());
  CHECK(std::distance(begin(files), end(files)) == 1);  // no half-written file beside it
  CHECK(project.refresh().parsed == 1);
}

TEST_CASE("a half-written store of a run that was killed goes with the next run") {
  Project project;
  write_three(project);
  project.refresh();
  project.write("outputs/.svodka/.data.db.999999999.tmp", "половина");
  project.write("outputs/.svodka/.data.db.999999999.tmp-journal", "половина");
  project.refresh();
  const std::filesystem::directory_iterator files(project.database().parent_path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("a table beside the YAML is read again when it changes") {
  Project project;
  write_three(project);
  project.write("inputs/results.yaml",
                "tables:\n  - file: results.csv\n    collection: results\n"
                "    columns: {Предмет: subject, Школа: school, Участников: participants}\n"
                "    constants: {exam: vpr, year: 2020, grade: 5}\n");
  project.write("inputs/results.csv", "Предмет;Школа;Участников\nистория;izobilnaya;20\n");
  project.refresh();
  CHECK(project.rules() == Rows{});
  CHECK(project.ask("SELECT _source, subject, participants FROM results") ==
        Rows{"inputs/results.csv:2|история|20"});
  CHECK(project.refresh().parsed == 0);

  project.write("inputs/results.csv",
                "Предмет;Школа;Участников\nистория;izobilnaya;21\nбиология;pokrovskay;5\n");
  CHECK(project.refresh().parsed == 1);
  CHECK(project.ask("SELECT participants FROM results") == Rows{"21", "5"});
  CHECK(project.rules() == Rows{"dangling-reference inputs/results.csv:3:10"});

  std::filesystem::remove(project.folder.path() / "inputs/results.csv");
  CHECK(project.refresh().parsed == 1);
  CHECK(project.found.has_errors());
  CHECK(project.refresh().parsed == 0);
  CHECK(project.found.has_errors());
}

TEST_CASE("what only repeats that a file could not be read is not told") {
  Project project;
  const std::string people = "people:\n  - {id: a, surname: А, name: Б, post: В, organisation: x}\n";
  project.write("inputs/people.yaml", people);
  project.write("inputs/organisations.yaml",
                "organisations:\n  - {id: x, kind: school, name: Х}\n  - {id: y\n");
  project.refresh();
  CHECK(project.rules() == Rows{"yaml-syntax inputs/organisations.yaml:3:5"});
  project.write("inputs/organisations.yaml", "organisatons:\n  - {id: x, kind: school, name: Х}\n");
  project.refresh();
  CHECK(project.rules() == Rows{"unknown-collection inputs/organisations.yaml:1:1"});
  project.write("inputs/organisations.yaml", "organisations:\n  - {di: x, kind: school, name: Х}\n");
  project.refresh();
  CHECK(project.rules() ==
        Rows{"missing-field inputs/organisations.yaml:2:6", "unknown-field inputs/organisations.yaml:2:6"});
  project.write("inputs/organisations.yaml", "organisations:\n  - {id: y, kind: school, name: Х}\n");
  project.refresh();
  CHECK(project.rules() == Rows{"dangling-reference inputs/people.yaml:2:57"});
}

TEST_CASE("a finding that the project's own declarations may have caused shows them") {
  Project project;
  const auto related = [&] {
    std::string places;
    for (const auto& finding : project.found.sorted()) {
      for (const auto& place : finding.related)
        places +=
            finding.rule + ": " + to_string(place.at, Language::kRussian) + " " + place.message.ru + "\n";
    }
    return places;
  };
  SUBCASE("a field, which records call otherwise, or whose type they do not have") {
    project.write("inputs/schema.yaml",
                  "collections:\n  people:\n    fields:\n      hobyb: text\n      height: integer\n");
    load::extend_schema(project.schema,
                        *read_source(project.folder.path(), "inputs/schema.yaml", project.found),
                        project.found);
    project.write("inputs/people.yaml",
                  "people:\n  - {id: a, surname: А, name: Б, post: В, hobby: в, height: много}\n");
    project.refresh();
    CHECK(related() ==
          "unknown-field: inputs/schema.yaml:4:7 поле `hobyb` объявлено здесь, у `people`\n"
          "wrong-type: inputs/schema.yaml:5:7 поле `height` объявлено здесь, у `people`\n");
  }
  SUBCASE("a word that a table's description puts into the place of a cell's") {
    project.write("inputs/organisations.yaml", "organisations:\n  - {id: sosh, kind: school, name: Х}\n");
    project.write("inputs/results.yaml",
                  "tables:\n  - file: results.csv\n    collection: results\n"
                  "    columns: {Школа: school, Участников: participants}\n"
                  "    constants: {exam: vpr, year: 2020, grade: 5, subject: история}\n"
                  "    values: {Школа: {Наша школа: shos}}\n");
    project.write("inputs/results.csv", "Школа;Участников\nНаша школа;1\n");
    project.refresh();
    CHECK(related() == "dangling-reference: inputs/results.yaml:6:34 «shos» стоит в описании таблицы\n");
  }
}

TEST_CASE("a table may call a record by its name, however it is written") {
  Project project;
  project.write("inputs/organisations.yaml", R"(organisations:
  - {id: sosh-5, kind: school, legal-form: МОБУ, name: "«СОШ № 5»", aliases: [Пятая школа, "Школа имени Гагарина Ю. А."]}
  - {id: sosh-6, kind: school, name: "«СОШ № 6»", short: Берёзовая}
  - {id: sosh-7, kind: school, name: Берёзовая}
)");
  const std::string map =
      "tables:\n  - file: results.csv\n    collection: results\n"
      "    columns: {Школа: school, Участников: participants}\n"
      "    constants: {exam: vpr, year: 2020, grade: 5, subject: история}\n"
      "    values: {Школа: {Шестая: sosh-6}}\n";
  project.write("inputs/results.yaml", map);
  project.write("inputs/results.csv",
                "Школа;Участников\nsosh-5;1\nСОШ №5;2\n\"МОБУ \"\"сош N 5\"\"\";3\nпятая  школа;4\n"
                "Школа имени Гагарина Ю.А.;5\nШестая;6\nСОШ № 6;7\n");
  project.refresh();
  CHECK(project.rules() == Rows{});
  const auto schools = [&] { return project.ask("SELECT school FROM results ORDER BY participants"); };
  const Rows all{"sosh-5", "sosh-5", "sosh-5", "sosh-5", "sosh-5", "sosh-6", "sosh-6"};
  CHECK(schools() == all);

  SUBCASE("what is unknown or belongs to several is told at its cell") {
    project.write("inputs/results.csv", "Школа;Участников\nСОШ № 55;2\nберезовая;3\n");
    project.refresh();
    CHECK(project.rules() ==
          Rows{"dangling-reference inputs/results.csv:2:1", "ambiguous-name inputs/results.csv:3:1"});
    const auto findings = project.found.sorted();
    CHECK(findings[0].hint.ru.find("«СОШ № 5»") != std::string::npos);
    CHECK(findings[1].message.ru ==
          "`school`: «березовая» называются несколько записей `organisations`: sosh-6, sosh-7");
    CHECK(schools() == Rows{"СОШ № 55", "березовая"});
  }
  SUBCASE("a record that is called otherwise is looked for anew, although the table stays as it was") {
    project.write("inputs/organisations.yaml",
                  "organisations:\n  - {id: sosh-5, kind: school, name: Гимназия}\n"
                  "  - {id: number-5, kind: school, name: СОШ № 5, aliases: [МОБУ СОШ 5, Пятая школа]}\n"
                  "  - {id: sosh-6, kind: school, name: СОШ № 6}\n");
    CHECK(project.refresh().parsed == 1);
    CHECK(project.rules() == Rows{"dangling-reference inputs/results.csv:6:1"});
    CHECK(schools() == Rows{"sosh-5", "number-5", "number-5", "number-5", "Школа имени Гагарина Ю.А.",
                            "sosh-6", "sosh-6"});
    CHECK(bytes_of(project.database()) == fresh_bytes(project));
  }
  SUBCASE("YAML refers by the key, and is told it") {
    project.write("inputs/activities.yaml",
                  "activities:\n  - {id: a, title: А, status: done, schools: [Пятая школа]}\n");
    project.refresh();
    CHECK(project.rules() == Rows{"dangling-reference inputs/activities.yaml:2:47"});
    CHECK(project.found.sorted()[0].hint.ru == "так называется запись `sosh-5`: напишите это имя");
  }
}

TEST_CASE("names that would mean two things in SQL are an error, and the rest is stored") {
  Project project;
  write_three(project);
  auto& activities = *std::find_if(project.schema.collections.begin(), project.schema.collections.end(),
                                   [](const auto& c) { return c.name == "activities"; });
  activities.fields.push_back({.name = "date-from", .column = "date_from"});
  project.schema.collections.push_back({.name = "schools", .table = "schools"});
  project.refresh();
  CHECK(project.rules() == Rows{"name-clash inputs/schema.yaml", "name-clash inputs/schema.yaml"});
  CHECK(project.found.in_order()[0].message.ru ==
        "имя столбца `date_from` в таблице `activities` уже занято");
  CHECK(project.found.in_order()[1].message.ru == "имя таблицы `schools` уже занято");
  CHECK(project.ask("SELECT count(*) FROM activities") == Rows{"3"});
}

TEST_CASE("the program knows its build") { CHECK(store::build_id().size() == 40); }

TEST_CASE("a file where the store's folder should be is a fault of the environment") {
  Project project;
  write_three(project);
  project.write("outputs", "");
  CHECK_THROWS_AS(project.refresh(), EnvironmentError);
}

TEST_CASE("a file that is no longer readable is reported each time") {
  Project project;
  write_three(project);
  project.write("inputs/w.yaml", "\xcf\xf0\xe8\xe2\xe5\xf2: 1\n");  // «Привет» in Windows-1251
  project.refresh();
  const auto first = project.found.in_order();
  CHECK(first.size() == 1);
  project.refresh();
  CHECK(project.found.in_order() == first);
}

TEST_CASE("many files at once come in the order of their names, with any number of threads") {
  Project project;
  std::string expected;
  for (int i = 0; i < 60; ++i) {
    std::string yaml = "activities:\n";
    for (int k = 0; k < (i % 7) * 40; ++k) {
      yaml += "  - {id: a" + std::to_string(i) + "-" + std::to_string(k) +
              ", title: " + std::string(200, 'x') + ", status: done}\n";
    }
    project.write("inputs/" + std::to_string(100 + i) + ".yaml", i % 7 == 0 ? "activities: []\n" : yaml);
  }
  project.refresh();
  CHECK(project.rules() == Rows{});
  CHECK(project.ask("SELECT count(*), sum(_source >= lag) FROM (SELECT _source, lag(substr(_source, 1, 15), "
                    "1, '') OVER (ORDER BY _row) "
                    "AS lag FROM activities)") == Rows{"6960|6960"});
  for (const int jobs : {0, 1, 2, 5}) CHECK(bytes_of(project.database()) == fresh_bytes(project, jobs));
}
