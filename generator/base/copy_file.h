#pragma once

#include <filesystem>

namespace svodka {

/// Copies a file's bytes to a new file `to` without having them in memory; file systems that can do so share
/// the blocks (copy_file_range(2)). Throws EnvironmentError, which names `shown` when it cannot be written.
void copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::filesystem::path& shown);

}  // namespace svodka
