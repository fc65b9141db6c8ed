#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "render/expand/expand.h"
#include "render/word/chart_data.h"
#include "render/word/chart_template.h"

namespace svodka::render {

struct DocumentInProgress;

/// Makes the charts of one part of a document. Each place and each repetition gets a part of its own with its
/// workbook and relations; the first takes the place of the template's. What nothing shows any more goes.
class DocxCharts {
 public:
  DocxCharts(DocumentInProgress& document, const std::vector<ChartPlace>& places)
      : document_(document), places_(places), made_(places.size()) {}

  /// Notes the data of a `chart` marker and returns the mark for the description of its chart; "" when they
  /// cannot be shown (a finding).
  std::string put_in(const EmbedRequest& request);

  /// The expanded part with the relations of its charts.
  std::string finish(std::string xml);

 private:
  struct Filled {
    const bind::ValueSlot* marker;
    ChartData data;
    bool drawn_names;
  };

  std::optional<std::string> instead(std::string_view mark);
  std::string made(const ChartPlace& place, const std::vector<std::string>& values);
  std::string put_words(const ChartPlace& place, const std::string& part, bool first,
                        const std::vector<std::string>& values);
  void remove_unused();

  DocumentInProgress& document_;
  const std::vector<ChartPlace>& places_;
  std::vector<std::string> made_;  // by place: the relation of the last chart there
  std::vector<Filled> filled_;
  std::optional<std::size_t> pending_;  // filled data whose chart follows
};

}  // namespace svodka::render
