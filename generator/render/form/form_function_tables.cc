#include "render/form/form_function_tables.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace svodka::render {
namespace {

struct Call {
  std::vector<Operand>& arguments;
  Cells& cells;

  std::size_t size() const { return arguments.size(); }
  void expect(std::size_t least, std::size_t most) const {
    if (size() < least || size() > most) throw NotComputable();
  }
  CellValue value(std::size_t i) const { return i < size() ? single(arguments[i], cells) : CellValue(); }
  double number(std::size_t i, double otherwise = 0) const {
    return i < size() ? to_number(value(i)) : otherwise;
  }
  CellArea area(std::size_t i) const {
    const auto* areas = std::get_if<std::vector<CellArea>>(&arguments.at(i));
    if (areas == nullptr || areas->size() != 1) throw NotComputable();
    return areas->front();
  }
};

using Function = Operand (*)(const Call&);

Operand number(double x) { return CellValue(checked(x)); }

// ---------------------------------------------------------------- conditions

// The numbers of `of` that stand where every pair (area, condition) from argument `first` on holds.
struct Chosen {
  std::vector<double> numbers;
  std::size_t count = 0;
};

Chosen choose(const Call& call, std::size_t first, const CellArea* of) {
  if (call.size() < first + 2 || (call.size() - first) % 2 != 0) throw NotComputable();
  std::vector<CellMatrix> areas;
  std::vector<Criterion> criteria;
  for (std::size_t i = first; i < call.size(); i += 2) {
    areas.push_back(matrix_of(call.arguments[i], call.cells));
    criteria.emplace_back(call.value(i + 1));
    if (areas.back().columns != areas[0].columns) throw CellFailure{CellError::kValue};
  }
  // Whole columns end with their last cell: what lies behind is empty.
  int rows = 0;
  for (const auto& area : areas) rows = std::max(rows, area.rows);
  Chosen chosen;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < areas[0].columns; ++column) {
      bool all = true;
      for (std::size_t i = 0; i < areas.size() && all; ++i)
        all = criteria[i].holds(row < areas[i].rows ? areas[i].at(row, column) : CellValue());
      if (!all) continue;
      ++chosen.count;
      if (of == nullptr) continue;
      const auto value = call.cells.value(of->sheet, of->first_column + column, of->first_row + row);
      if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
      if (const auto* x = std::get_if<double>(&value)) chosen.numbers.push_back(*x);
    }
  }
  return chosen;
}

// SUMIF(area, condition, [of]) as well as SUMIFS(of, area, condition, …).
Chosen chosen_by_one(const Call& call) {
  call.expect(2, 3);
  const auto of = call.area(call.size() == 3 ? 2 : 0);
  std::vector<Operand> pair{call.arguments[0], call.arguments[1]};
  return choose({pair, call.cells}, 0, &of);
}

Chosen chosen_by_many(const Call& call) {
  const auto of = call.area(0);
  return choose(call, 1, &of);
}

double sum_of(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double x : numbers) sum = near_sum(sum, x);
  return sum;
}

Operand mean(const Chosen& chosen) {
  if (chosen.numbers.empty()) throw CellFailure{CellError::kDivision};
  return number(sum_of(chosen.numbers) / static_cast<double>(chosen.numbers.size()));
}

Operand sum_of_products(const Call& call) {
  if (call.size() == 0) throw NotComputable();
  std::vector<CellMatrix> all;
  for (const auto& argument : call.arguments) all.push_back(matrix_of(argument, call.cells));
  double sum = 0;
  for (std::size_t i = 0; i < all[0].values.size(); ++i) {
    double product = 1;
    for (const auto& matrix : all) {
      if (matrix.rows != all[0].rows || matrix.columns != all[0].columns)
        throw CellFailure{CellError::kValue};
      const auto& value = matrix.values[i];
      if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
      const auto* x = std::get_if<double>(&value);
      product *= x != nullptr ? *x : 0;
    }
    sum = near_sum(sum, product);
  }
  return number(sum);
}

// ---------------------------------------------------------------- looking up

bool same_kind(const CellValue& a, const CellValue& b) { return a.index() == b.index(); }

bool found(const CellValue& wanted, const CellValue& there) {
  if (!same_kind(wanted, there)) return false;
  if (const auto* pattern = std::get_if<std::string>(&wanted))
    return matches_wildcards(std::get<std::string>(there), *pattern);
  return compare(wanted, there) == 0;
}

// The place of a value in a row or column: the same one, or in a sorted list the last that is not greater.
int place_of(const CellValue& wanted, const std::vector<CellValue>& list, int how) {
  if (const auto* error = std::get_if<CellError>(&wanted)) throw CellFailure{*error};
  int last = -1;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (how == 0) {
      if (found(wanted, list[i])) return static_cast<int>(i);
      continue;
    }
    if (!same_kind(wanted, list[i])) continue;
    const int order = compare(list[i], wanted) * how;
    if (order > 0) break;
    last = static_cast<int>(i);
  }
  if (last < 0) throw CellFailure{CellError::kNotAvailable};
  return last;
}

Operand look_up(const Call& call, bool down) {
  call.expect(3, 4);
  const auto table = matrix_of(call.arguments[1], call.cells);
  const auto index = static_cast<int>(call.number(2));
  const bool sorted = call.size() < 4 || to_truth(call.value(3));
  if (index < 1) throw CellFailure{CellError::kValue};
  if (index > (down ? table.columns : table.rows)) throw CellFailure{CellError::kReference};
  std::vector<CellValue> keys;
  for (int i = 0; i < (down ? table.rows : table.columns); ++i)
    keys.push_back(down ? table.at(i, 0) : table.at(0, i));
  const int at = place_of(call.value(0), keys, sorted ? 1 : 0);
  return Operand(down ? table.at(at, index - 1) : table.at(index - 1, at));
}

