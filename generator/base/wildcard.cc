#include "base/wildcard.h"

#include <fnmatch.h>

namespace svodka {

bool has_wildcard(const std::string& words) { return words.find_first_of("*?") != std::string::npos; }

bool is_meant(const std::string& pattern, const std::string& name) {
  return has_wildcard(pattern) ? ::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0 : pattern == name;
}

}  // namespace svodka
