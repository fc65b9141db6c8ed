#include "render/word/chart_workbook.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_canvas.h"
#include "render/sheet/sheet_package.h"

namespace svodka::render {
namespace {

constexpr std::time_t kCreated = 315'532'800;  // 1980-01-01, so that the bytes do not depend on the day

// A file of its own name in the folder for temporary ones.
std::filesystem::path temporary_file() {
  auto name = (std::filesystem::temp_directory_path() / "svodka-chart-XXXXXX").string();
  const int file = mkstemp(name.data());
  if (file < 0) fail_with_errno(name, "не удалось создать", "cannot create", errno);
  close(file);
  return name;
}

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
  const auto path = temporary_file();
  const ScopedRemoval removal(path);
  OpenWorkbook book(path);
  lxw_doc_properties properties{};
  properties.created = kCreated;
  workbook_set_properties(book.get(), &properties);
  StyleBook styles(book.get());
  auto* sheet = workbook_add_worksheet(book.get(), table.sheet.c_str());
  if (!sheet) fail_to_write(path, "no room for the sheet " + table.sheet);
  SheetCanvas canvas(sheet, table.sheet, styles, out);
  Writer(table, canvas, at).write();
  std::vector<package::ZipEntry> rows;
  rows.push_back(canvas.finish());
  if (const auto error = book.close(); error != LXW_NO_ERROR) fail_to_write(path, lxw_strerror(error));
  if (const auto fault = complete_workbook(path, std::move(rows))) fail_to_write(path, *fault);
  return read_file(path);
}

}  // namespace svodka::render
