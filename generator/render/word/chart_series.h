#pragma once

#include <pugixml.hpp>
#include <string>

#include "render/word/chart_part.h"

namespace svodka::render {

/// One series of a chart part as its template draws it.
struct DrawnSeries {
  std::string name;    ///< "" when it has none
  std::string format;  ///< of its values
};
DrawnSeries drawn_series(const pugi::xml_node& series);

/// The name of the sheet that a formula ("'Лист 1'!$B$2:$B$6", "[Книга1.xlsx]Лист1!$B$2") names; "" for no
/// formula of a cell.
std::string sheet_of(const std::string& formula);

/// Writes column `number` of the table (0 is the first series) into a c:ser (ECMA-376 part 1, clause
/// 21.2.2.170): c:tx, c:cat and c:val (or c:xVal and c:yVal), and takes away what belongs to other data.
void write_series(pugi::xml_node series, const ChartTable& table, std::size_t number);

/// Takes away the filters and ranges that Office 2013 keeps in the extensions of a series or plot.
void forget_ranges(pugi::xml_node of);

/// A copy of a series right after it, with an index, an order and a look of its own: no fixed colour, so that
/// the theme's colour of the index applies, and no formats of single points.
pugi::xml_node clone_series(const pugi::xml_node& series, unsigned index, unsigned order);

}  // namespace svodka::render
