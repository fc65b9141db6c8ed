#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// The repository is itself a project: the customer's. These tests do with it what its users do.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

void copy_project(const fs::path& to) {
  fs::create_directories(to);
  for (const char* folder : {"inputs", "templates"})
    fs::copy(fs::path(SVODKA_ROOT) / folder, to / folder, fs::copy_options::recursive);
}

constexpr const char* kBuild = "svodka build --period 2020-12 --as-of 2020-12-31 2>.stderr";
constexpr const char* kText = "outputs/2020-12/2020-12-31 Информация об исполнении плана.txt";

std::vector<fs::path> documents(const fs::path& project) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(project / "outputs/2020-12")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool has_program(const std::string& name) {
  return shell("/", "command -v " + name + " >/dev/null").code == 0;
}

std::string replaced(std::string words, const std::string& from, const std::string& to) {
  for (auto at = words.find(from); at != std::string::npos; at = words.find(from, at + to.size()))
    words.replace(at, from.size(), to);
  return words;
}

// Wording only: typography and what follows a sentence are the template's.
std::string plain(std::string words) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\u00A0", " "}, {"\u2013", "-"}, {"  ", " "}, {"г. Соль", "г.Соль"}})
    words = replaced(words, from, to);
  return words;
}

TEST_CASE("demonstration: one command makes the customer's documents") {
  const TempFolder folder;
  copy_project(folder.path());
  const auto built = shell(folder.path(), kBuild);
  INFO(built.output << contents(folder.path() / ".stderr"));
  REQUIRE_EQ(built.code, 0);
  for (const char* name :
       {"2020-12-31 Информация об исполнении плана.docx", "2020-12-31 Информация об исполнении плана.html",
        "2020-12-31 Информация об исполнении плана.txt", "2020-12-31 К совещанию.xlsx",
        "2020-12-31 Мониторинг исполнения плана.xlsx", "manifest.json", "data.db"}) {
    CHECK_MESSAGE(fs::exists(folder.path() / "outputs/2020-12" / name), name);
  }
  CHECK(built.output.find("создан") != std::string::npos);
  CHECK(contents(folder.path() / ".stderr").find("error[") == std::string::npos);

  const auto again = shell(folder.path(), kBuild);
  CHECK_EQ(again.code, 0);
  CHECK(again.output.find("без изменений") != std::string::npos);
  CHECK(again.output.find("создан") == std::string::npos);
}

TEST_CASE("demonstration: the same bytes in another folder, on another day, with one job or two") {
  const TempFolder one, two;
  copy_project(one.path() / "a");
  copy_project(two.path() / "глубже/b");
  REQUIRE_EQ(shell(one.path() / "a", std::string(kBuild) + " --jobs 1 >/dev/null").code, 0);
  REQUIRE_EQ(shell(two.path() / "глубже/b",
                   "TZ=Asia/Kamchatka LC_ALL=C " + std::string(kBuild) + " --jobs 2 >/dev/null")
                 .code,
             0);
  const auto left = documents(one.path() / "a"), right = documents(two.path() / "глубже/b");
  REQUIRE_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    CHECK_EQ(left[i].filename(), right[i].filename());
    CHECK_MESSAGE(contents(left[i]) == contents(right[i]), left[i].filename().string());
  }
}

TEST_CASE("demonstration: nothing of the customer's own report is missing") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), kBuild).code, 0);
  const auto made = plain(contents(folder.path() / kText));
  auto reference =
      plain(contents(fs::path(SVODKA_TESTS_DIR) / "data/reference/progress-report-2020-12-01.txt"));
  // The slips of copying that the records put right, and the day that this run is of.
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"[bookmark: _GoBack]", ""},
           {"онлай-семинаре", "онлайн-семинаре"},
           {"29,30 октября", "29 и 30 октября 2020 года"},
           {"в октябре в режиме", "в октябре 2020 года в режиме"},
           {"На 01.12.2020 года", "На 31.12.2020 года"}}) {
    CHECK_MESSAGE(reference.find(from) != std::string::npos, from);
    reference = replaced(reference, from, to);
  }
  std::istringstream lines(reference);
  int compared = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find_first_not_of(" -");
    const auto last = line.find_last_not_of(" ;.:\r");
    if (first == std::string::npos || last == std::string::npos) continue;
    const auto words = line.substr(first, last + 1 - first);
    CHECK_MESSAGE(made.find(words) != std::string::npos, words);
    ++compared;
  }
  CHECK_EQ(compared, 14);
}

