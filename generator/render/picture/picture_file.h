#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/finding.h"
#include "render/picture/picture.h"

namespace svodka::render {

/// Notes the files of the pictures that this thread takes while it lives. One inside another takes over.
class UsedPictures {
 public:
  UsedPictures();
  ~UsedPictures();
  UsedPictures(const UsedPictures&) = delete;
  UsedPictures& operator=(const UsedPictures&) = delete;

  const std::set<std::filesystem::path>& files() const { return files_; }
  /// Called by PictureFolder.
  static void note(const std::filesystem::path& file);

 private:
  std::set<std::filesystem::path> files_;
  UsedPictures* outer_;
};

/// The pictures of a folder, for all documents of a template: each file is read once while it stays the same.
/// Thread-safe.
class PictureFolder {
 public:
  explicit PictureFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The picture that a value names: a path relative to the folder, '/' or '\' between names. An address on
  /// the net, a path out of the folder (absolute, by "..", by a link), no such file, no file, a file that
  /// cannot be read, and what read_picture() finds: findings at the source, and null.
  std::shared_ptr<const Picture> read(const PictureSource& source, Diagnostics& out);

 private:
  struct Known {
    std::filesystem::file_time_type time;
    std::uintmax_t size = 0;
    std::shared_ptr<const Picture> picture;
  };
  std::shared_ptr<const Picture> keep(const std::filesystem::path& path, Known known);

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::filesystem::path, Known> known_;
  std::size_t held_ = 0;  ///< bytes of the known ones
};

}  // namespace svodka::render
