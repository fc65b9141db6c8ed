#include "render/form/form_compute.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/utf8.h"
#include "render/form/form_cells.h"
#include "render/form/form_functions.h"
#include "render/form/form_names.h"
#include "render/form/form_operate.h"

namespace svodka::render {
namespace {

constexpr int kDeepest = 300;  // formulas that wait for each other on the stack

// Thrown to compute a formula first, on a fresh stack.
struct TooDeep {
  std::size_t formula;
};

// Where a formula stands.
struct Place {
  int sheet = 0, column = 0, row = 0;
  bool array = false;
  int names = 0;  // so many names deep
};

class Computer : public Cells {
 public:
  Computer(const std::vector<MadeSheet>& sheets, const FormulaNames& names,
           const std::vector<std::string>& strings, bool from_1904)
      : sheets_(sheets),
        names_(names),
        strings_(strings),
        from_1904_(from_1904),
        cells_(sheets.size()),
        read_(sheets.size()) {}

  std::string computed(std::size_t sheet) {
    const auto& own = cells(static_cast<int>(sheet));
    for (const auto& cell : own.all()) {
      if (cell.formula >= 0) compute(static_cast<std::size_t>(cell.formula));
    }
    return with_results(sheets_[sheet].xml, own, formulas_);
  }

  // ---------------------------------------------------------------- cells

  CellValue value(int sheet, int column, int row) override {
    const auto* cell = cells(sheet).find(column, row);
    return cell == nullptr ? CellValue() : content(*cell);
  }

  void each(const CellArea& area,
            const std::function<void(int column, int row, const CellValue&)>& see) override {
    const auto& own = cells(area.sheet);
    for (int column = area.first_column; column <= area.last_column;) {
      auto cell = own.from(column, area.first_row);
      for (; cell != own.all().end() && cell->column == column && cell->row <= area.last_row; ++cell)
        see(cell->column, cell->row, content(*cell));
      if (cell == own.all().end()) return;
      column = std::max(column + 1, cell->column);
    }
  }

  bool is_hidden(int sheet, int row) override { return cells(sheet).is_hidden(row); }

  bool is_subtotal(int sheet, int column, int row) override {
    const auto* cell = cells(sheet).find(column, row);
    if (cell == nullptr || cell->formula < 0) return false;
    const auto words = utf8::upper(formulas_[static_cast<std::size_t>(cell->formula)].words);
    return words.find("SUBTOTAL(") != std::string::npos || words.find("AGGREGATE(") != std::string::npos;
  }

 private:
  using Kind = Expression::Kind;

  const SheetCells& cells(int sheet) {
    const auto i = static_cast<std::size_t>(sheet);
    if (!read_[i]) {
      read_[i] = true;
      cells_[i].read(sheets_[i].xml, sheet, strings_, formulas_);
    }
    return cells_[i];
  }

  CellValue content(const CellContent& cell) {
    if (cell.formula < 0) return cell.value;
    const auto index = static_cast<std::size_t>(cell.formula);
    evaluate_formula(index);
    const auto& formula = formulas_[index];
    return formula.result.at(cell.row - formula.area.first_row, cell.column - formula.area.first_column);
  }

  // ---------------------------------------------------------------- formulas

  void compute(std::size_t index) {
    std::vector<std::size_t> waiting{index};
    while (!waiting.empty()) {
      try {
        depth_ = 0;
        evaluate_formula(waiting.back());
        waiting.pop_back();
      } catch (const NotComputable&) {
        waiting.pop_back();
      } catch (const TooDeep& deep) {
        if (std::find(waiting.begin(), waiting.end(), deep.formula) != waiting.end())
          formulas_[deep.formula].state = CellFormula::State::kUnknown;
        else
          waiting.push_back(deep.formula);
      }
    }
  }

  // Makes the formula's result; throws NotComputable when it has none.
  void evaluate_formula(std::size_t index) {
    using State = CellFormula::State;
    const auto state = formulas_[index].state;
    if (state == State::kDone) return;
    if (state == State::kUnknown || state == State::kComputing) throw NotComputable();
    if (depth_ >= kDeepest) throw TooDeep{index};
    ++depth_;
    formulas_[index].state = State::kComputing;
    try {
      const auto formula = formulas_[index];  // reading another sheet may move the list
      auto result = result_of(formula);
      formulas_[index].result = std::move(result);
      formulas_[index].state = State::kDone;
    } catch (const TooDeep&) {
      formulas_[index].state = State::kNew;
      throw;
    } catch (const NotComputable&) {
      formulas_[index].state = State::kUnknown;
      --depth_;
      throw;
    }
    --depth_;
  }

