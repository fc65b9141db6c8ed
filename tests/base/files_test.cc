#include "base/files.h"

#include <doctest/doctest.h>

#include <fstream>

#include "base/hash.h"
#include "support/temp_folder.h"

namespace svodka {
namespace {

namespace fs = std::filesystem;

TEST_CASE("write_file_atomically replaces a file whole and leaves nothing beside it") {
  const test::TempFolder folder;
  const auto path = folder.path() / "a/b.txt";
  write_file_atomically(path, "старый");
  write_file_atomically(path, "новый");
  CHECK_EQ(read_file(path), "новый");
  CHECK_EQ(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 1);
}

TEST_CASE("a full disk is named, and the old file stays") {
  const test::TempFolder folder;
  try {
    write_file_atomically(folder.path() / "a.txt" / "x", "1");
    write_file_atomically(folder.path() / "a.txt", "2");
    FAIL("a folder was overwritten");
  } catch (const EnvironmentError& e) {
    CHECK(e.message().ru.find("a.txt") != std::string::npos);
  }
}

TEST_CASE("list_files is sorted and passes over hidden files and editors' leftovers") {
  const test::TempFolder folder;
  for (const auto* name :
       {"b.yaml", "a/z.yaml", ".hidden.yaml", "~$b.yaml", "b.yaml~", "c.txt", ".git/x.yaml"}) {
    write_file_atomically(folder.path() / name, "");
  }
  CHECK_EQ(list_files(folder.path(), {".yaml"}), std::vector<std::string>{"a/z.yaml", "b.yaml"});
  CHECK(list_files(folder.path() / "absent", {".yaml"}).empty());
}

std::string complaint_of_listing(const fs::path& folder) {
  try {
    list_files(folder, {".yaml"});
  } catch (const EnvironmentError& e) {
    return e.message().ru;
  }
  return {};
}

TEST_CASE("list_files follows links to files and folders, but not in circles") {
  const test::TempFolder folder, share;
  for (const auto* name : {"2020/12.yaml", "2020/deep/11.yaml", "one.yaml"})
    write_file_atomically(share.path() / name, "");
  const auto inputs = folder.path() / "inputs";
  write_file_atomically(inputs / "a/b.yaml", "");
  fs::create_symlink(share.path() / "2020", inputs / "2020");
  fs::create_symlink(share.path() / "one.yaml", inputs / "a/one.yaml");
  fs::create_symlink("..", inputs / "a/up");
  fs::create_symlink(folder.path(), inputs / "project");
  fs::create_symlink("/", inputs / "all");
  fs::create_symlink(inputs / "a", share.path() / "2020/back");  // each leads to the other
  fs::create_symlink(share.path() / "2020", inputs / "a/there");
  const std::vector<std::string> expected{
      "2020/12.yaml", "2020/back/b.yaml", "2020/back/one.yaml", "2020/deep/11.yaml",
      "a/b.yaml",     "a/one.yaml",       "a/there/12.yaml",    "a/there/deep/11.yaml"};
  CHECK_EQ(list_files(inputs, {".yaml"}), expected);
}

TEST_CASE("a link that leads nowhere is named with where it leads, and so are several") {
  const test::TempFolder folder;
  const auto inputs = folder.path() / "inputs";
  write_file_atomically(inputs / "a.yaml", "");
  fs::create_symlink("editor@host.1234", inputs / ".#a.yaml");  // as Emacs locks a file
  CHECK_EQ(complaint_of_listing(inputs), "");
  fs::create_symlink("../share/2020", inputs / "2020");
  fs::create_symlink("2020", inputs / "last");
  fs::remove(inputs / "last");
  CHECK_EQ(complaint_of_listing(inputs), "не удалось прочитать «" + (inputs / "2020").string() +
                                             "»: это ссылка на «" + (folder.path() / "share/2020").string() +
                                             "», а там ничего нет");
  fs::create_symlink("2020", inputs / "last");
  fs::create_symlink("round", inputs / "round");
  const auto both = complaint_of_listing(inputs);
  CHECK(both.starts_with("ссылки ведут в никуда (3): «"));
  CHECK(both.find("inputs/last» → «" + (folder.path() / "share/2020").string() + "»") != both.npos);
  fs::create_symlink("/mnt/none", folder.path() / "templates");
  CHECK(complaint_of_listing(folder.path() / "templates").find("ссылка на «/mnt/none»") != both.npos);
}

TEST_CASE("sha256 agrees with FIPS 180-4's example") {
  CHECK_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace svodka
