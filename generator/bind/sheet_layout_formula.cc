#include "bind/sheet_layout_formula.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/finding.h"
#include "base/utf8.h"

namespace svodka::bind {
namespace {

using Op = Formula::Op;

constexpr int kMaxDepth = 50;
constexpr std::size_t kMaxLength = 1000;

struct Function {
  std::string_view name;
  Op op;
};
constexpr std::array kFunctions{Function{"сумм", Op::kSum},       Function{"sum", Op::kSum},
                                Function{"срзнач", Op::kAverage}, Function{"average", Op::kAverage},
                                Function{"мин", Op::kMin},        Function{"min", Op::kMin},
                                Function{"макс", Op::kMax},       Function{"max", Op::kMax},
                                Function{"округл", Op::kRound},   Function{"round", Op::kRound}};

/// Recursive descent; stops at the first mistake by throwing it.
class Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string>& names) : text_(text), names_(names) {}

  Formula parse() {
    if (text_.size() > kMaxLength)
      fail(0, text_.size(), text("формула слишком длинная", "the formula is too long"),
           text("разделите её на две графы", "divide it into two columns"));
    skip_spaces();
    take("=");
    formula_.root = sum(0);
    skip_spaces();
    if (at_ < text_.size()) fail_here(text("лишнее в конце формулы", "the formula goes on after its end"));
    return std::move(formula_);
  }

 private:
  [[noreturn]] void fail(std::size_t offset, std::size_t length, Text message, Text hint = {},
                         std::string rule = "bad-formula") {
    throw FormulaFault{offset, length, std::move(rule), std::move(message), std::move(hint)};
  }

  [[noreturn]] void fail_here(Text message) {
    if (at_ >= text_.size())
      fail(text_.size(), 0, text("формула обрывается", "the formula breaks off"),
           text("допишите её", "complete it"));
    std::size_t end = at_;
    utf8::next(text_, end);
    fail(at_, end - at_, std::move(message),
         text("это место: «{}»", "this place: “{}”", text_.substr(at_, end - at_)));
  }

