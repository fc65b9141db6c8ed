#include "render/form/form_expression.h"

#include <array>
#include <charconv>

#include "base/utf8.h"
#include "render/form/form_formula.h"

namespace svodka::render {
namespace {

constexpr int kDeepest = 64;
constexpr std::array kErrors{"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Part of a name, a function or a reference.
bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '.' ||
         c == '$' || c == '\\' || c == '?' || static_cast<unsigned char>(c) >= 0x80;
}

struct Unreadable {};

// Recursive descent by the precedence of ECMA-376 part 1, 18.17.2.2: comparison, &, + -, * /, ^, sign, %.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view in) : in_(in) {}

  Expression parse() {
    auto made = comparison();
    skip();
    if (at_ != in_.size()) throw Unreadable();
    return made;
  }

 private:
  using Kind = Expression::Kind;

  char peek(std::size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }
  void skip() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++at_;
  }
  bool take(std::string_view words) {
    skip();
    if (in_.compare(at_, words.size(), words) != 0) return false;
    at_ += words.size();
    return true;
  }
  void expect(std::string_view words) {
    if (!take(words)) throw Unreadable();
  }

  static Expression node(Kind kind, std::string words = {}) {
    Expression made;
    made.kind = kind;
    made.words = std::move(words);
    return made;
  }
  static Expression binary(std::string_view op, Expression left, Expression right) {
    auto made = node(Kind::kBinary, std::string(op));
    made.parts.push_back(std::move(left));
    made.parts.push_back(std::move(right));
    return made;
  }

  template <std::size_t n>
  Expression level(const std::array<std::string_view, n>& operators,
                   Expression (ExpressionParser::*below)()) {
    auto left = (this->*below)();
    for (;;) {
      std::string_view found;
      for (const auto op : operators) {
        if (found.empty() && take(op)) found = op;
      }
      if (found.empty()) return left;
      left = binary(found, std::move(left), (this->*below)());
    }
  }

  Expression comparison() {
    if (++depth_ > kDeepest) throw Unreadable();
    auto made = level<6>({"<>", "<=", ">=", "=", "<", ">"}, &ExpressionParser::joined);
    --depth_;
    return made;
  }
  Expression joined() { return level<1>({"&"}, &ExpressionParser::sum); }
  Expression sum() { return level<2>({"+", "-"}, &ExpressionParser::product); }
  Expression product() { return level<2>({"*", "/"}, &ExpressionParser::power); }
  Expression power() { return level<1>({"^"}, &ExpressionParser::sign); }

  Expression sign() {
    if (take("+")) return sign();
    if (!take("-")) return percent();
    if (++depth_ > kDeepest) throw Unreadable();
    auto made = node(Kind::kNegate);
    made.parts.push_back(sign());
    --depth_;
    return made;
  }

  Expression percent() {
    auto made = operand();
    while (take("%")) {
      auto outer = node(Kind::kPercent);
      outer.parts.push_back(std::move(made));
      made = std::move(outer);
    }
    return made;
  }

  Expression operand() {
    skip();
    const char c = peek();
    if (c == '(') {
      ++at_;
      auto made = comparison();
      expect(")");
      return made;
    }
    if (c == '"') return node(Kind::kText, quoted('"'));
    if (c == '{') return array();
    if (c == '#') return error();
    if (c == '[') return structured({});
    if (c == '\'') {
      const auto sheet = quoted('\'');
      expect("!");
      return reference(sheet);
    }
    if (!is_word(c)) throw Unreadable();
    return named();
  }

  std::string quoted(char quote) {
    std::string words;
    for (++at_; at_ < in_.size(); ++at_) {
      if (in_[at_] == quote && peek(1) != quote) {
        ++at_;
        return words;
      }
      if (in_[at_] == quote) ++at_;
      words += in_[at_];
    }
    throw Unreadable();
  }

  Expression error() {
    for (std::size_t i = 0; i < kErrors.size(); ++i) {
      if (!take(kErrors[i])) continue;
      auto made = node(Kind::kError);
      made.error = static_cast<CellError>(i);
      return made;
    }
    throw Unreadable();
  }

  Expression array() {
    expect("{");
    auto made = node(Kind::kArray);
    int columns = 0, in_row = 0;
    for (;;) {
      auto value = sign();
      const bool constant = value.kind == Kind::kNumber || value.kind == Kind::kText ||
                            value.kind == Kind::kTruth || value.kind == Kind::kError ||
                            value.kind == Kind::kNegate;
      if (!constant) throw Unreadable();
      made.parts.push_back(std::move(value));
      ++in_row;
      if (take(",")) continue;
      if (columns != 0 && columns != in_row) throw Unreadable();
      columns = in_row;
      in_row = 0;
      if (take(";")) continue;
      expect("}");
      made.last_column = columns;
      return made;
    }
  }

