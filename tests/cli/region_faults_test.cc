#include <csignal>
#include <thread>

#include "base/interrupt.h"
#include "cli/region_project.h"

// A region some of whose projects are not there, may not be read or are in use: none drops out of the totals
// without a word, and the others go on.

namespace svodka {
namespace {

using Region = RegionFolder;

const std::string kPattern = "projects:\n  - municipalities/*\n";

TEST_CASE("region: a folder of a pattern that may not be read is an error with its name and the cause") {
  const Region region;
  region.folder.write("projects.yaml", kPattern);
  fs::permissions(region.path() / "municipalities/dubrava", fs::perms::none);
  const auto said = region.run_as_nobody("build --period 2020-12");
  CAPTURE(said);
  CHECK_EQ(region.code, 1);
  CHECK(has(said, "projects.yaml:2:5: error[project-unreadable]"));
  CHECK(has(said, "не удалось прочитать папку «municipalities/dubrava»: нет прав доступа"));
  CHECK(fs::exists(region.path() / "municipalities/sosnovka/outputs/2020-12/Справка.txt"));
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12/Сводка.txt"));
  // With --keep-going the totals say what they lack, everywhere.
  const auto lacking = region.run_as_nobody("build --period 2020-12 --keep-going");
  CAPTURE(lacking);
  CHECK_EQ(region.code, 1);
  CHECK(has(lacking,
            "project-missing]: в итогах по региону нет проекта «dubrava»: не удалось прочитать папку"));
  CHECK(has(lacking, "municipalities/dubrava             0"));
  CHECK(has(region.read("outputs/2020-12/manifest.json"), "нет проекта «dubrava»"));
  CHECK(has(region.read("outputs/2020-12/index.html"), "dubrava"));
  CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "Проведено по области: 5"));
  // The same of `check` and `query`.
  CHECK(has(region.run_as_nobody("check --period 2020-12"), "error[project-unreadable]"));
  CHECK_EQ(region.code, 1);
  CHECK(has(region.run_as_nobody("query 'SELECT count(*) FROM projects.projects'"), "project-unreadable"));
  fs::permissions(region.path() / "municipalities/dubrava", fs::perms::owner_all);
}

TEST_CASE("region: a folder that is named and may not be read is not said to be missing") {
  const Region region;
  region.folder.write("projects.yaml", "projects: [municipalities/dubrava, municipalities/sosnovka]\n");
  const auto lock = [&](const std::string& folder) {
    fs::permissions(region.path() / folder, fs::perms::none);
    const auto said = region.run_as_nobody("build --period 2020-12");
    fs::permissions(region.path() / folder, fs::perms::owner_all);
    return said;
  };
  auto said = lock("municipalities/dubrava");
  CHECK(has(said, "не удалось прочитать папку «municipalities/dubrava»: нет прав доступа"));
  CHECK_FALSE(has(said, "нет проекта"));
  CHECK_FALSE(has(said, "svodka new"));
  said = lock("municipalities");
  CHECK(has(said, "«municipalities/sosnovka»: нет прав доступа"));
  CHECK_FALSE(has(said, "нет папки"));
  region.folder.write("projects.yaml", kPattern);
  said = lock("municipalities");
  CHECK(has(said, "не удалось прочитать папку «municipalities»: нет прав доступа"));
  CHECK_EQ(region.code, 1);
}

