#pragma once

#include <string>

#include "base/finding.h"
#include "render/word/chart_part.h"

namespace svodka::render {

/// The bytes of the workbook (.xlsx) behind a chart, which opens when its reader edits the data: the table's
/// cells where the chart's formulas say. The same table gives the same bytes. A text that a cell cannot hold
/// is a finding at `at`. Throws EnvironmentError: the library writes a file, in the system's folder for
/// temporary ones.
std::string chart_workbook(const ChartTable& table, const Position& at, Diagnostics& out);

}  // namespace svodka::render
