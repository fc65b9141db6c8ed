#include "publish/publisher.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/copy_file.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "publish/trace_file.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kPiece = 256u << 10;

// Calls `same` with the pieces of a file one after another, until it says no; false then, and when the file
// cannot be read.
template <typename Same>
bool pieces_are(const fs::path& place, const Same& same) {
  std::ifstream file(place, std::ios::binary);
  std::string piece(kPiece, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!same(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())))) return false;
  }
  return file.eof();
}

bool has_size(const fs::path& place, std::uintmax_t size) {
  std::error_code error;
  return fs::file_size(place, error) == size && !error;
}

bool has_bytes(const fs::path& place, std::string_view bytes) {
  return has_size(place, bytes.size()) && pieces_are(place, [&](std::string_view piece) {
           const bool same = bytes.starts_with(piece);
           if (same) bytes.remove_prefix(piece.size());
           return same;
         });
}

bool has_bytes_of(const fs::path& place, const fs::path& other) {
  std::ifstream file(other, std::ios::binary);
  std::string expected(kPiece, '\0');
  return has_size(place, fs::file_size(other)) && pieces_are(place, [&](std::string_view piece) {
           file.read(expected.data(), static_cast<std::streamsize>(piece.size()));
           return std::string_view(expected).substr(0, static_cast<std::size_t>(file.gcount())) == piece;
         });
}

// Who holds the lock: a process of this machine, or of another one that shares the disk.
struct Holder {
  std::string process, host;
  bool is_elsewhere() const { return !host.empty() && host != own_host(); }
};

// It writes this just after it got the lock, so that for a moment the file has nothing, or that of a run
// before.
Holder holder_of(const fs::path& lock) {
  constexpr int kAttempts = 20;
  constexpr useconds_t kBetween = 5'000;
  for (int attempt = 1;; ++attempt) {
    Holder holder;
    std::istringstream(read_file(lock)) >> holder.process >> holder.host;
    const bool is_known = holder.is_elsewhere() || is_running(std::atoi(holder.process.c_str()));
    if (attempt == kAttempts || is_known) return holder;
    ::usleep(kBetween);
  }
}

[[noreturn]] void fail_as_locked(const fs::path& lock) {
  const auto holder = holder_of(lock);
  const auto& [process, host] = holder;
  if (holder.is_elsewhere()) {
    throw EnvironmentError(text("проект занят другим запуском (процесс {} на машине {})",
                                "the project is in use by another run (process {} on {})", process, host));
  }
  throw EnvironmentError(text("проект занят другим запуском (процесс {})",
                              "the project is in use by another run (process {})", process));
}

}  // namespace

Publisher::Publisher(fs::path folder, bool dry_run) : folder_(std::move(folder)), dry_run_(dry_run) {
  if (dry_run_) return;
  make_folder(folder_);
  if (::access(folder_.c_str(), W_OK | X_OK) != 0)
    fail_with_errno(folder_, "нельзя записывать в папку", "cannot write into the folder", errno);
  remove_leftovers(folder_);
  remove_leftovers(folder_ / kTraceFolder);
}

Publisher::~Publisher() {
  std::error_code ignored;
  each_staged([&](const std::string& file) { fs::remove(temporary_beside(folder_ / file), ignored); });
}

void Publisher::note(const std::string& file) {
  const std::lock_guard<std::mutex> lock(mutex_);
  staged_.append(file.c_str(), file.size() + 1);
  ++count_;
}

// One that `take` throws at stays staged, with those behind it.
void Publisher::each_staged(const std::function<void(const std::string& file)>& take) {
  while (committed_ < staged_.size()) {
    const std::string file = staged_.c_str() + committed_;
    take(file);
    committed_ += file.size() + 1;
  }
  staged_.clear();
  count_ = committed_ = 0;
}

Outcome Publisher::stage(const std::string& file, std::string_view bytes, bool force) {
  return stage_as(file, has_bytes(folder_ / file, bytes), force,
                  [&](const fs::path& temporary) { write_file(temporary, bytes, folder_ / file); });
}

std::string Publisher::bytes(const std::string& file) const {
  const auto place = folder_ / file, staged = temporary_beside(place);
  std::error_code error;
  return read_file(fs::exists(staged, error) ? staged : place);
}

Outcome Publisher::stage_written(const std::string& file, const std::function<void(const fs::path&)>& write) {
  if (dry_run_) return Outcome::kUnchanged;
  const auto made = scratch(file);
  const ScopedRemoval removal(made);
  write(made);
  return stage_as(file, has_bytes_of(folder_ / file, made), false,
                  [&](const fs::path& temporary) { rename_file(made, temporary); });
}

Outcome Publisher::stage_copy(const std::string& file, const fs::path& from, bool is_spent) {
  return stage_as(file, has_bytes_of(folder_ / file, from), false, [&](const fs::path& temporary) {
    std::error_code error;
    if (is_spent) fs::create_hard_link(from, temporary, error);
    if (!is_spent || error) copy_file(from, temporary, folder_ / file);
  });
}

Outcome Publisher::stage_as(const std::string& file, bool same, bool force,
                            const std::function<void(const fs::path&)>& write) {
  const auto place = folder_ / file;
  if (same && !force) return Outcome::kUnchanged;
  std::error_code error;
  const bool existed = fs::exists(place, error);
  if (!dry_run_) {
    note(file);
    write(temporary_beside(place));
  }
  if (same) return Outcome::kUnchanged;
  return existed ? Outcome::kChanged : Outcome::kNew;
}

fs::path Publisher::scratch(const std::string& file) const {
  if (!dry_run_) return temporary_beside(folder_ / ("~" + file));
  // Several projects of one process may make documents of one name.
  const auto folder = std::to_string(std::hash<std::string>()(folder_.string()));
  return fs::temp_directory_path() / (".svodka-" + std::to_string(::getpid()) + "-" + folder + "-" + file);
}

// A few files are flushed one by one; many at once, with all else that waits for that disk (syncfs(2)).
void Publisher::flush() const {
  constexpr std::size_t kMany = 64;
  if (count_ < kMany) {
    for (std::size_t at = 0; at < staged_.size(); at += std::strlen(staged_.c_str() + at) + 1)
      flush_file(temporary_beside(folder_ / (staged_.c_str() + at)));
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
  each_staged([&](const std::string& file) {
    const auto place = folder_ / file;
    rename_file(temporary_beside(place), place);
  });
  if (!dry_run_) flush_folder(folder_);
}

void Publisher::put_aside(const fs::path& folder) {
  make_folder(folder);
  each_staged([&](const std::string& file) {
    const auto temporary = temporary_beside(folder_ / file);
    std::error_code error;  // what cannot be moved is removed
    fs::rename(temporary, folder / fs::path(file).filename(), error);
    if (error) fs::remove(temporary, error);
  });
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
    const int code = errno;  // a disk that is shared need not know locks
    if (code == EWOULDBLOCK && --attempts > 0) {
      throw_if_interrupted();
      ::usleep(kBetween);
      continue;
    }
    ::close(descriptor_);
    descriptor_ = -1;
    if (code != EWOULDBLOCK) fail_with_errno(path, "не удалось запереть", "cannot lock", code);
    fail_as_locked(path);
  }
  const auto holder = std::to_string(::getpid()) + " " + own_host() + "\n";
  if (::ftruncate(descriptor_, 0) != 0 ||
      ::pwrite(descriptor_, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    const int code = errno;
    ::close(descriptor_);
    fail_with_errno(path, "не удалось записать", "cannot write", code);
  }
  remove_leftovers(outputs);
}

ProjectLock::~ProjectLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace svodka::publish