TEST_CASE("region: a link to nothing is an error, and a folder without inputs a warning, under a pattern") {
  const Region region;
  region.folder.write("projects.yaml", kPattern);
  const auto dubrava = region.path() / "municipalities/dubrava";
  fs::rename(dubrava, region.path() / "elsewhere");
  fs::create_symlink("../moved-away", dubrava);
  auto said = region.run("build --period 2020-12");
  CHECK_EQ(region.code, 1);
  CHECK(has(said, "«municipalities/dubrava» — ссылка на «../moved-away», а там ничего нет"));
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12/Сводка.txt"));
  fs::remove(dubrava);
  fs::rename(region.path() / "elsewhere", dubrava);
  fs::rename(dubrava / "inputs", dubrava / "Inputs");
  said = region.run("build --period 2020-12");
  CHECK_EQ(region.code, 0);
  CHECK(has(said, "projects.yaml:2:5: warning[no-project]: в папке «municipalities/dubrava» нет проекта"));
  CHECK(has(said, "переименуйте `Inputs` в `inputs`"));
  CHECK(has(region.read("outputs/2020-12/manifest.json"), "municipalities/dubrava"));  // what totals may lack
  // The region's own folders are no projects, nor are hidden ones and files.
  fs::rename(dubrava / "Inputs", dubrava / "inputs");
  region.folder.write("municipalities/README.txt", "");
  region.folder.write("municipalities/.old/readme.txt", "");
  CHECK_FALSE(has(region.run("build --period 2020-12"), "warning"));
  region.folder.write("projects.yaml", "projects: ['*', municipalities/*]\n");
  said = region.run("check --period 2020-12");
  CHECK_FALSE(has(said, "«inputs»"));
  CHECK_FALSE(has(said, "«outputs»"));
}

TEST_CASE("region: with keep-going, totals say of every project that they lack it, whatever befell it") {
  const auto build = [](const std::function<void(const fs::path&)>& harm, const std::string& why) {
    const Region region;
    harm(region.path() / "municipalities/sosnovka");
    const auto said = region.run("build --period 2020-12 --keep-going");
    CAPTURE(said);
    CHECK_EQ(region.code, 1);
    CHECK(has(said, "warning[project-missing]: в итогах по региону нет проекта «Сосновка»: " + why));
    CHECK(has(said, "municipalities/sosnovka            0    0 КБ  " + why));
    CHECK(has(region.read("outputs/2020-12/manifest.json"), "нет проекта «Сосновка»"));
    CHECK(has(region.read("outputs/2020-12/index.html"), "нет проекта «Сосновка»"));
    CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "Проведено по области: 3"));
  };
  build([](const fs::path& project) { fs::remove_all(project); }, "нет папки «municipalities/sosnovka»");
  build([](const fs::path& project) { fs::remove_all(project / "inputs"); },
        "в папке «municipalities/sosnovka» нет проекта: нет папки inputs");
  build([](const fs::path& project) { write_file_atomically(project / "projects.yaml", "projects: [a]\n"); },
        "в папке «municipalities/sosnovka» свой projects.yaml");
}

TEST_CASE("region: a project whose inputs may not be read stops nobody else") {
  const Region region;
  fs::permissions(region.path() / "municipalities/dubrava/inputs", fs::perms::none);
  const auto said = region.run_as_nobody("build --period 2020-12 --keep-going");
  CAPTURE(said);
  CHECK_EQ(region.code, 3);
  CHECK(has(said, "projects.yaml:4:27: error[project-unreadable]: проект «Дубрава» не прочитан: не удалось"));
  CHECK(has(said, "в итогах по региону нет проекта «Дубрава»: не удалось прочитать"));
  CHECK(has(said, "когда причины не станет"));
  CHECK(has(said, "municipalities/sosnovka            2"));
  CHECK(has(region.read("outputs/2020-12/Сводка.txt"), "Проведено по области: 5"));
  region.break_sosnovka();
  const auto checked = region.run_as_nobody("check --period 2020-12");
  CAPTURE(checked);
  CHECK(has(checked, "municipalities/sosnovka/inputs/records.yaml:7:62: error[impossible-date]"));
  CHECK(has(checked, "проект «Дубрава» не прочитан"));
  region.replace("municipalities/sosnovka/inputs/records.yaml", "Круглый стол", "Круглый \"стол\"");
  CHECK(has(region.run_as_nobody("check --fix --dry-run --period 2020-12"),
            "dubrava/inputs»: нет прав доступа"));
  CHECK_EQ(region.code, 3);
  CHECK(has(region.run_as_nobody("check --fix --period 2020-12"), "исправлено: мест"));
  CHECK(has(region.read("municipalities/sosnovka/inputs/records.yaml"), "Круглый «стол»"));
  fs::permissions(region.path() / "municipalities/dubrava/inputs", fs::perms::owner_all);
  fs::permissions(region.path() / "municipalities/dubrava/templates", fs::perms::none);
  for (const char* reports : {"", "report "}) {
    CHECK(has(region.run_as_nobody("build " + std::string(reports) + "--period 2020-12"),
              "проект «Дубрава» не прочитан"));
    CHECK_EQ(region.code, 3);
  }
  fs::permissions(region.path() / "municipalities/dubrava/templates", fs::perms::owner_all);
}

