#include "work_folder.h"

#include <unistd.h>

#include <map>
#include <mutex>
#include <string>

#include "base/process.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

constexpr const char* kWork = ".svodka";

// Whether files can be made in a folder, which may be made first.
bool can_write_in(fs::path folder) {
  std::error_code error;
  folder = fs::absolute(folder, error).lexically_normal();
  while (fs::symlink_status(folder, error).type() == fs::file_type::not_found && folder.has_relative_path())
    folder = folder.parent_path();
  return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

// Of a link that leads nowhere, or a folder that nobody may look into, the one who writes there says more.
bool is_closed(const fs::path& outputs) {
  std::error_code error;
  const bool is_dangling = fs::is_symlink(outputs, error) && !fs::exists(outputs, error);
  return !is_dangling && !can_write_in(outputs / kWork);
}

}  // namespace

fs::path work_folder(const fs::path& outputs) {
  static std::mutex mutex;
  static std::map<fs::path, ScratchFolder> folders;
  if (!is_closed(outputs)) return outputs / kWork;
  std::error_code error;
  const auto place = fs::absolute(outputs, error);
  const std::lock_guard<std::mutex> lock(mutex);
  const auto [at, is_new] = folders.try_emplace(place);
  const auto& folder = at->second.path();
  if (is_new) {
    for (const char* store : {"data.db", "projects.db"}) {
      if (fs::exists(place / kWork / store, error))
        fs::create_symlink(place / kWork / store, folder / store, error);
    }
  }
  return folder;
}

std::unique_ptr<publish::ProjectLock> lock_for(const fs::path& outputs, bool dry_run) {
  if (dry_run && is_closed(outputs)) return nullptr;
  return std::make_unique<publish::ProjectLock>(outputs);
}

}  // namespace svodka
