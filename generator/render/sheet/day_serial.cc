#include "render/sheet/day_serial.h"

#include <chrono>

#include "language/period.h"

namespace svodka::render {

std::optional<double> day_serial(std::string_view iso, bool from_1904) {
  constexpr int kDaysBetween = 1462;  // the two systems
  if (iso.size() != 10 || iso[4] != '-') return std::nullopt;
  const auto day = language::parse_day(iso);
  if (!day) return std::nullopt;
  const auto days =
      (std::chrono::sys_days(*day) - std::chrono::sys_days(std::chrono::year{1899} / 12 / 30)).count() -
      (from_1904 ? kDaysBetween : 0);
  return days > (from_1904 ? 0 : 60) ? std::optional<double>(static_cast<double>(days)) : std::nullopt;
}

}  // namespace svodka::render