TEST_CASE("region: a project that another run holds is waited for, not corrected") {
  const Region region;
  const publish::ProjectLock held(region.path() / "municipalities/dubrava/outputs");
  const auto said = region.run("build --period 2020-12 --keep-going");
  CAPTURE(said);
  CHECK_EQ(region.code, 3);
  CHECK(has(said, "в итогах по региону нет проекта «Дубрава»: проект занят другим запуском"));
  CHECK(has(said, "когда причины не станет, соберите регион заново"));
  CHECK_FALSE(has(said, "исправьте их"));
}

TEST_CASE("region: the page by its name is the region's, too") {
  const Region region;
  region.run("build index --period 2020-12");
  CHECK_EQ(region.code, 0);
  CHECK(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/index.html"));
  CHECK(fs::exists(region.path() / "outputs/2020-12/index.html"));
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12/Сводка.txt"));
}

TEST_CASE("region: progress never tells a total that it does not know, and none that shrinks") {
  const Region region;
  for (const int jobs : {1, 2}) {
    std::vector<std::pair<std::size_t, std::size_t>> told;
    BuildOptions options{.jobs = jobs, .force = true};
    options.progress = [&](std::size_t done, std::size_t total, const std::string&) {
      told.emplace_back(done, total);
    };
    region.build(options);
    REQUIRE_EQ(told.size(), 10);  // with the pages
    CHECK_EQ(told.front().second, 0);
    std::size_t last = 0, last_done = 0;
    for (const auto& [done, total] : told) {
      CHECK_GT(done, last_done);
      CHECK_GE(total, last);
      if (total > 0) CHECK_GE(total, done);
      last = total;
      last_done = done;
    }
    CHECK_EQ(told.back(), std::pair<std::size_t, std::size_t>(10, 10));
  }
}

TEST_CASE("region: interrupted, it says of every project how far it came") {
  const Region region;
  BuildOptions options{.jobs = 1};
  options.progress = [](std::size_t done, std::size_t, const std::string& document) {
    if (done == 1) CHECK_EQ(document, "municipalities/berezovka/Справка.txt");
    if (done == 3) std::raise(SIGINT);
  };
  catch_interrupts();
  bool was_stopped = false;
  try {
    region.build(options);
  } catch (const InterruptedRegion& stopped) {
    was_stopped = true;
    CHECK_EQ(stopped.signal, SIGINT);
    CHECK_EQ(stopped.done, 1);
    const auto& projects = stopped.region->projects;
    REQUIRE_EQ(projects.size(), 3);
    CHECK(projects[0].is_over);
    CHECK(projects[1].begun);
    CHECK_FALSE(projects[1].is_over);
    CHECK_EQ(projects[1].done, 1);
    CHECK_FALSE(projects[2].begun);
  }
  catch_interrupts();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  CHECK(was_stopped);
  CHECK(fs::exists(region.path() / "municipalities/berezovka/outputs/2020-12/Справка.txt"));
  CHECK_FALSE(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));
}

