#include "publish/publisher.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT: kill is POSIX, not in <csignal>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/interrupt.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

bool has_bytes(const fs::path& place, std::string_view bytes) {
  std::error_code error;
  if (fs::file_size(place, error) != bytes.size() || error) return false;
  try {
    return read_file(place) == bytes;
  } catch (const EnvironmentError&) {
    return false;
  }
}

// The process that a temporary name (".report.docx.1234.tmp") belongs to; 0 when it is no temporary name.
int owner(const std::string& name) {
  constexpr std::string_view kEnd = ".tmp";
  if (!name.starts_with('.') || !name.ends_with(kEnd)) return 0;
  const auto stem = std::string_view(name).substr(0, name.size() - kEnd.size());
  const auto digits = stem.substr(stem.rfind('.') + 1);
  int pid = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
  return error == std::errc() && end == digits.data() + digits.size() ? pid : 0;
}

bool is_alive(int pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }

}  // namespace

Publisher::Publisher(fs::path folder, bool dry_run) : folder_(std::move(folder)), dry_run_(dry_run) {
  if (dry_run_) return;
  make_folder(folder_);
  remove_leftovers();
}

Publisher::~Publisher() {
  std::error_code ignored;
  for (const auto& staged : staged_) {
    if (!staged.temporary.empty()) fs::remove(staged.temporary, ignored);  // else it is in place
  }
}

void Publisher::remove_leftovers() const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const int pid = owner(entry.path().filename().string());
    std::error_code ignored;
    if (pid > 0 && !is_alive(pid)) fs::remove(entry.path(), ignored);
  }
}

Outcome Publisher::stage(const std::string& file, std::string_view bytes, bool force) {
  const auto place = folder_ / file;
  std::error_code error;
  const bool existed = fs::exists(place, error);
  const bool same = existed && has_bytes(place, bytes);
  if (same && !force) return Outcome::kUnchanged;
  if (!dry_run_) {
    const auto temporary = temporary_beside(place);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      staged_.push_back({temporary, place});
    }
    write_file(temporary, bytes, place);
  }
  if (same) return Outcome::kUnchanged;
  return existed ? Outcome::kChanged : Outcome::kNew;
}

fs::path Publisher::scratch(const std::string& file) const {
  return dry_run_ ? fs::temp_directory_path() / (".svodka-" + std::to_string(::getpid()) + "-" + file)
                  : temporary_beside(folder_ / ("~" + file));
}

// A few files are flushed one by one; many at once, with all else that waits for that disk (syncfs(2)).
void Publisher::flush() const {
  constexpr std::size_t kMany = 64;
  if (staged_.size() < kMany) {
    for (const auto& staged : staged_) flush_file(staged.temporary);
    return;
  }
  const int descriptor = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail_with_errno(folder_, "не удалось записать", "cannot write", errno);
  const int done = ::syncfs(descriptor), code = errno;
  ::close(descriptor);
  if (done != 0) fail_with_errno(folder_, "не удалось записать", "cannot write", code);
}

void Publisher::commit() {
  flush();
  for (auto& staged : staged_) {
    rename_file(staged.temporary, staged.place);
    staged.temporary.clear();
  }
  staged_.clear();
  if (!dry_run_) flush_folder(folder_);
}

ProjectLock::ProjectLock(const fs::path& outputs, Patience patience) {
  make_folder(outputs / ".svodka");
  const auto path = outputs / ".svodka" / "lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail_with_errno(path, "не удалось записать", "cannot write", errno);
  constexpr int kAttempts = 600;
  constexpr useconds_t kBetween = 50'000;
  int attempts = patience == Patience::kWait ? kAttempts : 1;
  while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (--attempts > 0) {
      throw_if_interrupted();
      ::usleep(kBetween);
      continue;
    }
    std::string holder = read_file(path);
    while (!holder.empty() && holder.back() == '\n') holder.pop_back();
    ::close(descriptor_);
    descriptor_ = -1;
    throw EnvironmentError(text("проект занят другим запуском (процесс {})",
                                "the project is in use by another run (process {})", holder));
  }
  const auto pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor_, 0) != 0 ||
      ::pwrite(descriptor_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    const int code = errno;
    ::close(descriptor_);
    fail_with_errno(path, "не удалось записать", "cannot write", code);
  }
}

ProjectLock::~ProjectLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace svodka::publish
