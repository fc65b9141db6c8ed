#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "region.h"
#include "support/docx.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// The region of tests/cases/region: three municipalities, each with a report of its own, and a report of the
// region in Word, Excel and plain text.

namespace svodka {

namespace fs = std::filesystem;

inline constexpr const char* kMunicipalities[] = {"berezovka", "dubrava", "sosnovka"};

struct RegionFolder {
  RegionFolder() {
    fs::copy(fs::path(SVODKA_TESTS_DIR) / "cases/region/project", folder.path(), fs::copy_options::recursive);
    using test::paragraph;
    folder.write(
        "templates/totals.docx",
        test::docx(paragraph({"Проведено мероприятий: {{total.done}}, писали {{total.participants}}."}) +
                   test::table({test::row({"{{#by_project}}{{municipality}}", "{{done}}",
                                           "{{participants}}{{/by_project}}"})})));
  }

  const fs::path& path() const { return folder.path(); }
  std::string read(const std::string& file) const { return read_file(path() / file); }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    auto text = read(file);
    const auto at = text.find(from);
    REQUIRE_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    folder.write(file, text);
  }
  void break_sosnovka() const {
    replace("municipalities/sosnovka/inputs/records.yaml", "date: 2020-12-15", "date: 2020-12-35");
  }

  RegionResult build(BuildOptions options = {}) const {
    Diagnostics out;
    auto result = build_region({.root = path(), .period = "2020-12"}, options, out);
    findings = out.sorted();
    return result;
  }
  void build_alone(const std::string& name) const {
    Diagnostics out;
    CHECK(svodka::build({.root = path() / "municipalities" / name, .period = "2020-12"}, {}, out).made);
  }
  bool found(const std::string& rule, const std::string& file) const {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.rule == rule && finding.at.file == file && finding.at.line > 0;
    });
  }

  /// What `svodka COMMAND` says on both streams; its status is in `code`.
  std::string run(const std::string& command) const {
    const auto result = test::shell(path(), "svodka " + command + " --color never 2>&1");
    code = result.code;
    return result.output;
  }

  /// The same as somebody whom file rights bind, to whom the folder belongs from now on.
  std::string run_as_nobody(const std::string& command) const {
    if (::geteuid() != 0) return run(command);
    test::shell(path(), "chown -R 65534:65534 .");
    const auto result = test::shell(path(), "setpriv --reuid=65534 --regid=65534 --clear-groups svodka " +
                                                command + " --color never 2>&1");
    code = result.code;
    return result.output;
  }

  test::TempFolder folder;
  mutable std::vector<Finding> findings;
  mutable int code = 0;
};

inline bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

// All that users find in the folders of outputs, by path.
inline std::map<std::string, std::string> outputs(const fs::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto path = entry.path().lexically_relative(root).generic_string();
    const bool kept =
        path.find("outputs/2020-12/") != std::string::npos && path.find("/.") == std::string::npos;
    if (entry.is_regular_file() && kept) files[path] = read_file(entry.path());
  }
  return files;
}

}  // namespace svodka