Operand match(const Call& call) {
  call.expect(2, 3);
  const auto list = matrix_of(call.arguments[1], call.cells);
  if (list.rows != 1 && list.columns != 1) throw CellFailure{CellError::kNotAvailable};
  const double how = call.number(2, 1);
  return number(place_of(call.value(0), list.values, how > 0 ? 1 : how < 0 ? -1 : 0) + 1);
}

Operand index_into(const Call& call) {
  call.expect(2, 3);
  auto row = static_cast<int>(call.number(1)), column = static_cast<int>(call.number(2, 0));
  const auto* areas = std::get_if<std::vector<CellArea>>(&call.arguments[0]);
  if (areas == nullptr || areas->size() != 1) {
    const auto table = matrix_of(call.arguments[0], call.cells);
    if (call.size() == 2 && table.rows == 1) std::swap(row, column);
    row = std::max(row, 1);
    column = std::max(column, 1);
    if (row > table.rows || column > table.columns) throw CellFailure{CellError::kReference};
    return Operand(table.at(row - 1, column - 1));
  }
  auto area = areas->front();
  if (call.size() == 2 && area.rows() == 1) std::swap(row, column);
  if (row < 0 || column < 0) throw CellFailure{CellError::kValue};
  if (row > area.rows() || column > area.columns()) throw CellFailure{CellError::kReference};
  if (row > 0) area.first_row = area.last_row = area.first_row + row - 1;
  if (column > 0) area.first_column = area.last_column = area.first_column + column - 1;
  return std::vector<CellArea>{area};
}

Operand rank(const Call& call) {
  call.expect(2, 3);
  const double wanted = call.number(0);
  const bool upwards = call.number(2, 0) != 0;
  int place = 1;
  bool is_there = false;
  for (const auto& value : matrix_of(call.arguments[1], call.cells).values) {
    const auto* x = std::get_if<double>(&value);
    if (x == nullptr) continue;
    is_there |= *x == wanted;
    place += (upwards ? *x < wanted : *x > wanted) ? 1 : 0;
  }
  if (!is_there) throw CellFailure{CellError::kNotAvailable};
  return number(place);
}

// ---------------------------------------------------------------- days

// Days of the 1900 system from March 1900 on (18.17.4.1); before, Excel's calendar is wrong.
constexpr int kFirstRight = 61;
const std::chrono::sys_days kZero = std::chrono::sys_days(std::chrono::year{1899} / 12 / 30);

std::chrono::year_month_day day_of(const Call& call, std::size_t i) {
  const double serial = std::floor(call.number(i));
  if (serial < kFirstRight || serial > 2'958'465) throw NotComputable();
  return {kZero + std::chrono::days(static_cast<int>(serial))};
}

Operand day(const Call& call) {
  call.expect(3, 3);
  const int year = static_cast<int>(call.number(0)), month = static_cast<int>(call.number(1));
  if (year < 1901 || year > 9999 || std::abs(month) > 10'000) throw NotComputable();
  const auto first = std::chrono::year{year} / 1 / 1 + std::chrono::months(month - 1);
  const auto serial = (std::chrono::sys_days(first) - kZero).count() + std::trunc(call.number(2)) - 1;
  if (serial < kFirstRight) throw NotComputable();
  return number(static_cast<double>(serial));
}

const std::map<std::string_view, Function>& functions() {
  static const std::map<std::string_view, Function> all{
      {"SUMIF", [](const Call& call) { return number(sum_of(chosen_by_one(call).numbers)); }},
      {"AVERAGEIF", [](const Call& call) { return mean(chosen_by_one(call)); }},
      {"COUNTIF",
       [](const Call& call) {
         call.expect(2, 2);
         return number(static_cast<double>(choose(call, 0, nullptr).count));
       }},
      {"COUNTIFS",
       [](const Call& call) { return number(static_cast<double>(choose(call, 0, nullptr).count)); }},
      {"SUMIFS", [](const Call& call) { return number(sum_of(chosen_by_many(call).numbers)); }},
      {"AVERAGEIFS", [](const Call& call) { return mean(chosen_by_many(call)); }},
      {"MAXIFS",
       [](const Call& call) {
         const auto numbers = chosen_by_many(call).numbers;
         return number(numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end()));
       }},
      {"MINIFS",
       [](const Call& call) {
         const auto numbers = chosen_by_many(call).numbers;
         return number(numbers.empty() ? 0 : *std::min_element(numbers.begin(), numbers.end()));
       }},
      {"SUMPRODUCT", sum_of_products},
      {"VLOOKUP", [](const Call& call) { return look_up(call, true); }},
      {"HLOOKUP", [](const Call& call) { return look_up(call, false); }},
      {"MATCH", match},
      {"INDEX", index_into},
      {"RANK", rank},
      {"RANK.EQ", rank},
      {"ROWS", [](const Call& call) { return number(call.area(0).rows()); }},
      {"COLUMNS", [](const Call& call) { return number(call.area(0).columns()); }},
      {"DATE", day},
      {"YEAR", [](const Call& call) { return number(static_cast<int>(day_of(call, 0).year())); }},
      {"MONTH", [](const Call& call) { return number(static_cast<unsigned>(day_of(call, 0).month())); }},
      {"DAY", [](const Call& call) { return number(static_cast<unsigned>(day_of(call, 0).day())); }},
  };
  return all;
}

}  // namespace

Operand call_table_function(std::string_view name, std::vector<Operand>& arguments, Cells& cells) {
  const auto function = functions().find(name);
  if (function == functions().end()) throw NotComputable();
  return function->second({arguments, cells});
}

}  // namespace svodka::render
