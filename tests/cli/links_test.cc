#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.h"
#include "cli/many_letters.h"
#include "support/shell.h"

// Inputs and templates that lie elsewhere, with a link in the project.

namespace svodka {
namespace {

namespace fs = std::filesystem;
using test::shell;

constexpr const char* kBuild = "svodka build --period 2020-12 --as-of 2021-01-01 2>&1";

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != text.npos; }

TEST_CASE("a link of a project that leads nowhere ends the run and is named with where it leads") {
  const Region region;
  CHECK_EQ(shell(region.path(), kBuild).code, 0);
  const auto list = read_file(region.output("list.html"));
  const auto said = [&](const std::string& change, const std::string& back) {
    shell(region.path(), change);
    for (const auto* command : {kBuild, "svodka check --period 2020-12 --as-of 2021-01-01 2>&1"}) {
      const auto result = shell(region.path(), command);
      CHECK_EQ(result.code, 3);
      CHECK_MESSAGE(has(result.output, "/mnt/none"), result.output);
    }
    CHECK_EQ(read_file(region.output("list.html")), list);
    CHECK(fs::exists(region.output("s10.txt")));
    shell(region.path(), back);
  };
  said("mv inputs/schools.yaml kept; ln -s /mnt/none/schools.yaml inputs/schools.yaml",
       "mv kept inputs/schools.yaml");
  said("mv templates/letter.yaml kept; ln -s /mnt/none/letter.yaml templates/letter.yaml",
       "mv kept templates/letter.yaml");
  said("ln -s /mnt/none/2020 inputs/2020", "rm inputs/2020");
  said("mv inputs kept; ln -s /mnt/none inputs", "rm inputs; mv kept inputs");
  said("mv templates kept; ln -s /mnt/none templates", "rm templates; mv kept templates");
  CHECK_EQ(shell(region.path(), kBuild).code, 0);
}

TEST_CASE("records and templates behind links are read like any others, and their changes are seen") {
  const Region plain, linked;
  CHECK_EQ(shell(plain.path(), kBuild).code, 0);
  shell(linked.path(),
        "mkdir share; mv inputs share/records; mv templates share/; mkdir inputs templates; "
        "ln -s ../share/records inputs/2020; "
        "for file in share/templates/*; do ln -s ../$file templates/; done");
  CHECK_EQ(shell(linked.path(), kBuild).code, 0);
  CHECK_EQ(read_file(linked.output("list.html")), read_file(plain.output("list.html")));
  CHECK(has(read_file(linked.output("manifest.json")), "\"inputs/2020/schools.yaml\""));
  linked.replace("share/records/schools.yaml", "Школа № 21", "Школа имени Гагарина");
  CHECK_EQ(shell(linked.path(), kBuild).code, 0);
  CHECK_EQ(read_file(linked.output("s21.txt")), "Школа имени Гагарина: одна из 40\n");
}

}  // namespace
}  // namespace svodka
