#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// What docs/templates.md teaches: each template of docs/examples/word is filled, read by python-docx, held
// against the schemas of ECMA-376 and printed by LibreOffice.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

const fs::path kExamples = fs::path(SVODKA_ROOT) / "docs/examples/word";

std::vector<std::string> example_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kExamples)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool has(const std::string& command) { return shell("/", command + " >/dev/null 2>&1").code == 0; }

}  // namespace

TEST_CASE("word examples: every template of the documentation becomes what the documentation shows") {
  const TempFolder folder;
  fs::copy(kExamples, folder.path() / "word");
  fs::create_directories(folder.path() / "made");
  const bool can_read = has("/usr/bin/python3 -c 'import docx, lxml'");
  if (!can_read) MESSAGE("python3-docx or python3-lxml is not installed: the documents are not read");
  for (const auto& name : example_names()) {
    INFO(name);
    const auto made = shell(folder.path(), "svodka render word/" + name + ".docx word/" + name +
                                               ".yaml -o made/" + name + ".docx 2>&1");
    REQUIRE_EQ(made.output, "");
    if (!can_read) continue;
    const auto read = shell(
        folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR "/cli/word_text.py made/" + name + ".docx 2>&1");
    CHECK_EQ(golden_difference(kExamples / (name + ".expected.txt"), read.output), "");
    const auto faults = shell(folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR
                                             "/support/validate_docx.py --template word/" +
                                                 name + ".docx made/" + name + ".docx 2>&1");
    CHECK_EQ(faults.output, "");
  }
  if (!has("command -v soffice") || !has("command -v pdftotext")) {
    MESSAGE("LibreOffice or pdftotext is not installed: not printed");
    return;
  }
  shell(folder.path(),
        "soffice --headless -env:UserInstallation=file://$PWD/.profile --convert-to pdf --outdir pdf "
        "made/*.docx "
        ">/dev/null 2>&1");
  for (const auto& name : example_names()) {
    INFO(name);
    const auto printed = shell(folder.path(), "pdftotext -layout pdf/" + name + ".pdf -");
    CHECK_EQ(printed.code, 0);
    CHECK(printed.output.find("{{") == std::string::npos);
  }
}

}  // namespace svodka::test
