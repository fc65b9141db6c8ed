#include <algorithm>

#include "render/sheet/sheet_page.h"

namespace svodka::render {
namespace {

constexpr double kChartWidth = 180;  ///< millimetres, of a chart beside its table
constexpr std::uint8_t kPaperA4 = 9;

double pixels(double millimetres) { return millimetres / 25.4 * 96; }

}  // namespace

/// Null when there is nothing to show.
lxw_chart* SheetPage::chart_of(const bind::SheetChart& spec) {
  const auto table = static_cast<std::size_t>(spec.table);
  if (divided_[table]) {
    out_.warning(spec.at, "chart-of-divided-table",
                 text("таблица не поместилась на лист, диаграммы по ней не будет",
                      "the table did not fit on a sheet, so there is no chart of it"),
                 text("сделайте для диаграммы таблицу с итогами", "make a table of totals for the chart"));
    return nullptr;
  }
  return make_chart(book_.workbook(), spec, layout_.tables[table], places_[table], canvas_->name(), root_,
                    out_);
}

void SheetPage::charts_below() {
  for (const auto& spec : layout_.charts) {
    if (spec.place != bind::SheetChart::Place::kBelow) continue;
    auto* chart = chart_of(spec);
    if (!chart) continue;
    ++row_;
    const double width = std::min(spec.width > 0 ? pixels(spec.width) : grid_.pixels(), grid_.pixels());
    lxw_chart_options options{.x_offset = 0,
                              .y_offset = 0,
                              .x_scale = width / 480.0,
                              .y_scale = pixels(spec.height) / 288.0,
                              .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(canvas_->raw(), static_cast<lxw_row_t>(row_), 0, chart, &options);
    row_ += static_cast<int>(pixels(spec.height) / 20) + 2;
  }
}

void SheetPage::chart_sheet(lxw_chart* chart) {
  auto* sheet = workbook_add_chartsheet(book_.workbook(), book_.next_name("Диаграмма").c_str());
  if (!sheet) return;
  chartsheet_set_chart(sheet, chart);
  chartsheet_set_landscape(sheet);
  chartsheet_set_paper(sheet, kPaperA4);
}

void SheetPage::charts_elsewhere() {
  for (const auto& spec : layout_.charts) {
    if (spec.place == bind::SheetChart::Place::kBelow) continue;
    auto* chart = chart_of(spec);
    if (!chart) continue;
    if (spec.place == bind::SheetChart::Place::kSheet) {
      chart_sheet(chart);
      continue;
    }
    lxw_chart_options options{.x_offset = 20,
                              .y_offset = 0,
                              .x_scale = pixels(spec.width > 0 ? spec.width : kChartWidth) / 480.0,
                              .y_scale = pixels(spec.height) / 288.0,
                              .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(canvas_->raw(), static_cast<lxw_row_t>(places_[spec.table].header),
                               static_cast<lxw_col_t>(grid_.last() + 1), chart, &options);
  }
}

}  // namespace svodka::render
