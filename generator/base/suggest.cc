#include "base/suggest.h"

#include <algorithm>

namespace svodka {

Text suggestion_or_names(std::string_view name, const std::vector<std::string>& candidates) {
  auto near = suggestion(name, candidates);
  if (!near.empty() || candidates.empty()) return near;
  constexpr std::size_t kMost = 30;
  std::string names;
  for (std::size_t i = 0; i < std::min(candidates.size(), kMost); ++i)
    names += (i == 0 ? "" : ", ") + candidates[i];
  if (candidates.size() > kMost) names += ", …";
  return text("бывают: {}", "there are: {}", names);
}

}  // namespace svodka
