#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite.h"

namespace svodka::store {

/// Registers what queries have beyond SQLite's own functions:
///
///     round_half_up(x[, digits])   x rounded as people do it, a half away from zero: 6.25 -> 6.3, 87.45
///     -> 87.5. Looks at the
///                                  decimal digits of x, so a half that binary cannot hold is still a half
///     ratio(part, whole[, digits]) part / whole, rounded so; whole numbers are divided exactly. NULL when
///     whole is 0 or NULL percent(part, whole[, digits]) 100 · part / whole, to one digit unless told: 1 of
///     16 -> 6.3. NULL as for ratio sort_key(text)               key to order Russian names by: caseless, ё
///     as е, numbers by their size («СОШ № 4» before
///                                  «СОШ № 10»), quotation marks passed over
///     COLLATE RU                   the same order without the key
///     lower(text), upper(text), lower_ru(text), LIKE   know Cyrillic letters
///     days_between(from, to)       days from one ISO day to another; NULL when one is no day
///     month_of(period)             "2020-11" of a day or period (of its first day)
void register_functions(sqlite3* connection);

/// The function sort_key().
std::string sort_key(std::string_view text);

/// SQL's LIKE over characters, caseless for ASCII and Cyrillic; `%` any characters, `_` one. Takes time in
/// proportion to the two lengths.
bool like(std::string_view pattern, std::string_view text, char32_t escape = 0);

}  // namespace svodka::store
