#include "publish/publisher.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "base/files.h"
#include "publish/manifest.h"
#include "support/temp_folder.h"

namespace svodka::publish {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST_CASE("documents appear together, at commit, and nothing stays beside them") {
  const test::TempFolder folder;
  const auto out = folder.path() / "outputs/2020-12";
  folder.write("outputs/2020-12/old.txt", "старый");
  {
    Publisher publisher(out, false);
    CHECK(publisher.stage("new.txt", "новый") == Outcome::kNew);
    CHECK(publisher.stage("old.txt", "другой") == Outcome::kChanged);
    CHECK_FALSE(fs::exists(out / "new.txt"));
    CHECK_EQ(read_file(out / "old.txt"), "старый");
    publisher.commit();
  }
  CHECK_EQ(read_file(out / "new.txt"), "новый");
  CHECK_EQ(read_file(out / "old.txt"), "другой");
  CHECK_EQ(files_in(out), 2);
}

TEST_CASE("a run that ends before its commit leaves every document as it was") {
  const test::TempFolder folder;
  folder.write("o/old.txt", "старый");
  { Publisher(folder.path() / "o", false).stage("old.txt", "другой"); }
  CHECK_EQ(read_file(folder.path() / "o/old.txt"), "старый");
  CHECK_EQ(files_in(folder.path() / "o"), 1);
}

TEST_CASE("a document that is already in place is not written again") {
  const test::TempFolder folder;
  folder.write("o/same.txt", "тот же");
  const auto before = fs::last_write_time(folder.path() / "o/same.txt");
  Publisher publisher(folder.path() / "o", false);
  CHECK(publisher.stage("same.txt", "тот же") == Outcome::kUnchanged);
  publisher.commit();
  CHECK(fs::last_write_time(folder.path() / "o/same.txt") == before);
}

TEST_CASE(
    "what a killed run left behind goes with the next run, files of living runs and other machines stay") {
  const test::TempFolder folder;
  folder.write("o/.report.docx.999999999.tmp", "половина");
  const auto living = "o/.report.docx." + std::to_string(::getpid()) + ".tmp";
  folder.write(living, "половина");
  folder.write("o/.report.docx.999999999-00000000.tmp", "половина другой машины");
  folder.write("o/.hidden", "чужой файл");
  Publisher(folder.path() / "o", false);
  CHECK_FALSE(fs::exists(folder.path() / "o/.report.docx.999999999.tmp"));
  CHECK(fs::exists(folder.path() / living));
  CHECK(fs::exists(folder.path() / "o/.report.docx.999999999-00000000.tmp"));
  CHECK(fs::exists(folder.path() / "o/.hidden"));
}

TEST_CASE("a dry run says what would happen and writes nothing") {
  const test::TempFolder folder;
  const auto out = folder.path() / "absent";
  Publisher publisher(out, true);
  CHECK(publisher.stage("a.txt", "а") == Outcome::kNew);
  publisher.commit();
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("two runs at once: the second is refused with the first one's process") {
  const test::TempFolder folder;
  const ProjectLock first(folder.path());
  try {
    const ProjectLock second(folder.path());
    FAIL("both runs hold the lock");
  } catch (const EnvironmentError& e) {
    CHECK_EQ(e.message().ru, "проект занят другим запуском (процесс " + std::to_string(::getpid()) + ")");
  }
}

TEST_CASE("two runs at once on machines that share the disk: the first one's machine is named, too") {
  const test::TempFolder folder;
  const ProjectLock first(folder.path());
  const auto lock = folder.path() / ".svodka" / "lock";
  CHECK(read_file(lock).starts_with(std::to_string(::getpid()) + " "));
  folder.write(".svodka/lock", "77 node-3\n");  // what the first one writes there
  try {
    const ProjectLock second(folder.path());
    FAIL("both runs hold the lock");
  } catch (const EnvironmentError& e) {
    CHECK_EQ(e.message().ru, "проект занят другим запуском (процесс 77 на машине node-3)");
    CHECK_EQ(e.message().en, "the project is in use by another run (process 77 on node-3)");
  }
}

TEST_CASE("the manifest keeps what the run went on with, the first hundred of each severity") {
  Diagnostics out;
  for (int i = 0; i < 105; ++i)
    out.info({.file = "inputs/a.yaml", .line = i + 1}, "range-hyphen", text("дефис", "hyphen"));
  out.warning({.file = "inputs/b.yaml", .line = 3, .column = 5}, "date-missing", text("нет даты", "no date"),
              text("укажите date", "give a date"));
  Manifest manifest{.period = "2020-11", .as_of = "2020-12-01", .documents = {}, .inputs = {}, .waived = {}};
  for (int again = 0; again < 2; ++again) manifest.keep_findings(out.sorted());
  const test::TempFolder folder;
  folder.write("manifest.json", manifest.json());
  const auto read = Manifest::read(folder.path());
  REQUIRE(read);
  CHECK_EQ(read->warnings, 1);
  CHECK_EQ(read->remarks, 105);
  REQUIRE_EQ(read->findings.size(), 101);
  const auto& first = read->findings.front();
  CHECK_EQ(first.severity + "|" + first.rule + "|" + first.message + "|" + first.hint + "|" + first.at + "|" +
               first.file,
           "warning|date-missing|нет даты|укажите date|inputs/b.yaml:3:5|inputs/b.yaml");
}

TEST_CASE("the manifest names every document with what it was made of") {
  const Manifest manifest{.period = "2020-11",
                          .as_of = "2020-12-01",
                          .documents = {{.file = "отчёт.docx",
                                         .sha256 = "aa",
                                         .bytes = 3,
                                         .report = "r",
                                         .title = "Отчёт",
                                         .definition = {"templates/r.yaml", "bb"},
                                         .source = {"templates/r.docx", "cc"},
                                         .fragments = {{"templates/head.docx", "ee"}}}},
                          .inputs = {{"inputs/a.yaml", "dd"}},
                          .warnings = 2};
  CHECK_EQ(manifest.json(), R"({
  "svodka": "0.1.0",
  "period": "2020-11",
  "as_of": "2020-12-01",
  "errors": 0,
  "warnings": 2,
  "remarks": 0,
  "documents": [
    {
      "file": "отчёт.docx",
      "sha256": "aa",
      "bytes": 3,
      "report": "r",
      "title": "Отчёт",
      "definition": {
        "file": "templates/r.yaml",
        "sha256": "bb"
      },
      "template": {
        "file": "templates/r.docx",
        "sha256": "cc"
      },
      "includes": [
        {
          "file": "templates/head.docx",
          "sha256": "ee"
        }
      ]
    }
  ],
  "inputs": [
    {
      "file": "inputs/a.yaml",
      "sha256": "dd"
    }
  ]
}
)");
}

TEST_CASE(
    "a run for one report keeps what the manifest says of the others, while their documents are there") {
  const test::TempFolder folder;
  Manifest whole{.period = "2020-11", .as_of = "2020-12-01"};
  for (const char* name : {"a", "b", "c"})
    whole.documents.push_back({.file = std::string(name) + ".txt",
                               .sha256 = "old",
                               .bytes = 1,
                               .report = name,
                               .fragments = {{"h", "1"}}});
  folder.write("manifest.json", whole.json());
  folder.write("a.txt", "");
  folder.write("b.txt", "");
  const auto kept = [&](const Manifest& manifest) {
    std::vector<ManifestEntry> entries;
    manifest.each_of_last(folder.path(), [&](const ManifestEntry& entry) { entries.push_back(entry); });
    return entries;
  };
  const Manifest same_day{.period = "2020-11", .as_of = "2020-12-01"};
  REQUIRE_EQ(kept(same_day).size(), 2);  // c.txt is gone
  CHECK_EQ(kept(same_day)[0].file, "a.txt");
  REQUIRE_EQ(kept(same_day)[0].fragments.size(), 1);
  CHECK_EQ(kept(same_day)[0].fragments[0].sha256, "1");
  CHECK(kept({.period = "2020-11", .as_of = "2020-12-02"}).empty());
  folder.write("manifest.json", "{ broken");
  CHECK(kept(same_day).empty());
}

TEST_CASE("a manifest that is written in pieces has the text of one that is written at once") {
  const test::TempFolder folder;
  Manifest manifest{.period = "2020-11", .as_of = "2020-12-01"};
  for (int count = 0; count < 3; ++count) {
    const auto each = [&](const auto& take) {
      for (const auto& entry : manifest.documents) take(manifest_lines(entry));
    };
    manifest.write(folder.path() / "written.json", each);
    CHECK_EQ(read_file(folder.path() / "written.json"), manifest.json());
    folder.write("manifest.json", manifest.json());
    CHECK_EQ(Manifest::read(folder.path())->documents.size(), count);
    CHECK_FALSE(may_have_copies(folder.path()));
    manifest.documents.push_back({.file = "«д».txt", .title = "две\nстроки", .fragments = {{"h", "1"}}});
  }
  manifest.documents.back().redacted = true;
  folder.write("manifest.json", manifest.json());
  CHECK(may_have_copies(folder.path()));
}

TEST_CASE("what is put aside stands in the other folder, and the places are as they were") {
  const test::TempFolder folder;
  folder.write("out/a.txt", "old");
  {
    Publisher publisher(folder.path() / "out", false);
    publisher.stage("a.txt", "new");
    publisher.stage("b.txt", "new");
    publisher.put_aside(folder.path() / "aside");
  }
  CHECK_EQ(read_file(folder.path() / "out/a.txt"), "old");
  CHECK_EQ(files_in(folder.path() / "out"), 1);
  CHECK_EQ(read_file(folder.path() / "aside/a.txt"), "new");
  CHECK_EQ(files_in(folder.path() / "aside"), 2);
}

}  // namespace
}  // namespace svodka::publish
