#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "language/number.h"
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

std::string TableWriter::total_range(std::size_t column, int first) const {
  const int c = static_cast<int>(column);
  if (table_.total_level < 0) return cell_name(first, c) + ":" + cell_name(row_ - 1, c);
  std::string ranges;
  for (const auto& [from, to] : added_rows_) {
    ranges += (ranges.empty() ? "" : ",") + cell_name(from, c);
    if (to > from) ranges += ":" + cell_name(to, c);
  }
  return ranges;
}

void TableWriter::put_total(std::size_t column, const std::optional<double>& result, const std::string& range,
                            const CellStyle& style) {
  const auto& spec = table_.columns[column];
  const int decimals = spec.format.value_decimals();
  if (range.empty()) {
    if (result) return canvas_.number(row_, static_cast<int>(column), *result, style);
    return put(column, {.kind = Cell::Kind::kText, .text = other_mark(spec)}, style);
  }
  const auto function = function_of(spec.total);
  std::string formula =
      table_.group ? subtotal(function, range) : fmt::format("{}({})", function.name, range);
  if (spec.total == ColumnTotal::kAverage && decimals >= 0) formula = rounded_formula(formula, decimals);
  if (can_be_empty(spec.total)) {
    const auto count =
        table_.group ? subtotal(function_of(ColumnTotal::kCount), range) : fmt::format("COUNT({})", range);
    formula = fmt::format("IF({}=0,{},{})", count, excel_string(other_mark(spec)), formula);
  }
  if (result)
    canvas_.formula(row_, static_cast<int>(column), "=" + formula, *result, style);
  else
    canvas_.formula(row_, static_cast<int>(column), "=" + formula, other_mark(spec), style);
}

/// False, and a finding, when Excel could not read so long a formula.
bool TableWriter::total_fits(int first) {
  constexpr std::size_t kMaxFormula = 7'000;
  constexpr std::size_t kMaxArguments = 250;
  if (table_.total_level < 0 || (added_rows_.size() <= kMaxArguments &&
                                 total_range(table_.columns.size() - 1, first).size() <= kMaxFormula))
    return true;
  out_.error(table_.at, "total-too-long",
             text("слагаемых итога слишком много для формулы Excel: {}",
                  "the total has too many addends for an Excel formula: {}", added_rows_.size()),
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
    if (table_.columns[i].total == ColumnTotal::kFormula) operand(i, figures);
  return figures;
}

void TableWriter::total_row(const std::string& label, const std::vector<ColumnSum>& sums, int first,
                            bool grand) {
  const bool by_level = grand && table_.total_level >= 0;
  const bool any = by_level ? !added_rows_.empty() : row_ > first;
  if (!total_fits(first)) return;
  const Operands figures = total_figures(sums);
  const auto size = table_.columns.size();
  std::size_t labelled = 0;
  while (labelled < size && table_.columns[labelled].total == ColumnTotal::kNone) ++labelled;
  if (labelled > 0) {
    const int last = static_cast<int>(labelled) - 1;
    canvas_.height(row_, wrapped_height(label, grid_.width(0, last), 11, true));
    canvas_.across(row_, 0, last, label, {.bold = true}, table_.at);
  }
  for (std::size_t i = labelled; i < size; ++i) {
    const auto& column = table_.columns[i];
    const bool number = adds_up(column.total) || column.total == ColumnTotal::kFormula;
    const Cell mark{.kind = Cell::Kind::kText,
                    .text = column.total == ColumnTotal::kText ? column.total_text : other_mark(column)};
    CellStyle style = style_of(i, number ? Cell{.kind = Cell::Kind::kNumber} : mark, -1);
    style.bold = true;
    if (!number)
      put(i, mark, style);
    else if (column.total == ColumnTotal::kFormula)
      put_formula(i, figures, style);
    else
      put_total(i, figures[i], any ? total_range(i, first) : std::string(), style);
  }
  ++row_;
}

}  // namespace svodka::render
