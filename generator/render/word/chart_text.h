#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/markers.h"

namespace svodka::render {

struct ParagraphText;
struct PartName;

/// A marker in the words of a chart.
struct ChartMarker {
  bind::Marker marker;
  Position at;
};

/// Finds the markers in the words of a part of DrawingML: titles and text boxes (ECMA-376 part 1, clause
/// 21.1.2.2.6 a:p), healed over their runs, and names of series. Each gets a numbered place-holder in
/// `part`, counted on from the size of `found`, to which it is added. Mistakes: findings.
void mark_chart_text(pugi::xml_document& part, const PartName& name, std::vector<ChartMarker>& found,
                     Diagnostics& out);

/// The same for one paragraph's text.
void mark_words(ParagraphText text, int paragraph, const PartName& name, std::vector<ChartMarker>& found,
                Diagnostics& out);

/// Puts values for the place-holders; a line feed in a title breaks the line.
void fill_chart_text(pugi::xml_document& part, const std::vector<std::string>& values);

}  // namespace svodka::render
