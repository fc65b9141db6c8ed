#pragma once

#include <pugixml.hpp>
#include <string>

#include "base/text.h"
#include "render/word/chart_data.h"

namespace svodka::render {

/// Why the content.xml of a chart (ODF 1.3 part 3, 11) cannot take data; empty when it can.
Text odf_chart_problem(const pugi::xml_document& chart);

/// What a chart shows of its data.
struct OdfChartShown {
  std::size_t series = 0;
  std::string first;  ///< the name of the first one
};

/// Puts `data` into the content.xml of a chart by the rules of refresh_chart(): the table that the chart
/// keeps its values in, its series and their addresses are made anew, the look stays. Series that are not
/// drawn look like the last one, in a colour that is not yet taken.
OdfChartShown refresh_odf_chart(pugi::xml_document& chart, const ChartData& data, bool drawn_names);

}  // namespace svodka::render
