#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "language/slip_traits.h"

namespace svodka::language {

/// Something in a text that a proof-reader would mark.
struct Slip {
  std::size_t at = 0;              ///< characters before it
  std::size_t length = 0;          ///< in characters
  std::string said;                ///< the piece itself
  std::optional<std::string> fix;  ///< what belongs in its place, where that is beyond doubt
  Text note;                       ///< what a message needs besides; may be empty

  friend bool operator==(const Slip&, const Slip&) = default;
};

using Slips = std::vector<Slip>;

/// What copying and unfinished work leave in a text: `[bookmark: …]`, `{{…}}`, `#REF!`, «ХХХ», TODO,
/// «(указать …)».
Slips leftovers(std::string_view text);

/// Words that mix Cyrillic and Latin letters («CОШ» with a Latin C). The fix is the word in the alphabet that
/// the rest of it is in, when every foreign letter has its double there. Addresses and words whose alphabets
/// are set apart by a hyphen («PDF-файл») are fine.
Slips mixed_alphabets(std::string_view text);

/// Spaces that follow a space within a line, and spaces before «,», «;», «.»; each with its fix.
Slips surplus_spaces(std::string_view text);

/// Straight and English quotation marks, with «» or „“.
Slips wrong_quotes(std::string_view text);

/// Hyphens in ranges of numbers, years and dates («2020-2021»), with an en dash.
Slips range_hyphens(std::string_view text);

/// Hyphens that stand for a dash between words (« - »), with « – ».
Slips dash_hyphens(std::string_view text);

/// Blanks that are missing («№5», «2020г.», «г.Соль-Илецк») with U+00A0 put in. What stands in «» is a
/// registered name and is passed over.
Slips missing_spaces(std::string_view text);

/// Spaces at which no line may break («№ 5», «2020 г.», «И.И. Иванов»), with U+00A0. As above, not in «».
Slips breaking_spaces(std::string_view text);

/// Days and months that name no year: «29,30 октября», «в октябре». A date of a range whose end names it is
/// fine.
Slips yearless_dates(std::string_view text);

/// Dates that are in no calendar: «31.11.2020», «29 февраля 2021 года». The note is the date.
Slips impossible_dates(std::string_view text);

/// Weekdays that are not those of the date beside them: «вторник, 9 декабря 2020». The note is the right one.
Slips wrong_weekdays(std::string_view text);

/// Dates in digits (note «digits») and in words (note «words»), each as it is written.
Slips written_dates(std::string_view text);

/// Words of a text that match one of `patterns`: whole words, caseless, ё as е; `*` stands for the rest of a
/// word: «некотор* педагог*».
Slips phrases(std::string_view text, const std::vector<std::string>& patterns);

/// The same, but not in «»: what stands there is a registered name.
Slips free_phrases(std::string_view text, const std::vector<std::string>& patterns);

/// «выросло на 2,4 %» in a sentence that holds one of `about` («качеств*») or says «с A % до B %»: the
/// difference of two percentages. The note is the number.
Slips percent_differences(std::string_view text, const std::vector<std::string>& about);

/// Words in capitals of two to six Cyrillic letters, each once; those explained in the text itself («школы с
/// низкими результатами (ШНОР)», «далее – ШНОР») are not among them.
Slips abbreviations(std::string_view text);

/// Abbreviations that the text explains.
Slips explained_abbreviations(std::string_view text);

/// Names of persons: «Иванов Пётр Сергеевич», «И.И. Иванов», «Иванов И.И.». The note is the surname.
Slips person_names(std::string_view text);

/// Insurance numbers (СНИЛС, 123-456-789 01) and other numbers that belong to one person.
Slips personal_numbers(std::string_view text);

/// The finder of a kind of slips by the name that SQL calls it: "leftovers", "wrong-quotes" …
class SlipFinder {
 public:
  struct Kind;

  /// Nothing for an unknown name. `words` are for the kinds that take some.
  static std::optional<SlipFinder> of(std::string_view kind, std::vector<std::string> words = {});

  /// Whether there are texts that it need not read; which, their traits tell.
  bool needs_traits() const;
  bool may_find(SlipTraits seen) const;

  Slips find(std::string_view text) const;

 private:
  SlipFinder(const Kind& kind, std::vector<std::string> words) : kind_(&kind), words_(std::move(words)) {}
  const Kind* kind_;
  std::vector<std::string> words_;
};

}  // namespace svodka::language
