#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/expand/expand.h"
#include "render/word/chart_data.h"

namespace svodka::render {

/// Stands round the numbers and values that a place in an expanded part is told by, until its chart stands
/// there. No value can hold it.
inline constexpr char kChartSign = '\x1f';

/// What stands in the attribute by which a part shows its chart number `place`; `values` are what its markers
/// become, as an attribute has them.
std::string chart_mark(std::size_t place, const std::vector<std::string>& values);

/// The charts of one part while a document is made. Two marks lead to a chart in the expanded part: that of
/// its data, where its `chart` marker stood, and behind it, in the attribute by which the part shows it,
/// chart_mark().
class ChartMarks {
 public:
  explicit ChartMarks(Diagnostics& out) : out_(out) {}
  virtual ~ChartMarks() = default;

  /// Notes the data of a `chart` marker and returns their mark; "" when they cannot be shown (a finding).
  std::string put_in(const EmbedRequest& request);

 protected:
  struct Filled {
    const bind::ValueSlot* marker;
    ChartData data;
    bool drawn_names;
  };

  /// The part with what reference() says in the places of the marks; there are `places`.
  std::string without_marks(const std::string& xml, std::size_t places);
  /// What leads the part to the chart of a place from now on. `values` fill the chart's markers, `data`
  /// (null: as it is drawn) its series.
  virtual std::string reference(std::size_t place, std::vector<std::string> values, const Filled* data) = 0;
  /// Warns of series that a chart has no room for: it shows `shown` of them, `first` is one.
  void warn_left_out(const Filled& filled, std::size_t shown, const std::string& first) const;

 private:
  std::optional<std::string> instead(std::string_view mark, std::size_t places);

  Diagnostics& out_;
  std::vector<Filled> filled_;
  std::optional<std::size_t> pending_;  // filled data whose chart follows
};

}  // namespace svodka::render
