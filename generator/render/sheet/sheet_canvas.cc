#include "render/sheet/sheet_canvas.h"

#include <fmt/format.h>

#include <cassert>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr std::size_t kMaxCellText = 32'767;
constexpr double kMaxHeight = 409;

/// Excel reads `_x0041_` in a text as the letter A. The letters that were typed are kept by writing their
/// first one so.
std::string without_escapes(const std::string& words) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = words.find("_x"); i != std::string::npos; i = words.find("_x", i + 1)) {
    bool code = i + 6 < words.size() && words[i + 6] == '_';
    for (std::size_t k = i + 2; code && k < i + 6; ++k)
      code = std::isxdigit(static_cast<unsigned char>(words[k])) != 0;
    if (!code) continue;
    out += words.substr(done, i - done) + "_x005F_";
    done = i + 1;
  }
  return out + words.substr(done);
}

}  // namespace

std::string cell_name(int row, int column) {
  std::string letters;
  for (int c = column; c >= 0; c = c / 26 - 1)
    letters.insert(letters.begin(), static_cast<char>('A' + c % 26));
  return letters + std::to_string(row + 1);
}

void SheetCanvas::touch(int row) {
  assert(row >= last_row_ && "rows are written downwards");
  if (row > last_row_) ++rows_;
  last_row_ = row;
}

std::string SheetCanvas::checked(int row, int column, const std::string& words, const Position& at) {
  const auto fail = [&](std::string rule, Text message, Text hint) {
    out_.error(at, std::move(rule),
               {fmt::format("лист «{}», ячейка {}: {}", name_, cell_name(row, column), message.ru),
                fmt::format("sheet “{}”, cell {}: {}", name_, cell_name(row, column), message.en)},
               std::move(hint));
    return std::string();
  };
  if (utf8::first_invalid(words) || utf8::first_not_xml(words))
    return fail("bad-characters",
                svodka::text("в тексте знаки, которых в файле Excel быть не может",
                             "the text holds characters that an Excel file cannot"),
                {});
  if (utf8::length(words) > kMaxCellText)
    return fail("cell-too-long",
                svodka::text("текст из {} знаков не помещается: в ячейке их не больше {}",
                             "the text of {} characters does not fit: a cell holds {}", utf8::length(words),
                             kMaxCellText),
                svodka::text("сократите его в запросе: `substr(…, 1, 1000)`",
                             "shorten it in the query: `substr(…, 1, 1000)`"));
  return without_escapes(words);
}

void SheetCanvas::text(int row, int column, const std::string& words, const CellStyle& style,
                       const Position& at) {
  touch(row);
  const auto fit = checked(row, column, words, at);
  if (fit.empty()) return blank(row, column, style);
  worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), fit.c_str(),
                         styles_.get(style));
}

void SheetCanvas::number(int row, int column, double value, const CellStyle& style) {
  assert(std::isfinite(value));
  touch(row);
  worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value,
                         styles_.get(style));
}

void SheetCanvas::blank(int row, int column, const CellStyle& style) {
  touch(row);
  worksheet_write_blank(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                        styles_.get(style));
}

void SheetCanvas::formula(int row, int column, const std::string& formula, double result,
                          const CellStyle& style) {
  assert(std::isfinite(result));
  touch(row);
  worksheet_write_formula_num(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                              formula.c_str(), styles_.get(style), result);
}

void SheetCanvas::formula(int row, int column, const std::string& formula, const std::string& result,
                          const CellStyle& style) {
  touch(row);
  worksheet_write_formula_str(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                              formula.c_str(), styles_.get(style), result.c_str());
}

void SheetCanvas::across(int row, int first, int last, const std::string& words, const CellStyle& style,
                         const Position& at) {
  text(row, first, words, style, at);
  for (int column = first + 1; column <= last; ++column) blank(row, column, style);
  merge(row, first, row, last);
}

void SheetCanvas::merge(int first_row, int first, int last_row, int last) {
  const bool full =
      sheet_->merged_range_count == std::numeric_limits<decltype(sheet_->merged_range_count)>::max();
  if ((first_row == last_row && first == last) || full) return;
  // worksheet_merge_range() refuses rows that are on disk already, and writes over those that are to come. So
  // the range is put on the library's list, which it frees.
  auto* range = static_cast<lxw_merged_range*>(std::calloc(1, sizeof(lxw_merged_range)));
  if (!range) throw std::bad_alloc();
  range->first_row = static_cast<lxw_row_t>(first_row);
  range->last_row = static_cast<lxw_row_t>(last_row);
  range->first_col = static_cast<lxw_col_t>(first);
  range->last_col = static_cast<lxw_col_t>(last);
  STAILQ_INSERT_TAIL(sheet_->merged_ranges, range, list_pointers);
  ++sheet_->merged_range_count;
}

void SheetCanvas::height(int row, double points) {
  touch(row);
  worksheet_set_row(sheet_, static_cast<lxw_row_t>(row), points > kMaxHeight ? kMaxHeight : points, nullptr);
}

}  // namespace svodka::render
