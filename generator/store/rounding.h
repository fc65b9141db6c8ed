#pragma once

#include <cstdint>
#include <optional>

namespace svodka::store {

/// `x` to `digits` decimals, a half away from zero. What counts is x as people see it, to 15 significant digits: 87.45 is a half for
/// one digit although its binary form is a little less, and so is a mean of 3.4499999999999997.
double round_half_up(double x, int digits);

/// factor · part / whole to `digits` decimals, reckoned in whole numbers, a half away from zero. `whole` is not 0. Nothing when the
/// result has more than 15 digits.
std::optional<double> exact_ratio(std::int64_t part, std::int64_t whole, int factor, int digits);

}  // namespace svodka::store
