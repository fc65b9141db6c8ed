#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <vector>

#include "base/report_findings.h"
#include "pipeline.h"
#include "support/golden.h"
#include "support/paths.h"
#include "support/temp_folder.h"

// tests/data/broken: see the README there.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  std::vector<std::pair<std::string, std::string>> files;
};

std::vector<Case> cases_of(const fs::path& file) {
  std::vector<Case> cases;
  std::istringstream in(contents(file));
  std::string* text = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {}});
      text = nullptr;
    } else if (line.starts_with("--- ")) {
      if (cases.empty()) cases.emplace_back();  // base.txt has no name
      cases.back().files.emplace_back(line.substr(4), "");
      text = &cases.back().files.back().second;
    } else if (text != nullptr) {
      *text += line + "\n";
    }
  }
  return cases;
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    if (escape && text[i + 1] == 't') {
      out += '\t';
      ++i;
    } else if (escape && text[i + 1] == '\\') {
      out += '\\';
      ++i;
    } else if (escape && text[i + 1] == 'x' && i + 3 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

// As `svodka check` prints them, without the source lines.
std::string shown(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += to_string(finding.at, Language::kRussian) + ": " + std::string(severity_name(finding.severity)) +
           "[" + finding.rule + "]: " + finding.message.ru + "\n";
    for (const auto& related : finding.related)
      out += "   = см. " + to_string(related.at, Language::kRussian) + ": " + related.message.ru + "\n";
    if (!finding.hint.empty()) out += "   = " + finding.hint.ru + "\n";
  }
  return out;
}

std::vector<Finding> check(const Case& base, const Case& broken) {
  const TempFolder folder;
  for (const auto* one : {&base, &broken}) {
    for (const auto& [name, text] : one->files) {
      if (name != "findings") folder.write(name, unescaped(text));
    }
  }
  Diagnostics out;
  const auto project =
      open_project({.root = folder.path(), .period = "2020-12", .as_of = {}, .outputs = {}}, out);
  if (project) check_all(*project, out);
  return out.sorted();
}

TEST_CASE("broken: the project that the cases break is sound") {
  const auto base = cases_of(fs::path(SVODKA_TESTS_DIR) / "data/broken/base.txt");
  REQUIRE_EQ(base.size(), 1);
  CHECK_EQ(shown(check(base.front(), {})), "");
}

TEST_CASE("broken: every broken input gives the findings that it must give, word for word") {
  const fs::path folder = fs::path(SVODKA_TESTS_DIR) / "data/broken";
  const auto base = cases_of(folder / "base.txt").front();
  for (const char* name : {"yaml.txt", "records.txt", "tables.txt", "project.txt"}) {
    std::string all;
    const auto cases = cases_of(folder / name);
    CHECK_FALSE(cases.empty());
    for (const auto& broken : cases) {
      INFO(name << ": " << broken.name);
      const auto findings = check(base, broken);
      CHECK_FALSE(findings.empty());
      all += "== " + broken.name + "\n";
      for (const auto& [file, text] : broken.files) {
        if (file != "findings") all += "--- " + file + "\n" + text;
      }
      all += "--- findings\n" + shown(findings);
    }
    CHECK_EQ(golden_difference(folder / name, all), "");
  }
}

}  // namespace
}  // namespace svodka::test
