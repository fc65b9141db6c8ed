#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace svodka {

/// A program to run: found by its path, with exactly these arguments (no shell reads them).
struct Command {
  std::filesystem::path program;
  std::vector<std::string> arguments;      ///< after the program's own name
  std::filesystem::path folder;            ///< to run in; "" is the current one
  std::chrono::milliseconds limit{60000};  ///< of wall time
};

/// How it ended. A program that fails is no fault of ours: its user decides what that means.
struct ProcessEnd {
  int code = 0;            ///< its exit status, when it ended by itself
  int signal = 0;          ///< the signal that ended it; 0 when none did
  bool timed_out = false;  ///< it was killed for its limit
  std::string output;      ///< what it said on stdout and stderr, the first 64 KB

  bool succeeded() const { return code == 0 && signal == 0 && !timed_out; }
};

/// Runs a program to its end in a process group of its own, with nothing to read. Whatever the program
/// leaves behind goes with it: the group gets SIGKILL when the program has ended, at the limit, and when the
/// user interrupts the run (then Interrupted is thrown). Throws EnvironmentError when it cannot be started.
ProcessEnd run_process(const Command& command);

/// The first executable file of one of these names on the PATH, names before folders.
std::optional<std::filesystem::path> find_program(const std::vector<std::string>& names);

/// A new empty folder for scratch files (in TMPDIR or /tmp, readable by this user only), removed with all
/// that is in it when the object goes. The constructor throws EnvironmentError.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace svodka
