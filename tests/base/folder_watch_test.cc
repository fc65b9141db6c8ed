#include "base/folder_watch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support/temp_folder.h"

namespace svodka {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

void append(const fs::path& file, const char* words) { std::ofstream(file, std::ios::app) << words; }

TEST_CASE("a file that is saved is told, however the editor writes it") {
  const test::TempFolder folder;
  folder.write("inputs/plan.yaml", "a");
  folder.write("inputs/log/2020-12.yaml", "a");
  FolderWatch watch(folder.path(), {"inputs", "templates"});
  const auto inputs = folder.path() / "inputs";

  append(inputs / "plan.yaml", "b");
  CHECK_EQ(watch.wait(), Names{"inputs/plan.yaml"});

  append(inputs / ".plan.yaml.swp",
         "what Vim keeps");  // written, moved over, the old one kept aside and removed
  fs::rename(inputs / "plan.yaml", inputs / "plan.yaml~");
  append(inputs / "plan.yaml", "c");
  fs::remove(inputs / "plan.yaml~");
  CHECK_EQ(watch.wait(), Names{"inputs/plan.yaml"});

  append(inputs / "log/.tmp123", "d");  // written beside and renamed
  fs::rename(inputs / "log/.tmp123", inputs / "log/2020-12.yaml");
  CHECK_EQ(watch.wait(), Names{"inputs/log/2020-12.yaml"});

  fs::remove(inputs / "plan.yaml");
  CHECK_EQ(watch.wait(), Names{"inputs/plan.yaml"});
}

TEST_CASE("what is saved together is told together, and leftovers of editors are not told") {
  const test::TempFolder folder;
  folder.write("inputs/a.yaml", "");
  FolderWatch watch(folder.path(), {"inputs", "templates"});
  append(folder.path() / "inputs/a.yaml", "1");
  append(folder.path() / "inputs/~$report.docx", "1");
  append(folder.path() / "inputs/.#a.yaml", "1");
  append(folder.path() / "other.txt", "1");
  append(folder.path() / "inputs/b.yaml", "1");
  CHECK_EQ(watch.wait(std::chrono::milliseconds(100)), Names{"inputs/a.yaml", "inputs/b.yaml"});
}

TEST_CASE("folders that come later are watched too") {
  const test::TempFolder folder;
  folder.write("inputs/a.yaml", "");
  FolderWatch watch(folder.path(), {"inputs", "templates"});
  folder.write("templates/parts/logo.svg", "1");  // neither folder was there
  const auto files = watch.wait(std::chrono::milliseconds(100));
  CHECK(std::find(files.begin(), files.end(), "templates/parts/logo.svg") != files.end());
  append(folder.path() / "templates/parts/logo.svg", "2");
  CHECK_EQ(watch.wait(), Names{"templates/parts/logo.svg"});
}

TEST_CASE("what changes behind a link is told by the link's name") {
  const test::TempFolder folder, share;
  share.write("one.yaml", "");
  share.write("other.yaml", "");
  share.write("2020/deep/12.yaml", "");
  folder.write("inputs/a.yaml", "");
  const auto inputs = folder.path() / "inputs";
  fs::create_symlink(share.path() / "one.yaml", inputs / "link.yaml");
  fs::create_symlink(share.path() / "2020", inputs / "2020");
  fs::create_symlink(folder.path(), inputs / "all");  // leads up: not followed
  FolderWatch watch(folder.path(), {"inputs", "templates"});
  append(share.path() / "other.yaml", "nobody's");
  append(folder.path() / "other.txt", "nobody's");
  append(share.path() / "one.yaml", "1");
  CHECK_EQ(watch.wait(), Names{"inputs/link.yaml"});
  append(share.path() / "2020/deep/12.yaml", "1");
  CHECK_EQ(watch.wait(), Names{"inputs/2020/deep/12.yaml"});
  append(inputs / "a.yaml", "1");
  CHECK_EQ(watch.wait(), Names{"inputs/a.yaml"});

  fs::create_symlink(share.path() / "later.yaml", inputs / "later.yaml");  // there is none yet
  CHECK_EQ(watch.wait(), Names{"inputs/later.yaml"});
  append(share.path() / "later.yaml", "1");
  CHECK_EQ(watch.wait(), Names{"inputs/later.yaml"});
}

TEST_CASE("folders of a pattern are watched as they come, go and come again") {
  const test::TempFolder folder, elsewhere;
  const auto root = folder.path();
  folder.write("region/parts/a/inputs/one.yaml", "");
  folder.write("beside/inputs/one.yaml", "");
  folder.write("region/list.yaml", "");
  elsewhere.write("b/inputs/two.yaml", "");
  FolderWatch watch(root / "region", {"inputs", "list.yaml", "parts/*/inputs", "../beside/inputs"});
  const auto wait = [&] { return watch.wait(std::chrono::milliseconds(60)); };
  append(root / "region/parts/a/inputs/one.yaml", "1");
  CHECK_EQ(wait(), Names{"parts/a/inputs/one.yaml"});
  append(root / "beside/inputs/one.yaml", "1");
  CHECK_EQ(wait(), Names{"../beside/inputs/one.yaml"});
  append(root / "region/parts/a/note.txt", "nobody's");
  append(root / "region/list.yaml", "1");
  CHECK_EQ(wait(), Names{"list.yaml"});

  fs::rename(elsewhere.path() / "b", root / "region/parts/b");  // on one disk, as mv does
  CHECK_EQ(wait(), Names{"parts/b", "parts/b/inputs/two.yaml"});
  append(root / "region/parts/b/inputs/two.yaml", "1");
  CHECK_EQ(wait(), Names{"parts/b/inputs/two.yaml"});
  fs::rename(root / "region/parts/a", elsewhere.path() / "a");
  CHECK_EQ(wait(), Names{"parts/a"});
  append(elsewhere.path() / "a/inputs/one.yaml", "it is somebody else's now");
  fs::remove(root / "region/list.yaml");
  CHECK_EQ(wait(), Names{"list.yaml"});
  folder.write("region/list.yaml", "2");
  CHECK_EQ(wait(), Names{"list.yaml"});
  fs::remove_all(root / "region/parts");
  CHECK_EQ(wait().back(), "parts/b/inputs/two.yaml");
  folder.write("region/parts/c/inputs/three.yaml", "3");
  const auto come = wait();
  CHECK(std::find(come.begin(), come.end(), "parts/c/inputs/three.yaml") != come.end());
  folder.write("region/inputs/own.yaml", "");
  wait();
  fs::rename(root / "region/inputs", root / "region/aside");
  CHECK_EQ(wait(), Names{"inputs"});
  fs::rename(root / "region/aside", root / "region/inputs");
  CHECK_EQ(wait(), Names{"inputs", "inputs/own.yaml"});
  append(root / "region/inputs/own.yaml", "1");
  CHECK_EQ(wait(), Names{"inputs/own.yaml"});
}

}  // namespace
}  // namespace svodka
