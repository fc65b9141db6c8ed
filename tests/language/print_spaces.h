#pragma once

#include <string>

namespace svodka::language {

/// Text with every non-breaking space as '_', so that tests can be read.
inline std::string seen(std::string words) {
  for (auto at = words.find("\u00A0"); at != std::string::npos; at = words.find("\u00A0"))
    words.replace(at, 2, "_");
  return words;
}

}  // namespace svodka::language
