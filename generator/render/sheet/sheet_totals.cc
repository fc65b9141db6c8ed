#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "language/number.h"
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_measure.h"
#include "render/sheet/sheet_table.h"

namespace svodka::render {
namespace {

using bind::ColumnTotal;

/// The function of Excel, and its number in SUBTOTAL, which passes over other subtotals.
struct TotalFunction {
  const char* name;
  int subtotal;
};

TotalFunction function_of(ColumnTotal kind) {
  switch (kind) {
    case ColumnTotal::kAverage:
      return {"AVERAGE", 1};
    case ColumnTotal::kMin:
      return {"MIN", 5};
    case ColumnTotal::kMax:
      return {"MAX", 4};
    case ColumnTotal::kCount:
      return {"COUNT", 2};
    default:
      return {"SUM", 9};
  }
}

bool adds_up(ColumnTotal kind) {
  return kind != ColumnTotal::kNone && kind != ColumnTotal::kText && kind != ColumnTotal::kFormula;
}

bool can_be_empty(ColumnTotal kind) {
  return kind == ColumnTotal::kAverage || kind == ColumnTotal::kMin || kind == ColumnTotal::kMax;
}

std::string subtotal(const TotalFunction& function, const std::string& range) {
  return fmt::format("SUBTOTAL({},{})", function.subtotal, range);
}

}  // namespace

void ColumnSum::add(double value) {
  const double next = sum + value;
  rest += std::fabs(sum) >= std::fabs(value) ? (sum - next) + value : (value - next) + sum;
  sum = next;
  least = count == 0 ? value : std::min(least, value);
  greatest = count == 0 ? value : std::max(greatest, value);
  ++count;
}

std::optional<double> ColumnSum::result(ColumnTotal kind, int decimals) const {
  if (kind == ColumnTotal::kCount) return static_cast<double>(count);
  if (kind == ColumnTotal::kSum) return as_in_cell(sum + rest);
  if (count == 0) return std::nullopt;
  if (kind == ColumnTotal::kMin) return least;
  if (kind == ColumnTotal::kMax) return greatest;
  const double mean = as_in_cell((sum + rest) / static_cast<double>(count));
  return decimals < 0 ? mean : language::round_half_up(mean, decimals);
}

std::string TableWriter::total_ranges(std::size_t column, const std::vector<RowRange>& rows) const {
  const auto letters = sheet_column(static_cast<int>(column));
  std::string ranges;
  for (const auto& range : rows) {
    if (!ranges.empty()) ranges += ',';
    if (range.sheet != static_cast<int>(sheets_.size()) - 1)
      ranges += quoted_sheet(sheets_[range.sheet]) + "!";
    ranges += letters + std::to_string(range.first + 1);
    // A range of one cell for totals of a level, which list single rows.
    if (range.last > range.first || table_.total_level < 0)
      ranges += ":" + letters + std::to_string(range.last + 1);
  }
  return ranges;
}

void TableWriter::put_total(std::size_t column, const std::optional<double>& result, const std::string& range,
                            const CellStyle& style) {
  const auto& spec = table_.columns[column];
  const int decimals = spec.format.value_decimals();
  const auto& mark = other_mark(table_, spec);
  if (result) numbers_[column].add(*result);
  if (range.empty()) {
    if (result) return canvas_->number(row_, static_cast<int>(column), *result, style);
    return put_mark(column, mark, style);
  }
  const auto function = function_of(spec.total);
  std::string formula =
      table_.group ? subtotal(function, range) : fmt::format("{}({})", function.name, range);
  if (spec.total == ColumnTotal::kAverage && decimals >= 0) formula = rounded_formula(formula, decimals);
  if (can_be_empty(spec.total)) {
    const auto count =
        table_.group ? subtotal(function_of(ColumnTotal::kCount), range) : fmt::format("COUNT({})", range);
    formula = fmt::format("IF({}=0,{},{})", count, excel_string(mark), formula);
  }
  auto* format = canvas_->styles().get(style);
  if (result)
    canvas_->formula(row_, static_cast<int>(column), "=" + formula, *result, format);
  else
    canvas_->formula(row_, static_cast<int>(column), "=" + formula, mark, format);
}

/// False, and a finding, when Excel could not read so long a formula.
bool TableWriter::total_fits(const std::vector<RowRange>& rows) {
  constexpr std::size_t kMaxFormula = 7'000;
  constexpr std::size_t kMaxArguments = 250;
  if (rows.size() <= kMaxArguments && total_ranges(table_.columns.size() - 1, rows).size() <= kMaxFormula)
    return true;
  out_.error(table_.at, "total-too-long",
             text("слагаемых итога слишком много для формулы Excel: {}",
                  "the total has too many addends for an Excel formula: {}", rows.size()),
             text("посчитайте итог в запросе, строкой уровня 0",
                  "compute the total in the query, as a row of level 0"));
  return false;
}

/// The figures of a total row: sums of the columns, then formulas over them, which may rest on each other.
Operands TableWriter::total_figures(const std::vector<ColumnSum>& sums) const {
  Operands figures(table_.columns.size());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const auto& column = table_.columns[i];
    if (adds_up(column.total)) figures[i] = sums[i].result(column.total, column.format.value_decimals());
  }
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (table_.columns[i].total == ColumnTotal::kFormula) maker_.compute(i, figures);
  return figures;
}

void TableWriter::total_row(const std::string& label, const std::vector<ColumnSum>& sums,
                            const std::vector<RowRange>& rows, bool grand) {
  if (!total_fits(rows)) return;
  const Operands figures = total_figures(sums);
  const auto size = table_.columns.size();
  std::size_t labelled = 0;
  while (labelled < size && table_.columns[labelled].total == ColumnTotal::kNone) ++labelled;
  const RowOutline outline{.collapsed = !grand && table_.outline == bind::Outline::kCollapsed};
  if (labelled > 0) {
    const int last = static_cast<int>(labelled) - 1;
    canvas_->height(row_, wrapped_height(label, grid_.width(0, last), 11, true), outline);
    canvas_->across(row_, 0, last, label, {.bold = true}, table_.at);
  }
  for (std::size_t i = labelled; i < size; ++i) {
    const auto& column = table_.columns[i];
    const bool number = adds_up(column.total) || column.total == ColumnTotal::kFormula;
    CellStyle style = style_of(i, number ? kFigure : kMark, -1);
    style.bold = true;
    style.unlocked = false;
    if (!number) {
      const bool words = column.total == ColumnTotal::kText;
      if (words) style.align = style_of(i, kWords, -1).align;
      put_mark(i, words ? column.total_text : other_mark(table_, column), style);
    } else if (column.total == ColumnTotal::kFormula) {
      if (!figures[i] && column.align == bind::CellAlign::kByType) style.align = LXW_ALIGN_CENTER;
      if (figures[i]) numbers_[i].add(*figures[i]);
      put_formula(i, figures[i], canvas_->styles().get(style));
    } else {
      put_total(i, figures[i], total_ranges(i, rows), style);
    }
  }
  ++row_;
}

}  // namespace svodka::render
