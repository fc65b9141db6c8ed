#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace svodka::test {

/// Compares `actual` with the file `path`. On a difference returns the first line in which they differ; ""
/// when they are equal. With SVODKA_ACCEPT set in the environment writes the file instead: read the diff
/// before you commit it.
std::string golden_difference(const std::filesystem::path& path, std::string_view actual);

/// The whole contents of a file; "" when there is none.
std::string contents(const std::filesystem::path& path);

}  // namespace svodka::test
