#pragma once

#include <cstdint>

namespace svodka::render {

/// English Metric Units (ECMA-376 part 1, clause 20.1.10.16): 914,400 to an inch, 360,000 to a centimetre.
using Emu = std::int64_t;
constexpr Emu kEmuPerInch = 914'400;

/// Width and height.
struct Extent {
  Emu width = 0, height = 0;
  friend bool operator==(const Extent&, const Extent&) = default;
};

}  // namespace svodka::render
