#pragma once

#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "bind/sheet_layout_reader.h"

namespace svodka::bind {

/// The parts of parse_workbook. Each reads one piece of the layout and reports its mistakes; a piece in error
/// has its defaults.

std::vector<std::string> table_keys();
SheetTable parse_table(LayoutReader& reader, const load::Node& node);
/// `query` is the shape of the table's rows. Formulas and totals are matched over all columns at once.
std::vector<SheetColumn> parse_columns(LayoutReader& reader, const load::Node& node, const Shape& query);
std::vector<Highlight> parse_highlights(LayoutReader& reader, const load::Node& table,
                                        const std::vector<SheetColumn>& columns);
std::vector<SheetLine> parse_lines(LayoutReader& reader, const load::Node& node, std::string_view key,
                                   LineStyle style);
CodesCorner parse_codes(LayoutReader& reader, const load::Node& node);
std::vector<Signature> parse_signatures(LayoutReader& reader, const load::Node& node);
SheetPrint parse_print(LayoutReader& reader, const load::Node* node);
std::vector<SheetChart> parse_charts(LayoutReader& reader, const load::Node& node,
                                     const std::vector<SheetTable>& tables);

/// The column that `words` call: by name, or «гр. 5». -1 after a finding at `node`.
int column_called(LayoutReader& reader, const load::Node& node, const std::vector<SheetColumn>& columns);

}  // namespace svodka::bind
