#include "language/slips.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "language/slips_text.h"

namespace svodka::language {
namespace {

using Finder = Slips (*)(std::string_view);
using FinderOfWords = Slips (*)(std::string_view, const std::vector<std::string>&);

constexpr std::array<std::pair<std::string_view, Finder>, 16> kFinders{
    {{"leftovers", leftovers},
     {"mixed-alphabets", mixed_alphabets},
     {"surplus-spaces", surplus_spaces},
     {"wrong-quotes", wrong_quotes},
     {"range-hyphens", range_hyphens},
     {"dash-hyphens", dash_hyphens},
     {"missing-spaces", missing_spaces},
     {"breaking-spaces", breaking_spaces},
     {"yearless-dates", yearless_dates},
     {"impossible-dates", impossible_dates},
     {"wrong-weekdays", wrong_weekdays},
     {"written-dates", written_dates},
     {"abbreviations", abbreviations},
     {"explained-abbreviations", explained_abbreviations},
     {"person-names", person_names},
     {"personal-numbers", personal_numbers}}};

constexpr std::array<std::pair<std::string_view, FinderOfWords>, 3> kFindersOfWords{
    {{"phrases", phrases}, {"free-phrases", free_phrases}, {"percent-differences", percent_differences}}};

}  // namespace

std::optional<Slips> find_slips(std::string_view kind, std::string_view text,
                                const std::vector<std::string>& words) {
  for (const auto& [name, find] : kFinders) {
    if (name == kind) return find(text);
  }
  for (const auto& [name, find] : kFindersOfWords) {
    if (name == kind) return find(text, words);
  }
  return std::nullopt;
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

bool holds_any(std::string_view text, std::initializer_list<std::string_view> pieces) {
  // memmem: in Cyrillic text every other byte is the first of what string_view::find looks for.
  return std::any_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    return memmem(text.data(), text.size(), piece.data(), piece.size()) != nullptr;
  });
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
