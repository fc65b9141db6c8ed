#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "support/paths.h"

namespace {

// ARCHITECTURE.md draws this picture; here it is enforced. A stage may include itself and what stands in its
// row.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"base", {}},
    {"language", {"base"}},
    {"package", {"base"}},
    {"load", {"base", "language", "package"}},
    {"store", {"base", "language", "package", "load"}},
    {"check", {"base", "language", "package", "load", "store"}},
    {"bind", {"base", "language", "package", "load", "store", "check"}},
    {"render", {"base", "language", "package", "load", "store", "check", "bind"}},
    {"publish", {"base", "language", "package", "load", "store", "check", "bind", "render"}},
    {"signoff", {"base", "language", "package", "load", "store", "check", "bind", "render", "publish"}},
    {"edit", {"base", "language", "package", "load", "store", "check", "bind", "render", "publish"}},
    {"cli",
     {"base", "language", "package", "load", "store", "check", "bind", "render", "publish", "signoff",
      "edit"}},
};

TEST_CASE("a stage includes only what stands to its left") {
  namespace fs = std::filesystem;
  const std::regex include(R"re(^#include "([a-z]+)/)re");
  const fs::path root = fs::path(SVODKA_ROOT) / "generator";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto file = entry.path().lexically_relative(root);
    const auto stage = file.begin()->string();
    if (!entry.is_regular_file() || !file.has_parent_path()) continue;  // main.cc, pipeline: may use all
    if (stage == "domain") continue;                                    // data, no code
    REQUIRE_MESSAGE(kMayInclude.contains(stage), "unknown stage " << stage);
    std::ifstream text(entry.path());
    for (std::string line; std::getline(text, line);) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string used = match[1];
      CHECK_MESSAGE((used == stage || kMayInclude.at(stage).contains(used)),
                    file.string() << " must not include " << used << "/");
    }
  }
}

// The folders of one stage, the same way; files outside of them put the formats together and may use all.
const std::map<std::string, std::set<std::string>> kFormatsMayInclude{
    {"expand", {}},
    {"picture", {"expand"}},
    {"sheet", {"expand", "picture"}},
    {"form", {"expand", "picture", "sheet"}},
    {"word", {"expand", "picture", "sheet"}},
    {"odf", {"expand", "picture", "word"}},
    {"text", {"expand", "picture", "word"}},
    {"draft", {"expand", "word", "odf"}},
    {"stamp", {"expand", "word", "odf"}},
};

TEST_CASE("a format's folder includes only what stands to its left") {
  namespace fs = std::filesystem;
  const std::regex include(R"re(^#include "render/([a-z_]+)(/|\.h))re");
  const fs::path root = fs::path(SVODKA_ROOT) / "generator" / "render";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto file = entry.path().lexically_relative(root);
    if (!entry.is_regular_file() || !file.has_parent_path()) continue;
    const auto folder = file.begin()->string();
    REQUIRE_MESSAGE(kFormatsMayInclude.contains(folder), "unknown folder " << folder);
    std::ifstream text(entry.path());
    for (std::string line; std::getline(text, line);) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string used = match[1];
      CHECK_MESSAGE((match[2] == "/" && (used == folder || kFormatsMayInclude.at(folder).contains(used))),
                    file.string() << " must not include render/" << used);
    }
  }
}

}  // namespace
