#pragma once

#include <filesystem>
#include <string>

namespace svodka::test {

struct ShellResult {
  int code = 0;        ///< exit status; 128 + n for signal n
  std::string output;  ///< what went to stdout
};

/// Runs a command by /bin/sh in `folder`, with the built `svodka` first on the PATH and Russian messages.
ShellResult shell(const std::filesystem::path& folder, const std::string& command);

}  // namespace svodka::test
