#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "language/modifiers.h"

namespace svodka::bind {

/// One `{{…}}` of a template.
///
///     {{name}} {{name:modifier}} {{name:modifier=argument:modifier}}   kValue
///     {{#name}} kOpen   {{^name}} kInverted   {{/name}} kClose
///     {{>name}} kInclude   {{!words}} kComment
///
/// A name is a person's: letters of any alphabet, digits, '_', '-', inner spaces and dots («Школа»,
/// `plan.title`), or "." (the item of a list of plain values). Spaces round it do not count, nor do soft
/// hyphens, zero-width characters and non-breaking spaces that an editor put in.
struct Marker {
  enum class Kind { kValue, kOpen, kInverted, kClose, kInclude, kComment };
  Kind kind = Kind::kValue;
  std::string name;
  std::vector<language::Modifier> modifiers;
  std::size_t offset = 0;  ///< bytes in the scanned text
  std::size_t length = 0;

  friend bool operator==(const Marker&, const Marker&) = default;
};

/// A `{{` that is no marker: unclosed, empty, with a name that cannot be one.
struct MarkerFault {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string rule;
  Text message, hint;
};

struct MarkerScan {
  std::vector<Marker> markers;
  std::vector<MarkerFault> faults;
};

/// Finds every marker of a text, in order. `\{{` is an escape for two literal braces and is reported as a
/// kValue marker with the name
/// "{{" (so that every renderer treats it alike).
MarkerScan scan_markers(std::string_view text);

}  // namespace svodka::bind
