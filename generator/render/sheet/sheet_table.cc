#include "render/sheet/sheet_table.h"

#include <algorithm>
#include <cmath>

#include "language/modifiers.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::CellAlign;
using bind::NumberFormat;
using bind::Outline;
using bind::SheetColumn;
using Kind = SheetCell::Kind;

constexpr int kMaxLevel = 4;
constexpr double kOneLine = 15;  ///< points
constexpr char kDateFormat[] = "dd.mm.yyyy";
constexpr char kRowSign = '\x01';  ///< where the number of the row goes in a formula

std::string text_in_cell(const Value& value) {
  return is_null(value) ? std::string() : language::to_text(value);
}

int default_align(const SheetColumn& column, bool number, bool date) {
  if (column.kind == SheetColumn::Kind::kRowNumber || date || column.type == ColumnType::kBool)
    return LXW_ALIGN_CENTER;
  return number ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT;
}

std::vector<std::string> formula_parts(const bind::SheetTable& table, const SheetColumn& column) {
  if (column.kind != SheetColumn::Kind::kFormula) return {};
  const auto cell = [](int other) { return sheet_column(other) + kRowSign; };
  const auto words =
      excel_formula(column.formula, cell, column.format.value_decimals(), empty_mark(table, column));
  std::vector<std::string> parts(1);
  for (const char c : words) {
    if (c == kRowSign)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

}  // namespace

TableWriter::TableWriter(SheetCanvas& canvas, const bind::SheetTable& table, const Grid& grid,
                         PictureFolder& pictures, const SheetLimits& limits, Diagnostics& out)
    : canvas_(&canvas),
      table_(table),
      grid_(grid),
      limits_(limits),
      out_(out),
      maker_(table, pictures, out),
      formats_(table.columns.size()),
      sums_(table.columns.size()),
      group_sums_(table.columns.size()),
      numbers_(table.columns.size()),
      sheets_{canvas.name()},
      runs_(table.columns.size()) {
  for (const auto& column : table.columns) formulas_.push_back({formula_parts(table, column)});
  if (table.levels && !table.levels->merge.empty()) level_text_.emplace(table.levels->text);
  if (table.group && !table.group->heading.blank()) heading_.emplace(table.group->heading);
  if (table.group && !table.group->subtotal.blank()) subtotal_.emplace(table.group->subtotal);
}

void TableWriter::write_rows(RowSource& rows, int row, const Row& root, const NextSheet& next) {
  first_data_ = row_ = row;
  Row record;
  bool any = false;
  while (rows.next(record)) {
    any = true;
    // A group's heading and subtotal stand on the sheet of its rows.
    if (row_ >= limits_.rows - limits_.rows_kept) next_sheet(next);
    if (table_.group) group_change(record);
    const int level = level_of(record);
    const bool merged =
        level_text_ && std::count(table_.levels->merge.begin(), table_.levels->merge.end(), level) > 0;
    merged ? merged_row(record, level) : data_row(record, rows);
  }
  end_runs();
  if (group_) end_group();
  if (any)
    last_data_ = row_ - 1;
  else
    no_rows(root);
}

void TableWriter::next_sheet(const NextSheet& next) {
  end_runs();
  full_rows_.push_back({static_cast<int>(sheets_.size()) - 1, first_data_, row_ - 1});
  if (group_ && row_ > group_first_)
    group_rows_.push_back({static_cast<int>(sheets_.size()) - 1, group_first_, row_ - 1});
  const auto [canvas, row] = next(first_data_, row_ - 1);
  canvas_ = canvas;
  sheets_.push_back(canvas->name());
  first_data_ = row_ = group_first_ = row;
  keep_ = false;
  points_.clear();
}

std::vector<RowRange> TableWriter::with_rest(std::vector<RowRange> before, int first) const {
  if (row_ > first) before.push_back({static_cast<int>(sheets_.size()) - 1, first, row_ - 1});
  return before;
}

int TableWriter::write_total() {
  if (table_.total) {
    const bool by_level = table_.total_level >= 0;
    total_row(*table_.total, sums_, by_level ? added_rows_ : with_rest(full_rows_, first_data_), true);
  }
  return row_;
}

int TableWriter::level_of(const Row& row) {
  if (!table_.levels) return kMaxLevel;
  const auto& value = row.values[static_cast<std::size_t>(table_.levels->field)];
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* number = std::get_if<double>(&value);
  const double level = whole ? static_cast<double>(*whole) : number ? *number : -1;
  if (level >= 0 && level <= kMaxLevel && level == std::floor(level)) return static_cast<int>(level);
  out_.error(table_.at, "bad-level",
             text("строка {} запроса `{}`: уровень «{}», а бывает от 0 до 4",
                  "row {} of the query `{}`: the level is “{}”, it must be 0 to 4", maker_.number() + 1,
                  table_.rows_name, text_in_cell(value)));
  return kMaxLevel;
}

void TableWriter::data_row(const Row& row, RowSource& rows) {
  const int level = level_of(row);
  const int styled = table_.levels ? level : -1;
  maker_.make(row);
  set_height(styled);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (maker_.has_formula(i)) {
      const auto& result = maker_.operands()[i];
      put_formula(i, result, format_of(i, result ? kFigure : kMark, styled));
      if (result) numbers_[i].add(*result);
    } else if (table_.columns[i].merge && continues(i)) {
      canvas_->blank(row_, static_cast<int>(i), format_of(i, look_of(maker_.cells()[i]), styled));
    } else {
      put(i, styled);
    }
    if (table_.source_notes) put_source(i, rows);
  }
  add_up(level);
  if (keep_) keep_row();
  ++row_;
}

