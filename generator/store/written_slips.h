#pragma once

#include <sqlite3.h>

#include <memory>

#include "language/spelling.h"

namespace svodka::store {

inline constexpr const char* kWrittenSlips = "written_slips";

/// The table-valued SQL function written_slips(kind[, words]): what is amiss in the texts of the view
/// `written_texts`, a row a slip, in the order of the texts.
///
///     collection, _row, field, value, is_key    the text, as in written_texts
///     at, length, piece                         the slip's place in characters, and what stands there
///     fix, note, note_en                        what belongs in its place; what a message needs besides; may
///     be null
///
/// `kind` is one of language/slips.h, or 'misspelt' (no rows without a speller); `words` is a JSON array for
/// the kinds that take some.
///
/// The texts are gone through once for their traits (language/slip_traits.h), and then only those are read
/// that may hold a slip of the kind asked for: so a score of rules costs little more than one.
class WrittenSlips {
 public:
  /// Registers the function; the connection must not use it any more when this is gone.
  explicit WrittenSlips(sqlite3* connection);
  ~WrittenSlips();
  WrittenSlips(const WrittenSlips&) = delete;
  WrittenSlips& operator=(const WrittenSlips&) = delete;

  /// The texts are no longer those of the last query.
  void forget();

  /// From now on 'misspelt' is answered by `speller`.
  void spell_with(std::unique_ptr<language::Speller> speller);

  struct Texts;

 private:
  std::unique_ptr<Texts> texts_;
};

}  // namespace svodka::store
