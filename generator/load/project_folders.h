#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/text.h"

namespace svodka::load {

/// What stands under a name.
struct FolderState {
  bool is_folder = false;
  bool is_dangling = false;  ///< a link that leads nowhere
  int error = 0;             ///< errno when nobody may know
};
FolderState look_at_folder(const std::filesystem::path& path);

/// Why a folder (`shown`: as the user calls it) cannot be read: «не удалось прочитать папку «a»: нет прав …».
Text why_unreadable(const std::filesystem::path& shown, int error);

/// The folders in a folder, and the links that lead nowhere or nobody may know where; hidden ones are passed
/// over. Sorted by bytes. Nothing for what is no folder; then `error` is set when it may not be read.
std::vector<std::string> folders_in(const std::filesystem::path& path, int& error);
std::vector<std::string> folders_in(const std::filesystem::path& path);

/// The folders that a pattern means, from `root`: also those that may not be read. `unreadable` gets the
/// folders in which nobody may look for more, with errno.
std::vector<std::string> folders_matching(const std::filesystem::path& root, const std::string& pattern,
                                          std::vector<std::pair<std::string, int>>& unreadable);

/// The folder as its disk calls it: a name of other code points that looks the same (é as one or as two) is
/// found. `folder` itself when there is none.
std::string as_on_disk(const std::filesystem::path& root, const std::string& folder);

}  // namespace svodka::load
