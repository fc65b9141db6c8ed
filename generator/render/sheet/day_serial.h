#pragma once

#include <optional>
#include <string_view>

namespace svodka::render {

/// The number by which Excel knows an ISO day: in the 1900 date system, or four years and a day less in the
/// 1904 one (ECMA-376 part 1, 18.17.4.1). Nothing for other text, and before March 1900, where Excel's
/// calendar is wrong.
std::optional<double> day_serial(std::string_view iso, bool from_1904 = false);

}  // namespace svodka::render
