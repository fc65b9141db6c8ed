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

namespace svodka {
namespace fs = std::filesystem;
namespace {

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                                  IN_DELETE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

bool is_passed_over(std::string_view name) {
  return name.empty() || name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') ||
         (name.starts_with('#') && name.ends_with('#'));
}

}  // namespace

FolderWatch::FolderWatch(fs::path root, std::vector<std::string> folders)
    : root_(std::move(root)),
      folders_(std::move(folders)),
      descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (descriptor_ < 0)
    fail_with_errno(root_, "не удалось следить за папкой", "cannot watch the folder", errno);
  const int watch =
      ::inotify_add_watch(descriptor_, root_.c_str(), IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
  if (watch < 0) {
    const int code = errno;
    ::close(descriptor_);
    fail_with_errno(root_, "не удалось следить за папкой", "cannot watch the folder", code);
  }
  watched_[watch] = "";
  for (const auto& folder : folders_) add(folder, nullptr);
}

FolderWatch::~FolderWatch() { ::close(descriptor_); }

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
    fail_with_errno(root_ / folder, "не удалось следить за папкой", "cannot watch the folder", errno);
  }
  if (std::find(above.begin(), above.end(), watch) != above.end()) return;
  if (const auto known = watched_.find(watch); known == watched_.end() || !known->second.empty())
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
        for (const auto& folder : folders_) add(folder, &changed);
        continue;
      }
      const auto linked = linked_.find(event->wd);
      if (linked != linked_.end() && event->len > 0 && (event->mask & IN_CREATE) == 0) {
        const auto link = linked->second.find(event->name);
        if (link != linked->second.end()) changed.push_back(link->second);
      }
      if (linked != linked_.end() && (event->mask & IN_IGNORED) != 0) linked_.erase(linked);
      const auto known = watched_.find(event->wd);
      if (known == watched_.end()) continue;
      if ((event->mask & (IN_IGNORED | IN_DELETE_SELF)) != 0) {
        if ((event->mask & IN_DELETE_SELF) != 0) changed.push_back(known->second);
        watched_.erase(known);
        continue;
      }
      const std::string name = event->len > 0 ? event->name : "";
      const auto folder = known->second;
      if (is_passed_over(name)) continue;
      if (folder.empty() && std::find(folders_.begin(), folders_.end(), name) == folders_.end()) continue;
      const auto path = folder.empty() ? name : folder + "/" + name;
      const bool arrives = (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0;
      if ((event->mask & IN_ISDIR) != 0) {
        changed.push_back(path);
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
