#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::render {

/// One series of a chart; a point without a value is a gap.
struct ChartSeries {
  std::string name;
  std::vector<std::optional<double>> values;  ///< finite, to 16 digits: what a workbook keeps
};

/// What a chart shows.
struct ChartData {
  /// kDay: the categories are days as text, "2020-10-12".
  enum class Categories { kText, kNumber, kDay };
  Categories kind = Categories::kText;
  std::string heading;            ///< of the categories
  std::vector<Value> categories;  ///< text or (kNumber) double; null where there is none
  std::vector<ChartSeries> series;
};

/// What `{{results:chart:categories=school:series="done, planned":names=template}}` asks.
struct ChartOptions {
  int categories = 0;        ///< a column
  std::vector<int> series;   ///< columns in their order; empty: all with numbers but the categories
  bool drawn_names = false;  ///< series keep the names that the template has drawn
};

/// Reads the options of a chart. Names that are no options, no columns, or columns of words: findings at the
/// marker, and nothing is returned. A list without columns (see bind::Resolver) takes any name.
std::optional<ChartOptions> read_chart_options(const bind::ValueSlot& marker, Diagnostics& out);

/// The chart's data. Of columns whose type is not known before, those without words are series. A word among
/// numbers, a number that is not finite, more series than Word can draw: findings at the marker, and nothing
/// is returned.
std::optional<ChartData> chart_data(const ChartOptions& options, const std::vector<Row>& rows,
                                    const bind::ValueSlot& marker, Diagnostics& out);

}  // namespace svodka::render
