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

TEST_CASE("sha256 agrees with FIPS 180-4's example") {
  CHECK_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace svodka
