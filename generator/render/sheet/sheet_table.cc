#include "render/sheet/sheet_table.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "language/period.h"
#include "render/sheet/day_serial.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::CellAlign;
using bind::ColumnTotal;
using bind::NumberFormat;
using bind::SheetColumn;

constexpr int kMaxRows = 1'048'576;
constexpr int kRowsKept = 200;  ///< for what comes under the table
constexpr int kMaxLevel = 4;
constexpr double kExactInCell = 1e15;  ///< from here on a cell loses digits
constexpr char kDateFormat[] = "dd.mm.yyyy";

std::string text_in_cell(const Value& value) {
  return is_null(value) ? std::string() : language::to_text(value);
}

std::optional<double> numeric(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

int default_align(const SheetColumn& column, bool number, bool date) {
  if (column.kind == SheetColumn::Kind::kRowNumber || date || column.type == ColumnType::kBool)
    return LXW_ALIGN_CENTER;
  return number ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT;
}

}  // namespace

TableWriter::TableWriter(SheetCanvas& canvas, const bind::SheetTable& table, const Grid& grid,
                         Diagnostics& out)
    : canvas_(canvas),
      table_(table),
      grid_(grid),
      out_(out),
      sums_(table.columns.size()),
      group_sums_(table.columns.size()),
      runs_(table.columns.size()) {
  for (const auto& column : table.columns) {
    auto& text = texts_.emplace_back();
    if (column.kind == SheetColumn::Kind::kText) text.emplace(column.text);
  }
  if (table.levels && !table.levels->merge.empty()) level_text_.emplace(table.levels->text);
  if (table.group && !table.group->heading.blank()) heading_.emplace(table.group->heading);
  if (table.group && !table.group->subtotal.blank()) subtotal_.emplace(table.group->subtotal);
}

void TableWriter::write_rows(RowSource& rows, int row, const Row& root) {
  first_data_ = row_ = row;
  Row record;
  while (rows.next(record)) {
    if (row_ > kMaxRows - kRowsKept) {
      out_.error(table_.at, "too-many-rows",
                 text("в запросе `{}` больше строк, чем помещается в лист",
                      "the query `{}` gives more rows than a sheet holds", table_.rows_name),
                 text("разделите его на несколько листов условием или LIMIT",
                      "divide it over several sheets by a condition or LIMIT"));
      break;
    }
    if (table_.group) group_change(record);
    const int level = level_of(record);
    const bool merged =
        level_text_ && std::count(table_.levels->merge.begin(), table_.levels->merge.end(), level) > 0;
    merged ? merged_row(record, level) : data_row(record);
  }
  end_runs();
  if (group_) end_group();
  if (row_ == row)
    no_rows(root);
  else
    last_data_ = row_ - 1;
}

int TableWriter::write_total() {
  if (table_.total) total_row(*table_.total, sums_, first_data_, true);
  return row_;
}

int TableWriter::level_of(const Row& row) {
  if (!table_.levels) return kMaxLevel;
  const auto level = numeric(row.values[table_.levels->field]);
  if (level && *level >= 0 && *level <= kMaxLevel && *level == std::floor(*level))
    return static_cast<int>(*level);
  out_.error(table_.at, "bad-level",
             text("строка {} запроса `{}`: уровень «{}», а бывает от 0 до 4",
                  "row {} of the query `{}`: the level is “{}”, it must be 0 to 4", number_ + 1,
                  table_.rows_name, text_in_cell(row.values[table_.levels->field])));
  return kMaxLevel;
}

void TableWriter::data_row(const Row& row) {
  const int level = level_of(row);
  ++number_;
  std::vector<Cell> cells;
  Operands operands(table_.columns.size());
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    cells.push_back(value_cell(i, row));
    if (cells[i].kind == Cell::Kind::kNumber) operands[i] = cells[i].number;
  }
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (applies(table_.columns[i], row)) operand(i, operands);
  std::vector<CellStyle> styles;
  for (std::size_t i = 0; i < cells.size(); ++i)
    styles.push_back(style_of(i, cells[i], table_.levels ? level : -1));
  set_height(cells, styles);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& style = styles[i];
    if (table_.columns[i].kind == SheetColumn::Kind::kFormula && applies(table_.columns[i], row))
      put_formula(i, operands, style);
    else if (table_.columns[i].merge && continues(i, cells[i]))
      canvas_.blank(row_, static_cast<int>(i), style);
    else
      put(i, cells[i], style);
  }
  add_up(operands, level);
  if (keep_) keep_row(cells, operands);
  ++row_;
}

void TableWriter::keep_row(const std::vector<Cell>& cells, const Operands& operands) {
  constexpr std::size_t kMostPoints = 1'000;
  auto& row = points_.emplace_back();
  for (std::size_t i = 0; i < cells.size(); ++i) row.push_back({operands[i], cells[i].text});
  if (points_.size() <= kMostPoints) return;
  keep_ = false;
  points_.clear();
}