void TableWriter::put_source(std::size_t column, RowSource& rows) {
  auto* sourced = dynamic_cast<bind::SourcedRows*>(&rows);
  if (sourced == nullptr || table_.columns[column].kind != SheetColumn::Kind::kValue) return;
  const auto place = sourced->source(table_.columns[column].field);
  if (place.file.empty()) return;
  canvas_->comment(row_, static_cast<int>(column), to_string(place, Language::kRussian), table_.at);
}

void TableWriter::keep_row() {
  constexpr std::size_t kMostPoints = 1'000;
  auto& row = points_.emplace_back();
  const auto& cells = maker_.cells();
  for (std::size_t i = 0; i < cells.size(); ++i) row.push_back({maker_.operands()[i], cells[i].text});
  if (points_.size() <= kMostPoints) return;
  keep_ = false;
  points_.clear();
}

RowOutline TableWriter::outline_of(int level) const {
  if (table_.outline == Outline::kNone) return {};
  if (table_.group) return {.level = 1, .hidden = table_.outline == Outline::kCollapsed};
  return {.level = std::max(0, level - 1)};
}

double TableWriter::needed_height(std::size_t i, int level) const {
  constexpr double kIndentPixels = 9;
  constexpr double kPictureMargin = 4;
  const auto& cell = maker_.cells()[i];
  if (cell.kind == Kind::kPicture) return cell.height * 0.75 + kPictureMargin;
  if (cell.text.size() < 8 || cell.is_number()) return 0;
  const bool bold = (level >= 0 && level <= 2) || cell.kind == Kind::kRich;
  const bool indented = table_.levels && table_.levels->indent == static_cast<int>(i) && level > 1;
  const double room = column_room(grid_.widths[i]) - (indented ? (level - 1) * kIndentPixels : 0);
  const int lines = wrapped_lines(cell.text, room, {.bold = bold, .italic = level == 2});
  return lines > 1 ? lines_height(lines, TextFont{}.size) : 0;
}

/// LibreOffice does not fit rows to wrapped text when it opens a workbook, and Excel does not for every cell;
/// so the height is given.
void TableWriter::set_height(int level) {
  double height = kOneLine;
  for (std::size_t i = 0; i < table_.columns.size(); ++i) height = std::max(height, needed_height(i, level));
  const auto outline = outline_of(level);
  if (height > kOneLine || outline.level > 0) canvas_->height(row_, height, outline);
}

