#pragma once

#include <functional>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/resolver.h"
#include "render/word/chart_template.h"

namespace svodka::render {

struct EmbedPlace;

/// The charts of one part while it is compiled.
class ChartPlaces {
 public:
  /// The chart of a relation of the part, or (`note` is "w:footnote", "w:endnote") of that part of notes, and
  /// the name of that part.
  using Find = std::function<ChartPlace(const std::string& note, const std::string& relation, Diagnostics&)>;
  explicit ChartPlaces(Find find) : find_(std::move(find)) {}

  /// Finds what is wrong with a `chart` marker: its options, its place (the description of a chart, wp:docPr
  /// or wpg:cNvPr at `element`), the chart itself.
  void check(const pugi::xml_node& element, const bind::ValueSlot& slot, const EmbedPlace& place,
             Diagnostics& out);

  /// Takes up a c:chart (ECMA-376 part 1, clause 21.2.2.26) where it is met: `value` makes of each of its
  /// markers what stands for it in an attribute; all of them stand in the element's r:id then.
  using Value = std::function<std::string(const ChartMarker&, const pugi::xml_node&)>;
  void take(pugi::xml_node chart, bool fallback, const Value& value, Diagnostics& out);

  const std::vector<ChartPlace>& all() const { return all_; }

 private:
  ChartPlace find(const pugi::xml_node& chart, Diagnostics& out) const;

  Find find_;
  std::vector<ChartPlace> all_;
};

}  // namespace svodka::render
