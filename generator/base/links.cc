#include "base/links.h"

#include <algorithm>

namespace svodka {
namespace fs = std::filesystem;

fs::path dangling_target(const fs::path& path) {
  constexpr int kMostLinks = 40;  // as many as Linux follows
  std::error_code error;
  if (!fs::is_symlink(path, error) || fs::exists(path, error)) return {};
  auto at = path;
  for (int i = 0; i < kMostLinks && fs::is_symlink(at, error); ++i) {
    const auto target = fs::read_symlink(at, error);
    if (error) break;
    at = (at.parent_path() / target).lexically_normal();
  }
  return at;
}

bool leads_up(const fs::path& link, const fs::path& folder) {
  std::error_code error;
  const auto target = fs::canonical(link, error);
  if (error) return false;
  const auto place = fs::canonical(folder, error);
  if (error) return false;
  return is_within(place, target);
}

fs::path real_path(const fs::path& path) {
  std::error_code error;
  auto found = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) found = fs::absolute(path, error).lexically_normal();
  return found.has_filename() ? found : found.parent_path();
}

bool is_within(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

}  // namespace svodka
