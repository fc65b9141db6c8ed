#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace svodka::render {

/// What is wrong with a workbook that the library says it has written: a part that cannot be read whole (its
/// checksum), is empty, or a sheet that has not as many rows as were written to it. Nothing when it is sound.
/// Reads in passing; memory does not grow with the file.
std::optional<std::string> workbook_fault(const std::filesystem::path& path,
                                          const std::vector<long>& rows_of_sheets);

}  // namespace svodka::render
