#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/finding.h"
#include "package/zip.h"
#include "render/word/chart_text.h"

namespace svodka::render {

/// A chart that a template has drawn.
struct ChartTemplate {
  std::string part;                ///< "word/charts/chart1.xml"
  std::string xml;                 ///< with place-holders for its markers (chart_text.h)
  std::string shapes, shapes_xml;  ///< the part of the text boxes on it; "" when they have no markers
  std::vector<ChartMarker> markers;
  Text problem;  ///< see chart_problem()
};

/// The charts of one template file, read when first asked for.
class ChartTemplates {
 public:
  ChartTemplates(std::string file, const std::vector<package::ZipEntry>& entries)
      : file_(std::move(file)), entries_(entries) {}

  /// The chart that a relation of `part` leads to; null when it leads to no part of a chart (ECMA-376 part 1,
  /// clause 14.2.1), or to a damaged one. Mistakes in its markers: findings, the first time.
  std::shared_ptr<const ChartTemplate> find(const std::string& part, const std::string& relation,
                                            Diagnostics& out);
  /// True when a chart that `part` shows has braces in its words.
  bool have_markers(const std::string& part) const;

 private:
  std::string file_;
  const std::vector<package::ZipEntry>& entries_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const ChartTemplate>> read_;
};

/// Where a part shows a chart.
struct ChartPlace {
  std::shared_ptr<const ChartTemplate> chart;
  std::string relation;  ///< id of the template's relation to the chart
  std::string part;      ///< whose relation it is
  int twin = -1;         ///< of a chart in an mc:Fallback: the place of the same chart for newer programs
};

}  // namespace svodka::render
