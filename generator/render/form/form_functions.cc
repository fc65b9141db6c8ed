#include "render/form/form_functions.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/utf8.h"
#include "language/number.h"
#include "render/form/form_function_tables.h"

namespace svodka::render {
namespace {

// The arguments of a call; those that are left out count as empty.
class Arguments {
 public:
  Arguments(std::vector<Operand>& operands, Cells& cells) : operands_(operands), cells_(cells) {}

  std::size_t size() const { return operands_.size(); }
  void expect(std::size_t least, std::size_t most) const {
    if (size() < least || size() > most) throw NotComputable();
  }
  const Operand& operator[](std::size_t i) const { return operands_.at(i); }
  Cells& cells() const { return cells_; }
  CellValue value(std::size_t i) const { return i < size() ? single(operands_[i], cells_) : CellValue(); }
  double number(std::size_t i, double otherwise = 0) const {
    return i < size() ? to_number(value(i)) : otherwise;
  }
  std::string words(std::size_t i) const { return to_words(value(i)); }

  // Calls `see` with every value of the arguments [first, end); `written` ones stand in the formula itself.
  template <typename See>
  void each(std::size_t first, See see, std::size_t end = 255) const {
    for (std::size_t i = first; i < std::min(size(), end); ++i) {
      if (const auto* value = std::get_if<CellValue>(&operands_[i])) {
        see(*value, true);
      } else if (const auto* matrix = std::get_if<CellMatrix>(&operands_[i])) {
        for (const auto& of_matrix : matrix->values) see(of_matrix, false);
      } else {
        for (const auto& area : std::get<std::vector<CellArea>>(operands_[i]))
          cells_.each(area, [&](int, int, const CellValue& of_cell) { see(of_cell, false); });
      }
    }
  }

  // The numbers among them: of cells only true numbers, of the formula also truth values and texts.
  std::vector<double> numbers(std::size_t first = 0, std::size_t end = 255) const {
    std::vector<double> found;
    each(
        first,
        [&](const CellValue& value, bool written) {
          if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
          if (const auto* number = std::get_if<double>(&value))
            found.push_back(*number);
          else if (written)
            found.push_back(to_number(value));
        },
        end);
    return found;
  }