  std::string_view word() {
    const auto begin = at_;
    while (is_word(peek())) ++at_;
    return in_.substr(begin, at_ - begin);
  }

  Expression named() {
    if (is_digit(peek()) || peek() == '.') {
      if (auto made = number()) return *std::move(made);
    }
    const auto begin = at_;
    const auto words = word();
    if (peek() == '!') {
      ++at_;
      return reference(std::string(words));
    }
    if (peek() == '(') return call(utf8::upper(words));
    if (peek() == '[') return structured(std::string(words));
    if (peek() == ':') {  // a run of sheets, or a range
      const auto colon = at_++;
      const auto last = word();
      if (!last.empty() && peek() == '!') {
        ++at_;
        return reference(std::string(in_.substr(begin, at_ - 1 - begin)));
      }
      at_ = colon;
    }
    at_ = begin;
    return reference({});
  }

  std::optional<Expression> number() {
    auto made = node(Kind::kNumber);
    const auto [end, fault] = std::from_chars(in_.data() + at_, in_.data() + in_.size(), made.number);
    if (fault != std::errc()) return std::nullopt;
    const auto next = static_cast<std::size_t>(end - in_.data());
    // `5:9` are rows, `5a` is no number.
    if (next < in_.size() && (in_[next] == ':' || is_word(in_[next]))) return std::nullopt;
    at_ = next;
    return made;
  }

  Expression call(std::string name) {
    expect("(");
    for (const std::string_view prefix : {"_XLFN.", "_XLWS."}) {
      if (name.starts_with(prefix)) name.erase(0, prefix.size());
    }
    auto made = node(Kind::kCall, std::move(name));
    if (take(")")) return made;
    for (;;) {
      skip();
      made.parts.push_back(peek() == ',' || peek() == ')' ? Expression() : comparison());
      if (take(")")) return made;
      expect(",");
    }
  }

  // `[…]` of a table, as it stands.
  Expression structured(std::string table) {
    auto made = node(Kind::kStructured);
    made.sheet = std::move(table);
    const auto begin = at_ + 1;
    int depth = 0;
    for (; at_ < in_.size(); ++at_) {
      if (in_[at_] == '\'') {
        ++at_;
      } else if (in_[at_] == '[') {
        ++depth;
      } else if (in_[at_] == ']' && --depth == 0) {
        made.words = in_.substr(begin, at_++ - begin);
        if (is_word(peek()) || peek() == '!') throw Unreadable();  // another workbook
        return made;
      }
    }
    throw Unreadable();
  }

  // A cell, a range, rows, columns; without a sheet also a name or a truth value.
  Expression reference(std::string sheet) {
    if (sheet.find('[') != std::string::npos) throw Unreadable();
    if (peek() == '#') return error();
    const auto words = word();
    const auto first = parse_reference_end(words);
    if (first && peek() == ':') {
      const auto colon = at_++;
      const auto last = parse_reference_end(word());
      const bool alike =
          last && (first->column > 0) == (last->column > 0) && (first->row > 0) == (last->row > 0);
      if (!alike || peek() == ':' || peek() == '(') throw Unreadable();
      static_cast<void>(colon);
      return area(std::move(sheet), *first, *last);
    }
    if (first && first->column > 0 && first->row > 0) {
      auto made = area(std::move(sheet), *first, *first);
      made.single = true;
      return made;
    }
    if (peek() == ':') throw Unreadable();
    const auto name = utf8::upper(words);
    if (name.empty() || is_digit(name.front())) throw Unreadable();
    if (sheet.empty() && (name == "TRUE" || name == "FALSE")) {
      auto made = node(Kind::kTruth);
      made.truth = name == "TRUE";
      return made;
    }
    auto made = node(Kind::kName, utf8::lower(words));
    made.sheet = std::move(sheet);
    return made;
  }

  static Expression area(std::string sheet, const ReferenceEnd& first, const ReferenceEnd& last) {
    auto made = node(Kind::kReference);
    made.sheet = std::move(sheet);
    const bool rows = first.column == 0, columns = first.row == 0;
    made.first_column = rows ? 1 : std::min(first.column, last.column);
    made.last_column = rows ? kMostColumns : std::max(first.column, last.column);
    made.first_row = columns ? 1 : std::min(first.row, last.row);
    made.last_row = columns ? kMostRows : std::max(first.row, last.row);
    return made;
  }

  std::string_view in_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string_view to_string(CellError error) { return kErrors[static_cast<std::size_t>(error)]; }

std::optional<Expression> parse_expression(std::string_view formula) {
  try {
    return ExpressionParser(formula).parse();
  } catch (const Unreadable&) {
    return std::nullopt;
  }
}

}  // namespace svodka::render
