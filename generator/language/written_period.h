#pragma once

#include <optional>
#include <string_view>

#include "language/period.h"

namespace svodka::language {

/// A period as people write it in tables and letters: what parse_period() reads, and «9 декабря 2020 г.»,
/// «"09" дек. 2020», «9.12.2020», «09.12.20» (two digits: 1930 to 2029, as Excel takes them), «09/12/2020»,
/// «09.12.2020 14:30» (the day), «декабрь 2020 года», «12.2020», «IV квартал 2020 г.», «4 кв. 2020», «2020
/// год». Nothing for anything else, and for a day that does not exist.
std::optional<Period> parse_written_period(std::string_view text);

}  // namespace svodka::language
