#include "base/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/files.h"
#include "base/interrupt.h"
#include "base/links.h"
#include "base/wildcard.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                                  IN_DELETE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

bool is_passed_over(std::string_view name) {
  return name.empty() || name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') ||
         (name.starts_with('#') && name.ends_with('#'));
}

// Of folders on the way: rights that change let others in.
constexpr std::uint32_t kEventsOnTheWay = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                          IN_CREATE | IN_ATTRIB | IN_ONLYDIR | IN_MASK_ADD;

std::string below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  for (const auto& part : fs::path(path)) parts.push_back(part.string());
  return parts;
}

bool leads_to(const std::vector<std::string>& path, const std::vector<std::string>& pattern) {
  return path.size() <= pattern.size() &&
         std::equal(path.begin(), path.end(), pattern.begin(),
                    [](const auto& name, const auto& part) { return is_meant(part, name); });
}

}  // namespace

FolderWatch::FolderWatch(fs::path root, std::vector<std::string> folders)
    : root_(std::move(root)), descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (descriptor_ < 0)
    fail_with_errno(root_, "не удалось следить за папкой", "cannot watch the folder", errno);
  const int watch = ::inotify_add_watch(descriptor_, root_.c_str(), kEventsOnTheWay);
  if (watch < 0) {
    const int code = errno;
    ::close(descriptor_);
    fail_with_errno(root_, "не удалось следить за папкой", "cannot watch the folder", code);
  }
  ways_[watch] = "";
  for (const auto& folder : folders) {
    folders_.push_back(parts_of(folder));
    follow(folders_.back(), 0, "", nullptr);
  }
}

FolderWatch::~FolderWatch() { ::close(descriptor_); }

// Watches what a pattern means and the folders on the way there, from `place`, which so many of its parts
// mean. What is not there, or may not be read, is watched once it is.
void FolderWatch::follow(const Parts& pattern, std::size_t depth, const std::string& place,
                         std::vector<std::string>* found) {
  if (depth == pattern.size()) return add(place, found);
  const auto here = root_ / place;
  const int watch = ::inotify_add_watch(descriptor_, here.c_str(), kEventsOnTheWay);
  if (watch < 0) return;
  ways_[watch] = place;
  std::error_code error;
  const auto go_on = [&](const std::string& name) {
    const auto path = below(place, name);
    if (fs::is_directory(root_ / path, error))
      follow(pattern, depth + 1, path, found);
    else if (found != nullptr && depth + 1 == pattern.size() && fs::exists(root_ / path, error))
      found->push_back(path);
  };
  const auto& part = pattern[depth];
  if (!has_wildcard(part)) return go_on(part);
  for (const auto& entry : fs::directory_iterator(here, error)) {
    const auto name = entry.path().filename().string();
    if (is_meant(part, name)) go_on(name);
  }
}

// What comes, goes or is written in a folder on the way.
void FolderWatch::tell_on_the_way(const std::string& place, const std::string& name, std::uint32_t events,
                                  std::vector<std::string>& changed) {
  const auto path = below(place, name);
  const auto parts = parts_of(path);
  std::error_code error;
  const bool is_gone = (events & (IN_DELETE | IN_MOVED_FROM)) != 0;
  const bool is_folder = (events & IN_ISDIR) != 0 || fs::is_directory(root_ / path, error);
  const bool is_written = (events & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
  if (is_gone) forget(path);
  bool is_ours = false;
  for (const auto& pattern : folders_) {
    if (!leads_to(parts, pattern)) continue;
    is_ours |= is_gone || is_folder || (is_written && parts.size() == pattern.size());
    if (is_folder && !is_gone) follow(pattern, parts.size(), path, &changed);
  }
  if (is_ours) changed.push_back(path);
}

// Of a folder that is moved away the watches would go with it.
void FolderWatch::forget(const std::string& folder) {
  for (auto* watches : {&watched_, &ways_}) {
    std::erase_if(*watches, [&](const auto& watch) {
      const bool is_in_it = watch.second == folder || watch.second.starts_with(folder + "/");
      if (is_in_it) ::inotify_rm_watch(descriptor_, watch.first);
      return is_in_it;
    });
  }
}

// Watches a folder and those in it; `found` gets the files that stand there already, for what is written
// before the watch begins gives no event.
void FolderWatch::add(const std::string& folder, std::vector<std::string>* found) {
  std::vector<int> above;
  add_below(folder, found, above);
}

// `above`: the watches of the folders that it stands in, which a link may lead back to.
void FolderWatch::add_below(const std::string& folder, std::vector<std::string>* found,
                            std::vector<int>& above) {
  const int watch = ::inotify_add_watch(descriptor_, (root_ / folder).c_str(), kEvents | IN_MASK_ADD);
  if (watch < 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return;  // gone again
    if (errno == EACCES) return;                                        // whoever reads it says so
    fail_with_errno(root_ / folder, "не удалось следить за папкой", "cannot watch the folder", errno);
  }
  if (std::find(above.begin(), above.end(), watch) != above.end()) return;
  watched_[watch] = folder;
  above.push_back(watch);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / folder, error)) {
    const auto name = entry.path().filename().string();
    if (is_passed_over(name)) continue;
    const auto path = folder + "/" + name;
    if (entry.is_directory(error)) {
      if (!entry.is_symlink(error) || !leads_up(entry.path(), root_)) add_below(path, found, above);
      continue;
    }
    if (entry.is_symlink(error)) add_linked(path);
    if (found != nullptr) found->push_back(path);
  }
  above.pop_back();
}

