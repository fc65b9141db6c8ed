#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "base/files.h"
#include "base/utf8.h"
#include "cli/many_letters.h"
#include "cli/progress.h"
#include "support/shell.h"

// Many documents in one run, and only what changed.

namespace svodka {
namespace {

namespace fs = std::filesystem;
using publish::Cause;

TEST_CASE("any number of jobs makes the same documents, in the same order") {
  const Region region;
  const auto names = [](const BuildResult& result) {
    std::vector<std::string> files;
    for (const auto& document : result.documents) files.push_back(document.file);
    return files;
  };
  const auto one = region.build({.jobs = 1});
  CHECK_EQ(one.documents.size(), 2 * kSchools + 2);  // and the page
  const auto files = files_of(region);
  for (const int jobs : {2, 3, 16}) {
    fs::remove_all(region.path() / "outputs");
    CHECK_EQ(names(region.build({.jobs = jobs})), names(one));
    CHECK(files_of(region) == files);
  }
}

TEST_CASE(
    "documents that are planned while those before them are made are the same with any number of jobs") {
  const Region region;
  // Some are prepared, and so planned, by another thread than the first; all fill several windows.
  for (int i = 0; i < 24; ++i) {
    const auto name = "many-" + std::to_string(10 + i);
    region.write("templates/" + name + ".yaml",
                 "title: Много\none-per: >\n  WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n "
                 "WHERE x < " +
                     std::to_string(i % 16 == 2 ? 1030 : 3) +
                     ")\n  SELECT x FROM n\noutputs:\n  - {template: many.txt, file: \"" + name +
                     "-{{x}}.txt\"}\ndata:\n  own: SELECT :x + " + std::to_string(i) +
                     " AS sum, count(*) AS schools FROM organisations\n");
  }
  region.write("templates/many.txt", "{{x}} {{own.sum}} {{own.schools}}\n");
  const auto one = region.build({.jobs = 1});
  CHECK_EQ(one.documents.size(), 2 * 1030 + 22 * 3 + 2 * kSchools + 2);
  CHECK_EQ(region.findings, 0);
  const auto files = files_of(region);
  CHECK_EQ(files.at("many-28-1030.txt"), "1030 1048 40\n");
  fs::remove_all(region.path() / "outputs");
  region.build({.jobs = 3});
  CHECK(files_of(region) == files);
}

TEST_CASE("only the documents are made again that show what changed") {
  const Region region;
  CHECK_EQ(made(region.build()).size(), 2 * kSchools + 1);
  CHECK(made(region.build()).empty());

  region.replace("inputs/schools.yaml", "Школа № 21", "Школа имени Гагарина");
  const auto after_data = made(region.build());
  CHECK(after_data == std::map<std::string, Causes>{{"s21.txt", {Cause::kData}},
                                                    {"s21.xlsx", {Cause::kData}},
                                                    {"list.html", {Cause::kData}}});
  CHECK_EQ(read_file(region.output("s21.txt")), "Школа имени Гагарина: одна из 40\n");

  // A comment moves every line, but no value.
  region.replace("inputs/schools.yaml", "organisations:", "# справочник\norganisations:");
  CHECK(made(region.build()).empty());

  region.replace("templates/letter.txt", "одна", "одна школа");
  const auto after_template = made(region.build());
  CHECK_EQ(after_template.size(), kSchools);
  CHECK(after_template.at("s10.txt") == Causes{Cause::kTemplate});

  region.replace("templates/list.yaml", "outputs:", "# что создавать\noutputs:");
  CHECK(made(region.build()) == std::map<std::string, Causes>{{"list.html", {Cause::kDefinition}}});
  CHECK_EQ(made(region.build({.force = true})).size(), 2 * kSchools + 1);
}

TEST_CASE("a document that is gone or was edited is made again, and that is said") {
  const Region region;
  region.build();
  const auto files = files_of(region);
  fs::remove(region.output("s12.txt"));
  std::ofstream(region.output("s13.txt"), std::ios::app) << "правка";
  CHECK(made(region.build()) ==
        std::map<std::string, Causes>{{"s12.txt", {Cause::kVanished}}, {"s13.txt", {Cause::kEdited}}});
  CHECK(files_of(region) == files);
  // The same bytes with another time are no edit.
  fs::last_write_time(region.output("s14.txt"), fs::file_time_type::clock::now());
  CHECK(made(region.build()).empty());
}

TEST_CASE("documents that no report makes any more are named until somebody removes them") {
  const Region region;
  region.build();
  const auto names = [&](BuildOptions options = {}) {
    Diagnostics out;
    build({.root = region.path(), .period = "2020-12", .as_of = "", .outputs = {}}, options, out);
    std::string all;
    for (const auto& finding : out.in_order())
      if (finding.rule == "left-over")
        all += to_string(finding.at, Language::kRussian) + " " + finding.message.ru + "\n";
    return all;
  };
  CHECK_EQ(names(), "");
  region.replace("inputs/schools.yaml", "  - {id: s21, kind: school, name: Школа № 21}\n", "");
  const std::string two =
      "outputs/2020-12 остались документы прошлых запусков, которых теперь не создаёт ни один отчёт (2): "
      "«s21.txt», "
      "«s21.xlsx»\n";
  CHECK_EQ(names(), two);
  CHECK_EQ(names(), two);  // until they are gone
  CHECK_EQ(names({.reports = {"list"}}), two);
  CHECK(fs::exists(region.output("s21.txt")));
  fs::remove(region.output("s21.xlsx"));
  std::ofstream(region.output("s21.txt"), std::ios::app) << "правка";
  CHECK_NE(names({.prune = true}).find("кто-то их правил (1): «s21.txt»"), std::string::npos);
  CHECK(fs::exists(region.output("s21.txt")));
  fs::remove(region.output("s21.txt"));
  CHECK_EQ(names(), "");
  // A report that is gone; another that makes its document under another name.
  fs::remove(region.path() / "templates/letter.yaml");
  region.replace("templates/list.yaml", "file: list.html", "file: lists.html");
  CHECK_NE(names().find("(79): «list.html», «s10.txt», «s10.xlsx» и ещё 76"), std::string::npos);
  const auto pruned = test::shell(region.path(), "svodka build --period 2020-12 --prune 2>&1").output;
  CHECK_NE(pruned.find("удалены документы прошлых запусков (79): «list.html», «s10.txt», «s10.xlsx» и ещё 76"),
           std::string::npos);
  CHECK_EQ(files_of(region).size(), 4);  // the list, the page, the manifest and the store
  CHECK_EQ(names(), "");
}

TEST_CASE("what cannot be made this time is no left-over of an earlier run") {
  const Region region;
  region.replace("templates/letter.yaml", "{{school}}.txt", "{{whom}}.txt");
  region.build();
  region.replace("inputs/schools.yaml", "name: Школа № 21", "name: con");
  Diagnostics out;
  build({.root = region.path(), .period = "2020-12", .as_of = "", .outputs = {}},
        {.keep_going = true, .prune = true}, out);
  CHECK(out.has_errors());
  CHECK(fs::exists(region.output("Школа № 21.txt")));
  for (const auto& finding : out.in_order()) CHECK_NE(finding.rule, "left-over");
}

TEST_CASE("a picture that a document shows counts, also when data name it") {
  const Region region;
  const std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>)";
  region.write("logo.svg", svg);
  region.write("templates/list.yaml", R"(title: Список
outputs:
  - {template: list.html, file: list.html}
data:
  schools: SELECT name, 'logo.svg' AS logo FROM organisations ORDER BY id
)");
  region.write("templates/list.html", "{{#schools}}<img src=\"{{logo:image}}\">{{name}}{{/schools}}\n");
  region.build();
  CHECK_EQ(region.findings, 0);
  CHECK(made(region.build()).empty());
  region.write("logo.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="12" height="10"/>)");
  CHECK(made(region.build()) == std::map<std::string, Causes>{{"list.html", {Cause::kPicture}}});
}

TEST_CASE("a copy of a project looks at its own templates and pictures") {
  const Region region, copy;
  region.write("templates/logo.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>)");
  region.replace("templates/list.yaml", "SELECT name FROM", "SELECT name, 'templates/logo.svg' AS logo FROM");
  region.write("templates/list.html", "{{#schools}}<img src=\"{{logo:image}}\">{{name}}{{/schools}}\n");
  region.build();
  CHECK_EQ(region.findings, 0);
  fs::copy(region.path(), copy.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  CHECK(made(copy.build()).empty());
  copy.write("templates/logo.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="12" height="10"/>)");
  copy.replace("templates/letter.txt", "одна", "одна школа");
  CHECK(made(region.build()).empty());
  const auto again = made(copy.build());
  CHECK_EQ(again.size(), kSchools + 1);
  CHECK(again.at("list.html") == Causes{Cause::kPicture});
  CHECK_EQ(read_file(copy.output("s21.txt")), "Школа № 21: одна школа из 40\n");
}

TEST_CASE("a report without a single row is looked at again when its definition is mended") {
  const Region region;
  region.replace("templates/letter.yaml", "FROM organisations ORDER",
                 "FROM organisations WHERE kind = 'shcool' ORDER");
  Diagnostics out;
  build({.root = region.path(), .period = "2020-12", .as_of = "", .outputs = {}}, {}, out);
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order()[0].rule, "no-documents");
  CHECK_EQ(to_string(out.in_order()[0].at, Language::kRussian), "templates/letter.yaml:2:10");
  region.replace("templates/letter.yaml", "shcool", "school");
  CHECK_EQ(made(region.build()).size(), 2 * kSchools);
  // A slip in a definition of which nothing comes is found as in any other.
  region.replace("templates/letter.yaml", "'school'", "'shcool'");
  region.build();
  region.replace("templates/letter.yaml", "{{school}}.txt", "{{scool}}.txt");
  CHECK_FALSE(region.build().made);
}

TEST_CASE("what there is to say about a document is said every time") {
  const Region region;
  region.replace("templates/list.yaml", "data:", "data:\n  idle: SELECT 1 AS one");
  region.build();
  CHECK_EQ(region.findings, 1);
  const auto manifest = read_file(region.output("manifest.json"));
  region.build();
  CHECK_EQ(region.findings, 1);
  CHECK_EQ(read_file(region.output("manifest.json")), manifest);
}

TEST_CASE("the page counts all documents and names the first sixty of a report") {
  const Region region;
  region.build();
  const auto page = read_file(region.output("index.html"));
  CHECK(page.find("«Письмо»: названы первые 60 из 80 (готов: 80)") != std::string::npos);
  CHECK(page.find("s39.xlsx") != std::string::npos);
  CHECK(page.find("s40.txt") == std::string::npos);
  CHECK(page.find("list.html") != std::string::npos);
}

TEST_CASE("the page is made again when it is edited, when its template or what it tells of changes") {
  const Region region;
  region.write("templates/index.yaml",
               "title: Страница\noutputs: [{template: index.html, file: index.html}]\n"
               "data:\n  documents: SELECT file, bytes FROM run_documents ORDER BY position\n");
  region.write("templates/index.html", "{{#documents}}{{file}} {{bytes}}\n{{/documents}}");
  region.build();
  const auto page = region.output("index.html");
  const auto first = read_file(page);
  CHECK(first.find("list.html ") != std::string::npos);
  std::ofstream(page, std::ios::app) << "правка";
  region.build();
  CHECK_EQ(read_file(page), first);
  region.write("templates/index.html", "Всё: {{#documents}}{{file}} {{bytes}}\n{{/documents}}");
  region.build();
  CHECK_EQ(read_file(page), "Всё: " + first);
  region.replace("templates/list.html", "<ul>", "<ul >");
  region.build();
  CHECK_NE(read_file(page), "Всё: " + first);
  region.replace("templates/list.html", "<ul >", "<ul>");
  region.build();
  CHECK_EQ(read_file(page), "Всё: " + first);
  CHECK(made(region.build()).empty());
  CHECK_EQ(read_file(page), "Всё: " + first);
}

TEST_CASE("data that change and change back") {
  const Region region;
  region.build();
  const auto files = files_of(region);
  region.replace("inputs/schools.yaml", "Школа № 21", "Школа № 20");
  region.replace("templates/list.yaml", "data:", "data:\n  idle: SELECT 1 AS one");
  region.build();
  region.replace("inputs/schools.yaml", "Школа № 20}\n  - {id: s21, kind: school, name: Школа № 20",
                 "Школа № 20}\n  - {id: s21, kind: school, name: Школа № 21");
  region.replace("templates/list.yaml", "\n  idle: SELECT 1 AS one", "");
  region.build();
  CHECK(files_of(region) == files);
}

TEST_CASE("a damaged record of the runs before only costs time") {
  const Region region;
  region.build();
  const auto files = files_of(region);
  region.write("outputs/.svodka/made.db", "это не база данных, а что-то другое, и притом довольно длинное");
  CHECK_EQ(made(region.build()).size(), 2 * kSchools + 1);
  CHECK(files_of(region) == files);
  CHECK(made(region.build()).empty());
}

TEST_CASE("--why says why, and makes nothing") {
  const Region region;
  test::shell(region.path(), "svodka build --period 2020-12 -q");
  region.replace("inputs/schools.yaml", "Школа № 21", "Школа № 99");
  const auto why = [&](const std::string& document) {
    return test::shell(region.path(), "svodka build --period 2020-12 -q --why " + document).output;
  };
  CHECK_EQ(why("s21.txt"), "«s21.txt» будет создан: изменились данные\n");
  CHECK_EQ(why("outputs/2020-12/s22.txt"), "«s22.txt» останется как есть\n");
  CHECK_EQ(test::shell(region.path(), "svodka build -q --why outputs/2020-12/s22.txt").output,
           "«s22.txt» останется как есть\n");
  CHECK_EQ(test::shell(region.path(), "svodka build --period 2020-11 -q --why outputs/2020-12/s22.txt").code,
           2);
  CHECK_EQ(test::shell(region.path(), "svodka build --period 2020-12 -q --why s2.txt 2>&1").code, 1);
  CHECK_EQ(read_file(region.output("s21.txt")), "Школа № 21: одна из 40\n");
}

TEST_CASE("two documents of one name: the same is refused with any number of jobs") {
  const Region region;
  region.replace("templates/list.yaml", "file: list.html", "file: s11.txt");
  std::string said;
  for (const int jobs : {1, 4}) {
    const auto result = test::shell(region.path(), "svodka build --period 2020-12 --progress never --jobs " +
                                                       std::to_string(jobs) + " 2>&1");
    CHECK_EQ(result.code, 1);
    CHECK(result.output.find("templates/list.yaml") != std::string::npos);
    if (!said.empty()) CHECK_EQ(result.output, said);
    said = result.output;
  }
  CHECK_FALSE(fs::exists(region.output("s11.txt")));
}

TEST_CASE("a document that cannot be made is named, and with --keep-going the others are made") {
  const Region region;
  region.replace("inputs/schools.yaml", "id: s21, kind: school, name: Школа № 21",
                 "id: s21, kind: school, name: con");
  region.replace("templates/letter.yaml", "{{school}}.txt", "{{whom}}.txt");
  CHECK_FALSE(region.build().made);
  const auto result = region.build({.keep_going = true});
  CHECK(result.made);
  CHECK_FALSE(fs::exists(region.output("con.txt")));
  CHECK(fs::exists(region.output("Школа № 22.txt")));
}

TEST_CASE("the progress of a run fits its terminal") {
  using cli::progress_line;
  using std::chrono::duration;
  CHECK_EQ(progress_line(30, 120, duration<double>(10), 60, Language::kRussian),
           "[#######......................] 30/120  3.0/с  осталось 30 с");
  CHECK_EQ(progress_line(30, 120, duration<double>(10), 20, Language::kRussian), "30/120  3.0/с");
  CHECK_EQ(progress_line(30, 0, duration<double>(10), 60, Language::kRussian), "30  3.0/с");
  CHECK_EQ(progress_line(0, 120, duration<double>(0), 80, Language::kEnglish),
           "[........................................] 0/120");
  for (std::size_t width = 8; width < 100; ++width)
    CHECK_LE(utf8::length(progress_line(99'999, 100'000, duration<double>(4000), width, Language::kRussian)),
             width);
}

TEST_CASE("--progress json tells of every document") {
  const Region region;
  const auto result =
      test::shell(region.path(), "svodka build list --period 2020-12 -q --progress json 2>&1");
  CHECK_EQ(result.output,
           "{\"done\":1,\"total\":1,\"document\":\"list.html\"}\n"
           "{\"done\":2,\"total\":2,\"document\":\"index.html\"}\n");
}

TEST_CASE("documents that another system takes for one file are refused, with both names") {
  const Region region;
  const auto said_of = [&](const std::string& one, const std::string& other) {
    region.write("templates/letter.yaml",
                 "title: Письмо\none-per: SELECT '" + one + "' AS name UNION ALL SELECT '" + other +
                     "'\noutputs:\n  - {template: letter.txt, file: \"{{name}}.txt\"}\ndata:\n"
                     "  all: SELECT count(*) AS n FROM organisations\n");
    region.write("templates/letter.txt", "{{all.n}}\n");
    const auto result = test::shell(region.path(), "svodka build letter --period 2020-12 2>&1");
    return result.code == 0 ? "" : result.output;
  };
  const auto both = [&](const std::string& one, const std::string& other) {
    const auto said = said_of(one, other);
    CAPTURE(said);
    CHECK(said.find("twin-file") != said.npos);
    CHECK(said.find("«" + one + ".txt»") != said.npos);
    CHECK(said.find("«" + other + ".txt»") != said.npos);
  };
  both("Школа А", "школа а");
  both("Same", "same");
  both("Школа \u0439", "Школа \u0438\u0306");  // «й» and «и» with a breve
  both("CAF\u00C9", "cafe\u0301");
  CHECK_EQ(said_of("Школа е", "Школа ё"), "");
  // Of two reports.
  region.write("templates/capital.yaml",
               "title: Ещё\noutputs:\n  - {template: letter.txt, file: LIST.HTML}\ndata:\n"
               "  all: SELECT count(*) AS n FROM organisations\n");
  const auto said = test::shell(region.path(), "svodka build --period 2020-12 2>&1").output;
  CHECK_MESSAGE(said.find("«list.html»") != said.npos, said);
  CHECK_MESSAGE(said.find("«LIST.HTML» (отчёт capital)") != said.npos, said);
}

TEST_CASE("a document cannot have the name of what a run puts beside the documents") {
  const Region region;
  for (const auto* name : {"manifest.json", "Manifest.JSON", "data.db", "projects.db", "Index.html"}) {
    region.write("templates/list.yaml",
                 "title: Список\noutputs:\n  - {template: list.html, file: " + std::string(name) +
                     "}\ndata:\n  schools: SELECT name FROM organisations\n");
    const auto result = test::shell(region.path(), "svodka build list --period 2020-12 2>&1");
    CHECK_EQ(result.code, 1);
    CHECK_MESSAGE(result.output.find("имя «" + std::string(name) + "» занято") != std::string::npos,
                  result.output);
    CHECK_FALSE(fs::exists(region.output("manifest.json")));
  }
}

TEST_CASE("a document whose name is made of nothing is refused") {
  const Region region;
  for (const auto* name : {"NULL", "'..'", "' . '"}) {
    region.write("templates/letter.yaml", std::string("title: Письмо\none-per: SELECT ") + name +
                                              " AS name\noutputs:\n  - {template: letter.txt, file: "
                                              "\"{{name}}.txt\"}\ndata:\n  all: SELECT count(*) AS n FROM "
                                              "organisations\n");
    region.write("templates/letter.txt", "{{all.n}}\n");
    const auto result = test::shell(region.path(), "svodka build letter --period 2020-12 2>&1");
    CHECK_EQ(result.code, 1);
    CHECK_MESSAGE(result.output.find("bad-file-name") != std::string::npos, result.output);
    CHECK_FALSE(fs::exists(region.output("txt")));
  }
}

TEST_CASE("what is wrong with some documents of many names them") {
  const Region region;
  region.replace("templates/letter.txt", "{{whom}}", "{{whom:date=full}}");
  const auto said_of = [&](const std::string& options) {
    return test::shell(region.path(), "svodka build --period 2020-12 " + options + " 2>&1");
  };
  // All say the same but for the value.
  auto result = said_of("");
  CHECK_EQ(result.code, 1);
  CHECK_MESSAGE(result.output.find("(документ «s21.txt»)") != std::string::npos, result.output);
  region.replace("templates/letter.txt", "{{whom:date=full}}", "{{same:date=full}}");
  region.replace("templates/letter.yaml", "name AS whom",
                 "name AS whom, iif(id > 's40', 'завтра', '2020-12-01') AS same");
  result = said_of("");
  CHECK_MESSAGE(
      result.output.find("(документы «s41.txt», «s42.txt», «s43.txt» и ещё 6)") != std::string::npos,
      result.output);
  CHECK_EQ(said_of("--jobs 1").output, result.output);
}

TEST_CASE("files whose names keep them from being read are told, and inputs without records") {
  const Region region;
  const auto said = [&] { return test::shell(region.path(), "svodka check 2>&1").output; };
  CHECK(said().find("warning") == std::string::npos);
  test::shell(region.path(),
              "touch inputs/a.YAML inputs/b.yaml.txt inputs/c.Yml inputs/d.yml inputs/note.txt "
              "inputs/schools.yaml.txt; mv templates/list.yaml templates/list.yml");
  const auto told = said();
  for (const auto* file : {"inputs/a.YAML", "inputs/b.yaml.txt", "inputs/c.Yml", "inputs/schools.yaml.txt",
                           "templates/list.yml"})
    CHECK_MESSAGE(told.find(file + std::string(": warning[unread-file]")) != std::string::npos, told);
  for (const auto* file : {"d.yml", "note.txt", "letter.txt"})
    CHECK_MESSAGE(told.find(file) == std::string::npos, told);
  CHECK(told.find("переименуйте его в «list.yaml»") != std::string::npos);
  CHECK(told.find("рядом уже есть «schools.yaml»") != std::string::npos);
  const auto asked = test::shell(region.path(), "svodka build list --period 2020-12 2>&1").output;
  CHECK(asked.find("переименуйте его в «list.yaml»") != std::string::npos);
  test::shell(region.path(), "rm inputs/*");
  CHECK(said().find("no-records") != std::string::npos);
}

// Waits until the file holds the words, at most half a minute.
bool comes(const fs::path& file, const std::string& words) {
  for (int i = 0; i < 600; ++i) {
    std::error_code error;
    if (fs::exists(file, error) && read_file(file).find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

TEST_CASE("svodka watch makes again what a saved file affects, and outlives mistakes") {
  const Region region;
  std::thread program([&] {
    test::shell(region.path(), "{ svodka watch --period 2020-12 > said.txt 2>&1 & echo $! > pid; wait $!; }");
  });
  const auto said = region.path() / "said.txt";
  CHECK(comes(said, "жду изменений"));
  CHECK(comes(region.output("s21.txt"), "Школа № 21"));
  region.replace("inputs/schools.yaml", "name: Школа № 21", "nam: Школа № 21");
  CHECK(comes(said, "error["));
  region.replace("inputs/schools.yaml", "nam: Школа № 21", "name: Школа имени Гагарина");
  CHECK(comes(region.output("s21.txt"), "имени Гагарина"));
  CHECK(comes(said, "s21.txt"));
  test::shell(region.path(), "kill -INT $(cat pid)");
  program.join();
}

TEST_CASE("svodka watch does what was saved while another run had the project, or its folder was closed") {
  const Region region;
  std::thread program([&] {
    test::shell(region.path(), "{ svodka watch --period 2020-12 > said.txt 2>&1 & echo $! > pid; wait $!; }");
  });
  const auto said = region.path() / "said.txt";
  CHECK(comes(said, "жду изменений"));
  test::shell(region.path(),
              "flock outputs/.svodka/lock sh -c 'sed -i \"s/Школа № 21/Школа имени Гагарина/\" "
              "inputs/schools.yaml; n=0; until grep -q \"пробую снова\" said.txt || [ $n -gt 300 ]; do sleep "
              ".1; n=$((n+1)); done; sleep 1; cp said.txt busy.txt'");
  CHECK(comes(region.output("s21.txt"), "имени Гагарина"));
  const auto busy = read_file(region.path() / "busy.txt");
  CHECK_EQ(busy.find("замечаний нет", busy.find("изменено")), busy.npos);
  CHECK_EQ(busy.find("пробую снова"), busy.rfind("пробую снова"));  // told once
  // A file stands where the folder of the period should, and goes.
  test::shell(region.path(), "mv outputs/2020-12 kept; touch outputs/2020-12");
  region.replace("inputs/schools.yaml", "Школа № 22", "Школа имени Титова");
  CHECK(comes(said, "outputs/2020-12"));
  test::shell(region.path(), "rm outputs/2020-12; mv kept outputs/2020-12");
  CHECK(comes(region.output("s22.txt"), "имени Титова"));
  test::shell(region.path(), "kill -INT $(cat pid)");
  program.join();
}

}  // namespace
}  // namespace svodka