/// LibreOffice does not fit rows to wrapped text when it opens a workbook, and Excel does not for every cell;
/// so the height is given.
void TableWriter::set_height(const std::vector<Cell>& cells, const std::vector<CellStyle>& styles) {
  constexpr double kOneLine = 15;
  constexpr double kIndentWidth = 1.3;
  double height = kOneLine;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].kind != Cell::Kind::kText || cells[i].text.size() < 8) continue;
    const double width = grid_.widths[i] - styles[i].indent * kIndentWidth;
    height = std::max(height, wrapped_height(cells[i].text, width, styles[i].size, styles[i].bold));
  }
  if (height > kOneLine) canvas_.height(row_, height);
}

/// Computes a formula column, and first those that it rests on. Circles were refused with the layout.
void TableWriter::operand(std::size_t column, Operands& operands) const {
  const auto& spec = table_.columns[column];
  if (spec.kind != SheetColumn::Kind::kFormula || operands[column]) return;
  for (const int other : spec.formula.columns()) operand(static_cast<std::size_t>(other), operands);
  operands[column] = evaluate(spec.formula, operands, spec.format.value_decimals());
}

void TableWriter::add_up(const Operands& operands, int level) {
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!operands[i]) continue;
    if (table_.total_level < 0 || table_.total_level == level) sums_[i].add(*operands[i]);
    group_sums_[i].add(*operands[i]);
  }
  if (table_.total_level != level || table_.total_level < 0) return;
  if (!added_rows_.empty() && added_rows_.back().second == row_ - 1)
    added_rows_.back().second = row_;
  else
    added_rows_.emplace_back(row_, row_);
}

bool TableWriter::applies(const SheetColumn& column, const Row& row) const {
  return column.applies < 0 || is_truthy(row.values[column.applies]);
}

TableWriter::Cell TableWriter::value_cell(std::size_t column, const Row& row) {
  const auto& spec = table_.columns[column];
  if (!applies(spec, row)) return {.kind = Cell::Kind::kText, .text = other_mark(spec)};
  if (spec.kind == SheetColumn::Kind::kRowNumber)
    return {.kind = Cell::Kind::kNumber, .number = static_cast<double>(number_)};
  if (spec.kind == SheetColumn::Kind::kFormula) return {};
  if (spec.kind == SheetColumn::Kind::kText) {
    auto words = texts_[column]->fill(row, out_);
    return {.kind = Cell::Kind::kText, .text = words.empty() ? empty_mark(spec) : std::move(words)};
  }
  Value value = row.values[spec.field];
  for (const auto& modifier : spec.modifiers)
    if (auto problem = language::apply(modifier, value))
      out_.error(spec.at, "bad-value",
                 {fmt::format("строка {} запроса `{}`, колонка `{}`: {}", number_, table_.rows_name,
                              spec.name, problem->ru),
                  fmt::format("row {} of the query `{}`, column `{}`: {}", number_, table_.rows_name,
                              spec.name, problem->en)});
  if (!spec.modifiers.empty() && !is_null(value)) value = text_in_cell(value);
  auto cell = typed(spec, value);
  if (cell.kind == Cell::Kind::kBlank || (cell.kind == Cell::Kind::kText && cell.text.empty()))
    return {.kind = Cell::Kind::kText, .text = empty_mark(spec)};
  return cell;
}

TableWriter::Cell TableWriter::typed(const SheetColumn& column, const Value& value) {
  if (is_null(value)) return {};
  const auto number = numeric(value);
  if (number && !std::isfinite(*number)) {
    out_.error(column.at, "not-finite",
               text("строка {} запроса `{}`, колонка `{}`: бесконечное число",
                    "row {} of the query `{}`, column `{}`: the number is infinite", number_,
                    table_.rows_name, column.name));
    return {};
  }
  if (number && column.type == ColumnType::kBool && column.format.pattern.empty())
    return {.kind = Cell::Kind::kText, .text = *number != 0 ? "да" : "нет"};
  if (number && column.format.kind != NumberFormat::Kind::kText && std::fabs(*number) < kExactInCell)
    return {.kind = Cell::Kind::kNumber, .number = as_in_cell(*number)};
  std::string words = text_in_cell(value);
  if (number || !column.modifiers.empty() || column.format.kind == NumberFormat::Kind::kText)
    return {.kind = Cell::Kind::kText, .text = std::move(words)};
  if (const auto day = day_serial(words)) return {.kind = Cell::Kind::kNumber, .number = *day, .date = true};
  if (column.type == ColumnType::kPeriod || column.type == ColumnType::kDay) {
    Value period = words;
    if (!language::apply({"date", "short"}, period)) words = text_in_cell(period);
  }
  return {.kind = Cell::Kind::kText, .text = std::move(words)};
}

