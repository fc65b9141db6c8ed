#pragma once

#include <filesystem>
#include <map>
#include <string_view>

#include "publish/publisher.h"

namespace svodka::publish {

/// Puts files of several folders in place, each folder's as its Publisher does: what was staged is flushed
/// together, so that a thousand small files do not wait for the disk a thousand times.
class PlacedFiles {
 public:
  /// Throws EnvironmentError (here and below).
  void stage(const std::filesystem::path& file, std::string_view bytes) {
    const auto folder = file.parent_path();
    folders_.try_emplace(folder, folder, /*dry_run=*/false)
        .first->second.stage(file.filename().string(), bytes);
  }
  /// Folder by folder everything appears under its name, and is on the disk when this returns.
  void commit() {
    for (auto& [folder, publisher] : folders_) publisher.commit();
    folders_.clear();
  }

 private:
  std::map<std::filesystem::path, Publisher> folders_;
};

}  // namespace svodka::publish
