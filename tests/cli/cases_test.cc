#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// tests/cases/NAME/ is a test without code:
//     project/       a project folder, copied afresh
//     commands.txt   one command a line, run in the project
//     expected.txt   each command, what it printed (stdout, then stderr) and its exit status
//     expected/      files that must then be in the project, to the letter
// `./dev accept` rewrites expected.txt and the files that are already in expected/.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

std::string without(std::string words, const std::string& piece, const std::string& instead) {
  for (auto at = words.find(piece); at != std::string::npos; at = words.find(piece, at + instead.size())) {
    words.replace(at, piece.size(), instead);
  }
  return words;
}

std::string transcript(const fs::path& project, const std::string& commands) {
  std::string out;
  std::istringstream lines(commands);
  for (std::string command; std::getline(lines, command);) {
    if (command.empty() || command.starts_with('#')) continue;
    const auto result = shell(project, "{ " + command + "; } 2>.stderr");
    out += "$ " + command + "\n" + result.output + contents(project / ".stderr") + "[" +
           std::to_string(result.code) + "]\n\n";
  }
  return without(out, project.string(), "PROJECT");
}

TEST_CASE("cases: every run prints and makes what it should") {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(fs::path(SVODKA_TESTS_DIR) / "cases"))
    cases.push_back(entry.path());
  std::sort(cases.begin(), cases.end());
  REQUIRE_FALSE(cases.empty());
  for (const auto& folder : cases) {
    CAPTURE(folder.filename().string());
    const TempFolder temp;
    const auto project = temp.path() / "project";
    fs::create_directories(project);
    if (fs::exists(folder / "project")) fs::copy(folder / "project", project, fs::copy_options::recursive);
    CHECK_EQ(
        golden_difference(folder / "expected.txt", transcript(project, contents(folder / "commands.txt"))),
        "");
    if (!fs::exists(folder / "expected")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "expected")) {
      if (!entry.is_regular_file()) continue;
      const auto name = entry.path().lexically_relative(folder / "expected");
      CHECK_EQ(golden_difference(entry.path(), contents(project / name)), "");
    }
  }
}

}  // namespace
}  // namespace svodka::test
