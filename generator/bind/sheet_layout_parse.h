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
/// `validate:` and what else bears on the typing into cells.
std::optional<Validation> parse_validation(LayoutReader& reader, const load::Node& node);
std::optional<Protection> parse_protection(LayoutReader& reader, const load::Node& node);
std::optional<ExcelTable> parse_excel_table(LayoutReader& reader, const load::Node& node);
/// What Excel and the table's own form keep from being one.
void check_excel_table(LayoutReader& reader, const load::Node& node, const SheetTable& table);
/// A name for cells; "" after a finding.
std::string parse_range_name(LayoutReader& reader, const load::Node& node);

/// A colour by name or as "#RRGGBB": pale ones lie under text, strong ones are for letters, bars and charts.
enum class Palette { kPale, kStrong };
std::uint32_t parse_colour(LayoutReader& reader, const load::Node& node, Palette palette);
std::vector<std::uint32_t> parse_colours(LayoutReader& reader, const load::Node& node, std::string_view key,
                                         Palette palette);

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
