#include "base/process.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "base/files.h"
#include "support/temp_folder.h"

namespace svodka {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A program of our own: a script in a folder that goes with the test.
fs::path script(const test::TempFolder& folder, const std::string& body) {
  folder.write("program", "#!/bin/sh\n" + body + "\n");
  fs::permissions(folder.path() / "program", fs::perms::owner_all);
  return folder.path() / "program";
}

TEST_CASE("a program gets its arguments as they are, and what it says is kept") {
  const test::TempFolder folder;
  const auto end = run_process({.program = script(folder, "pwd; printf '[%s]' \"$@\"; echo беда >&2; exit 3"),
                                .arguments = {"a b", "$HOME", "; rm x", "«я»"},
                                .folder = folder.path()});
  CHECK_EQ(end.code, 3);
  CHECK_EQ(end.signal, 0);
  CHECK_FALSE(end.succeeded());
  CHECK_EQ(end.output, folder.path().string() + "\n[a b][$HOME][; rm x][«я»]беда\n");
}

TEST_CASE("a program has nothing to read") {
  const test::TempFolder folder;
  CHECK(run_process({.program = script(folder, "if read word; then exit 1; fi")}).succeeded());
}

TEST_CASE("a program that does not end is killed at its limit with all that it started") {
  const test::TempFolder folder;
  const auto started = steady_clock::now();
  const auto end = run_process(
      {.program = script(folder, "trap '' TERM INT; (sleep 60 & echo $! > child; wait) & echo жду; wait"),
       .folder = folder.path(),
       .limit = milliseconds(500)});
  CHECK(end.timed_out);
  CHECK_FALSE(end.succeeded());
  CHECK_EQ(end.output, "жду\n");
  CHECK(steady_clock::now() - started < milliseconds(10000));
  const auto child = std::stoi(read_file(folder.path() / "child"));
  for (int i = 0; i < 100 && kill(child, 0) == 0; ++i) std::this_thread::sleep_for(milliseconds(20));
  CHECK_NE(kill(child, 0), 0);
}

TEST_CASE("what a program leaves in the background goes when it ends, and is not waited for") {
  const test::TempFolder folder;
  const auto started = steady_clock::now();
  const auto end =
      run_process({.program = script(folder, "sleep 60 & echo $! > child"), .folder = folder.path()});
  CHECK(end.succeeded());
  CHECK(steady_clock::now() - started < milliseconds(10000));
  const auto child = std::stoi(read_file(folder.path() / "child"));
  for (int i = 0; i < 100 && kill(child, 0) == 0; ++i) std::this_thread::sleep_for(milliseconds(20));
  CHECK_NE(kill(child, 0), 0);
}

TEST_CASE("the signal that ended a program is told") {
  const test::TempFolder folder;
  const auto end = run_process({.program = script(folder, "kill -SEGV $$")});
  CHECK_EQ(end.signal, SIGSEGV);
  CHECK_FALSE(end.succeeded());
}

TEST_CASE("a program that talks without end is heard to 64 KB") {
  const test::TempFolder folder;
  const auto end = run_process({.program = script(folder, "head -c 3000000 /dev/zero | tr '\\0' x")});
  CHECK(end.succeeded());
  CHECK_EQ(end.output.size(), 64u << 10);
}

TEST_CASE("a program that is not there is a fault of the environment") {
  CHECK_THROWS_AS(run_process({.program = "/no/such/program"}), EnvironmentError);
  CHECK_FALSE(find_program({"no-such-program-anywhere"}));
  CHECK_EQ(find_program({"no-such-program-anywhere", "sh"})->filename(), "sh");
}

TEST_CASE("a scratch folder goes with all that is in it") {
  fs::path path;
  {
    const ScratchFolder folder;
    path = folder.path();
    fs::create_directories(path / "a/b");
    write_file_in_place(path / "a/b/c", "x");
    CHECK_EQ(fs::status(path).permissions() & fs::perms::others_all, fs::perms::none);
  }
  CHECK_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace svodka
