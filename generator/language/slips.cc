#include "language/slips.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "language/quoted_names.h"
#include "language/slips_text.h"

namespace svodka::language {
using namespace traits;

// What finds slips of a kind: in a text, or in a text by some words.
struct SlipFinder::Kind {
  std::string_view name;
  Slips (*find)(std::string_view) = nullptr;
  Slips (*find_words)(std::string_view, const std::vector<std::string>&) = nullptr;
  // The traits without which it finds nothing: all of the first, and one of the second unless that is kAny.
  SlipTraits all_of = kAny;
  SlipTraits one_of = kAny;
};

namespace {

using Kind = SlipFinder::Kind;

constexpr std::array<Kind, 20> kKinds{{
    {"leftovers", leftovers, nullptr, kPlaceholder},
    {"mixed-alphabets", mixed_alphabets, nullptr, kLatin | kCyrillic},
    {"surplus-spaces", surplus_spaces, nullptr, kBlanks},
    {"wrong-quotes", wrong_quotes, nullptr, kForeignQuote},
    {"range-hyphens", range_hyphens, nullptr, kDigitHyphen},
    {"dash-hyphens", dash_hyphens, nullptr, kLoneHyphen},
    {"missing-spaces", missing_spaces, nullptr, kAny, kNumero | kPercent | kGlued},
    {"breaking-spaces", breaking_spaces},
    {"yearless-dates", yearless_dates, nullptr, kMonth},
    {"impossible-dates", impossible_dates, nullptr, kAny, kMonth | kDayInDigits},
    {"wrong-weekdays", wrong_weekdays, nullptr, kWeekday, kMonth | kDayInDigits},
    {"written-dates", written_dates, nullptr, kAny, kMonth | kDayInDigits},
    {"abbreviations", abbreviations, nullptr, kCapitalPair},
    {"explained-abbreviations", explained_abbreviations, nullptr, kCapitalPair},
    {"person-names", person_names, nullptr, kAny, kInitial | kThreeCapitals},
    {"personal-numbers", personal_numbers, nullptr, kElevenDigits | kDigitHyphen},
    {"phrases", nullptr, phrases},
    {"free-phrases", nullptr, free_phrases},
    {"percent-differences", nullptr, percent_differences, kPercent},
    {"quoted-names", nullptr, quoted_names, kQuote},
}};

const Kind* kind_called(std::string_view name) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace

std::optional<SlipFinder> SlipFinder::of(std::string_view kind, std::vector<std::string> words) {
  const auto* known = kind_called(kind);
  if (known == nullptr) return std::nullopt;
  return SlipFinder(*known, std::move(words));
}

bool SlipFinder::needs_traits() const { return kind_->all_of != kAny || kind_->one_of != kAny; }

bool SlipFinder::may_find(SlipTraits seen) const {
  return (seen & kind_->all_of) == kind_->all_of && (kind_->one_of == kAny || (seen & kind_->one_of) != 0);
}

Slips SlipFinder::find(std::string_view text) const {
  return kind_->find != nullptr ? kind_->find(text) : kind_->find_words(text, words_);
}

Slip slip_at(const Characters& text, std::size_t at, std::size_t length) {
  return {at, length, encoded(text.substr(at, length)), std::nullopt, {}};
}

std::vector<Word> words_of(const Characters& text, bool hyphens) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!utf8::is_letter(text[i])) continue;
    const auto begin = i;
    while (i < text.size() &&
           (utf8::is_letter(text[i]) || (hyphens && text[i] == kHyphen && utf8::is_letter(at(text, i + 1)))))
      ++i;
    words.push_back({begin, i});
  }
  return words;
}

Characters folded(const Characters& text, std::size_t begin, std::size_t end) {
  Characters out = text.substr(begin, end - begin);
  for (auto& c : out) {
    c = utf8::lower(c);
    if (c == U'ё') c = U'е';
  }
  return out;
}

std::vector<Word> quotations(const Characters& text) {
  std::vector<Word> found;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'«') open.push_back(i);
    if (text[i] != U'»' || open.empty()) continue;
    if (open.size() == 1) found.push_back({open.front(), i + 1});
    open.pop_back();
  }
  return found;
}

bool inside(const std::vector<Word>& ranges, std::size_t at) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Word& range) { return at >= range.begin && at < range.end; });
}

Slips in_order(Slips slips) {
  std::stable_sort(slips.begin(), slips.end(), [](const Slip& a, const Slip& b) { return a.at < b.at; });
  Slips kept;
  for (auto& slip : slips) {
    if (kept.empty() || slip.at >= kept.back().at + kept.back().length) kept.push_back(std::move(slip));
  }
  return kept;
}

}  // namespace svodka::language
