#include "store/rounding.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

namespace svodka::store {
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

}  // namespace svodka::store
