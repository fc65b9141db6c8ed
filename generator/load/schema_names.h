#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "load/schema.h"

namespace svodka::load {

/// The name in SQL: "plan-item" is "plan_item".
std::string sql_name(std::string_view name);

/// Letters, digits and `- _ .`, a letter first.
bool is_good_name(std::string_view name);

/// The columns that a field takes in SQL, in lower case: one; one more for each field of a nested record;
/// three more for a period.
std::vector<std::string> columns_of(const Field& field);

/// The tables of the lists among `fields`, in lower case, with the collection's name; `owner` is the table
/// that they hang from.
void add_tables(const std::vector<Field>& fields, const std::string& owner, const std::string& collection,
                std::vector<std::pair<std::string, std::string>>& out);

}  // namespace svodka::load
