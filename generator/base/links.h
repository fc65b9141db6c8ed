#pragma once

#include <filesystem>

namespace svodka {

/// Where a link that leads nowhere leads, through the links behind it; "": it is none.
std::filesystem::path dangling_target(const std::filesystem::path& path);

/// Whether a link leads to `folder`, or to one that this stands in: then it must not be followed from there.
bool leads_up(const std::filesystem::path& link, const std::filesystem::path& folder);

}  // namespace svodka
