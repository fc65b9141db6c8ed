#include "edit/overlay.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/files.h"

namespace svodka::edit {
namespace fs = std::filesystem;
namespace {

constexpr const char* kOutputs = "outputs";

constexpr std::string_view kPrefix = "svodka-lsp-";

// What a server that was killed left behind; its number is in the name.
void remove_leftovers(const fs::path& parent) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    const int owner = std::atoi(name.c_str() + kPrefix.size());
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), error);
  }
}

fs::path private_folder() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code error;
  const fs::path parent =
      runtime != nullptr && fs::is_directory(runtime, error) ? fs::path(runtime) : fs::temp_directory_path();
  remove_leftovers(parent);
  auto name = (parent / (std::string(kPrefix) + std::to_string(::getpid()) + "-XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    fail_with_errno(parent, "не удалось создать папку", "cannot make a folder in", errno);
  return name;
}

// A folder of the project that is a link is one here too, and what is written below it would be the user's
// own file.
bool is_beyond_a_link(const fs::path& root, const fs::path& path) {
  std::error_code error;
  auto folder = root;
  for (const auto& name : path.parent_path()) {
    folder /= name;
    if (fs::is_symlink(folder, error)) return true;
  }
  return false;
}

bool is_hidden(const fs::path& name) { return name.string().starts_with('.'); }

}  // namespace

Overlay::Overlay(fs::path project) : project_(fs::absolute(std::move(project))), root_(private_folder()) {}

Overlay::~Overlay() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void Overlay::update(const std::map<std::string, std::string>& texts) {
  std::set<std::string> seen;
  std::error_code error;
  for (const auto& [path, words] : texts) {
    if (is_beyond_a_link(root_, path)) continue;
    seen.insert(path);
    const auto known = texts_.find(path);
    if (known != texts_.end() && known->second == words) continue;
    make_folder((root_ / path).parent_path());
    fs::remove(root_ / path, error);  // it may be a link to the file on the disk
    write_file(root_ / path, words, root_ / path);
    links_.erase(path);
  }
  for (const auto& [path, words] : texts_) {
    if (!texts.contains(path) && !is_beyond_a_link(root_, path)) fs::remove(root_ / path, error);
  }
  texts_ = texts;
  for (const auto& entry : fs::directory_iterator(project_, error)) {
    const auto name = entry.path().filename();
    if (is_hidden(name)) continue;
    if (name == kOutputs)
      link_periods(seen);
    else if (name == "inputs" || name == "templates")
      mirror(name, seen);
    else
      link(name, seen);
  }
  remove_gone(seen);
}

// Folders that files are looked for in are folders; what lies in them is linked.
void Overlay::mirror(const fs::path& relative, std::set<std::string>& seen) {
  std::error_code error;
  make_folder(root_ / relative);
  for (const auto& entry : fs::directory_iterator(project_ / relative, error)) {
    const auto name = relative / entry.path().filename();
    const auto kind = entry.symlink_status(error);
    if (fs::is_directory(kind) && !is_hidden(entry.path().filename()))
      mirror(name, seen);
    else
      link(name, seen);
  }
}

// The periods that were built stand beside an outputs folder of its own, so that nothing is written into the
// project's.
void Overlay::link_periods(std::set<std::string>& seen) {
  std::error_code error;
  make_folder(root_ / kOutputs);
  for (const auto& entry : fs::directory_iterator(project_ / kOutputs, error)) {
    if (entry.is_directory(error) && !is_hidden(entry.path().filename()))
      link(fs::path(kOutputs) / entry.path().filename(), seen);
  }
}

void Overlay::link(const fs::path& relative, std::set<std::string>& seen) {
  const auto path = relative.generic_string();
  if (!seen.insert(path).second || links_.contains(path)) return;
  std::error_code error;
  fs::create_symlink(project_ / relative, root_ / relative, error);
  if (error && error != std::errc::file_exists)
    fail_with_errno(root_ / relative, "не удалось создать ссылку", "cannot make the link", error.value());
  links_.insert(path);
}

void Overlay::remove_gone(const std::set<std::string>& seen) {
  std::error_code error;
  for (auto link = links_.begin(); link != links_.end();) {
    if (seen.contains(*link)) {
      ++link;
    } else {
      fs::remove(root_ / *link, error);
      link = links_.erase(link);
    }
  }
}

}  // namespace svodka::edit