 private:
  std::vector<Operand>& operands_;
  Cells& cells_;
};

using Function = Operand (*)(const Arguments&);

Operand number(double x) { return CellValue(checked(x)); }
Operand words(std::string text) { return CellValue(std::move(text)); }
Operand truth(bool is) { return CellValue(is); }

// Neumaier's sum, for long columns of fractions.
double sum_of(const std::vector<double>& numbers) {
  double sum = 0, lost = 0;
  for (const double x : numbers) {
    const double next = sum + x;
    lost += std::abs(sum) >= std::abs(x) ? (sum - next) + x : (x - next) + sum;
    sum = next;
  }
  return sum + lost;
}

double mean_of(const std::vector<double>& numbers) {
  if (numbers.empty()) throw CellFailure{CellError::kDivision};
  return sum_of(numbers) / static_cast<double>(numbers.size());
}

double product_of(const std::vector<double>& numbers) {
  double product = numbers.empty() ? 0 : 1;
  for (const double x : numbers) product *= x;
  return product;
}

double least(const std::vector<double>& numbers) {
  return numbers.empty() ? 0 : *std::min_element(numbers.begin(), numbers.end());
}
double most(const std::vector<double>& numbers) {
  return numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
}

double variance(const std::vector<double>& numbers, bool of_sample) {
  const auto count = static_cast<double>(numbers.size()) - (of_sample ? 1 : 0);
  if (count <= 0) throw CellFailure{CellError::kDivision};
  const double mean = mean_of(numbers);
  std::vector<double> squares;
  for (const double x : numbers) squares.push_back((x - mean) * (x - mean));
  return sum_of(squares) / count;
}

double ranked(std::vector<double> numbers, double rank) {
  const auto at = static_cast<std::ptrdiff_t>(std::ceil(rank)) - 1;
  if (at < 0 || at >= static_cast<std::ptrdiff_t>(numbers.size())) throw CellFailure{CellError::kNumber};
  std::sort(numbers.begin(), numbers.end());
  return numbers[static_cast<std::size_t>(at)];
}

double median(std::vector<double> numbers) {
  if (numbers.empty()) throw CellFailure{CellError::kNumber};
  std::sort(numbers.begin(), numbers.end());
  const auto half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

std::size_t filled(const Arguments& in) {
  std::size_t count = 0;
  in.each(0, [&](const CellValue& value, bool written) {
    count += written || !std::holds_alternative<std::monostate>(value) ? 1 : 0;
  });
  return count;
}

std::size_t counted(const Arguments& in) {
  std::size_t count = 0;
  in.each(0, [&](const CellValue& value, bool) { count += std::holds_alternative<double>(value) ? 1 : 0; });
  return count;
}

// ---------------------------------------------------------------- truth

std::vector<bool> truths(const Arguments& in) {
  std::vector<bool> found;
  in.each(0, [&](const CellValue& value, bool written) {
    if (std::holds_alternative<std::monostate>(value)) return;
    if (std::holds_alternative<std::string>(value) && !written) return;
    found.push_back(to_truth(value));
  });
  if (found.empty()) throw CellFailure{CellError::kValue};
  return found;
}

template <typename Kind>
Operand holds(const Arguments& in) {
  in.expect(1, 1);
  return truth(std::holds_alternative<Kind>(in.value(0)));
}

// ---------------------------------------------------------------- rounding

enum class Rounding { kHalfUp, kUp, kDown };

Operand rounded(const Arguments& in, Rounding how) {
  in.expect(1, 2);
  const double x = in.number(0);
  const double digits = std::trunc(in.number(1));
  if (std::abs(digits) > 15) throw NotComputable();
  if (how == Rounding::kHalfUp && digits >= 0)
    return number(language::round_half_up(x, static_cast<int>(digits)));
  const double scale = std::pow(10, std::abs(digits));
  // What binary fractions lose must not make another step: 2.3 × 10 is 23.
  double scaled = digits < 0 ? x / scale : x * scale;
  if (nearly_equal(scaled, std::round(scaled))) scaled = std::round(scaled);
  if (how == Rounding::kHalfUp) scaled = language::round_half_up(scaled, 0);
  if (how == Rounding::kUp) scaled = scaled < 0 ? std::floor(scaled) : std::ceil(scaled);
  if (how == Rounding::kDown) scaled = std::trunc(scaled);
  return number(digits < 0 ? scaled * scale : scaled / scale);
}

double floor_of(double x) { return nearly_equal(x, std::round(x)) ? std::round(x) : std::floor(x); }

Operand remainder(const Arguments& in) {
  in.expect(2, 2);
  const double x = in.number(0), by = in.number(1);
  if (by == 0) throw CellFailure{CellError::kDivision};
  return number(near_sum(x, -by * floor_of(x / by)));
}

// ---------------------------------------------------------------- words

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < text.size();) {
    const auto begin = i;
    utf8::next(text, i);
    found.push_back(text.substr(begin, i - begin));
  }
  return found;
}

std::string part(const std::string& text, double first, double count) {
  if (first < 1 || count < 0) throw CellFailure{CellError::kValue};
  const auto all = characters(text);
  std::string out;
  for (auto i = static_cast<std::size_t>(first) - 1; i < all.size() && count >= 1; ++i, --count)
    out += all[i];
  return out;
}

std::string trimmed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string joined(const Arguments& in) {
  std::string all;
  in.each(0, [&](const CellValue& value, bool) { all += to_words(value); });
  return all;
}

Operand join_with(const Arguments& in) {
  if (in.size() < 3) throw NotComputable();
  const auto between = in.words(0);
  const bool skips = to_truth(in.value(1));
  std::string all;
  bool first = true;
  in.each(2, [&](const CellValue& value, bool) {
    const auto next = to_words(value);
    if (next.empty() && skips) return;
    all += (first ? "" : between) + next;
    first = false;
  });
  return words(all);
}

Operand substitute(const Arguments& in) {
  in.expect(3, 4);
  const auto text = in.words(0), old = in.words(1), by = in.words(2);
  const double only = in.number(3, 0);
  if (old.empty()) return words(text);
  std::string out;
  std::size_t done = 0;
  int nth = 0;
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + old.size())) {
    if (only >= 1 && ++nth != static_cast<int>(only)) continue;
    out += text.substr(done, at - done) + by;
    done = at + old.size();
  }
  return words(out + text.substr(done));
}

