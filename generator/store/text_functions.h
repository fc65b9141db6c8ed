#pragma once

#include <sqlite3.h>

namespace svodka::store {

/// Registers what checks of texts are written with (language/lint.h); each gives NULL when there is nothing
/// to say:
///
///     leftover(text), mixed_alphabet(text), typography(text)   the first piece at fault
///     quoted_names(text, forms)     JSON array of the names quoted after one of the legal forms
///     («МОБУ|МОАУ») nearest(name, names)          of the JSON array `names`, the one that was probably meant
void register_text_functions(sqlite3* connection);

}  // namespace svodka::store
