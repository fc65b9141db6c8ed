#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

namespace svodka::store {

/// Registers what checks of texts are written with:
///
///     slips(kind, text[, words])    what is amiss in a text (language/slips.h), a JSON array of objects:
///     `at` and `length`
///                                   in characters, `text`, `fix` (null: none), `note`, `note_en`. `words`: a
///                                   JSON array
///     nearest(name, names)          of the JSON array `names`, the one that was probably meant
///
/// Rules about all texts at once read written_slips() (written_slips.h).
void register_text_functions(sqlite3* connection);

/// The text of a value; empty for NULL. Valid as long as the value.
std::string_view text_of(sqlite3_value* value);

/// The strings of a JSON array; what is none of these is left out.
std::vector<std::string> strings_of(std::string_view json_array);

}  // namespace svodka::store
