#include "render/sheet/sheet_formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "language/number.h"

namespace svodka::render {
namespace {

using bind::Formula;
using Op = Formula::Op;

/// Sums, averages and extremes of the arguments that are numbers, as Excel does over cells.
std::optional<double> aggregate(Op op, const std::vector<double>& numbers) {
  if (op == Op::kAverage && numbers.empty()) return std::nullopt;
  if (numbers.empty()) return 0.0;
  if (op == Op::kMin) return *std::min_element(numbers.begin(), numbers.end());
  if (op == Op::kMax) return *std::max_element(numbers.begin(), numbers.end());
  double sum = 0;
  for (const double x : numbers) sum += x;
  return op == Op::kSum ? sum : sum / static_cast<double>(numbers.size());
}

bool lenient(Op op) { return op == Op::kSum || op == Op::kAverage || op == Op::kMin || op == Op::kMax; }

class Evaluation {
 public:
  Evaluation(const Formula& formula, const Operands& operands) : formula_(formula), operands_(operands) {}

  std::optional<double> of(int index) const {
    const auto& term = formula_.terms[index];
    if (term.op == Op::kNumber) return term.number;
    if (term.op == Op::kColumn) return operands_[term.column];
    if (lenient(term.op)) return many(term);
    const auto left = of(term.arguments[0]);
    if (!left) return std::nullopt;
    if (term.op == Op::kNegate) return -*left;
    const auto right = of(term.arguments[1]);
    if (!right) return std::nullopt;
    return both(term.op, *left, *right);
  }

 private:
  std::optional<double> many(const Formula::Term& term) const {
    std::vector<double> numbers;
    for (const int argument : term.arguments) {
      const auto value = of(argument);
      if (value)
        numbers.push_back(*value);
      else if (formula_.terms[argument].op != Op::kColumn)
        return std::nullopt;
    }
    return aggregate(term.op, numbers);
  }

  static std::optional<double> both(Op op, double left, double right) {
    switch (op) {
      case Op::kAdd:
        return left + right;
      case Op::kSubtract:
        return left - right;
      case Op::kMultiply:
        return left * right;
      case Op::kRound:
        return language::round_half_up(left, static_cast<int>(right));
      default:
        break;
    }
    if (right == 0) return std::nullopt;
    return left / right;
  }

  const Formula& formula_;
  const Operands& operands_;
};

int strength(Op op) {
  switch (op) {
    case Op::kAdd:
    case Op::kSubtract:
      return 1;
    case Op::kMultiply:
    case Op::kDivide:
      return 2;
    case Op::kNegate:
      return 3;
    default:
      return 4;
  }
}

std::string number_text(double value) { return fmt::format("{}", value); }

class Writer {
 public:
  Writer(const Formula& formula, const std::function<std::string(int)>& cell)
      : formula_(formula), cell_(cell) {}

  std::string of(int index) const {
    const auto& term = formula_.terms[index];
    switch (term.op) {
      case Op::kNumber:
        return number_text(term.number);
      case Op::kColumn:
        return cell_(term.column);
      case Op::kNegate:
        return "-" + nested(term.arguments[0], 4);
      case Op::kAdd:
        return infix(term, "+");
      case Op::kSubtract:
        return infix(term, "-");
      case Op::kMultiply:
        return infix(term, "*");
      case Op::kDivide:
        return infix(term, "/");
      case Op::kSum:
        return call(term, "SUM");
      case Op::kAverage:
        return call(term, "AVERAGE");
      case Op::kMin:
        return call(term, "MIN");
      case Op::kMax:
        return call(term, "MAX");
      case Op::kRound:
        return rounded_formula(of(term.arguments[0]),
                               static_cast<int>(formula_.terms[term.arguments[1]].number));
    }
    return {};
  }

 private:
  std::string nested(int index, int weakest) const {
    const auto words = of(index);
    return strength(formula_.terms[index].op) < weakest ? "(" + words + ")" : words;
  }
  std::string infix(const Formula::Term& term, const char* sign) const {
    const int own = strength(term.op);
    return nested(term.arguments[0], own) + sign + nested(term.arguments[1], own + 1);
  }
  std::string call(const Formula::Term& term, const char* name) const {
    std::string arguments;
    for (const int argument : term.arguments) arguments += (arguments.empty() ? "" : ",") + of(argument);
    return fmt::format("{}({})", name, arguments);
  }

  const Formula& formula_;
  const std::function<std::string(int)>& cell_;
};

bool can_fail(const Formula& formula) {
  return std::any_of(formula.terms.begin(), formula.terms.end(),
                     [](const auto& term) { return term.op == Op::kDivide || term.op == Op::kAverage; });
}

}  // namespace

double as_in_cell(double value) {
  // A decimal fraction of few digits is as it is; that spares the writing of most numbers.
  constexpr double kExact = 1e12;
  const double hundredths = std::nearbyint(value * 100);
  if (std::fabs(hundredths) < kExact && hundredths / 100 == value) return hundredths == 0 ? 0 : value;
  const double kept = std::strtod(fmt::format("{:.14e}", value).c_str(), nullptr);
  return kept == 0 ? 0 : kept;
}

namespace {

/// Every column outside of SUM and the like has its number.
bool has_required(const Formula& formula, int index, const Operands& operands) {
  const auto& term = formula.terms[index];
  for (const int argument : term.arguments) {
    const auto& inner = formula.terms[argument];
    if (inner.op == Op::kColumn ? !lenient(term.op) && !operands[inner.column]
                                : !has_required(formula, argument, operands))
      return false;
  }
  return term.op != Op::kColumn || operands[term.column].has_value();
}

}  // namespace

std::optional<double> evaluate(const Formula& formula, const Operands& operands, int decimals) {
  if (!has_required(formula, formula.root, operands)) return std::nullopt;
  const auto value = Evaluation(formula, operands).of(formula.root);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  const double kept = as_in_cell(*value);
  return decimals < 0 ? kept : as_in_cell(language::round_half_up(kept, decimals));
}

std::string rounded_formula(const std::string& expression, int decimals) {
  constexpr int kNoiseFrom = 9;
  return decimals >= kNoiseFrom ? fmt::format("ROUND({},{})", expression, decimals)
                                : fmt::format("ROUND(ROUND({},{}),{})", expression, kNoiseFrom, decimals);
}

std::string excel_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string excel_formula(const Formula& formula, const std::function<std::string(int)>& cell, int decimals,
                          const std::string& mark) {
  std::string out = Writer(formula, cell).of(formula.root);
  const auto& top = formula.terms[formula.root];
  if (decimals >= 0 && top.op != Op::kRound) out = rounded_formula(out, decimals);
  if (can_fail(formula)) out = fmt::format("IFERROR({},{})", out, excel_string(mark));
  std::string needed;
  const auto required = formula.required();
  for (const int column : required) needed += (needed.empty() ? "" : ",") + cell(column);
  if (!required.empty())
    out = fmt::format("IF(COUNT({})={},{},{})", needed, required.size(), out, excel_string(mark));
  return "=" + out;
}

}  // namespace svodka::render
