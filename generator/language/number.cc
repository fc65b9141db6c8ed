#include "language/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>


#include <fmt/format.h>

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

}  // namespace

double round_half_up(double x, int digits) {
  if (!std::isfinite(x)) return x;
  const double seen = parsed(fmt::format("{:.15g}", std::fabs(x)));
  std::array<char, 400> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), seen, std::chars_format::fixed).ptr;
  std::string number(buffer.data(), end);
  const std::size_t point = number.find('.');
  const std::size_t cut = point + 1 + static_cast<std::size_t>(digits);
  if (point == std::string::npos || number.size() <= cut) return std::copysign(seen, x);
  const bool up = number[cut] >= '5';
  number.resize(cut);
  if (up) increment(number);
  const double rounded = parsed(number);
  return rounded == 0 ? 0 : std::copysign(rounded, x);
}

std::optional<double> exact_ratio(std::int64_t part, std::int64_t whole, int factor, int digits) {
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

namespace {

constexpr std::string_view kNbsp = "\u00A0";
constexpr std::string_view kMinus = "\u2212";

// Sets off groups of three digits of a whole number of five digits and more (GOST and the practice of offices).
std::string grouped_digits(const std::string& whole) {
  if (whole.size() < 5) return whole;
  std::string out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) out += kNbsp;
    out += whole[i];
  }
  return out;
}

}  // namespace

std::string format_number(double x, std::optional<int> digits, bool grouped) {
  if (!std::isfinite(x)) return "—";
  const double shown = std::fabs(digits ? round_half_up(x, *digits) : x);
  std::array<char, 400> buffer{};
  char* const begin = buffer.data();
  char* const limit = begin + buffer.size();
  const auto end = digits ? std::to_chars(begin, limit, shown, std::chars_format::fixed, *digits).ptr
                          : std::to_chars(begin, limit, shown, std::chars_format::fixed).ptr;
  const std::string number(begin, end);
  const auto point = number.find('.');
  const auto whole = number.substr(0, point);
  std::string out = x < 0 && shown != 0 ? std::string(kMinus) : std::string();
  out += grouped ? grouped_digits(whole) : whole;
  if (point != std::string::npos) out += "," + number.substr(point + 1);
  return out;
}

std::string format_percent(double x, std::optional<int> digits) { return format_number(x, digits) + std::string(kNbsp) + "%"; }

std::string format_points(double x, int digits) {
  const double shown = round_half_up(x, digits);
  if (shown == 0) return "без изменений";
  return (shown > 0 ? "+" : "") + format_number(shown, digits) + std::string(kNbsp) + "п.п.";
}

std::optional<double> parse_number(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (rest.starts_with(kNbsp)) {
      i += kNbsp.size() - 1;
    } else if (rest.starts_with(kMinus)) {
      plain += '-';
      i += kMinus.size() - 1;
    } else if (text[i] == ',') {
      plain += '.';
    } else if (text[i] == '%' && rest.find_first_not_of("% ") == std::string_view::npos) {
      break;
    } else if (text[i] != ' ') {
      plain += text[i];
    }
  }
  const bool plus = plain.starts_with('+');
  double value = 0;
  const char* const end = plain.data() + plain.size();
  const auto [stop, error] = std::from_chars(plain.data() + plus, end, value, std::chars_format::fixed);
  if (plain.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace svodka::language
