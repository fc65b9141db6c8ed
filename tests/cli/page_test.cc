#include <doctest/doctest.h>

#include <filesystem>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// The page of the period as a user meets it. How it looks is held in tests/page (Chromium).

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

class Demonstration {
 public:
  Demonstration() {
    for (const char* name : {"inputs", "templates"})
      fs::copy(fs::path(SVODKA_ROOT) / name, path() / name, fs::copy_options::recursive);
  }
  fs::path path() const { return folder_.path(); }
  ShellResult run(const std::string& command) const { return shell(path(), command); }
  ShellResult build(const std::string& arguments = "") const {
    return run("svodka build --color never --period 2020-12 --as-of 2020-12-31 " + arguments + " 2>.stderr");
  }
  std::string stderr_words() const { return contents(path() / ".stderr"); }
  std::string page(const std::string& folder = "outputs/2020-12") const {
    return contents(path() / folder / "index.html");
  }

 private:
  TempFolder folder_;
};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST_CASE("page: tells what the run made, found and saw change") {
  const Demonstration project;
  REQUIRE_EQ(project.build().code, 0);
  auto page = project.page();
  CHECK(has(page, "<h1>Исполнение плана: декабрь\u00A02020\u00A0года</h1>"));
  CHECK(has(page, "сравнивать не с чем"));
  CHECK(has(page, "31\u00A0день"));
  CHECK(has(page, "<span class=\"mark ready\">готов</span>"));
  CHECK(has(page, "нет подтверждающего документа"));
  CHECK(has(page, "href=\"../../inputs/results/vpr-2020.csv\">inputs/results/vpr-2020.csv:9:43</a>"));
  CHECK(has(contents(project.path() / "outputs/2020-12/manifest.json"), "\"file\": \"index.html\""));

  REQUIRE_EQ(project.run("'" SVODKA_TESTS_DIR "/page/month_before.sh' . svodka").code, 0);
  REQUIRE_EQ(project.build().code, 0);
  page = project.page();
  CHECK(has(page, "<del>Анализ ресурсов школ</del> → <ins>Анализ ресурсного обеспечения школ</ins>"));
  CHECK(has(page, "href=\"../../inputs/plan.yaml\""));
  CHECK(has(page, "<span class=\"mark added\">добавлено</span>"));
}

TEST_CASE("page: is listed, remade with any report, and left alone when nothing changed") {
  const Demonstration project;
  const auto tried = project.build("--dry-run");
  CHECK_EQ(tried.code, 0);
  CHECK(has(tried.output, "index.html"));
  CHECK_FALSE(fs::exists(project.path() / "outputs/2020-12/index.html"));
  REQUIRE_EQ(project.build().code, 0);
  const auto page = project.page();
  const auto again = project.build();
  CHECK_FALSE(has(again.output, "обновлён"));
  // One report only: the page still tells of all.
  REQUIRE_EQ(project.build("meeting").code, 0);
  CHECK_EQ(project.page(), page);
  REQUIRE_EQ(project.build("index").code, 0);
  CHECK_EQ(project.page(), page);
  // Elsewhere there is nothing to link to, and so nothing that depends on where.
  REQUIRE_EQ(project.build("--out ../elsewhere").code, 0);
  const auto elsewhere = contents(project.path().parent_path() / "elsewhere/2020-12/index.html");
  fs::remove_all(project.path().parent_path() / "elsewhere");
  CHECK(has(elsewhere, "<span class=\"place\">inputs/results/vpr-2020.csv:9:43</span>"));
  CHECK_FALSE(has(elsewhere, ".yaml\">"));
}

