#include "render/form/form_values.h"

#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr double kMostExact = 1e15;

// A text that is a whole number in every language of Excel. Throws when it may be a number in one of them.
std::optional<double> number_of(const std::string& words) {
  const auto first = words.find_first_not_of(' '), last = words.find_last_not_of(' ');
  if (first == std::string::npos) return std::nullopt;
  const auto inner = words.substr(first, last - first + 1);
  double number = 0;
  const char* begin = inner.data() + (inner.front() == '+' ? 1 : 0);
  const auto [end, fault] = std::from_chars(begin, inner.data() + inner.size(), number);
  const bool whole = inner.find_first_not_of("+-0123456789") == std::string::npos;
  if (fault == std::errc() && end == inner.data() + inner.size() && whole) return number;
  if (inner.find_first_of("0123456789") != std::string::npos) throw NotComputable();
  return std::nullopt;
}

int order(const CellValue& value) {
  if (std::holds_alternative<double>(value)) return 0;
  if (std::holds_alternative<std::string>(value)) return 1;
  return 2;
}

// An empty cell compares as the kind that stands against it.
CellValue like(const CellValue& other) {
  if (std::holds_alternative<std::string>(other)) return std::string();
  if (std::holds_alternative<bool>(other)) return false;
  return 0.0;
}

int sign(double x) { return x < 0 ? -1 : x > 0 ? 1 : 0; }

bool matches(std::string_view words, std::string_view pattern) {
  std::size_t w = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (w < words.size()) {
    std::size_t next = w;
    utf8::next(words, next);
    const bool tilde = p + 1 < pattern.size() && pattern[p] == '~';
    if (!tilde && p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = w;
    } else if (!tilde && p < pattern.size() && pattern[p] == '?') {
      ++p;
      w = next;
    } else if (const auto at = p + (tilde ? 1 : 0); at < pattern.size() && pattern[at] == words[w]) {
      p = at + 1;
      ++w;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      utf8::next(words, resume);
      w = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

double to_number(const CellValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
  if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
  const auto* words = std::get_if<std::string>(&value);
  if (words == nullptr) return 0;
  if (const auto number = number_of(*words)) return *number;
  throw CellFailure{CellError::kValue};
}

std::string to_words(const CellValue& value) {
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* error = std::get_if<CellError>(&value)) throw CellFailure{*error};
  if (std::holds_alternative<std::monostate>(value)) return {};
  const auto* number = std::get_if<double>(&value);
  // A fraction has the decimal mark of the reader's language, a truth value its word.
  if (number == nullptr || std::abs(*number) >= kMostExact || *number != std::floor(*number))
    throw NotComputable();
  return std::to_string(static_cast<long long>(*number));
}

bool to_truth(const CellValue& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (std::holds_alternative<std::string>(value)) throw CellFailure{CellError::kValue};
  return to_number(value) != 0;
}

bool nearly_equal(double left, double right) {
  if (left == right) return true;
  return std::abs(left - right) < std::abs(left) * 0x1p-48;
}

double near_sum(double left, double right) {
  if (left * right < 0 && nearly_equal(left, -right)) return 0;
  return left + right;
}

double checked(double number) {
  if (!std::isfinite(number)) throw CellFailure{CellError::kNumber};
  return number;
}

int compare(const CellValue& left, const CellValue& right) {
  for (const auto* value : {&left, &right}) {
    if (const auto* error = std::get_if<CellError>(value)) throw CellFailure{*error};
  }
  const CellValue a = std::holds_alternative<std::monostate>(left) ? like(right) : left;
  const CellValue b = std::holds_alternative<std::monostate>(right) ? like(left) : right;
  if (order(a) != order(b)) return order(a) < order(b) ? -1 : 1;
  if (const auto* number = std::get_if<double>(&a))
    return nearly_equal(*number, std::get<double>(b)) ? 0 : sign(*number - std::get<double>(b));
  if (const auto* words = std::get_if<std::string>(&a)) {
    const int found = utf8::lower(*words).compare(utf8::lower(std::get<std::string>(b)));
    return found < 0 ? -1 : found > 0 ? 1 : 0;
  }
  return static_cast<int>(std::get<bool>(a)) - static_cast<int>(std::get<bool>(b));
}

bool matches_wildcards(const std::string& words, const std::string& pattern) {
  return matches(utf8::lower(words), utf8::lower(pattern));
}

Criterion::Criterion(const CellValue& words) : operator_("="), value_(words) {
  const auto* text = std::get_if<std::string>(&words);
  if (std::holds_alternative<std::monostate>(words)) value_ = 0.0;
  if (text == nullptr) return;
  std::string rest = *text;
  for (const char* known : {"<>", "<=", ">=", "=", "<", ">"}) {
    if (!rest.starts_with(known)) continue;
    operator_ = known;
    rest.erase(0, operator_.size());
    break;
  }
  pattern_ = rest;
  if (const auto number = number_of(rest))
    value_ = *number;
  else
    value_ = rest;
}

bool Criterion::holds(const CellValue& value) const {
  const bool wanted_empty = std::holds_alternative<std::string>(value_) && pattern_.empty();
  if (operator_ == "=" || operator_ == "<>") {
    bool same = false;
    if (wanted_empty)
      same = std::holds_alternative<std::monostate>(value);
    else if (const auto* number = std::get_if<double>(&value_))
      same = std::holds_alternative<double>(value) && nearly_equal(*number, std::get<double>(value));
    else if (const auto* words = std::get_if<std::string>(&value))
      same = std::holds_alternative<std::string>(value_) && matches_wildcards(*words, pattern_);
    else
      same = value.index() == value_.index() && value == value_;
    return same == (operator_ == "=");
  }
  if (value.index() != value_.index()) return false;
  const int found = compare(value, value_);
  if (operator_ == "<") return found < 0;
  if (operator_ == ">") return found > 0;
  return operator_ == "<=" ? found <= 0 : found >= 0;
}

}  // namespace svodka::render
