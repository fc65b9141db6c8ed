#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "base/files.h"
#include "base/interrupt.h"

namespace svodka {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxOutput = 64u << 10;
constexpr int kTick = 20;  // ms between looks at the clock and for interrupts

// Both ends of a pipe, closed when it goes.
class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail_with_errno("pipe", "не открывается", "cannot open", errno);
    read_ = ends[0];
    write_ = ends[1];
    fcntl(read_, F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    close(read_);
    close_write();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int write_end() const { return write_; }
  void close_write() {
    if (write_ >= 0) close(write_);
    write_ = -1;
  }

  // Takes what there is, waiting a tick for it.
  void read_into(std::string& out) const {
    pollfd waiting{read_, POLLIN, 0};
    if (poll(&waiting, 1, kTick) <= 0) return;
    std::array<char, 4096> bytes{};
    ssize_t got = 0;
    while ((got = read(read_, bytes.data(), bytes.size())) > 0) {
      const auto room = kMaxOutput - std::min(out.size(), kMaxOutput);
      out.append(bytes.data(), std::min(static_cast<std::size_t>(got), room));
    }
    if (got == 0) usleep(kTick * 1000);  // closed by the program: only its end is left to wait for
  }

 private:
  int read_ = -1, write_ = -1;
};

class SpawnSetup {
 public:
  SpawnSetup(const Command& command, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    if (!command.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions_, command.folder.c_str());
    posix_spawnattr_init(&attributes_);
    sigset_t handled;
    sigemptyset(&handled);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaddset(&handled, signal);
    posix_spawnattr_setsigdefault(&attributes_, &handled);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  pid_t spawn(const Command& command) {
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t pid = 0;
    const int code =
        posix_spawn(&pid, words.front().c_str(), &actions_, &attributes_, arguments.data(), environ);
    if (code != 0) fail_with_errno(command.program, "не запускается", "cannot run", code);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// A running program: its group dies with the object, before its number can go to another.
class Running {
 public:
  explicit Running(pid_t pid) : pid_(pid) {}
  ~Running() { end(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid_;
  }
  int end() {
    if (pid_ == 0) return status_;
    kill(-pid_, SIGKILL);
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status_;
  }

 private:
  pid_t pid_ = 0;
  int status_ = 0;
};

bool is_executable(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

ProcessEnd run_process(const Command& command) {
  Pipe pipe;
  ProcessEnd end;
  const auto deadline = Clock::now() + command.limit;
  Running running(SpawnSetup(command, pipe.write_end()).spawn(command));
  pipe.close_write();
  while (!running.has_ended()) {
    end.timed_out = Clock::now() >= deadline;
    if (end.timed_out) break;
    throw_if_interrupted();
    pipe.read_into(end.output);
  }
  const int status = running.end();
  pipe.read_into(end.output);
  if (end.timed_out) return end;
  if (WIFEXITED(status)) end.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  return end;
}

std::optional<std::filesystem::path> find_program(const std::vector<std::string>& names) {
  const char* value = std::getenv("PATH");
  const std::string folders = value == nullptr ? "" : value;
  for (const auto& name : names) {
    for (std::size_t at = 0; at <= folders.size();) {
      const auto end = std::min(folders.find(':', at), folders.size());
      const auto folder = std::filesystem::path(folders.substr(at, end - at));
      if (folder.is_absolute() && is_executable(folder / name)) return folder / name;
      at = end + 1;
    }
  }
  return std::nullopt;
}

ScratchFolder::ScratchFolder() {
  std::error_code error;
  auto base = std::filesystem::temp_directory_path(error);
  if (error) base = "/tmp";
  auto name = (base / "svodka-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    fail_with_errno(base, "не создаётся папка в", "cannot make a folder in", errno);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

}  // namespace svodka