void TableWriter::add_up(int level) {
  const auto& operands = maker_.operands();
  const bool added = table_.total_level < 0 || table_.total_level == level;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!operands[i] || table_.columns[i].total == bind::ColumnTotal::kNone) continue;
    if (added) sums_[i].add(*operands[i]);
    if (table_.group) group_sums_[i].add(*operands[i]);
  }
  if (table_.total_level < 0 || !added) return;
  const int sheet = static_cast<int>(sheets_.size()) - 1;
  if (!added_rows_.empty() && added_rows_.back().sheet == sheet && added_rows_.back().last == row_ - 1)
    added_rows_.back().last = row_;
  else
    added_rows_.push_back({sheet, row_, row_});
}

TableWriter::Look TableWriter::look_of(const SheetCell& cell) {
  switch (cell.kind) {
    case Kind::kNumber:
      return kFigure;
    case Kind::kDate:
      return kDay;
    case Kind::kMark:
      return kMark;
    case Kind::kLink:
      return kAddress;
    default:
      return kWords;
  }
}

CellStyle TableWriter::style_of(std::size_t column, Look look, int level) const {
  const auto& spec = table_.columns[column];
  const bool number = look == kFigure || look == kDay;
  CellStyle style;
  style.bold = level >= 0 && level <= 2;
  style.italic = level == 2;
  style.align = look == kMark ? LXW_ALIGN_CENTER : default_align(spec, number, look == kDay);
  if (spec.align == CellAlign::kLeft) style.align = LXW_ALIGN_LEFT;
  if (spec.align == CellAlign::kCenter) style.align = LXW_ALIGN_CENTER;
  if (spec.align == CellAlign::kRight) style.align = LXW_ALIGN_RIGHT;
  const bool formula = spec.kind == SheetColumn::Kind::kFormula;  // may become a number in Excel
  if (look == kFigure || formula || spec.kind == SheetColumn::Kind::kBlank)
    style.number_format = spec.format.pattern;
  if (look == kDay)
    style.number_format = spec.format.kind == NumberFormat::Kind::kDate ? spec.format.pattern : kDateFormat;
  if (table_.levels && table_.levels->indent == static_cast<int>(column) && level > 1)
    style.indent = level - 1;
  if (spec.merge) style.vertical = LXW_ALIGN_VERTICAL_CENTER;
  style.link = look == kAddress;
  style.unlocked = spec.unlocked;
  return style;
}

lxw_format* TableWriter::format_of(std::size_t column, Look look, int level) {
  auto& format = formats_[column][static_cast<std::size_t>(level + 1)][look];
  if (!format) format = canvas_->styles().get(style_of(column, look, level));
  return format;
}

void TableWriter::put(std::size_t column, int level) {
  const auto& cell = maker_.cells()[column];
  const int c = static_cast<int>(column);
  auto* format = format_of(column, look_of(cell), level);
  const auto& at = table_.columns[column].at;
  switch (cell.kind) {
    case Kind::kNumber:
      numbers_[column].add(cell.number);
      [[fallthrough]];
    case Kind::kDate:
      return canvas_->number(row_, c, cell.number, format);
    case Kind::kBlank:
      return canvas_->blank(row_, c, format);
    case Kind::kLink:
      return canvas_->link(row_, c, cell.text, cell.address, format, at);
    case Kind::kRich:
      return canvas_->rich(row_, c, cell.runs, style_of(column, kWords, level), at);
    case Kind::kPicture:
      return put_picture(column, cell, format);
    case Kind::kText:
    case Kind::kMark:
      return canvas_->text(row_, c, cell.text, format, at);
  }
}

