#include "cli/region_project.h"

// A region in parts: each part is some of its projects, and `merge` makes the region's own documents once
// all projects are built.

namespace svodka {
namespace {

using Region = RegionFolder;

// By the program itself: the store says which build made it.
std::map<std::string, std::string> of_one_run(const std::string& options = {}) {
  const Region region;
  region.run("build --period 2020-12" + options);
  CHECK_EQ(region.code, 0);
  return outputs(region.path());
}

void build_parts(const Region& region, const std::string& options = {}) {
  for (const char* part : {"1/2", "2/2"}) {
    const auto said = region.run("build --period 2020-12 --shard " + std::string(part) + options);
    CAPTURE(said);
    CHECK_EQ(region.code, 0);
  }
}

TEST_CASE("region in parts: projects by their numbers, joined to what one run makes, to the byte") {
  const Region region;
  auto said = region.run("build --period 2020-12 --shard 2/2");
  CAPTURE(said);
  CHECK_EQ(region.code, 0);
  CHECK(has(said, "Дубрава"));
  CHECK_FALSE(has(said, "Сосновка"));
  CHECK(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));
  CHECK_FALSE(fs::exists(region.path() / "municipalities/sosnovka/outputs"));
  CHECK_FALSE(fs::exists(region.path() / "outputs"));
  region.run("build --period 2020-12 --shard 1/2");
  CHECK_FALSE(fs::exists(region.path() / "outputs"));
  const auto merged = region.run("merge --period 2020-12");
  CAPTURE(merged);
  CHECK_EQ(region.code, 0);
  const auto expected = of_one_run();
  REQUIRE_GE(expected.size(), 12);
  CHECK(outputs(region.path()) == expected);
  // It was a run like any other, and can be joined again.
  said = region.run("build --period 2020-12");
  CHECK(has(said, "Сводка.docx"));
  CHECK_FALSE(has(said, "создан"));
  region.run("merge --period 2020-12");
  CHECK_EQ(region.code, 0);
  CHECK(outputs(region.path()) == expected);
}

TEST_CASE("region in parts: below another folder, too") {
  const Region region;
  build_parts(region, " --out all");
  CHECK(fs::exists(region.path() / "all/projects/dubrava/2020-12/Справка.txt"));
  const auto said = region.run("merge --period 2020-12 --out all");
  CAPTURE(said);
  CHECK_EQ(region.code, 0);
  CHECK(has(region.read("all/2020-12/Сводка.txt"), "Проведено по области: 6"));
  CHECK_FALSE(fs::exists(region.path() / "outputs"));
}

TEST_CASE(
    "region in parts: what is not built of today's data is named, with the command, and nothing is written") {
  const Region region;
  region.run("build --period 2020-12 --shard 1/2");
  auto said = region.run("merge --period 2020-12");
  CAPTURE(said);
  CHECK_EQ(region.code, 1);
  CHECK(has(said, "projects.yaml:4:27: error[not-in-shards]: проект «Дубрава» не собран"));
  CHECK(has(said, "svodka -C municipalities/dubrava build --period 2020-12"));
  CHECK(has(said, "0 КБ  не собран\nСосновка"));
  CHECK_FALSE(has(said, "«Сосновка» не собран"));
  CHECK_FALSE(has(said, "--keep-going"));
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12"));
  CHECK_FALSE(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12"));
  // The command does what it says.
  CHECK_EQ(test::shell(region.path(), "svodka -C municipalities/dubrava build --period 2020-12 -q").code, 0);
  region.run("merge --period 2020-12");
  CHECK_EQ(region.code, 0);
  // One that is gone; merge cannot go on without it.
  fs::remove_all(region.path() / "municipalities/sosnovka");
  said = region.run("merge --period 2020-12");
  CHECK_EQ(region.code, 1);
  CHECK(has(said, "документы самого региона не созданы из-за ошибок\n"));
  CHECK_FALSE(has(said, "--keep-going"));

  const auto outdated = [&](const std::function<void(const Region&)>& change) {
    const Region changed;
    build_parts(changed);
    change(changed);
    const auto words = changed.run("merge --period 2020-12");
    CAPTURE(words);
    CHECK_EQ(changed.code, 1);
    CHECK(has(words, "error[not-in-shards]: проект «Дубрава» не собран"));
    CHECK_FALSE(has(words, "«Сосновка» не собран"));
    CHECK_FALSE(fs::exists(changed.path() / "outputs/2020-12"));
    build_parts(changed);
    changed.run("merge --period 2020-12");
    CHECK_EQ(changed.code, 0);
    const Region whole;
    change(whole);
    whole.run("build --period 2020-12");
    CHECK(outputs(changed.path()) == outputs(whole.path()));
  };
  const std::string dubrava = "municipalities/dubrava/";
  outdated(
      [&](const Region& each) { each.replace(dubrava + "inputs/records.yaml", "2020-12-08", "2020-12-09"); });
  outdated(
      [&](const Region& each) { each.replace(dubrava + "inputs/records.yaml", "people:", "\n\npeople:"); });
  outdated(
      [&](const Region& each) { each.replace(dubrava + "templates/report.txt", "Прове", "Было прове"); });
  outdated([&](const Region& each) {
    each.folder.write(dubrava + "templates/more.yaml",
                      "title: Ещё\noutputs: [{template: more.txt, file: Ещё.txt}]\n");
    each.folder.write(dubrava + "templates/more.txt", "Ещё.\n");
  });
}

TEST_CASE("region in parts: what was changed in the outputs, or of another day, is not joined") {
  const Region region;
  build_parts(region);
  const auto document = "municipalities/sosnovka/outputs/2020-12/Справка.txt";
  region.folder.write(document, "другое");
  CHECK(has(region.run("merge --period 2020-12"), "проект «Сосновка» не собран"));
  CHECK_EQ(region.read(document), "другое");
  build_parts(region);
  fs::remove(region.path() / "municipalities/sosnovka/outputs/2020-12/index.html");
  CHECK(has(region.run("merge --period 2020-12"), "нужно создать index.html"));
  build_parts(region);
  CHECK(has(region.run("merge --period 2020-12 --as-of 2020-12-20"), "--as-of 2020-12-20"));
  CHECK_EQ(region.code, 1);
  CHECK(has(region.run("merge --period 2020-11"), "проект «Дубрава» не собран"));
  region.break_sosnovka();
  const auto said = region.run("merge --period 2020-12");
  CHECK(has(said, "municipalities/sosnovka/inputs/records.yaml:7:62: error[impossible-date]"));
  CHECK(has(said, "проект «Сосновка» не собран: в нём ошибки"));
}

TEST_CASE("region in parts: what an earlier run left over is warned of, and no reason to build again") {
  const Region region;
  const auto report = [&](const std::string& file) {
    region.folder.write("municipalities/dubrava/templates/more.yaml",
                        "title: Ещё\noutputs: [{template: more.txt, file: " + file + "}]\n");
  };
  region.folder.write("municipalities/dubrava/templates/more.txt", "Ещё.\n");
  report("Ещё.txt");
  build_parts(region);
  report("Иначе.txt");
  build_parts(region);
  const auto merged = region.run("merge --period 2020-12");
  CAPTURE(merged);
  CHECK_EQ(region.code, 0);
  CHECK(has(merged, "warning[left-over]"));
}

TEST_CASE("region in parts: a draft, and a document with a warning, are no reason to build again") {
  const Region region;
  const std::string dubrava = "municipalities/dubrava/";
  region.folder.write(dubrava + "templates/plan.yaml",
                      "title: План\nsign-off: {approve: petrov}\noutputs: [{template: plan.html, file: "
                      "План.html}]\ndata:\n  own: SELECT title FROM activities\n");
  region.folder.write(dubrava + "templates/plan.html",
                      "<html><body>{{#own}}<p>{{title}}</p>{{/own}}</body></html>\n");
  // A form that asks for the day has no result, which is said at every run.
  const auto form = test::shell(region.path() / (dubrava + "templates"), R"py(/usr/bin/python3 -c "
import openpyxl
book = openpyxl.Workbook()
book.active['A1'], book.active['A2'] = '=TODAY()', '{{total.n}}'
book.save('form.xlsx')" 2>/dev/null)py");
  if (form.code == 0)
    region.folder.write(
        dubrava + "templates/form.yaml",
        "title: Форма\noutputs: [{template: form.xlsx, file: Форма.xlsx, compute: libreoffice}]\n"
        "data: {total: SELECT count(*) AS n FROM activities}\n");
  build_parts(region);
  const auto merged = region.run("merge --period 2020-12");
  CAPTURE(merged);
  CHECK_EQ(region.code, 0);
  if (form.code == 0) CHECK(has(merged, "warning[formula-without-result]"));
  const auto joined = outputs(region.path());
  CHECK(has(joined.at(dubrava + "outputs/2020-12/План.html"), "ПРОЕКТ"));
  region.run("build --period 2020-12");
  CHECK(outputs(region.path()) == joined);
}

TEST_CASE(
    "region in parts: the others need not be readable, the period must be told, and parts are not named") {
  const Region region;
  fs::permissions(region.path() / "municipalities/berezovka", fs::perms::none);
  auto said = region.run_as_nobody("build --period 2020-12 --shard 2/2");
  CAPTURE(said);
  CHECK_EQ(region.code, 0);
  CHECK(fs::exists(region.path() / "municipalities/dubrava/outputs/2020-12/Справка.txt"));
  CHECK(has(region.run_as_nobody("build --period 2020-12 --shard 1/2"),
            "«municipalities/berezovka»: нет прав"));
  CHECK_EQ(region.code, 1);
  region.folder.write("projects.yaml", "projects:\n  - municipalities/*\n");  // one place for all of them
  fs::permissions(region.path() / "municipalities/dubrava", fs::perms::none);
  CHECK(
      has(region.run_as_nobody("build --period 2020-12 --shard 2/2"), "«municipalities/dubrava»: нет прав"));
  CHECK_EQ(region.code, 1);
  fs::permissions(region.path() / "municipalities/dubrava", fs::perms::owner_all);
  fs::permissions(region.path() / "municipalities/berezovka", fs::perms::owner_all);
  CHECK(has(region.run("build --shard 1/2"), "--period"));
  CHECK_EQ(region.code, 2);
  CHECK(has(region.run("merge elsewhere --period 2020-12"), "projects.yaml"));
  CHECK_EQ(region.code, 2);
  CHECK(has(region.run("build repport --period 2020-12 --shard 1/2"), "возможно, `report`"));
  CHECK_EQ(region.code, 1);
}

}  // namespace
}  // namespace svodka
