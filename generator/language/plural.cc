#include "language/plural.h"

#include <cmath>
#include <cstdlib>

namespace svodka::language {
namespace {

constexpr Noun kNouns[] = {
#include "language/nouns.inc"
};

}  // namespace

PluralForm plural_form(std::int64_t count) {
  const auto last_two = std::llabs(count % 100);
  const auto last = last_two % 10;
  if (last_two >= 11 && last_two <= 14) return PluralForm::kMany;
  if (last == 1) return PluralForm::kOne;
  return last >= 2 && last <= 4 ? PluralForm::kFew : PluralForm::kMany;
}

PluralForm plural_form(const Value& count) {
  if (const auto* whole = std::get_if<std::int64_t>(&count)) return plural_form(*whole);
  if (const auto* number = std::get_if<double>(&count)) {
    const bool is_whole = std::fabs(*number) < 1e15 && std::floor(*number) == *number;
    return is_whole ? plural_form(static_cast<std::int64_t>(*number)) : PluralForm::kFraction;
  }
  return PluralForm::kMany;
}

std::string noun(PluralForm form, const std::vector<std::string>& forms) {
  if (forms.empty()) return {};
  if (forms.size() == 2) return form == PluralForm::kOne ? forms[0] : forms[1];
  const auto at = [&](std::size_t i) { return i < forms.size() ? forms[i] : forms.back(); };
  switch (form) {
    case PluralForm::kOne:
      return at(0);
    case PluralForm::kFew:
      return at(1);
    case PluralForm::kMany:
      return at(2);
    case PluralForm::kFraction:
      break;
  }
  return forms.size() > 3 ? forms[3] : at(1);
}

const Noun* find_noun(std::string_view nominative) {
  for (const auto& noun : kNouns) {
    if (noun.nominative == nominative) return &noun;
  }
  return nullptr;
}

const std::vector<std::string>& known_nouns() {
  static const std::vector<std::string> kKnown = [] {
    std::vector<std::string> names;
    for (const auto& noun : kNouns) names.emplace_back(noun.nominative);
    return names;
  }();
  return kKnown;
}

std::string_view noun(PluralForm form, const Noun& known, Case which) {
  if (form == PluralForm::kFraction) return known.genitive;
  const bool one = form == PluralForm::kOne;
  switch (which) {
    case Case::kNominative:
      return one ? known.nominative : form == PluralForm::kFew ? known.few : known.many;
    case Case::kGenitive:
      return one ? known.genitive : known.many;
    case Case::kDative:
      return one ? known.dative : known.datives;
    case Case::kAccusative:
      return one ? known.accusative : form == PluralForm::kFew && !known.animate ? known.few : known.many;
    case Case::kInstrumental:
      return one ? known.instrumental : known.instrumentals;
    case Case::kPrepositional:
      break;
  }
  return one ? known.prepositional : known.prepositionals;
}

}  // namespace svodka::language
