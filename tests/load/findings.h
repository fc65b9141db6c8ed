#pragma once

#include <string>

#include "base/finding.h"

namespace svodka::test {

/// Findings as one line each, in order of their places: "a.yaml:2:3: [rule] сообщение; подсказка (см.
/// a.yaml:1:1)".
inline std::string findings_of(const Diagnostics& out) {
  std::string lines;
  for (const auto& finding : out.sorted()) {
    lines += to_string(finding.at, Language::kRussian) + ": [" + finding.rule + "] " + finding.message.ru;
    if (!finding.hint.ru.empty()) lines += "; " + finding.hint.ru;
    for (const auto& place : finding.related)
      lines += " (см. " + to_string(place.at, Language::kRussian) + ")";
    lines += "\n";
  }
  return lines;
}

}  // namespace svodka::test
