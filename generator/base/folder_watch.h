#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace svodka {

/// Tells when files below some folders of a project change, by inotify(7). Hidden files and what editors
/// leave behind are passed over, as list_files() does. A file counts once it is closed, or has been moved in
/// or out; so editors that write another file and rename it are understood. Behind links to folders and
/// files, too.
class FolderWatch {
 public:
  /// `folders` are paths from `root`, with wildcards; they need not be there yet, and may go and come again,
  /// with the folders that they stand in. Single files may be named as well. Throws EnvironmentError.
  FolderWatch(std::filesystem::path root, std::vector<std::string> folders);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Waits until something changes and then for `settle` without another change, so that what is saved
  /// together is told together. Returns the files, relative to the root, sorted; the folder's name when it
  /// cannot be said which; none when nothing changes for `at_most`. Throws Interrupted.
  std::vector<std::string> wait(std::chrono::milliseconds settle = std::chrono::milliseconds(30),
                                std::chrono::milliseconds at_most = std::chrono::milliseconds::max());

 private:
  using Parts = std::vector<std::string>;
  void follow(const Parts& pattern, std::size_t depth, const std::string& place,
              std::vector<std::string>* found);
  void tell_on_the_way(const std::string& place, const std::string& name, std::uint32_t events,
                       std::vector<std::string>& changed);
  void forget(const std::string& folder);
  void add(const std::string& folder, std::vector<std::string>* found);
  void add_linked(const std::string& link);
  void add_below(const std::string& folder, std::vector<std::string>* found, std::vector<int>& above);
  void read_events(std::vector<std::string>& changed);

  std::filesystem::path root_;
  std::vector<Parts> folders_;
  int descriptor_ = -1;
  std::map<int, std::string> watched_;  // a watch's folder, relative to the root
  std::map<int, std::string> ways_;     // the same of folders that only lead to those; "" is the root
  std::map<int, std::map<std::string, std::string>> linked_;  // a watch's files that links lead to, and these
};

}  // namespace svodka
