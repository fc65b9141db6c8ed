#include "language/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "language/grammar.h"

namespace svodka::language {
namespace {

__extension__ using Wide = __int128;

// Adds one to the last digit of "12.99": "13.00".
void increment(std::string& number) {
  for (std::size_t i = number.size(); i-- > 0;) {
    if (number[i] == '.') continue;
    if (number[i] != '9') {
      ++number[i];
      return;
    }
    number[i] = '0';
  }
  number.insert(number.begin(), '1');
}

double parsed(const std::string& number) {
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

// Sets off groups of three digits of a whole number of five digits and more.
std::string grouped_digits(const std::string& whole) {
  if (whole.size() < 5) return whole;
  std::string out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) out += kNbsp;
    out += whole[i];
  }
  return out;
}

// Reads a number from the front of a text piece by piece.
class NumberReader {
 public:
  explicit NumberReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool take(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }

  bool take_any(std::initializer_list<std::string_view> pieces) {
    return std::any_of(pieces.begin(), pieces.end(), [this](std::string_view piece) { return take(piece); });
  }

  bool take_blank() { return take_any({" ", kNbsp, "\u202F", "\u2009", "\t"}); }

  void take_blanks() {
    while (take_blank()) {
    }
  }

  std::size_t take_digits(std::string& out) {
    const auto count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    out += rest_.substr(0, count);
    rest_.remove_prefix(count);
    return count;
  }

  // « 234 567» after up to three digits; false when a blank is followed by anything but three digits, unless
  // the number ends there.
  bool take_groups(std::string& out) {
    for (;;) {
      NumberReader ahead = *this;
      if (!ahead.take_blank()) return true;
      const auto digits = ahead.take_digits(out);
      if (digits == 0) return true;
      if (digits != 3) return false;
      *this = ahead;
    }
  }

 private:
  std::string_view rest_;
};

}  // namespace

double round_half_up(double x, int digits) {
  if (!std::isfinite(x)) return x;
  digits = std::clamp(digits, 0, 15);
  const double seen = parsed(fmt::format("{:.15g}", std::fabs(x)));
  std::array<char, 400> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), seen, std::chars_format::fixed).ptr;
  std::string number(buffer.data(), end);
  const std::size_t point = number.find('.');
  const std::size_t cut = point + 1 + static_cast<std::size_t>(digits);
  if (point == std::string::npos || number.size() <= cut) return seen == 0 ? 0 : std::copysign(seen, x);
  const bool up = number[cut] >= '5';
  number.resize(cut);
  if (up) increment(number);
  const double rounded = parsed(number);
  return rounded == 0 ? 0 : std::copysign(rounded, x);
}

std::optional<double> exact_ratio(std::int64_t part, std::int64_t whole, int factor, int digits) {
  digits = std::clamp(digits, 0, 15);
  Wide scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const bool negative = (part < 0) != (whole < 0);
  const Wide numerator = (part < 0 ? -Wide(part) : Wide(part)) * factor * scale;
  const Wide denominator = whole < 0 ? -Wide(whole) : Wide(whole);
  const Wide rounded = (2 * numerator + denominator) / (2 * denominator);
  if (rounded >= Wide(1'000'000'000'000'000)) return std::nullopt;
  const double value = static_cast<double>(rounded) / static_cast<double>(scale);
  return negative && rounded != 0 ? -value : value;
}

std::string format_number(double x, std::optional<int> digits, bool grouped) {
  if (!std::isfinite(x)) return "—";
  const double shown = std::fabs(digits ? round_half_up(x, *digits) : x);
  std::array<char, 400> buffer{};
  char* const begin = buffer.data();
  char* const limit = begin + buffer.size();
  const auto end =
      digits ? std::to_chars(begin, limit, shown, std::chars_format::fixed, std::clamp(*digits, 0, 15)).ptr
             : std::to_chars(begin, limit, shown, std::chars_format::fixed).ptr;
  const std::string number(begin, end);
  const auto point = number.find('.');
  const auto whole = number.substr(0, point);
  std::string out = x < 0 && shown != 0 ? std::string(kMinus) : std::string();
  out += grouped ? grouped_digits(whole) : whole;
  if (point != std::string::npos) out += "," + number.substr(point + 1);
  return out;
}

std::string format_whole(std::int64_t x, bool grouped) {
  std::string digits = std::to_string(x);
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  return (negative ? std::string(kMinus) : std::string()) + (grouped ? grouped_digits(digits) : digits);
}

std::string format_percent(double x, std::optional<int> digits) {
  const auto number = digits ? format_number(x, digits) : format_number(round_half_up(x, 1));
  return number + std::string(kNbsp) + "%";
}

std::string format_points(double x, int digits) {
  const double shown = round_half_up(x, digits);
  if (shown == 0) return "без изменений";
  return (shown > 0 ? "+" : "") + format_number(shown, digits) + std::string(kNbsp) + "п.п.";
}

std::optional<double> parse_number(std::string_view text) {
  NumberReader in(text);
  std::string plain;
  in.take_blanks();
  if (in.take_any({"-", kMinus, kEnDash}))
    plain += '-';
  else
    in.take("+");
  in.take_blanks();
  const auto first = in.take_digits(plain);
  if (first == 0 || (first <= 3 && !in.take_groups(plain))) return std::nullopt;
  if (in.take_any({",", "."})) {
    plain += '.';
    if (in.take_digits(plain) == 0) return std::nullopt;
  }
  in.take_blanks();
  in.take("%");
  in.take_blanks();
  if (!in.at_end()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace svodka::language
