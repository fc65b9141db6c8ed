#include "base/finding.h"
#include "language/modifier_definition.h"
#include "language/numerals.h"
#include "language/plural.h"

namespace svodka::language {
namespace {

Problem check_forms(const std::string& argument) {
  const auto parts = list_of(argument);
  const bool has_case = parts.size() == 2 && case_named(parts[1]);
  if (parts.size() == 1 || has_case) {
    if (find_noun(parts[0]) != nullptr) return std::nullopt;
    if (parts[0].empty())
      return text("нужны формы слова через запятую: школа,школы,школ",
                  "needs the noun's forms with commas: школа,школы,школ");
    const auto near = did_you_mean(parts[0], known_nouns());
    if (!near.empty())
      return text("слово «{}» неизвестно (возможно, «{}»); или перечислите его формы: школа,школы,школ",
                  "the noun “{}” is not known (did you mean “{}”?); or list its forms: школа,школы,школ",
                  parts[0], near);
    return text("слово «{}» неизвестно, перечислите его формы: школа,школы,школ",
                "the noun “{}” is not known, list its forms: школа,школы,школ", parts[0]);
  }
  bool complete = parts.size() <= 4;
  for (const auto& part : parts) complete = complete && !part.empty();
  if (complete) return std::nullopt;
  return text("нужны формы слова через запятую: школа,школы,школ",
              "needs the noun's forms with commas: школа,школы,школ");
}

std::string noun_for(const Value& number, const std::string& argument) {
  const auto form = plural_form(number);
  const auto parts = list_of(argument);
  const auto which = parts.size() == 2 ? case_named(parts[1]) : std::nullopt;
  const auto* known = parts.size() == 1 || which ? find_noun(parts[0]) : nullptr;
  return known != nullptr ? std::string(noun(form, *known, which.value_or(Case::kNominative)))
                          : noun(form, parts);
}

Problem apply_plural(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = shown(number) + std::string(kNbsp) + noun_for(number, argument);
  return std::nullopt;
}

Problem apply_noun(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = noun_for(number, argument);
  return std::nullopt;
}

// «ж,род»: what the argument of `words` and `ordinal` says.
struct Agreement {
  Gender gender = Gender::kMasculine;
  Case which = Case::kNominative;
  bool animate = false;
  bool in_words = false;
};

bool add_to(Agreement& agreement, const std::string& part) {
  if (const auto gender = gender_named(part))
    agreement.gender = *gender;
  else if (const auto which = case_named(part))
    agreement.which = *which;
  else if (part == "animate" || part == "одуш")
    agreement.animate = true;
  else if (part == "words" || part == "прописью")
    agreement.in_words = true;
  else
    return false;
  return true;
}

Agreement agreement_of(const std::string& argument) {
  Agreement agreement;
  for (const auto& part : list_of(argument)) add_to(agreement, part);
  return agreement;
}

Problem apply_words(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  const auto how = agreement_of(argument);
  if (const auto* whole = std::get_if<std::int64_t>(&number)) {
    value = number_in_words(*whole, how.gender, how.which, how.animate);
    return std::nullopt;
  }
  auto words = decimal_in_words(std::get<double>(number), how.which);
  if (!words)
    return not_a("не число, которое пишут прописью (не больше шести знаков после запятой)",
                 "is no number for words (six decimals at most)", value);
  value = std::move(*words);
  return std::nullopt;
}

const std::int64_t* whole_of(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr && *whole >= 0 ? whole : nullptr;
}

Problem apply_ordinal(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  const auto* whole = whole_of(number);
  if (whole == nullptr) return not_a("не целое число от нуля", "is not a whole number from zero", value);
  const auto how = agreement_of(argument);
  auto words = how.in_words ? ordinal_in_words(*whole, how.gender, how.which)
                            : ordinal_in_figures(*whole, how.gender, how.which);
  if (!words) return not_a("не порядковое число до 10¹⁵", "is not an ordinal below 10¹⁵", value);
  value = std::move(*words);
  return std::nullopt;
}

Problem apply_roman(const std::string&, Value& value) {
  const auto number = numeric(value);
  const auto* whole = std::get_if<std::int64_t>(&number);
  auto letters = whole != nullptr ? roman(*whole) : std::nullopt;
  if (!letters) return not_a("не целое число от 1 до 3999", "is not a whole number from 1 to 3999", value);
  value = std::move(*letters);
  return std::nullopt;
}

std::vector<ModifierOption> agreement_options(bool of_ordinals) {
  std::vector<ModifierOption> options{
      {"masculine", "м", text("мужской род (так и без аргумента)", "masculine (also without an argument)")},
      {"feminine", "ж", text("женский род", "feminine")},
      {"neuter", "с", text("средний род", "neuter")},
      {"plural", "мн", text("множественное число", "plural")},
      {"nominative", "им",
       text("именительный падеж (так и без аргумента)", "nominative (also without an argument)")},
      {"genitive", "род", text("родительный", "genitive")},
      {"dative", "дат", text("дательный", "dative")},
      {"accusative", "вин", text("винительный", "accusative")},
      {"instrumental", "тв", text("творительный", "instrumental")},
      {"prepositional", "пр", text("предложный", "prepositional")}};
  if (of_ordinals)
    options.push_back({"words", "прописью", text("словами", "in words")});
  else
    options.push_back({"animate", "одуш",
                       text("о живых: в винительном «двух директоров»",
                            "of living beings: «двух директоров» in the accusative")});
  return options;
}

std::vector<std::string> option_names(bool of_ordinals) {
  std::vector<std::string> names;
  for (auto& option : agreement_options(of_ordinals)) names.push_back(std::move(option.name));
  return names;
}

template <bool kOfOrdinals>
Problem check_agreement(const std::string& argument) {
  Agreement agreement;
  for (const auto& part : list_of(argument)) {
    if (part.empty() || add_to(agreement, part)) continue;
    return unknown_argument(part, option_names(kOfOrdinals));
  }
  return agreement.in_words && !kOfOrdinals ? Problem(unknown_argument("words", option_names(kOfOrdinals)))
                                            : std::nullopt;
}

}  // namespace

std::vector<Definition> count_modifiers() {
  const auto forms = text("формы слова (1, 2, 5) или известное слово и падеж",
                          "the noun's forms (for 1, 2, 5), or a known noun and a case");
  const auto agreement = text("род и падеж через запятую", "gender and case, with a comma");
  return {
      {{"plural",
        "сколько",
        {},
        forms,
        text("число и слово при нём. Двумя формами пишут косвенный падеж, четвёртая форма нужна после "
             "дробного числа, если она не совпадает со второй («2,5 рабочего дня»)",
             "a number with its noun. Two forms make an oblique case; a fourth is for decimals, where it is "
             "not the second («2,5 рабочего дня»)"),
        {},
        {{"{{count:plural=школа,школы,школ}}", std::int64_t{3}, "3\u00A0школы"},
         {"{{count:plural=школа,школы,школ}}", std::int64_t{21}, "21\u00A0школа"},
         {"{{share:plural=процент,процента,процентов}}", 47.8, "47,8\u00A0процента"},
         {"{{count:plural=школа}}", std::int64_t{5}, "5\u00A0школ"},
         {"в {{count:plural=школа,предложный}}", std::int64_t{3}, "в 3\u00A0школах"},
         {"с {{count:plural=школа,instrumental}}", std::int64_t{21}, "с 21\u00A0школой"},
         {"{{count:plural=рабочий день}}", std::int64_t{2}, "2\u00A0рабочих дня"},
         {"в {{count:plural=лицее,лицеях}}", std::int64_t{2}, "в 2\u00A0лицеях"},
         {"{{mean:plural=полный день,полных дня,полных дней,полного дня}}", 2.5, "2,5\u00A0полного дня"}}},
       check_forms,
       apply_plural},
      {{"noun",
        "слово",
        {},
        forms,
        text("только слово при числе", "only the noun that goes with a number"),
        {},
        {{"{{count:noun=школа,школы,школ}}", std::int64_t{3}, "школы"},
         {"{{count:noun=школа,дательный}}", std::int64_t{3}, "школам"}}},
       check_forms,
       apply_noun},
      {{"words",
        "прописью",
        {},
        agreement,
        text("число прописью", "a number in words"),
        agreement_options(false),
        {{"{{count:words}}", std::int64_t{21}, "двадцать один"},
         {"{{count:words=feminine}}", std::int64_t{21}, "двадцать одна"},
         {"{{count:words=genitive}}", std::int64_t{254}, "двухсот пятидесяти четырёх"},
         {"{{count:прописью=ж,тв}}", std::int64_t{2}, "двумя"},
         {"{{count:words=accusative,animate}}", std::int64_t{2}, "двух"},
         {"{{share:words}}", 47.8, "сорок семь целых восемь десятых"}}},
       check_agreement<false>,
       apply_words},
      {{"ordinal",
        "порядковое",
        {},
        agreement,
        text("порядковое число с наращением или словами", "an ordinal with its ending, or in words"),
        agreement_options(true),
        {{"{{grade:ordinal}}", std::int64_t{9}, "9-й"},
         {"{{grade:ordinal=genitive}}", std::int64_t{9}, "9-го"},
         {"{{grade:ordinal=ж}}", std::int64_t{3}, "3-я"},
         {"{{grade:ordinal=plural,genitive}}", std::int64_t{9}, "9-х"},
         {"{{grade:ordinal=words,prepositional}}", std::int64_t{9}, "девятом"}}},
       check_agreement<true>,
       apply_ordinal},
      {{"roman",
        "римскими",
        {},
        {},
        text("римскими цифрами", "in Roman numerals"),
        {},
        {{"{{quarter:roman}}", std::int64_t{4}, "IV"}}},
       no_argument,
       apply_roman},
  };
}

}  // namespace svodka::language
