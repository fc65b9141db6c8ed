#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace svodka {

/// The environment failed: disk, permission, a missing program. Not the user's data; ends a command with
/// exit 3.
class EnvironmentError : public std::runtime_error {
 public:
  explicit EnvironmentError(Text message) : std::runtime_error(message.en), message_(std::move(message)) {}
  const Text& message() const { return message_; }

 private:
  Text message_;
};

/// Whole contents of a file. Throws EnvironmentError.
std::string read_file(const std::filesystem::path& path);

/// Regular files below `root`, behind links too, whose name ends in one of `extensions` (".yaml"), as paths
/// from `root` with '/', sorted by bytes; hidden files and folders, editors' leftovers are passed over.
/// An absent root has none. Throws EnvironmentError when a folder cannot be read or a link leads nowhere.
std::vector<std::string> list_files(const std::filesystem::path& root,
                                    const std::vector<std::string>& extensions);

/// Writes a file so that at any moment, whatever happens, `path` is the whole old file or the whole new one:
/// a temporary file in the same folder, written, flushed to disk, renamed, and the folder flushed.
/// Makes missing folders. Throws EnvironmentError naming the file; then nothing is left behind.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// The same without the flush to disk: whole old or whole new file for whoever looks, but a power cut may
/// lose it. For many small files that can be made again.
void write_file_in_place(const std::filesystem::path& path, std::string_view bytes);

/// The parts of write_file_atomically, for whoever puts many files in place together. Each throws
/// EnvironmentError; `shown` is the file that its message names.
void make_folder(const std::filesystem::path& folder);
void write_file(const std::filesystem::path& path, std::string_view bytes,
                const std::filesystem::path& shown);
void flush_file(const std::filesystem::path& path);
void flush_folder(const std::filesystem::path& folder);
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Throws EnvironmentError: `ru`/`en` («не удалось записать»), the path and what errno `code` means.
[[noreturn]] void fail_with_errno(const std::filesystem::path& path, const char* ru, const char* en,
                                  int code);

/// A temporary name beside `path` (same folder, hidden, with the process id) for files that a library writes
/// itself.
std::filesystem::path temporary_beside(const std::filesystem::path& path);

/// Flushes `temporary` to disk, renames it to `path` and flushes the folder. Throws EnvironmentError.
void commit_file(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// Removes a file when it goes out of scope, unless `release()` was called.
class ScopedRemoval {
 public:
  explicit ScopedRemoval(std::filesystem::path path) : path_(std::move(path)) {}
  ~ScopedRemoval();
  ScopedRemoval(const ScopedRemoval&) = delete;
  ScopedRemoval& operator=(const ScopedRemoval&) = delete;
  void release() { path_.clear(); }

 private:
  std::filesystem::path path_;
};

}  // namespace svodka
