#include "load/project_folders.h"

#include <algorithm>
#include <cerrno>

#include "base/file_name.h"
#include "base/files.h"
#include "base/wildcard.h"

namespace svodka::load {

namespace fs = std::filesystem;

FolderState look_at_folder(const fs::path& path) {
  std::error_code error;
  const auto type = fs::status(path, error).type();
  if (type == fs::file_type::directory) return {.is_folder = true};
  std::error_code of_link;
  if (type == fs::file_type::not_found) return {.is_dangling = fs::is_symlink(path, of_link)};
  if (error == std::errc::too_many_symbolic_link_levels) return {.is_dangling = true};
  return {.error = type == fs::file_type::none ? error.value() : 0};
}

Text why_unreadable(const fs::path& shown, int error) {
  try {
    fail_with_errno(shown, "не удалось прочитать папку", "cannot read the folder", error);
  } catch (const EnvironmentError& e) {
    return e.message();
  }
}

std::vector<std::string> folders_in(const fs::path& path, int& error) {
  std::vector<std::string> names;
  std::error_code code;
  auto at = fs::directory_iterator(path, code);
  for (; !code && at != fs::directory_iterator(); at.increment(code)) {
    auto name = at->path().filename().string();
    std::error_code of_entry;
    if (at->is_regular_file(of_entry)) continue;
    const auto state = look_at_folder(at->path());
    if (!name.starts_with('.') && (state.is_folder || state.is_dangling || state.error != 0))
      names.push_back(std::move(name));
  }
  const bool is_none = code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory;
  error = is_none ? 0 : code.value();
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> folders_in(const fs::path& path) {
  int ignored = 0;
  return folders_in(path, ignored);
}

std::vector<std::string> folders_matching(const fs::path& root, const std::string& pattern,
                                          std::vector<std::pair<std::string, int>>& unreadable) {
  std::vector<std::string> found{""};
  for (const auto& part : fs::path(pattern).lexically_normal()) {
    if (part.empty()) continue;
    std::vector<std::string> next;
    for (const auto& folder : found) {
      const auto under = [&](const std::string& name) { return (fs::path(folder) / name).generic_string(); };
      if (!has_wildcard(part.string())) {
        const auto name = as_on_disk(root, under(part.string()));
        const auto state = look_at_folder(root / name);
        if (state.error != 0 || state.is_dangling)
          unreadable.emplace_back(name, state.is_dangling ? ENOENT : state.error);
        if (state.is_folder) next.push_back(name);
        continue;
      }
      int error = 0;
      for (const auto& name : folders_in(root / folder, error)) {
        if (is_meant(part.string(), name)) next.push_back(under(name));
      }
      if (look_at_folder(root / folder).is_dangling) error = ENOENT;
      if (error != 0) unreadable.emplace_back(folder.empty() ? "." : folder, error);
    }
    found = std::move(next);
  }
  return found;
}

std::string as_on_disk(const fs::path& root, const std::string& folder) {
  if (look_at_folder(root / folder).is_folder) return folder;
  fs::path so_far;
  for (const auto& part : fs::path(folder)) {
    auto next = so_far / part;
    std::error_code error;
    if (!fs::exists(fs::symlink_status(root / next, error))) {
      const auto names = folders_in(root / so_far);
      const auto same = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return composed_name(name) == composed_name(part.string());
      });
      if (same == names.end()) return folder;
      next = so_far / *same;
    }
    so_far = std::move(next);
  }
  return so_far.generic_string();
}

}  // namespace svodka::load