  void skip_spaces() {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')
        ++at_;
      else if (text_.substr(at_).starts_with("\u00a0"))
        at_ += 2;
      else
        return;
    }
  }

  bool take(std::string_view token) {
    skip_spaces();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  int add(Op op, std::vector<int> arguments) {
    formula_.terms.push_back({.op = op, .arguments = std::move(arguments)});
    return static_cast<int>(formula_.terms.size()) - 1;
  }

  int sum(int depth) {
    if (depth > kMaxDepth)
      fail_here(text("слишком много вложенных скобок", "too many brackets inside each other"));
    int left = product(depth);
    while (true) {
      if (take("+"))
        left = add(Op::kAdd, {left, product(depth)});
      else if (take("-") || take("\u2212") || (!in_function_ && take("\u2013")))
        left = add(Op::kSubtract, {left, product(depth)});
      else
        return left;
    }
  }

  int product(int depth) {
    int left = factor(depth);
    while (true) {
      if (take("*") || take("×") || take("·") || take("⋅"))
        left = add(Op::kMultiply, {left, factor(depth)});
      else if (take("/") || take("÷") || take(":"))
        left = add(Op::kDivide, {left, factor(depth)});
      else
        return left;
    }
  }

  int factor(int depth) {
    if (depth > kMaxDepth)
      fail_here(text("слишком много вложенных знаков", "too many signs one after another"));
    if (take("-") || take("\u2212")) return add(Op::kNegate, {factor(depth + 1)});
    if (take("(")) {
      const bool outer = std::exchange(in_function_, false);
      const int inner = sum(depth + 1);
      in_function_ = outer;
      if (!take(")")) fail_here(text("нет закрывающей скобки", "a closing bracket is missing"));
      return inner;
    }
    if (take("{")) return named_column();
    skip_spaces();
    if (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') return number();
    return word(depth);
  }

  int number() {
    const std::size_t begin = at_;
    std::string digits;
    while (at_ < text_.size() &&
           ((text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '.' || text_[at_] == ',')) {
      digits += text_[at_] == ',' ? '.' : text_[at_];
      ++at_;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.ends_with('.') ||
        !std::isfinite(value))
      fail(begin, at_ - begin,
           text("«{}» — не число", "“{}” is not a number", text_.substr(begin, at_ - begin)),
           text("исправьте число", "correct the number"));
    formula_.terms.push_back({.op = Op::kNumber, .number = value});
    return static_cast<int>(formula_.terms.size()) - 1;
  }

  int column(int index) {
    formula_.terms.push_back({.op = Op::kColumn, .column = index});
    return static_cast<int>(formula_.terms.size()) - 1;
  }

  int named_column() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos)
      fail(begin - 1, text_.size() - begin + 1,
           text("нет закрывающей скобки `}}`", "the closing `}}` is missing"),
           text("поставьте её после имени колонки", "put it after the column's name"));
    std::string name(text_.substr(begin, end - begin));
    while (name.ends_with(' ')) name.pop_back();
    name.erase(0,
               name.find_first_not_of(' ') == std::string::npos ? name.size() : name.find_first_not_of(' '));
    at_ = end + 1;
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (name.empty() || found == names_.end()) {
      auto hint = suggestion(name, names_);
      if (hint.empty()) hint = text("назовите её номером: `гр. 1`", "call it by its number: `гр. 1`");
      fail(begin, end - begin, text("в таблице нет колонки `{}`", "the table has no column `{}`", name), hint,
           "unknown-column");
    }
    return column(static_cast<int>(found - names_.begin()));
  }

  std::string letters() {
    std::string out;
    while (at_ < text_.size()) {
      std::size_t next = at_;
      const char32_t c = utf8::next(text_, next);
      if (!utf8::is_letter(c)) break;
      utf8::append(out, utf8::lower(c));
      at_ = next;
    }
    return out;
  }

  int word(int depth) {
    const std::size_t begin = at_;
    const std::string name = letters();
    if (name.empty())
      fail_here(text("здесь ожидается колонка, число или скобка",
                     "a column, a number or a bracket should stand here"));
    if (name == "гр" || name == "графа" || name == "графы" || name == "col") return column(column_number());
    const auto function =
        std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& f) { return f.name == name; });
    if (function == kFunctions.end())
      fail(
          begin, at_ - begin,
          text("непонятное слово «{}»", "the word “{}” means nothing here", text_.substr(begin, at_ - begin)),
          text("колонки пишутся «гр. 5» или `{{имя}}`; функции: СУММ, СРЗНАЧ, МИН, МАКС, ОКРУГЛ",
               "write columns as «гр. 5» or `{{name}}`; the functions are SUM, AVERAGE, MIN, MAX, ROUND"));
    return call(*function, begin, depth);
  }

  int column_number() {
    take(".");
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    int number = 0;
    std::from_chars(text_.data() + begin, text_.data() + at_, number);
    if (begin == at_)
      fail_here(text("после «гр.» ожидается номер колонки", "the number of a column should follow «гр.»"));
    if (number < 1 || number > static_cast<int>(names_.size()))
      fail(begin, at_ - begin,
           text("нет графы {}: в таблице граф {}", "there is no column {}: the table has {}",
                text_.substr(begin, at_ - begin), names_.size()),
           {}, "unknown-column");
    return number - 1;
  }

  int call(const Function& function, std::size_t begin, int depth) {
    if (!take("("))
      fail_here(
          text("после имени функции ожидается скобка", "a bracket should follow the name of a function"));
    const bool outer = std::exchange(in_function_, function.op != Op::kRound);
    std::vector<int> arguments;
    do {
      argument(arguments, depth + 1);
    } while (take(";"));
    in_function_ = outer;
    if (!take(")")) fail_here(text("нет закрывающей скобки", "a closing bracket is missing"));
    if (function.op == Op::kRound) check_round(arguments, begin);
    return add(function.op, std::move(arguments));
  }

  /// One argument, or all columns of a range «гр. 3–6».
  void argument(std::vector<int>& arguments, int depth) {
    const int first = sum(depth);
    if (!in_function_ || formula_.terms[first].op != Op::kColumn || !take("\u2013")) {
      arguments.push_back(first);
      return;
    }
    const std::size_t begin = at_;
    skip_spaces();
    int last = 0;
    if (take("{")) {
      last = formula_.terms[named_column()].column;
    } else {
      if (at_ < text_.size() && (text_[at_] < '0' || text_[at_] > '9')) letters();
      last = column_number();
    }
    const int from = formula_.terms[first].column;
    if (last < from)
      fail(begin, at_ - begin,
           text("конец диапазона граф раньше начала", "the range of columns ends before it begins"),
           text("поменяйте номера местами", "change the numbers about"));
    arguments.push_back(first);
    for (int i = from + 1; i <= last; ++i) arguments.push_back(column(i));
  }

  void check_round(const std::vector<int>& arguments, std::size_t begin) {
    const auto whole = [&](int term) {
      return formula_.terms[term].op == Op::kNumber &&
             formula_.terms[term].number == std::floor(formula_.terms[term].number);
    };
    if (arguments.size() == 2 && whole(arguments[1]) && formula_.terms[arguments[1]].number <= 10) return;
    fail(begin, at_ - begin,
         text("ОКРУГЛ пишется с двумя аргументами: что и до скольких знаков",
              "ROUND takes two arguments: what, and to how many digits"),
         text("например, ОКРУГЛ(гр. 5; 1)", "for example ROUND(гр. 5; 1)"));
  }

  std::string_view text_;
  const std::vector<std::string>& names_;
  Formula formula_;
  std::size_t at_ = 0;
  bool in_function_ = false;  ///< directly among the arguments of a function, where an en dash is a range
};

bool lenient(Op op) { return op == Op::kSum || op == Op::kAverage || op == Op::kMin || op == Op::kMax; }

void collect(const Formula& formula, int term, bool all, bool required, std::vector<int>& out) {
  const auto& t = formula.terms[term];
  if (t.op == Op::kColumn && (all || required) && std::find(out.begin(), out.end(), t.column) == out.end())
    out.push_back(t.column);
  for (const int argument : t.arguments) {
    const bool skipped = lenient(t.op) && formula.terms[argument].op == Op::kColumn;
    collect(formula, argument, all, !skipped, out);
  }
}

}  // namespace

std::vector<int> Formula::required() const {
  std::vector<int> out;
  if (root >= 0) collect(*this, root, false, true, out);
  return out;
}

std::vector<int> Formula::columns() const {
  std::vector<int> out;
  if (root >= 0) collect(*this, root, true, true, out);
  return out;
}

std::optional<Formula> parse_formula(std::string_view text, const std::vector<std::string>& names,
                                     FormulaFault& fault) {
  try {
    return Parser(text, names).parse();
  } catch (FormulaFault& met) {
    fault = std::move(met);
    return std::nullopt;
  }
}

}  // namespace svodka::bind
