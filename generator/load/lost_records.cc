#include "load/lost_records.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace svodka::load {

bool loses_records(const Finding& finding) {
  static constexpr std::array<std::string_view, 8> kRules{
      "not-utf8",       "control-character", "unreadable-file", "file-too-large",
      "text-after-end", "second-document",   "line-end",        "root-not-mapping"};
  // A list under a name that is unknown is passed over as a whole.
  return finding.severity == Severity::kError &&
         (finding.rule.starts_with("yaml-") || finding.rule == "unknown-collection" ||
          std::find(kRules.begin(), kRules.end(), finding.rule) != kRules.end());
}

}  // namespace svodka::load
