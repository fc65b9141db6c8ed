#include "support/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace svodka::test {
namespace {

std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream want(expected), got(actual);
  std::string want_line, got_line;
  for (int line = 1;; ++line) {
    const bool more_want = static_cast<bool>(std::getline(want, want_line));
    const bool more_got = static_cast<bool>(std::getline(got, got_line));
    if (more_want && more_got && want_line == got_line) continue;
    if (!more_want && !more_got) return "only the end of the last line differs";
    return "line " + std::to_string(line) + "\n  expected: " + (more_want ? want_line : "(end)") +
           "\n  actual:   " + (more_got ? got_line : "(end)");
  }
}

}  // namespace

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string golden_difference(const std::filesystem::path& path, std::string_view actual) {
  if (std::getenv("SVODKA_ACCEPT") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return {};
  }
  const auto expected = contents(path);
  return expected == actual ? std::string()
                            : path.string() + ": " + first_difference(expected, std::string(actual));
}

}  // namespace svodka::test