TEST_CASE("page: a project can have its own, with its mistakes told like any report's") {
  const Demonstration project;
  REQUIRE_EQ(project.build().code, 0);
  REQUIRE_EQ(
      project
          .run("cp outputs/.svodka/page/templates/index.* templates/ && sed -i 's/>Просрочено</>Горит</' "
               "templates/index.html")
          .code,
      0);
  REQUIRE_EQ(project.build().code, 0);
  CHECK(has(project.page(), "Горит"));
  CHECK_EQ(project.run("svodka check -q 2>/dev/null").code, 0);
  REQUIRE_EQ(project.run("sed -i 's/{{in_progress}}/{{in_progres}}/' templates/index.html").code, 0);
  CHECK_EQ(project.build().code, 1);
  CHECK(has(project.stderr_words(), "templates/index.html:"));
  CHECK(has(project.stderr_words(), "возможно, `in_progress`"));
  CHECK(has(project.page(), "Горит"));  // what was there stays
  // Together with the mistakes of the data.
  REQUIRE_EQ(project.run("echo 'plan-itemz: []' > inputs/slip.yaml").code, 0);
  CHECK_EQ(project.build().code, 1);
  CHECK(has(project.stderr_words(), "templates/index.html:"));
  CHECK(has(project.stderr_words(), "inputs/slip.yaml:"));
}

TEST_CASE("page: none over errors, and never in the place of a project's own document") {
  const TempFolder folder;
  const auto run = [&](const std::string& command) { return shell(folder.path(), command); };
  REQUIRE_EQ(run("mkdir inputs templates && printf 'title: Свой\\noutputs:\\n- template: own.html\\n  file: "
                 "index.html\\n' > templates/own.yaml && echo '<p>{{title}}' > templates/own.html")
                 .code,
             0);
  CHECK_EQ(run("svodka build -q --period 2020-12 2>.stderr").code, 0);
  CHECK_EQ(contents(folder.path() / "outputs/2020-12/index.html"), "<p>Свой\n");
  REQUIRE_EQ(
      run("sed -i 's/index.html/own.html/' templates/own.yaml && echo 'plans: {}' > inputs/a.yaml").code, 0);
  CHECK_EQ(run("svodka build -q --period 2020-11 2>.stderr").code, 1);
  CHECK_FALSE(fs::exists(folder.path() / "outputs/2020-11/index.html"));
  // A report that cannot be made is passed over on request; the page then says why.
  REQUIRE_EQ(run("rm inputs/a.yaml; printf 'title: Кривой\\noutputs: [{template: own.html, file: "
                 "b.html}]\\ndata: {a: SELECT x FROM plan}\\n' > templates/bent.yaml")
                 .code,
             0);
  CHECK_EQ(run("svodka build -q --keep-going --period 2020-11 2>.stderr").code, 1);
  const auto page = contents(folder.path() / "outputs/2020-11/index.html");
  CHECK(has(page, "<span class=\"mark error\">ошибка</span>"));
  CHECK(has(page, "own.html"));
}

TEST_CASE("page: its values can be traced, and it follows the documents to their approval") {
  const TempFolder folder;
  const auto ok = [&](const std::string& command) {
    const auto result = shell(folder.path(), "{ " + command + "; } 2>&1");
    CHECK_MESSAGE(result.code == 0, command << "\n" << result.output);
    return result.output;
  };
  ok("svodka new . -q");
  const auto page = [&] { return contents(folder.path() / "outputs/2026-09/index.html"); };
  ok("printf 'sign-off: {approve: [methodist], sign: head}\n' >> templates/report.yaml && svodka build -q");
  CHECK(has(page(), "<span class=\"mark draft\">проект</span>"));
  const auto traced = [&] {
    const auto all = ok("svodka trace outputs/2026-09/index.html");
    CHECK(has(all, "inputs/plan.yaml:"));
    CHECK_FALSE(has(all, "написано не то"));
  };
  traced();
  ok("svodka approve 2026-09 --by methodist -q");
  CHECK_FALSE(has(page(), "class=\"mark draft\""));
  CHECK(has(page(), "<span class=\"mark approved\">утверждён</span>"));
  traced();
  const auto hash = ok("sha256sum outputs/2026-09/index.html").substr(0, 64);
  CHECK(has(contents(folder.path() / "outputs/2026-09/manifest.json"), hash));
  // The same as a build would make now.
  const auto refreshed = page();
  ok("svodka build -q");
  CHECK_EQ(page(), refreshed);
}

}  // namespace
}  // namespace svodka::test
