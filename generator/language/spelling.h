#pragma once

#include <memory>
#include <string_view>

#include "language/slips.h"

namespace svodka::language {

/// Russian spelling by hunspell and its dictionary ru_RU (Debian: hunspell-ru). For one thread.
class Speller {
 public:
  /// The dictionary in $DICPATH, /usr/share/hunspell or /usr/share/myspell/dicts; null when there is none.
  static std::unique_ptr<Speller> russian();
  ~Speller();

  /// Accepts every word of a text: names, terms of the trade.
  void accept(std::string_view text);

  /// Words of Cyrillic letters that the dictionary does not know, with the likeliest right word as the note
  /// («» when there is none). Abbreviations in capitals, single letters, words beside digits and addresses
  /// are passed over; of a word with hyphens the parts are looked at when it is not known as a whole.
  Slips misspelt(std::string_view text);

 private:
  struct Dictionary;
  explicit Speller(std::unique_ptr<Dictionary> dictionary);
  std::unique_ptr<Dictionary> dictionary_;
};

}  // namespace svodka::language
