#pragma once

#include <string>
#include <vector>

namespace svodka::render {

/// A sheet of a filled workbook.
struct MadeSheet {
  std::string name;
  std::string xml;
  bool writes = false;  ///< its formulas get their results; else it is only read
};

/// A table (ListObject) of the workbook.
struct MadeTable {
  std::string xml;
  int sheet = 0;  ///< of the sheets, from 0
};

/// Computes the formulas of a filled workbook and puts each result beside its formula (`<v>`), so that
/// programs which do not compute show it too. The functions that reports use are known (form_functions.h). A
/// formula that asks for another one, for the time of day, for a circle, or whose result depends on the
/// reader's language gets no result, and neither do those that need it: no reader sees a stale value.
///
/// Why not ixion: 0.17 has no ROUND, COUNT, SUMIF, IFERROR or VLOOKUP, and one unknown function ends the
/// whole computation. `workbook` is the part with the defined names, `strings` the shared ones.
void compute_results(std::vector<MadeSheet>& sheets, const std::string& workbook,
                     const std::vector<MadeTable>& tables, const std::vector<std::string>& strings,
                     bool from_1904);

}  // namespace svodka::render
