#pragma once

#include <string_view>

namespace svodka {

/// The domain, as data built into the binary. The bytes of the files in generator/domain/.
std::string_view builtin_schema();  ///< schema.yaml: collections and fields
std::string_view builtin_views();   ///< views.sql: the views that queries start from
std::string_view builtin_checks();  ///< checks.yaml: what must hold between the records

}  // namespace svodka
