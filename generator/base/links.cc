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
  return std::mismatch(target.begin(), target.end(), place.begin(), place.end()).first == target.end();
}

}  // namespace svodka
