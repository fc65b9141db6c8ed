#pragma once

#include <sqlite3.h>

#include "language/spelling.h"

namespace svodka::store {

/// Registers what checks of texts are written with:
///
///     slips(kind, text[, words])    what is amiss (language/slips.h), a JSON array of objects: `at` and
///     `length` in
///                                   characters, `text`, `fix` (null: none), `note`, `note_en`. `words`: a
///                                   JSON array
///     misspelt(text)                the same of words that the speller does not know; [] without a speller
///     quoted_names(text, forms)     JSON array of the names quoted after one of the legal forms
///     («МОБУ|МОАУ») nearest(name, names)          of the JSON array `names`, the one that was probably meant
void register_text_functions(sqlite3* connection);

/// Gives misspelt() its speller, which must outlive the connection; null: none.
void register_spelling(sqlite3* connection, language::Speller* speller);

}  // namespace svodka::store