TEST_CASE("region: slips in projects.yaml are marked where they are, with what to write") {
  const Region region;
  const auto check = [&](const std::string& file) {
    region.folder.write("projects.yaml", file);
    return region.run("check --period 2020-12");
  };
  CHECK(has(check("projects:\n  - {folder: municipalities/dubrava, id: \"a/b\"}\n"),
            "projects.yaml:2:42: error[wrong-id]"));
  CHECK(has(check("projects:\n  - {folder: municipalities/dubrava, id: x}\n  - {folder: "
                  "municipalities/sosnovka, id: X}\n"),
            "projects.yaml:3:14: error[project-twice]: `X` отличается только регистром букв от `x`"));
  CHECK(has(check("projects:\n  - municipalities\\*\n"), "пишите `/`: `municipalities/*`"));
  CHECK(has(check("projects:\n  - municipalities\\dubrava\n"), "пишите `/`: `municipalities/dubrava`"));
  CHECK(has(check("projects:\n  - {id: dubrava}\n"), "`{folder: municipalities/dubrava, id: dubrava}`"));
  // «Йошкино» as a Mac writes it: a letter and its mark.
  fs::rename(region.path() / "municipalities/dubrava", region.path() / "municipalities/И\xcc\x86ошкино");
  CHECK_FALSE(has(check("projects: [municipalities/Йошкино]\n"), "error"));
  CHECK(has(region.run("query --format csv 'SELECT id FROM projects.projects'"), "Йошкино\r\n"));
  fs::rename(region.path() / "projects.yaml", region.path() / "projects.yml");
  CHECK(has(region.run("check --period 2020-12"), "переименуйте его в projects.yaml"));
}

TEST_CASE("region: a project's document is traced in its project, with paths from the region") {
  const Region region;
  // The region has a report of that name, too.
  region.folder.write("templates/report.yaml",
                      "title: Справка\noutputs: [{template: report.txt, file: Справка.txt}]\n");
  region.folder.write("templates/report.txt", "Справка по региону.\n");
  region.run("build --period 2020-12");
  REQUIRE_EQ(region.code, 0);
  const auto document = "municipalities/dubrava/outputs/2020-12/Справка.txt";
  auto said = region.run("trace " + std::string(document) + " 8");
  CAPTURE(said);
  CHECK_EQ(region.code, 0);
  CHECK(has(said, "municipalities/dubrava/inputs/records.yaml:"));
  CHECK(has(said, "Семинар по функциональной грамотности"));  // the line itself
  region.replace("municipalities/dubrava/templates/report.txt", "Проведено", "Прошло");
  said = region.run("trace " + std::string(document) + " 8");
  CHECK(has(said, "municipalities/dubrava/templates/report.txt: error[trace-definition-changed]"));
  region.run("build --period 2020-12 --out elsewhere --trace");
  CHECK(has(region.run("trace elsewhere/projects/dubrava/2020-12/Справка.txt 8"),
            "municipalities/dubrava/inputs/records.yaml:"));
}

TEST_CASE("region: watch sees projects come, change and go") {
  const Region region;
  region.folder.write("projects.yaml", kPattern);
  fs::rename(region.path() / "municipalities/sosnovka", region.path() / "sosnovka");
  std::thread program([&] {
    test::shell(region.path(), "{ svodka watch --period 2020-12 > said.txt 2>&1 & echo $! > pid; wait $!; }");
  });
  // Waits until the totals say so, at most half a minute.
  const auto done = [&](const char* count) {
    const auto words = "Проведено по области: " + std::string(count);
    return test::shell(region.path(),
                       "for i in $(seq 300); do grep -q '" + words +
                           "' outputs/2020-12/Сводка.txt && exit; sleep 0.1; done 2>/dev/null; "
                           "cat said.txt; exit 1")
        .output;
  };
  CHECK_EQ(done("3"), "");
  fs::rename(region.path() / "sosnovka", region.path() / "municipalities/sosnovka");
  CHECK_EQ(done("6"), "");
  region.replace("municipalities/sosnovka/inputs/records.yaml", "- {id: check", "# - {id: check");
  CHECK_EQ(done("5"), "");
  fs::rename(region.path() / "municipalities/dubrava", region.path() / "dubrava");
  CHECK_EQ(done("4"), "");
  fs::rename(region.path() / "municipalities/berezovka/inputs",
             region.path() / "municipalities/berezovka/aside");
  CHECK_EQ(done("2"), "");
  fs::rename(region.path() / "municipalities/berezovka/aside",
             region.path() / "municipalities/berezovka/inputs");
  CHECK_EQ(done("4"), "");
  test::shell(region.path(), "kill -INT $(cat pid)");
  program.join();
}

}  // namespace
}  // namespace svodka
