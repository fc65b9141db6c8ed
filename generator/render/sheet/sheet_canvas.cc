#include "render/sheet/sheet_canvas.h"

#include <fmt/format.h>

#include <cassert>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr std::size_t kMaxCellText = 32'767;
constexpr double kMaxHeight = 409;

/// Excel counts in UTF-16.
std::size_t excel_length(std::string_view words) {
  std::size_t units = 0;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

/// Formats are numbered in the order in which they are first asked for.
int style_number(lxw_format* format) { return lxw_format_get_xf_index(format); }

/// The library looks for its own words in an address.
std::string without_library_words(std::string address) {
  for (const std::string_view word : {"internal:", "external:"})
    for (auto at = address.find(word); at != std::string::npos; at = address.find(word, at))
      address.replace(at + word.size() - 1, 1, "%3A");
  return address;
}

}  // namespace

std::string cell_name(int row, int column) { return sheet_column(column) + std::to_string(row + 1); }

void SheetCanvas::error(int row, int column, const Position& at, std::string rule, Text message, Text hint) {
  out_.error(at, std::move(rule),
             {fmt::format("лист «{}», ячейка {}: {}", name_, cell_name(row, column), message.ru),
              fmt::format("sheet “{}”, cell {}: {}", name_, cell_name(row, column), message.en)},
             std::move(hint));
}

/// What the library refuses although we have looked: it has a bound that we do not know.
void SheetCanvas::check(int row, int column, lxw_error code, const Position& at) {
  if (code == LXW_NO_ERROR) return;
  error(row, column, at, "sheet-library",
        svodka::text("библиотека отказалась: {}", "the library refused: {}", lxw_strerror(code)));
}

void SheetCanvas::warn_once(bool& told, const Position& at, std::string rule, Text message, Text hint) {
  if (std::exchange(told, true)) return;
  out_.warning(
      at, std::move(rule),
      {fmt::format("лист «{}»: {}", name_, message.ru), fmt::format("sheet “{}”: {}", name_, message.en)},
      std::move(hint));
}

bool SheetCanvas::fits(int row, int column, std::string_view words, const Position& at) {
  if (utf8::first_invalid(words) || utf8::first_not_xml(words)) {
    error(row, column, at, "bad-characters",
          svodka::text("в тексте знаки, которых в файле Excel быть не может",
                       "the text holds characters that an Excel file cannot"));
    return false;
  }
  if (words.size() <= kMaxCellText || excel_length(words) <= kMaxCellText) return true;
  error(row, column, at, "cell-too-long",
        svodka::text("текст из {} знаков не помещается: в ячейке их не больше {}",
                     "the text of {} characters does not fit: a cell holds {}", excel_length(words),
                     kMaxCellText),
        svodka::text("сократите его в запросе: `substr(…, 1, 1000)`",
                     "shorten it in the query: `substr(…, 1, 1000)`"));
  return false;
}

void SheetCanvas::text(int row, int column, std::string_view words, lxw_format* format, const Position& at) {
  if (words.empty() || !fits(row, column, words, at)) return blank(row, column, format);
  rows_.text(row, column, words, style_number(format));
}

void SheetCanvas::number(int row, int column, double value, lxw_format* format) {
  rows_.number(row, column, value, style_number(format));
}

void SheetCanvas::blank(int row, int column, lxw_format* format) {
  rows_.blank(row, column, style_number(format));
}

void SheetCanvas::formula(int row, int column, const std::string& formula, double result,
                          lxw_format* format) {
  rows_.formula(row, column, formula, result, style_number(format));
}

void SheetCanvas::formula(int row, int column, const std::string& formula, const std::string& result,
                          lxw_format* format) {
  rows_.formula(row, column, formula, result, style_number(format));
}

void SheetCanvas::rich(int row, int column, const std::vector<CellRun>& runs, const CellStyle& style,
                       const Position& at) {
  const auto words = plain_text(runs);
  if (words.empty() || !fits(row, column, words, at)) return blank(row, column, styles_.get(style));
  if (runs.size() > 1) return rows_.rich(row, column, runs, style, style_number(styles_.get(style)));
  CellStyle hand = style;
  hand.bold |= runs[0].bold, hand.italic |= runs[0].italic, hand.strike |= runs[0].strike;
  text(row, column, words, hand, at);
}

