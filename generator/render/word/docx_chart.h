#pragma once

#include <string>
#include <vector>

#include "render/expand/expand.h"
#include "render/word/chart_marks.h"
#include "render/word/chart_template.h"

namespace svodka::render {

struct DocumentInProgress;

/// Makes the charts of one part of a document. Each place and each repetition gets a part of its own with its
/// workbook and relations; the first takes the place of the template's. What nothing shows any more goes.
class DocxCharts : public ChartMarks {
 public:
  DocxCharts(DocumentInProgress& document, const std::vector<ChartPlace>& places);

  /// The expanded part with the relations of its charts.
  std::string finish(std::string xml);

 private:
  std::string reference(std::size_t place, std::vector<std::string> values, const Filled* data) override;
  std::string made(const ChartPlace& place, const std::vector<std::string>& values, const Filled* data);
  std::string put_words(const ChartPlace& place, const std::string& part, bool first,
                        const std::vector<std::string>& values, const Filled* data);
  void remove_unused();

  DocumentInProgress& document_;
  const std::vector<ChartPlace>& places_;
  std::vector<std::string> made_;  // by place: the relation of the last chart there
};

}  // namespace svodka::render