void TableWriter::put_picture(std::size_t column, const SheetCell& cell, lxw_format* format) {
  const int c = static_cast<int>(column);
  canvas_->blank(row_, c, format);
  const double room = column_pixels(grid_.widths[column]);
  canvas_->picture({.row = row_,
                    .column = c,
                    .left = std::max(1.0, (room - cell.width) / 2),
                    .top = 2,
                    .width = cell.width,
                    .height = cell.height},
                   *cell.picture, cell.text, table_.columns[column].at);
}

void TableWriter::put_mark(std::size_t column, const std::string& words, const CellStyle& style) {
  canvas_->text(row_, static_cast<int>(column), words, style, table_.columns[column].at);
}

void TableWriter::put_formula(std::size_t column, const std::optional<double>& result, lxw_format* format) {
  const auto row = std::to_string(row_ + 1);
  formula_.clear();
  for (const auto& part : formulas_[column].parts) {
    if (&part != &formulas_[column].parts.front()) formula_ += row;
    formula_ += part;
  }
  if (result)
    canvas_->formula(row_, static_cast<int>(column), formula_, *result, format);
  else
    canvas_->formula(row_, static_cast<int>(column), formula_, empty_mark(table_, table_.columns[column]),
                     format);
}

/// True when the cell belongs to the one above it. Otherwise a new run begins with it.
bool TableWriter::continues(std::size_t column) {
  auto& run = runs_[column];
  const auto& cell = maker_.cells()[column];
  const std::string words = cell.is_number() ? fmt::format("#{}", cell.number) : cell.text;
  if (run.first_row >= 0 && run.text == words && !words.empty()) return true;
  if (run.first_row >= 0)
    canvas_->merge(run.first_row, static_cast<int>(column), row_ - 1, static_cast<int>(column),
                   table_.columns[column].at);
  run = {row_, words};
  return false;
}

void TableWriter::end_runs() {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].first_row >= 0)
      canvas_->merge(runs_[i].first_row, static_cast<int>(i), row_ - 1, static_cast<int>(i),
                     table_.columns[i].at);
    runs_[i] = {};
  }
}

void TableWriter::merged_row(const Row& row, int level) {
  end_runs();
  maker_.skip();
  const CellStyle style{.bold = level <= 2, .italic = level == 2};
  const auto words = level_text_->fill(row, out_);
  const int last = static_cast<int>(table_.columns.size()) - 1;
  canvas_->height(row_, wrapped_height(words, grid_.width(0, last), style.size, style.bold),
                  outline_of(level));
  canvas_->across(row_, 0, last, words, style, table_.at);
  ++row_;
}

void TableWriter::group_change(const Row& row) {
  auto words = text_in_cell(row.values[static_cast<std::size_t>(table_.group->field)]);
  if (group_ == words) return;
  end_runs();
  if (group_) end_group();
  group_ = std::move(words);
  std::fill(group_sums_.begin(), group_sums_.end(), ColumnSum{});
  if (subtotal_) subtotal_label_ = subtotal_->fill(row, out_);
  if (heading_) {
    const auto heading = heading_->fill(row, out_);
    const int last = static_cast<int>(table_.columns.size()) - 1;
    canvas_->height(row_, wrapped_height(heading, grid_.width(0, last), 11, true));
    canvas_->across(row_, 0, last, heading, {.bold = true}, table_.at);
    ++row_;
  }
  group_first_ = row_;
  group_rows_.clear();
}

void TableWriter::end_group() {
  if (subtotal_)
    total_row(subtotal_label_, group_sums_, with_rest(std::move(group_rows_), group_first_), false);
  group_rows_.clear();
}

void TableWriter::no_rows(const Row& root) {
  const int last = static_cast<int>(table_.columns.size()) - 1;
  const auto words = table_.no_rows ? fill(*table_.no_rows, root, out_) : std::string();
  canvas_->across(row_, 0, last, words, {.align = LXW_ALIGN_CENTER}, table_.at);
  ++row_;
  first_data_ = row_;
  last_data_ = row_ - 1;
}

}  // namespace svodka::render
