#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "cli/many_letters.h"
#include "support/shell.h"

// Folders that may be read and not written: what only reads a project works, the rest says why not.

namespace svodka {
namespace {

namespace fs = std::filesystem;
using test::shell;
using test::ShellResult;

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != text.npos; }

// Root may write everywhere.
const std::string& nobody() {
  static const std::string kPrefix =
      ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
  return kPrefix;
}

// A project that was built, whose folders anybody may read.
class Closed : public Region {
 public:
  Closed() {
    shell(path(), "svodka build -q --period 2020-12 --as-of 2021-01-01 && chmod -R a+rX . && chmod 755 .");
  }
  ~Closed() { shell(path(), "chmod -R u+w ."); }
  Closed(const Closed&) = delete;
  Closed& operator=(const Closed&) = delete;
  ShellResult as_nobody(const std::string& command) const {
    return shell(path(), nobody() + command + " --period 2020-12 --as-of 2021-01-01 2>&1");
  }
};

TEST_CASE("what only reads a project works where outputs cannot be written, also after a change") {
  const Closed project;
  shell(project.path(), "chmod -R a-w outputs");
  const auto all_work = [&](const std::string& name, bool changed) {
    const auto works = [&](const std::string& command, const std::string& words) {
      const auto result = project.as_nobody(command);
      CAPTURE(command);
      CAPTURE(result.output);
      CHECK_EQ(result.code, 0);
      CHECK(has(result.output, words));
    };
    works("svodka check", "замечаний нет");
    works("svodka query \"SELECT name FROM organisations WHERE id = 's21'\"", name);
    works("svodka fields letter", "whom");
    works("svodka build --why s21.txt", changed ? "данные" : "останется");
    works("svodka build --dry-run", "ничего не записано");
  };
  all_work("Школа № 21", false);
  CHECK_EQ(shell(project.path(), nobody() + "svodka diff 2020-12 2>&1").code, 0);
  project.replace("inputs/schools.yaml", "Школа № 21", "Школа имени Гагарина");
  all_work("Школа имени Гагарина", true);
  CHECK(has(shell(project.path(), nobody() + "svodka diff 2020-12 2>&1").output, "Школа имени Гагарина"));
  CHECK_EQ(read_file(project.output("s21.txt")), "Школа № 21: одна из 40\n");
  // What writes says which folder it may not write into.
  const auto build = project.as_nobody("svodka build");
  CHECK_EQ(build.code, 3);
  CHECK_MESSAGE(has(build.output, "нет прав доступа"), build.output);
  CHECK_MESSAGE(has(build.output, "outputs"), build.output);
}

TEST_CASE("a project in a folder of somebody else can be checked before it was ever built") {
  const Region region;
  shell(region.path(), "chmod -R a+rX . && chmod 555 .");
  const auto result = shell(region.path(), nobody() + "svodka check 2>&1");
  CHECK_EQ(result.code, 0);
  CHECK_MESSAGE(has(result.output, "замечаний нет"), result.output);
  CHECK_FALSE(fs::exists(region.path() / "outputs"));
  CHECK(has(shell(region.path(), nobody() + "svodka build 2>&1").output, "нет прав доступа"));
  shell(region.path(), "chmod 755 .");
}

TEST_CASE("a folder of the period that cannot be written is named, with the reason") {
  const Closed project;
  if (!nobody().empty()) shell(project.path(), "chown -R 65534:65534 outputs");
  shell(project.path(), "chmod 555 outputs/2020-12");
  project.replace("templates/letter.txt", "одна из", "одна среди");
  const auto result = project.as_nobody("svodka build");
  CHECK_EQ(result.code, 3);
  CHECK_MESSAGE(has(result.output, "outputs/2020-12»: нет прав доступа"), result.output);
  CHECK_FALSE(has(result.output, "Success"));
}

TEST_CASE("outputs that is a link to nowhere is named with where it leads") {
  const Region region;
  shell(region.path(), "ln -s /mnt/none/outputs outputs");
  for (const auto* command : {"svodka build 2>&1", "svodka check 2>&1"}) {
    const auto result = shell(region.path(), command);
    CHECK_EQ(result.code, 3);
    CHECK_MESSAGE(has(result.output, "outputs»: это ссылка на «/mnt/none/outputs»"), result.output);
  }
}

TEST_CASE("a command line that makes no sense is refused in the reader's language, with exit 2") {
  const Region region;
  const auto said = [&](const std::string& arguments) {
    const auto result = shell(region.path(), "svodka build " + arguments + " 2>&1");
    CHECK_EQ(result.code, 2);
    CHECK_FALSE(fs::exists(region.path() / "outputs"));
    return result.output.substr(0, result.output.find('\n'));
  };
  CHECK_EQ(said("--jobs 0"), "svodka: --jobs: «0» — не число от 1 до 256");
  CHECK_EQ(said("--jobs three"), "svodka: --jobs: «three» — не число от 1 до 256");
  CHECK_EQ(said("--progress foo"), "svodka: --progress: «foo» — не одно из: auto, always, never, json");
  CHECK_EQ(said("--color blue"), "svodka: --color: «blue» — не одно из: auto, always, never");
  CHECK_EQ(said("--lang fr"), "svodka: --lang: «fr» — не одно из: ru, en");
  CHECK_EQ(said("--period 2020-11 --period 2020-12"), "svodka: --period дано больше одного раза");
  CHECK_EQ(said("--period"), "svodka: не хватает значения: --period");
  CHECK_EQ(said("--period 2020-13"),
           "svodka: --period: «2020-13» — не отчётный период; нужен месяц, квартал "
           "или год: 2020-11, 2020-Q4, 2020");
  CHECK_EQ(said("--as-of 2020-02-30"), "svodka: --as-of: «2020-02-30» — не дата; нужен день: 2020-12-01");
  CHECK_EQ(said("--why ''"), "svodka: у параметра --why пустое значение");
  CHECK_EQ(said("--out ''"), "svodka: у параметра --out пустое значение");
  CHECK_EQ(said("--trace --redact"), "svodka: вместе не бывают: --redact и --trace");
  for (const auto* folder : {"inputs", "./inputs/", "inputs/deep", "templates"})
    CHECK(has(said("--out " + std::string(folder)), "лежит то, из чего делаются документы"));
  for (const auto* folder : {".", "./", "inputs/.."})
    CHECK(has(said("--out " + std::string(folder)), "папка самого проекта"));
  CHECK_EQ(said("--lang en --jobs 300"), "svodka: --jobs: “300” is no number from 1 to 256");
  CHECK_EQ(shell(region.path(), "svodka build -q --period 2020-12 --out inputs-made").code, 0);
}

}  // namespace
}  // namespace svodka
