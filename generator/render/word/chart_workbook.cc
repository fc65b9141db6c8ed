#include "render/word/chart_workbook.h"

#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_canvas.h"

namespace svodka::render {
namespace {

constexpr std::time_t kCreated = 315'532'800;  // 1980-01-01, so that the bytes do not depend on the day

CellStyle cell_style(const std::string& format) {
  CellStyle style;
  style.border = false;
  if (format != "General") style.number_format = format;
  return style;
}

class Writer {
 public:
  Writer(const ChartTable& table, SheetCanvas& canvas, const Position& at)
      : table_(table), canvas_(canvas), at_(at) {}

  void write() {
    const auto plain = cell_style({});
    if (!table_.heading.empty()) canvas_.text(0, 0, table_.heading, plain, at_);
    for (std::size_t i = 0; i < table_.series.size(); ++i)
      canvas_.text(0, static_cast<int>(i) + 1, table_.series[i].name, plain, at_);
    for (std::size_t row = 0; row < table_.categories.size(); ++row) write_row(row);
  }

 private:
  void write_row(std::size_t row) {
    const int line = static_cast<int>(row) + 1;
    const auto& category = table_.categories[row];
    if (const auto* words = std::get_if<std::string>(&category))
      canvas_.text(line, 0, *words, cell_style({}), at_);
    else if (const auto* number = std::get_if<double>(&category))
      canvas_.number(line, 0, *number, cell_style(table_.category_format));
    for (std::size_t i = 0; i < table_.series.size(); ++i) {
      const auto& series = table_.series[i];
      if (row < series.values.size() && series.values[row])
        canvas_.number(line, static_cast<int>(i) + 1, *series.values[row], cell_style(series.format));
    }
  }

  const ChartTable& table_;
  SheetCanvas& canvas_;
  const Position& at_;
};

}  // namespace

std::string chart_workbook(const ChartTable& table, const Position& at, Diagnostics& out) {
  constexpr std::size_t kRows = 1'048'575;  // below the headings
  if (table.categories.size() > kRows) {
    out.error(at, "chart-too-large",
              text("у диаграммы {} точек, в её таблицу войдёт не больше {}",
                   "the chart has {} points, its table holds {} at most", table.categories.size(), kRows));
    return {};
  }
  OpenWorkbook book(table.sheet + ".xlsx");
  lxw_doc_properties properties{};
  properties.created = kCreated;
  workbook_set_properties(book.get(), &properties);
  StyleBook styles(book.get());
  auto* sheet = workbook_add_worksheet(book.get(), table.sheet.c_str());
  if (!sheet) fail_to_write(table.sheet + ".xlsx", "no room for the sheet " + table.sheet);
  SheetCanvas canvas(sheet, table.sheet, styles, out);
  Writer(table, canvas, at).write();
  std::vector<package::ZipEntry> rows;
  rows.push_back(canvas.finish());
  return book.finish(std::move(rows));
}

}  // namespace svodka::render