void SheetCanvas::link(int row, int column, std::string_view words, const std::string& address,
                       lxw_format* format, const Position& at) {
  if (links_ >= limits_.links) {
    warn_once(told_links_, at, "too-many-links",
              svodka::text("ссылок больше {}: остальные — просто текст",
                           "more than {} links: the rest are only text", limits_.links),
              svodka::text("больше ссылок в листе Excel не бывает", "a sheet of Excel has no more"));
    return text(row, column, words, format, at);
  }
  const auto target =
      address.starts_with('#') ? "internal:" + address.substr(1) : without_library_words(address);
  const auto code =
      worksheet_write_url_opt(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                              target.c_str(), format, nullptr, nullptr);
  if (code == LXW_NO_ERROR) ++links_;
  check(row, column, code, at);
  text(row, column, words, format, at);
}

void SheetCanvas::comment(int row, int column, const std::string& words, const Position& at) {
  if (words.empty()) return;
  if (comments_ >= limits_.comments)
    return warn_once(told_comments_, at, "too-many-comments",
                     svodka::text("примечаний больше {}: у остальных ячеек их нет",
                                  "more than {} comments: the other cells have none", limits_.comments),
                     svodka::text("примечания остаются в памяти, пока пишется книга",
                                  "comments stay in memory while the workbook is written"));
  ++comments_;
  lxw_comment_options options{};
  options.font_name = const_cast<char*>("Tahoma");  // the library copies it
  options.width = 260;
  check(row, column,
        worksheet_write_comment_opt(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                    words.c_str(), &options),
        at);
}

void SheetCanvas::late_comment(int row, int column, const std::string& words, const Position& at) {
  sheet_->optimize = LXW_FALSE;  // or the library refuses rows above the last it knows
  const auto code = worksheet_write_comment(sheet_, static_cast<lxw_row_t>(row),
                                            static_cast<lxw_col_t>(column), words.c_str());
  sheet_->optimize = LXW_TRUE;
  check(row, column, code, at);
}

void SheetCanvas::picture(const PicturePlace& place, const Picture& picture, const std::string& alt,
                          const Position& at) {
  std::string description = alt;
  lxw_image_options options{};
  options.x_offset = static_cast<std::int32_t>(place.left);
  options.y_offset = static_cast<std::int32_t>(place.top);
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  options.description = description.data();
  const auto code = worksheet_insert_image_buffer_opt(
      sheet_, static_cast<lxw_row_t>(place.row), static_cast<lxw_col_t>(place.column),
      reinterpret_cast<const unsigned char*>(picture.bytes.data()), picture.bytes.size(), &options);
  check(place.row, place.column, code, at);
  if (code != LXW_NO_ERROR) return;
  // The library has its own idea of the picture's size and resolution, by which it will scale.
  lxw_object_properties* made = nullptr;
  lxw_object_properties* one = nullptr;
  STAILQ_FOREACH(one, sheet_->image_props, list_pointers) made = one;  // the last
  if (!made) return;
  made->x_scale = place.width / (made->width * 96 / made->x_dpi);
  made->y_scale = place.height / (made->height * 96 / made->y_dpi);
}

void SheetCanvas::across(int row, int first, int last, std::string_view words, const CellStyle& style,
                         const Position& at) {
  text(row, first, words, style, at);
  for (int column = first + 1; column <= last; ++column) blank(row, column, style);
  merge(row, first, row, last, at);
}

void SheetCanvas::merge(int first_row, int first, int last_row, int last, const Position& at) {
  if (first_row == last_row && first == last) return;
  if (sheet_->merged_range_count >= limits_.merges)
    return warn_once(told_merges_, at, "too-many-merges",
                     svodka::text("объединений больше {}: остальные ячейки стоят порознь",
                                  "more than {} merges: the other cells stand apart", limits_.merges),
                     {});
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

void SheetCanvas::height(int row, double points, const RowOutline& outline) {
  points = points > kMaxHeight ? kMaxHeight : points;
  rows_.height(row, points == sheet_->default_row_height ? 0 : points, outline);
  if (!heights_wanted_) return;
  // The library places pictures by its list of rows, which it keeps only when memory need not be constant.
  sheet_->optimize = LXW_FALSE;
  worksheet_set_row(sheet_, static_cast<lxw_row_t>(row), points, nullptr);
  sheet_->optimize = LXW_TRUE;
}

package::ZipEntry SheetCanvas::finish() {
  auto piece = rows_.finish();
  if (rows_.last_column() >= 0) {
    sheet_->dim_rowmin = static_cast<lxw_row_t>(rows_.first_row());
    sheet_->dim_rowmax = static_cast<lxw_row_t>(rows_.last_row());
    sheet_->dim_colmin = static_cast<lxw_col_t>(rows_.first_column());
    sheet_->dim_colmax = static_cast<lxw_col_t>(rows_.last_column());
  }
  sheet_->outline_row_level = static_cast<std::uint8_t>(rows_.greatest_level());
  return piece;
}

}  // namespace svodka::render
