#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/text.h"
#include "render/word/chart_data.h"

namespace svodka::render {

/// The cells that a chart's formulas name: headings in row 1, categories in column A, a series in each column
/// from B on. The chart's embedded workbook is made of them (chart_workbook.h).
struct ChartTable {
  struct Series {
    std::string name, format;  ///< a number format of Excel, "General"
    std::vector<std::optional<double>> values;
  };
  std::string sheet;  ///< a name that a sheet can have
  std::string heading, category_format;
  std::vector<Value> categories;  ///< null, text, or double (a day: its serial number)
  std::vector<Series> series;
};

/// The letters of a column of a sheet, counted from 0: "A", "AB".
std::string column_letters(std::size_t column);

/// The categories of a chart as its cells have them: days as their serial numbers (`dates`) or
/// "12.10.2020".
std::vector<Value> shown_categories(const ChartData& data, bool dates);

/// Why a chart part (ECMA-376 part 1, clause 21.2.2.27) cannot take data; empty when it can.
Text chart_problem(const pugi::xml_document& chart);

/// Puts `data` into a chart part: names, caches and formulas of its series, which are counted over all its
/// plots in the order of c:order. Look stays: colours, axes, number formats, legend, titles. Series that are
/// not drawn get the look of the last one in the colour of their own number; drawn series that the data do
/// not have go, and with them plots that stay empty. Formats of points that are no more, filters and formulas
/// over other cells go too. Pies and stock charts take no more series than drawn: the rest is left out of the
/// table. Data without series empty those that are drawn. Days are dates on a date axis, else "12.10.2020".
ChartTable refresh_chart(pugi::xml_document& chart, const ChartData& data, bool drawn_names);

}  // namespace svodka::render