CellStyle TableWriter::style_of(std::size_t column, const Cell& cell, int level) const {
  const auto& spec = table_.columns[column];
  const bool number = cell.kind == Cell::Kind::kNumber || spec.kind == SheetColumn::Kind::kFormula;
  CellStyle style;
  style.bold = level >= 0 && level <= 2;
  style.italic = level == 2;
  const bool mark =
      cell.kind == Cell::Kind::kText && (cell.text == empty_mark(spec) || cell.text == other_mark(spec));
  style.align = mark ? LXW_ALIGN_CENTER : default_align(spec, number, cell.date);
  if (spec.align == CellAlign::kLeft) style.align = LXW_ALIGN_LEFT;
  if (spec.align == CellAlign::kCenter) style.align = LXW_ALIGN_CENTER;
  if (spec.align == CellAlign::kRight) style.align = LXW_ALIGN_RIGHT;
  if (number && !cell.date) style.number_format = spec.format.pattern;
  if (cell.date)
    style.number_format = spec.format.kind == NumberFormat::Kind::kDate ? spec.format.pattern : kDateFormat;
  if (table_.levels && table_.levels->indent == static_cast<int>(column) && level > 1)
    style.indent = level - 1;
  if (spec.merge) style.vertical = LXW_ALIGN_VERTICAL_CENTER;
  return style;
}

void TableWriter::put(std::size_t column, const Cell& cell, const CellStyle& style) {
  const int c = static_cast<int>(column);
  if (cell.kind == Cell::Kind::kNumber)
    canvas_.number(row_, c, cell.number, style);
  else
    canvas_.text(row_, c, cell.text, style, table_.columns[column].at);
}

void TableWriter::put_formula(std::size_t column, const Operands& operands, const CellStyle& style) {
  const auto& spec = table_.columns[column];
  const int decimals = spec.format.value_decimals();
  const auto cell = [&](int other) { return cell_name(row_, other); };
  const auto formula = excel_formula(spec.formula, cell, decimals, empty_mark(spec));
  const auto result = evaluate(spec.formula, operands, decimals);
  CellStyle shown = style;
  if (!result && spec.align == CellAlign::kByType) shown.align = LXW_ALIGN_CENTER;
  if (result)
    canvas_.formula(row_, static_cast<int>(column), formula, *result, shown);
  else
    canvas_.formula(row_, static_cast<int>(column), formula, empty_mark(spec), shown);
}

/// True when the cell belongs to the one above it. Otherwise a new run begins with it.
bool TableWriter::continues(std::size_t column, const Cell& cell) {
  auto& run = runs_[column];
  const std::string words = cell.kind == Cell::Kind::kNumber ? fmt::format("#{}", cell.number) : cell.text;
  if (run.first_row >= 0 && run.text == words && !words.empty()) return true;
  if (run.first_row >= 0)
    canvas_.merge(run.first_row, static_cast<int>(column), row_ - 1, static_cast<int>(column));
  run = {row_, words};
  return false;
}

void TableWriter::end_runs() {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].first_row >= 0)
      canvas_.merge(runs_[i].first_row, static_cast<int>(i), row_ - 1, static_cast<int>(i));
    runs_[i] = {};
  }
}

void TableWriter::merged_row(const Row& row, int level) {
  end_runs();
  ++number_;
  const CellStyle style{.bold = level <= 2, .italic = level == 2};
  const auto words = level_text_->fill(row, out_);
  const int last = static_cast<int>(table_.columns.size()) - 1;
  canvas_.height(row_, wrapped_height(words, grid_.width(0, last), style.size, style.bold));
  canvas_.across(row_, 0, last, words, style, table_.at);
  ++row_;
}

void TableWriter::group_change(const Row& row) {
  auto words = text_in_cell(row.values[table_.group->field]);
  if (group_ == words) return;
  end_runs();
  if (group_) end_group();
  group_ = std::move(words);
  std::fill(group_sums_.begin(), group_sums_.end(), ColumnSum{});
  if (subtotal_) subtotal_label_ = subtotal_->fill(row, out_);
  if (heading_) {
    const auto heading = heading_->fill(row, out_);
    const int last = static_cast<int>(table_.columns.size()) - 1;
    canvas_.height(row_, wrapped_height(heading, grid_.width(0, last), 11, true));
    canvas_.across(row_, 0, last, heading, {.bold = true}, table_.at);
    ++row_;
  }
  group_first_ = row_;
}

void TableWriter::end_group() {
  if (subtotal_) total_row(subtotal_label_, group_sums_, group_first_, false);
}

void TableWriter::no_rows(const Row& root) {
  const int last = static_cast<int>(table_.columns.size()) - 1;
  const auto words = table_.no_rows ? fill(*table_.no_rows, root, out_) : std::string();
  canvas_.across(row_, 0, last, words, {.align = LXW_ALIGN_CENTER}, table_.at);
  ++row_;
  first_data_ = row_;
  last_data_ = row_ - 1;
}

}  // namespace svodka::render