Operand found_at(const Arguments& in, bool capitals) {
  in.expect(2, 3);
  auto what = in.words(0), text = in.words(1);
  if (!capitals) {
    if (what.find_first_of("*?~") != std::string::npos) throw NotComputable();
    what = utf8::lower(what);
    text = utf8::lower(text);
  }
  const auto all = characters(text);
  const double first = in.number(2, 1);
  if (first < 1) throw CellFailure{CellError::kValue};
  std::size_t offset = 0;
  for (std::size_t i = 0; i < all.size() && i + 1 < static_cast<std::size_t>(first); ++i)
    offset += all[i].size();
  const auto at = text.find(what, offset);
  if (at == std::string::npos) throw CellFailure{CellError::kValue};
  return number(static_cast<double>(utf8::length(std::string_view(text).substr(0, at))) + 1);
}

Operand repeated(const Arguments& in) {
  in.expect(2, 2);
  const auto text = in.words(0);
  const double times = std::trunc(in.number(1));
  if (times < 0 || times * static_cast<double>(text.size()) > 32767) throw CellFailure{CellError::kValue};
  std::string out;
  for (int i = 0; i < static_cast<int>(times); ++i) out += text;
  return words(out);
}

const std::map<std::string_view, Function>& functions() {
  static const std::map<std::string_view, Function> all{
      {"SUM", [](const Arguments& in) { return number(sum_of(in.numbers())); }},
      {"AVERAGE", [](const Arguments& in) { return number(mean_of(in.numbers())); }},
      {"PRODUCT", [](const Arguments& in) { return number(product_of(in.numbers())); }},
      {"MIN", [](const Arguments& in) { return number(least(in.numbers())); }},
      {"MAX", [](const Arguments& in) { return number(most(in.numbers())); }},
      {"MEDIAN", [](const Arguments& in) { return number(median(in.numbers())); }},
      {"STDEV", [](const Arguments& in) { return number(std::sqrt(variance(in.numbers(), true))); }},
      {"STDEV.S", [](const Arguments& in) { return number(std::sqrt(variance(in.numbers(), true))); }},
      {"STDEVP", [](const Arguments& in) { return number(std::sqrt(variance(in.numbers(), false))); }},
      {"STDEV.P", [](const Arguments& in) { return number(std::sqrt(variance(in.numbers(), false))); }},
      {"VAR", [](const Arguments& in) { return number(variance(in.numbers(), true)); }},
      {"VAR.S", [](const Arguments& in) { return number(variance(in.numbers(), true)); }},
      {"COUNT", [](const Arguments& in) { return number(static_cast<double>(counted(in))); }},
      {"COUNTA", [](const Arguments& in) { return number(static_cast<double>(filled(in))); }},
      {"SUMSQ",
       [](const Arguments& in) {
         auto all_numbers = in.numbers();
         for (double& x : all_numbers) x *= x;
         return number(sum_of(all_numbers));
       }},
      {"LARGE",
       [](const Arguments& in) {
         in.expect(2, 2);
         const auto list = in.numbers(0, 1);
         return number(ranked(list, static_cast<double>(list.size()) - std::ceil(in.number(1)) + 1));
       }},
      {"SMALL",
       [](const Arguments& in) {
         in.expect(2, 2);
         return number(ranked(in.numbers(0, 1), in.number(1)));
       }},
      {"AND",
       [](const Arguments& in) {
         const auto all_truths = truths(in);
         return truth(std::all_of(all_truths.begin(), all_truths.end(), [](bool is) { return is; }));
       }},
      {"OR",
       [](const Arguments& in) {
         const auto all_truths = truths(in);
         return truth(std::any_of(all_truths.begin(), all_truths.end(), [](bool is) { return is; }));
       }},
      {"XOR",
       [](const Arguments& in) {
         const auto all_truths = truths(in);
         return truth(std::count(all_truths.begin(), all_truths.end(), true) % 2 == 1);
       }},
      {"NOT", [](const Arguments& in) { return in.expect(1, 1), truth(!to_truth(in.value(0))); }},
      {"TRUE", [](const Arguments& in) { return in.expect(0, 0), truth(true); }},
      {"FALSE", [](const Arguments& in) { return in.expect(0, 0), truth(false); }},
      {"NA", [](const Arguments&) -> Operand { throw CellFailure{CellError::kNotAvailable}; }},
      {"ISBLANK", holds<std::monostate>},
      {"ISNUMBER", holds<double>},
      {"ISTEXT", holds<std::string>},
      {"ISLOGICAL", holds<bool>},
      {"ISERROR", holds<CellError>},
      {"ISNONTEXT",
       [](const Arguments& in) {
         return in.expect(1, 1), truth(!std::holds_alternative<std::string>(in.value(0)));
       }},
      {"ISNA",
       [](const Arguments& in) {
         return in.expect(1, 1), truth(in.value(0) == CellValue(CellError::kNotAvailable));
       }},
      {"ISERR",
       [](const Arguments& in) {
         const auto value = in.value(0);
         return truth(std::holds_alternative<CellError>(value) &&
                      value != CellValue(CellError::kNotAvailable));
       }},
      {"ISEVEN", [](const Arguments& in) { return truth(std::fmod(std::trunc(in.number(0)), 2) == 0); }},
      {"ISODD", [](const Arguments& in) { return truth(std::fmod(std::trunc(in.number(0)), 2) != 0); }},
      {"N",
       [](const Arguments& in) {
         const auto value = in.value(0);
         return number(std::holds_alternative<std::string>(value) ? 0 : to_number(value));
       }},
      {"T",
       [](const Arguments& in) {
         const auto value = in.value(0);
         if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
         return words(std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : "");
       }},
      {"ROUND", [](const Arguments& in) { return rounded(in, Rounding::kHalfUp); }},
      {"ROUNDUP", [](const Arguments& in) { return rounded(in, Rounding::kUp); }},
      {"ROUNDDOWN", [](const Arguments& in) { return rounded(in, Rounding::kDown); }},
      {"TRUNC", [](const Arguments& in) { return rounded(in, Rounding::kDown); }},
      {"INT", [](const Arguments& in) { return in.expect(1, 1), number(floor_of(in.number(0))); }},
      {"ABS", [](const Arguments& in) { return in.expect(1, 1), number(std::abs(in.number(0))); }},
      {"SIGN",
       [](const Arguments& in) {
         const double x = in.number(0);
         return number(x < 0 ? -1 : x > 0 ? 1 : 0);
       }},
      {"MOD", remainder},
      {"QUOTIENT",
       [](const Arguments& in) {
         in.expect(2, 2);
         if (in.number(1) == 0) throw CellFailure{CellError::kDivision};
         return number(std::trunc(in.number(0) / in.number(1)));
       }},
      {"SQRT",
       [](const Arguments& in) {
         in.expect(1, 1);
         if (in.number(0) < 0) throw CellFailure{CellError::kNumber};
         return number(std::sqrt(in.number(0)));
       }},
      {"POWER",
       [](const Arguments& in) { return in.expect(2, 2), number(std::pow(in.number(0), in.number(1))); }},
      {"LEN", [](const Arguments& in) { return number(static_cast<double>(utf8::length(in.words(0)))); }},
      {"LEFT", [](const Arguments& in) { return words(part(in.words(0), 1, in.number(1, 1))); }},
      {"MID", [](const Arguments& in) { return words(part(in.words(0), in.number(1), in.number(2))); }},
      {"RIGHT",
       [](const Arguments& in) {
         const auto text = in.words(0);
         const double count = in.number(1, 1), length = static_cast<double>(utf8::length(text));
         return words(part(text, std::max(1.0, length - std::trunc(count) + 1), count));
       }},
      {"TRIM", [](const Arguments& in) { return words(trimmed(in.words(0))); }},
      {"UPPER", [](const Arguments& in) { return words(utf8::upper(in.words(0))); }},
      {"LOWER", [](const Arguments& in) { return words(utf8::lower(in.words(0))); }},
      {"CONCATENATE", [](const Arguments& in) { return words(joined(in)); }},
      {"CONCAT", [](const Arguments& in) { return words(joined(in)); }},
      {"TEXTJOIN", join_with},
      {"SUBSTITUTE", substitute},
      {"FIND", [](const Arguments& in) { return found_at(in, true); }},
      {"SEARCH", [](const Arguments& in) { return found_at(in, false); }},
      {"REPT", repeated},
      {"EXACT", [](const Arguments& in) { return truth(in.words(0) == in.words(1)); }},
      {"VALUE", [](const Arguments& in) { return in.expect(1, 1), number(in.number(0)); }},
      {"HYPERLINK",
       [](const Arguments& in) {
         in.expect(1, 2);
         return Operand(in.value(in.size() - 1));
       }},
      {"COUNTBLANK",
       [](const Arguments& in) {
         in.expect(1, 1);
         const auto* areas = std::get_if<std::vector<CellArea>>(&in[0]);
         if (areas == nullptr) throw NotComputable();
         double all_cells = 0;
         for (const auto& area : *areas) all_cells += static_cast<double>(area.columns()) * area.rows();
         in.each(0, [&](const CellValue& value, bool) {
           all_cells -=
               value == CellValue(std::string()) || std::holds_alternative<std::monostate>(value) ? 0 : 1;
         });
         return number(all_cells);
       }},
  };
  return all;
}

