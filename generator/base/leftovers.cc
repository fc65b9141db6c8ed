#include "base/leftovers.h"

#include <signal.h>  // NOLINT: kill is POSIX, not in <csignal>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/hash.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

// Of this machine, in names of files.
const std::string& machine() {
  static const auto kMark = sha256(own_host()).substr(0, 8);
  return kMark;
}

constexpr std::string_view kEnd = ".tmp", kJournal = "-journal";

struct Temporary {
  std::string_view name;  // of the file that it stands for
  int pid = 0;
  std::string_view machine;  // none in names of older versions
};

// The parts of ".report.docx.1234-0a1b2c3d.tmp".
std::optional<Temporary> parts_of(std::string_view name) {
  if (name.ends_with(kJournal)) name.remove_suffix(kJournal.size());
  if (!name.starts_with('.') || !name.ends_with(kEnd)) return std::nullopt;
  name = name.substr(1, name.size() - 1 - kEnd.size());
  const auto dot = name.rfind('.');
  if (dot == name.npos) return std::nullopt;
  const auto mark = name.substr(dot + 1);
  Temporary parts{name.substr(0, dot)};
  const auto [end, error] = std::from_chars(mark.data(), mark.data() + mark.size(), parts.pid);
  const auto rest = mark.substr(static_cast<std::size_t>(end - mark.data()));
  if (error != std::errc() || parts.pid <= 0 || (!rest.empty() && rest.front() != '-')) return std::nullopt;
  if (!rest.empty()) parts.machine = rest.substr(1);
  return parts;
}

}  // namespace

std::string own_host() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

std::string owner_mark() { return std::to_string(::getpid()) + "-" + machine(); }

bool is_running(int pid) { return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM); }

fs::path meant_by(const fs::path& path) {
  const auto name = path.filename().string();
  auto parts = parts_of(name);
  if (!parts) return path;
  if (parts->name.starts_with('~')) parts->name.remove_prefix(1);
  return path.parent_path() / parts->name;
}

void remove_leftovers(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    const auto name = each->path().filename().string();
    const auto parts = parts_of(name);
    if (!parts || (!parts->machine.empty() && parts->machine != machine()) || is_running(parts->pid))
      continue;
    std::error_code ignored;
    fs::remove(each->path(), ignored);
  }
}

}  // namespace svodka
