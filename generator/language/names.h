#pragma once

#include <string>
#include <string_view>

namespace svodka::language {

/// Where initials stand: before the surname in running text and signatures, after it in lists.
enum class Initials { kBefore, kAfter };

/// «Иванов Пётр Сергеевич» as «П.С. Иванов» or «Иванов П.С.», with U+00A0 between. The surname comes first in
/// `full_name`; initials already there are kept («Иванов П. С.», «П.С. Иванов»), double names keep their
/// hyphen («Анна-Мария»: «А.-М.»), «оглы» and «кызы» get no initial.
std::string with_initials(std::string_view full_name, Initials where);

}  // namespace svodka::language
