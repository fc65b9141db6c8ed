#include "support/shell.h"
#include "support/paths.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace svodka::test {
namespace {

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

ShellResult shell(const std::filesystem::path& folder, const std::string& command) {
  const auto bin = std::filesystem::path(SVODKA_BINARY).parent_path().string();
  const std::string line = "cd " + quoted(folder.string()) + " && PATH=" + quoted(bin) +
                           ":$PATH LC_ALL=C.UTF-8 && export PATH && " + command;
  FILE* pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  ShellResult result;
  std::array<char, 4096> buffer{};
  while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    result.output.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  result.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace svodka::test