  CellMatrix result_of(const CellFormula& formula) {
    const auto expression = formula.readable ? parse_expression(formula.words) : std::nullopt;
    if (!expression) throw NotComputable();
    const auto& area = formula.area;
    const Place place{formula.sheet, area.first_column, area.first_row, formula.array};
    CellMatrix result{area.rows(), area.columns(), {}};
    try {
      const auto operand = evaluate(*expression, place);
      if (!formula.array || (area.rows() == 1 && area.columns() == 1)) {
        result.values.push_back(shown(formula.array ? single_of_array(operand) : scalar(operand, place)));
        return result;
      }
      const auto matrix = matrix_of(operand, *this);
      for (int row = 0; row < result.rows; ++row) {
        for (int column = 0; column < result.columns; ++column)
          result.values.push_back(shown(of_matrix(matrix, row, column)));
      }
    } catch (const CellFailure& failure) {
      result.values.assign(static_cast<std::size_t>(result.rows) * static_cast<std::size_t>(result.columns),
                           failure.error);
    }
    return result;
  }

  CellValue single_of_array(const Operand& operand) {
    const auto matrix = matrix_of(operand, *this);
    return matrix.values.empty() ? CellValue() : matrix.values.front();
  }

  // ---------------------------------------------------------------- expressions

  Operand evaluate(const Expression& e, const Place& place) {
    switch (e.kind) {
      case Kind::kNumber:
        return CellValue(e.number);
      case Kind::kText:
        return CellValue(e.words);
      case Kind::kTruth:
        return CellValue(e.truth);
      case Kind::kError:
        throw CellFailure{e.error};
      case Kind::kMissing:
        return CellValue();
      case Kind::kReference:
        return names_.areas(e, place.sheet);
      case Kind::kStructured:
        return std::vector<CellArea>{names_.table_area(e, place.sheet, place.column, place.row)};
      case Kind::kName:
        return named(e, place);
      case Kind::kArray:
        return array(e, place);
      case Kind::kNegate:
      case Kind::kPercent: {
        const bool negates = e.kind == Kind::kNegate;
        const auto operand = evaluate(e.parts[0], place);
        return mapped(operand, operand, place, [negates](const CellValue& a, const CellValue&) -> CellValue {
          return negates ? -to_number(a) : to_number(a) / 100;
        });
      }
      case Kind::kBinary:
        return mapped(evaluate(e.parts[0], place), evaluate(e.parts[1], place), place,
                      [&](const CellValue& a, const CellValue& b) { return operate(e.words, a, b); });
      case Kind::kCall:
        return call(e, place);
    }
    throw NotComputable();
  }

  Operand named(const Expression& e, const Place& place) {
    if (place.names > 16) throw NotComputable();
    if (const auto* table = names_.table(e.words); e.sheet.empty() && table != nullptr)
      return std::vector<CellArea>{structured_area(*table, "", place.row)};
    const auto expression = parse_expression(names_.formula(e, place.sheet));
    if (!expression) throw NotComputable();
    auto inner = place;
    ++inner.names;
    return evaluate(*expression, inner);
  }

  Operand array(const Expression& e, const Place& place) {
    CellMatrix made{static_cast<int>(e.parts.size()) / e.last_column, e.last_column, {}};
    for (const auto& part : e.parts) {
      if (part.kind == Kind::kError)
        made.values.emplace_back(part.error);
      else
        made.values.push_back(single(evaluate(part, place), *this));
    }
    return made;
  }

  // One value: of a column the cell in the formula's row, of a row that in its column (18.17.2.3).
  CellValue scalar(const Operand& operand, const Place& place) {
    const auto* all = std::get_if<std::vector<CellArea>>(&operand);
    if (all == nullptr || all->size() != 1) return single(operand, *this);
    const auto& area = all->front();
    if (area.columns() == 1 && area.rows() == 1) return value(area.sheet, area.first_column, area.first_row);
    if (area.columns() == 1 && area.first_row <= place.row && place.row <= area.last_row)
      return value(area.sheet, area.first_column, place.row);
    if (area.rows() == 1 && area.first_column <= place.column && place.column <= area.last_column)
      return value(area.sheet, place.column, area.first_row);
    throw CellFailure{CellError::kValue};
  }

  template <typename Operate>
  Operand mapped(const Operand& left, const Operand& right, const Place& place, Operate operate_on) {
    if (!place.array || (!is_many(left) && !is_many(right)))
      return operate_on(scalar(left, place), scalar(right, place));
    const auto a = matrix_of(left, *this), b = matrix_of(right, *this);
    CellMatrix made{std::max(a.rows, b.rows), std::max(a.columns, b.columns), {}};
    for (int row = 0; row < made.rows; ++row) {
      for (int column = 0; column < made.columns; ++column) {
        try {
          made.values.push_back(operate_on(of_matrix(a, row, column), of_matrix(b, row, column)));
        } catch (const CellFailure& failure) {
          made.values.emplace_back(failure.error);
        }
      }
    }
    return made;
  }

