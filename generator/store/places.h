#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/record.h"

namespace svodka::store {

/// The places of every value of a record, in some ten bytes a value: the record, its fields, their items,
/// each as (line counted from what holds it, column, length, number of items), depth first; an absent value
/// is one 0.
std::string encode_places(const load::Record& record);

/// The place of the value at the end of `path` (from the record through fields and items); nothing when it is
/// absent. With an empty path, the record's own.
std::optional<Mark> find_place(std::string_view places, const std::vector<int>& path);

}  // namespace svodka::store