const std::vector<std::string_view> kSubtotals{"AVERAGE", "COUNT", "COUNTA", "MAX", "MIN",
                                               "PRODUCT", "STDEV", "STDEVP", "SUM", "VAR"};

// SUBTOTAL(9,…): as the function of that number, without cells that are subtotals themselves; from 101 on
// also without hidden rows.
Operand subtotal(const Arguments& in) {
  if (in.size() < 2) throw NotComputable();
  const int code = static_cast<int>(in.number(0));
  const auto function = static_cast<std::size_t>(code % 100);
  if (code < 1 || code > 110 || function < 1 || function > kSubtotals.size()) throw NotComputable();
  CellMatrix kept;
  for (std::size_t i = 1; i < in.size(); ++i) {
    const auto* areas = std::get_if<std::vector<CellArea>>(&in[i]);
    if (areas == nullptr) throw NotComputable();
    for (const auto& area : *areas) {
      in.cells().each(area, [&](int column, int row, const CellValue& value) {
        const bool hidden = in.cells().is_hidden(area.sheet, row);
        if (hidden && code < 100) throw NotComputable();  // by a filter or by hand: that is not told
        if (!hidden && !in.cells().is_subtotal(area.sheet, column, row)) kept.values.push_back(value);
      });
    }
  }
  std::vector<Operand> arguments{Operand(std::move(kept))};
  return functions().at(kSubtotals[function - 1])(Arguments(arguments, in.cells()));
}

}  // namespace