// The folder that a linked file stands in is watched for it.
void FolderWatch::add_linked(const std::string& link) {
  std::error_code error;
  auto file = dangling_target(root_ / link);
  if (file.empty()) file = fs::canonical(root_ / link, error);
  if (error) return;
  const int watch = ::inotify_add_watch(descriptor_, file.parent_path().c_str(), kEvents | IN_MASK_ADD);
  if (watch >= 0) linked_[watch][file.filename().string()] = link;
}

void FolderWatch::read_events(std::vector<std::string>& changed) {
  alignas(inotify_event) std::array<char, 1 << 16> buffer;
  for (;;) {
    const auto size = ::read(descriptor_, buffer.data(), buffer.size());
    if (size <= 0) return;
    for (std::ptrdiff_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<std::ptrdiff_t>(sizeof(inotify_event) + event->len);
      if ((event->mask & IN_Q_OVERFLOW) != 0) {
        for (const auto& folder : folders_) follow(folder, 0, "", &changed);
        continue;
      }
      const auto linked = linked_.find(event->wd);
      if (linked != linked_.end() && event->len > 0 && (event->mask & IN_CREATE) == 0) {
        const auto link = linked->second.find(event->name);
        if (link != linked->second.end()) changed.push_back(link->second);
      }
      if (linked != linked_.end() && (event->mask & IN_IGNORED) != 0) linked_.erase(linked);
      const std::string name = event->len > 0 ? event->name : "";
      if (const auto way = ways_.find(event->wd); way != ways_.end()) {
        const auto place = way->second;
        if ((event->mask & IN_IGNORED) != 0)
          ways_.erase(way);
        else if (!is_passed_over(name))
          tell_on_the_way(place, name, event->mask, changed);
      }
      const auto known = watched_.find(event->wd);
      if (known == watched_.end()) continue;
      if ((event->mask & (IN_IGNORED | IN_DELETE_SELF)) != 0) {
        if ((event->mask & IN_DELETE_SELF) != 0) changed.push_back(known->second);
        watched_.erase(known);
        continue;
      }
      const auto folder = known->second;
      if (is_passed_over(name)) continue;
      const auto path = below(folder, name);
      const bool arrives = (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0;
      if ((event->mask & IN_ISDIR) != 0) {
        changed.push_back(path);
        if ((event->mask & IN_MOVED_FROM) != 0) forget(path);
        if (arrives) add(path, &changed);
      } else {
        std::error_code error;
        const bool is_link = arrives && fs::is_symlink(root_ / path, error);
        if (is_link && fs::is_directory(root_ / path, error)) {
          if (!leads_up(root_ / path, root_)) add(path, &changed);
        } else if (is_link) {
          add_linked(path);
        }
        // A file that is being written is told of when it is closed.
        if (is_link || (event->mask & IN_CREATE) == 0) changed.push_back(path);
      }
    }
  }
}

std::vector<std::string> FolderWatch::wait(std::chrono::milliseconds settle,
                                           std::chrono::milliseconds at_most) {
  constexpr std::chrono::milliseconds kLookAround(500);  // a signal may come just before the wait
  auto left = at_most;
  std::vector<std::string> changed;
  for (;;) {
    throw_if_interrupted();
    pollfd ready{descriptor_, POLLIN, 0};
    const auto timeout = changed.empty() ? std::min(kLookAround, left) : settle;
    const int events = ::poll(&ready, 1, static_cast<int>(timeout.count()));
    if (events > 0) {
      read_events(changed);
    } else if (events == 0 && !changed.empty()) {
      std::sort(changed.begin(), changed.end());
      changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
      return changed;
    } else if (events == 0) {
      left -= timeout;
      if (left.count() <= 0) return changed;
    } else if (events < 0 && errno != EINTR) {
      fail_with_errno(root_, "не удалось следить за папкой", "cannot watch the folder", errno);
    }
  }
}

}  // namespace svodka