TEST_CASE("demonstration: Word, Excel and LibreOffice open what was made") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), kBuild).code, 0);
  if (shell("/", "/usr/bin/python3 -c 'import docx, openpyxl' 2>/dev/null").code == 0) {
    const auto opened =
        shell(folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR
                             "/cli/open_documents.py outputs/2020-12/*.docx outputs/2020-12/*.xlsx 2>&1");
    CHECK_MESSAGE(opened.code == 0, opened.output);
  } else {
    MESSAGE("python3-docx and python3-openpyxl are not installed: not opened with them");
  }
  if (has_program("soffice") && has_program("pdftotext")) {
    const auto converted =
        shell(folder.path(),
              "soffice --headless -env:UserInstallation=file://$PWD/.profile --convert-to pdf --outdir pdf "
              "outputs/2020-12/*.docx outputs/2020-12/*.xlsx >/dev/null 2>&1; "
              "for f in pdf/*.pdf; do pdftotext -layout \"$f\" - ; done");
    CHECK(converted.output.find("тьюторства") != std::string::npos);
    CHECK(converted.output.find("Е.Н. Примерова") != std::string::npos);
    CHECK(converted.output.find("Мониторинг исполнения") != std::string::npos);
    CHECK(converted.output.find("{{") == std::string::npos);
    CHECK(converted.output.find("#REF!") == std::string::npos);
    CHECK(converted.output.find("Err:") == std::string::npos);
  } else {
    MESSAGE("LibreOffice or pdftotext is not installed: not converted");
  }
}

TEST_CASE("demonstration: Word documents and templates hold to the schemas of ECMA-376") {
  if (shell("/", "/usr/bin/python3 -c 'import lxml' 2>/dev/null").code != 0) {
    MESSAGE("python3-lxml is not installed: not validated");
    return;
  }
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), kBuild).code, 0);
  const auto faults =
      shell(folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR
                           "/support/validate_docx.py outputs/2020-12/*.docx templates/*.docx 2>&1");
  CHECK_EQ(faults.output, "");
  CHECK_EQ(faults.code, 0);
}

TEST_CASE("demonstration: as of 1 December the seminar of 9 December is the one error, at its line") {
  const TempFolder folder;
  copy_project(folder.path());
  const auto checked = shell(folder.path(), "svodka check --as-of 2020-12-01 --color never -q 2>&1");
  CHECK_EQ(checked.code, 1);
  CHECK(checked.output.starts_with(
      "inputs/activities/2020-12.yaml:10:11: error[activity-after-report]: мероприятие «Межрегиональный "
      "методический семинар» (09.12.2020) позже отчётной даты 01.12.2020, но отмечено исполненным\n"
      "   10 |     date: 2020-12-09\n"
      "      |           ^~~~~~~~~~\n"));
  CHECK_EQ(checked.output.find("error[", 60 + checked.output.find("error[activity")), std::string::npos);
  const auto refused = shell(folder.path(), "svodka build --as-of 2020-12-01 -q 2>&1");
  CHECK_EQ(refused.code, 1);
  CHECK_FALSE(fs::exists(folder.path() / "outputs/2020-11"));
}

TEST_CASE("demonstration: a line changed in a log is seen in the documents, as the README tells") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), kBuild).code, 0);
  CHECK(plain(contents(folder.path() / kText)).find("29 и 30 октября 2020 года") != std::string::npos);
  CHECK_EQ(shell(folder.path(),
                 "sed -i 's/\\[2020-10-29, 2020-10-30\\]/2020-10-29/' inputs/activities/2020-10.yaml && grep "
                 "-q 'date: 2020-10-29' inputs/activities/2020-10.yaml")
               .code,
           0);
  const auto built = shell(folder.path(), kBuild);
  REQUIRE_EQ(built.code, 0);
  CHECK(built.output.find("обновлён") != std::string::npos);
  const auto text = plain(contents(folder.path() / kText));
  CHECK(text.find("29 и 30 октября") == std::string::npos);
  CHECK(text.find("29 октября 2020 года") != std::string::npos);
}

TEST_CASE("demonstration: a mistake makes nothing and leaves what was there") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), kBuild).code, 0);
  const auto before = contents(folder.path() / kText);
  REQUIRE_EQ(
      shell(folder.path(),
            "sed -i 's/plan-item: /plan-itm: /; s/2020-10-30/2020-10-32/' inputs/activities/2020-10.yaml")
          .code,
      0);
  const auto built =
      shell(folder.path(), "svodka build --period 2020-12 --as-of 2020-12-31 --color never 2>&1");
  CHECK_EQ(built.code, 1);
  CHECK(built.output.find("error[unknown-field]") != std::string::npos);
  CHECK(built.output.find("возможно, `plan-item`") != std::string::npos);
  CHECK(built.output.find("error[impossible-date]") != std::string::npos);
  CHECK_EQ(contents(folder.path() / kText), before);
}

TEST_CASE("demonstration: a file that is no YAML is one mistake, not one for each thing that leans on it") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(shell(folder.path(), "echo 'broken: [' >> inputs/activities/2020-10.yaml").code, 0);
  const auto checked = shell(folder.path(), "svodka check --as-of 2020-12-31 --color never -q 2>&1");
  CHECK_EQ(checked.code, 1);
  CHECK(checked.output.find("error[yaml-syntax]") != std::string::npos);
  CHECK(checked.output.find("plan-item-overdue") == std::string::npos);
}

TEST_CASE(
    "demonstration: inputs and templates cut short give findings, never a crash (short form of ./dev fuzz)") {
  const auto cut = shell("/", "sh -c 'cd / && " SVODKA_TESTS_DIR "/fuzz/prefixes.sh " SVODKA_BINARY
                              " 1999 " SVODKA_ROOT "' 2>&1");
  CHECK_MESSAGE(cut.code == 0, cut.output);
}

}  // namespace
}  // namespace svodka::test