Operand call_function(std::string_view name, std::vector<Operand>& arguments, Cells& cells) {
  const Arguments in(arguments, cells);
  if (name == "SUBTOTAL") return subtotal(in);
  if (const auto found = functions().find(name); found != functions().end()) return found->second(in);
  return call_table_function(name, arguments, cells);
}

bool takes_arrays(std::string_view name) { return name == "SUMPRODUCT"; }

CellValue single(const Operand& operand, Cells& cells) {
  if (const auto* value = std::get_if<CellValue>(&operand)) return *value;
  if (const auto* matrix = std::get_if<CellMatrix>(&operand))
    return matrix->values.empty() ? CellValue() : matrix->values.front();
  const auto& areas = std::get<std::vector<CellArea>>(operand);
  if (areas.size() != 1 || areas[0].columns() != 1 || areas[0].rows() != 1) throw NotComputable();
  return cells.value(areas[0].sheet, areas[0].first_column, areas[0].first_row);
}

CellMatrix matrix_of(const Operand& operand, Cells& cells) {
  if (const auto* value = std::get_if<CellValue>(&operand)) return {1, 1, {*value}};
  if (const auto* matrix = std::get_if<CellMatrix>(&operand)) return *matrix;
  const auto& areas = std::get<std::vector<CellArea>>(operand);
  if (areas.size() != 1) throw NotComputable();
  const auto& area = areas[0];
  int last = area.first_row, last_column = area.first_column;
  cells.each(area, [&](int column, int row, const CellValue&) {
    last = std::max(last, row);
    last_column = std::max(last_column, column);
  });
  CellMatrix made{area.rows() > 100'000 ? last - area.first_row + 1 : area.rows(),
                  area.columns() > 1'000 ? last_column - area.first_column + 1 : area.columns(),
                  {}};
  if (static_cast<double>(made.rows) * made.columns > 1e7) throw NotComputable();
  made.values.resize(static_cast<std::size_t>(made.rows) * static_cast<std::size_t>(made.columns));
  cells.each(area, [&](int column, int row, const CellValue& value) {
    made.values[static_cast<std::size_t>(row - area.first_row) * static_cast<std::size_t>(made.columns) +
                static_cast<std::size_t>(column - area.first_column)] = value;
  });
  return made;
}

}  // namespace svodka::render
