#pragma once

#include <filesystem>

namespace svodka {

/// Where a link that leads nowhere leads, through the links behind it; "": it is none.
std::filesystem::path dangling_target(const std::filesystem::path& path);

/// Whether a link leads to `folder`, or to one that this stands in: then it must not be followed from there.
bool leads_up(const std::filesystem::path& link, const std::filesystem::path& folder);

/// The path without links, `.` and a `/` at the end; as it is called where nobody may look.
std::filesystem::path real_path(const std::filesystem::path& path);

/// Whether `path` is `folder` or lies in it, by their names alone.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace svodka
