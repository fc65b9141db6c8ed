#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::load {

/// What `{}` stands for in `text` when all of it looks like `pattern`, in which `*` is any text: "2020" for
/// "oge-{}.xlsx" and "oge-2020.xlsx". "" for a pattern without `{}`; nothing when the text looks otherwise.
/// Case does not matter.
std::optional<std::string> match_pattern(std::string_view pattern, std::string_view text);

/// True when the words hold a `*`.
bool is_pattern(std::string_view words);

/// The files that a path with `*` in its last name means, as paths relative to `root`, sorted; editors'
/// leftovers (`~$…`) and hidden files are passed over. A path without `*` means itself.
std::vector<std::string> matching_files(const std::filesystem::path& root, const std::string& path);

}  // namespace svodka::load
