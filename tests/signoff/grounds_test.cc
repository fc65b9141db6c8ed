#include "signoff/grounds.h"

#include <doctest/doctest.h>

#include "support/temp_folder.h"

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("grounds: a command reads the manifest and the definition once, however many documents it is for") {
  const TempFolder project;
  publish::Manifest manifest{"2026-09", "2026-10-01", {}, {{"inputs/plan.yaml", "11"}}, {}, 0};
  publish::ManifestEntry entry;
  entry.file = "a.txt";
  entry.report = "note";
  entry.definition = {"templates/note.yaml", "22"};
  entry.sign_off = {"a.txt", 1, "33", 1};
  manifest.documents.push_back(entry);
  project.write("outputs/2026-09/manifest.json", manifest.json());
  project.write("templates/note.txt", "-\n");
  project.write("templates/note.yaml",
                "title: Справка\noutputs: [{template: note.txt}]\ndata: {}\nsign-off: {sign: head}\n");
  const auto documents = signoff::read_documents(project.path() / "outputs");
  REQUIRE(documents.size() == 1);

  signoff::Grounds grounds({.root = project.path()});
  Diagnostics out;
  const auto list = grounds.input_list(documents.front());
  CHECK(list == "11  inputs/plan.yaml\n22  templates/note.yaml\n");
  const auto sign_off = grounds.sign_off(documents.front(), out);
  REQUIRE(sign_off);
  CHECK(sign_off->sign == "head");
  fs::remove(project.path() / "outputs/2026-09/manifest.json");
  fs::remove(project.path() / "templates/note.yaml");
  CHECK(grounds.input_list(documents.front()) == list);
  const auto again = grounds.sign_off(documents.front(), out);
  CHECK((again && again->sign == "head"));
  CHECK(out.empty());

  signoff::Grounds other({.root = project.path()});  // the next command looks again
  CHECK(other.input_list(documents.front()).empty());
}

}  // namespace
}  // namespace svodka::test