  // ---------------------------------------------------------------- calls

  Operand call(const Expression& e, const Place& place) {
    static constexpr std::array kOfDays{"DATE", "YEAR", "MONTH", "DAY"};
    const auto& name = e.words;
    if (from_1904_ && std::find(kOfDays.begin(), kOfDays.end(), name) != kOfDays.end()) throw NotComputable();
    if (name == "IF") return choose(e, place);
    if (name == "IFS") return choose_first(e, place);
    if (name == "IFERROR" || name == "IFNA") return without_error(e, place);
    if (name == "CHOOSE") return chosen(e, place);
    if (name == "ROW" || name == "COLUMN") return line(e, place);
    auto inner = place;
    inner.array = place.array || takes_arrays(name);
    std::vector<Operand> arguments;
    for (const auto& part : e.parts) arguments.push_back(argument(part, inner));
    return call_function(name, arguments, *this);
  }

  // An error in an argument is the function's to judge.
  Operand argument(const Expression& e, const Place& place) {
    try {
      return evaluate(e, place);
    } catch (const CellFailure& failure) {
      return CellValue(failure.error);
    }
  }

  bool condition(const Expression& e, const Place& place) {
    const auto operand = evaluate(e, place);
    if (place.array && is_many(operand)) throw NotComputable();
    return to_truth(scalar(operand, place));
  }

  Operand choose(const Expression& e, const Place& place) {
    if (e.parts.size() < 2 || e.parts.size() > 3) throw NotComputable();
    if (condition(e.parts[0], place)) return evaluate(e.parts[1], place);
    if (e.parts.size() == 2) return CellValue(false);
    return evaluate(e.parts[2], place);
  }

  Operand choose_first(const Expression& e, const Place& place) {
    for (std::size_t i = 0; i + 1 < e.parts.size(); i += 2) {
      if (condition(e.parts[i], place)) return evaluate(e.parts[i + 1], place);
    }
    throw CellFailure{CellError::kNotAvailable};
  }

  Operand without_error(const Expression& e, const Place& place) {
    if (e.parts.size() != 2 || place.array) throw NotComputable();
    CellValue value;
    try {
      value = scalar(evaluate(e.parts[0], place), place);
    } catch (const CellFailure& failure) {
      value = failure.error;
    }
    const auto* error = std::get_if<CellError>(&value);
    if (error != nullptr && (e.words == "IFERROR" || *error == CellError::kNotAvailable))
      return evaluate(e.parts[1], place);
    return value;
  }

  Operand chosen(const Expression& e, const Place& place) {
    if (e.parts.size() < 2) throw NotComputable();
    const double index = std::trunc(to_number(scalar(evaluate(e.parts[0], place), place)));
    if (index < 1 || index >= static_cast<double>(e.parts.size())) throw CellFailure{CellError::kValue};
    return evaluate(e.parts[static_cast<std::size_t>(index)], place);
  }

  Operand line(const Expression& e, const Place& place) {
    const bool rows = e.words == "ROW";
    if (e.parts.empty()) return CellValue(static_cast<double>(rows ? place.row : place.column));
    if (e.parts.size() != 1) throw NotComputable();
    const auto operand = evaluate(e.parts[0], place);
    const auto* all = std::get_if<std::vector<CellArea>>(&operand);
    if (all == nullptr || all->size() != 1 || place.array) throw NotComputable();
    return CellValue(static_cast<double>(rows ? all->front().first_row : all->front().first_column));
  }

  const std::vector<MadeSheet>& sheets_;
  const FormulaNames& names_;
  const std::vector<std::string>& strings_;
  bool from_1904_;
  std::vector<SheetCells> cells_;
  std::vector<bool> read_;
  std::vector<CellFormula> formulas_;
  int depth_ = 0;
};

}  // namespace

void compute_results(std::vector<MadeSheet>& sheets, const std::string& workbook,
                     const std::vector<MadeTable>& tables, const std::vector<std::string>& strings,
                     bool from_1904) {
  const FormulaNames names(sheets, workbook, tables);
  Computer computer(sheets, names, strings, from_1904);
  std::vector<std::pair<std::size_t, std::string>> made;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].writes) made.emplace_back(i, computer.computed(i));
  }
  for (auto& [i, xml] : made) sheets[i].xml = std::move(xml);
}

}  // namespace svodka::render
