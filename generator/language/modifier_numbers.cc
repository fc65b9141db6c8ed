#include <charconv>
#include <cmath>

#include "base/finding.h"
#include "language/modifier_definition.h"
#include "language/number.h"
#include "language/numerals.h"
#include "language/plural.h"

namespace svodka::language {
namespace {

std::optional<int> digits_of(const std::string& argument) {
  int digits = 0;
  const char* const end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data(), end, digits);
  const bool whole = error == std::errc() && stop == end;
  return whole && digits >= 0 && digits <= 9 ? std::optional(digits) : std::nullopt;
}

Problem check_digits(const std::string& argument) {
  if (argument.empty() || digits_of(argument)) return std::nullopt;
  return text("нужно число знаков от 0 до 9, а не «{}»", "needs a number of digits from 0 to 9, not “{}”", argument);
}

// The number that the value is or says, whole where it is whole; null when it is no number.
Value numeric(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return value;
  auto number = std::get_if<double>(&value) != nullptr ? std::optional(std::get<double>(value)) : std::nullopt;
  if (const auto* words = std::get_if<std::string>(&value)) number = parse_number(*words);
  if (!number) return {};
  const bool whole = std::fabs(*number) < 9e15 && std::floor(*number) == *number;
  return whole ? Value(static_cast<std::int64_t>(*number)) : Value(*number);
}

double as_double(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(number);
}

// A number without rounding.
std::string shown(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr ? format_whole(*whole) : format_number(std::get<double>(number));
}

Text no_number(const Value& value) { return not_a("не число", "is not a number", value); }

Problem apply_number(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  const auto digits = digits_of(argument);
  value = digits && !(digits == 0 && std::holds_alternative<std::int64_t>(number)) ? format_number(as_double(number), digits) : shown(number);
  return std::nullopt;
}

Problem apply_percent(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = format_percent(as_double(number), digits_of(argument));
  return std::nullopt;
}

Problem apply_points(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = format_points(as_double(number), digits_of(argument).value_or(1));
  return std::nullopt;
}

Problem apply_signed(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  const auto digits = digits_of(argument);
  const double x = digits ? round_half_up(as_double(number), *digits) : as_double(number);
  value = (x > 0 ? "+" : "") + (digits ? format_number(x, digits) : shown(number));
  return std::nullopt;
}

Problem apply_round(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = std::holds_alternative<std::int64_t>(number) ? number : numeric(round_half_up(std::get<double>(number), digits_of(argument).value_or(0)));
  return std::nullopt;
}

Problem check_forms(const std::string& argument) {
  const auto parts = list_of(argument);
  const bool has_case = parts.size() == 2 && case_named(parts[1]);
  if (parts.size() == 1 || has_case) {
    if (find_noun(parts[0]) != nullptr) return std::nullopt;
    if (parts[0].empty()) return text("нужны формы слова через запятую: школа,школы,школ", "needs the noun's forms with commas: школа,школы,школ");
    const auto near = did_you_mean(parts[0], known_nouns());
    if (!near.empty()) return text("слово «{}» неизвестно (возможно, «{}»); или перечислите его формы: школа,школы,школ", "the noun “{}” is not known (did you mean “{}”?); or list its forms: школа,школы,школ", parts[0], near);
    return text("слово «{}» неизвестно, перечислите его формы: школа,школы,школ", "the noun “{}” is not known, list its forms: школа,школы,школ", parts[0]);
  }
  bool complete = parts.size() <= 4;
  for (const auto& part : parts) complete = complete && !part.empty();
  if (complete) return std::nullopt;
  return text("нужны формы слова через запятую: школа,школы,школ", "needs the noun's forms with commas: школа,школы,школ");
}

std::string noun_for(const Value& number, const std::string& argument) {
  const auto form = plural_form(number);
  const auto parts = list_of(argument);
  const auto which = parts.size() == 2 ? case_named(parts[1]) : std::nullopt;
  const auto* known = parts.size() == 1 || which ? find_noun(parts[0]) : nullptr;
  return known != nullptr ? std::string(noun(form, *known, which.value_or(Case::kNominative))) : noun(form, parts);
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
  if (const auto gender = gender_named(part)) agreement.gender = *gender;
  else if (const auto which = case_named(part)) agreement.which = *which;
  else if (part == "animate" || part == "одуш") agreement.animate = true;
  else if (part == "words" || part == "прописью") agreement.in_words = true;
  else return false;
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
  if (!words) return not_a("не число, которое пишут прописью (не больше шести знаков после запятой)", "is no number for words (six decimals at most)", value);
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
  auto words = how.in_words ? ordinal_in_words(*whole, how.gender, how.which) : ordinal_in_figures(*whole, how.gender, how.which);
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

Text digits_argument() { return text("знаков после запятой", "digits after the comma"); }

std::vector<ModifierOption> agreement_options(bool of_ordinals) {
  std::vector<ModifierOption> options{{"masculine", "м", text("мужской род (так и без аргумента)", "masculine (also without an argument)")},
                                      {"feminine", "ж", text("женский род", "feminine")},
                                      {"neuter", "с", text("средний род", "neuter")},
                                      {"plural", "мн", text("множественное число", "plural")},
                                      {"nominative", "им", text("именительный падеж (так и без аргумента)", "nominative (also without an argument)")},
                                      {"genitive", "род", text("родительный", "genitive")},
                                      {"dative", "дат", text("дательный", "dative")},
                                      {"accusative", "вин", text("винительный", "accusative")},
                                      {"instrumental", "тв", text("творительный", "instrumental")},
                                      {"prepositional", "пр", text("предложный", "prepositional")}};
  if (of_ordinals) options.push_back({"words", "прописью", text("словами", "in words")});
  else options.push_back({"animate", "одуш", text("о живых: в винительном «двух директоров»", "of living beings: «двух директоров» in the accusative")});
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
  return agreement.in_words && !kOfOrdinals ? Problem(unknown_argument("words", option_names(kOfOrdinals))) : std::nullopt;
}

std::vector<Definition> figures() {
  return {
      {{"number", "число", {}, digits_argument(),
        text("число с запятой; с пяти знаков — группы по три; с аргументом округлено (половина — вверх)", "a number with a decimal comma; from five digits in groups of three; the argument rounds it (a half goes up)"), {},
        {{"{{total:number}}", std::int64_t{12345}, "12\u00A0345"}, {"{{mean:number=1}}", 6.25, "6,3"}, {"{{mean:number=2}}", 3.5, "3,50"}, {"{{change:number}}", -2.5, "−2,5"}}},
       check_digits, apply_number},
      {{"percent", "процент", {}, digits_argument(), text("проценты; без аргумента не больше одного знака", "a percentage; at most one decimal without an argument"), {},
        {{"{{quality:percent=1}}", 47.826, "47,8\u00A0%"}, {"{{quality:percent}}", 50.0, "50\u00A0%"}, {"{{quality:percent=1}}", 50.0, "50,0\u00A0%"}}},
       check_digits, apply_percent},
      {{"points", "пункты", {}, digits_argument(), text("разность процентов в процентных пунктах; без аргумента один знак", "a difference of percentages in percentage points; one decimal without an argument"), {},
        {{"{{change:points}}", 2.4, "+2,4\u00A0п.п."}, {"{{change:points}}", -1.0, "−1,0\u00A0п.п."}, {"{{change:points}}", 0.04, "без изменений"}}},
       check_digits, apply_points},
      {{"signed", "со-знаком", {}, digits_argument(), text("число со знаком", "a number with its sign"), {},
        {{"{{change:signed}}", std::int64_t{3}, "+3"}, {"{{change:signed}}", std::int64_t{-2}, "−2"}, {"{{change:signed}}", std::int64_t{0}, "0"}, {"{{change:signed=1}}", 0.25, "+0,3"}}},
       check_digits, apply_signed},
      {{"round", "округлить", {}, digits_argument(), text("округлить и оставить числом для следующего модификатора; без аргумента до целого", "rounds and leaves a number for the next modifier; to whole without an argument"), {},
        {{"{{mean:round=1}}", 87.45, "87,5"}, {"{{mean:round:plural=балл,балла,баллов}}", 21.4, "21\u00A0балл"}}},
       check_digits, apply_round},
  };
}

std::vector<Definition> counts() {
  const auto forms = text("формы слова (1, 2, 5) или известное слово и падеж", "the noun's forms (for 1, 2, 5), or a known noun and a case");
  const auto agreement = text("род и падеж через запятую", "gender and case, with a comma");
  return {
      {{"plural", "сколько", {}, forms, text("число и слово при нём", "a number with its noun"), {},
        {{"{{count:plural=школа,школы,школ}}", std::int64_t{3}, "3\u00A0школы"},
         {"{{count:plural=школа,школы,школ}}", std::int64_t{21}, "21\u00A0школа"},
         {"{{share:plural=процент,процента,процентов}}", 47.8, "47,8\u00A0процента"},
         {"{{count:plural=школа}}", std::int64_t{5}, "5\u00A0школ"},
         {"в {{count:plural=школа,предложный}}", std::int64_t{3}, "в 3\u00A0школах"},
         {"с {{count:plural=школа,instrumental}}", std::int64_t{21}, "с 21\u00A0школой"},
         {"{{count:plural=рабочий день}}", std::int64_t{2}, "2\u00A0рабочих дня"},
         {"в {{count:plural=лицее,лицеях}}", std::int64_t{2}, "в 2\u00A0лицеях"}}},
       check_forms, apply_plural},
      {{"noun", "слово", {}, forms, text("только слово при числе", "only the noun that goes with a number"), {},
        {{"{{count:noun=школа,школы,школ}}", std::int64_t{3}, "школы"}, {"{{count:noun=школа,дательный}}", std::int64_t{3}, "школам"}}},
       check_forms, apply_noun},
      {{"words", "прописью", {}, agreement, text("число прописью", "a number in words"), agreement_options(false),
        {{"{{count:words}}", std::int64_t{21}, "двадцать один"},
         {"{{count:words=feminine}}", std::int64_t{21}, "двадцать одна"},
         {"{{count:words=genitive}}", std::int64_t{254}, "двухсот пятидесяти четырёх"},
         {"{{count:прописью=ж,тв}}", std::int64_t{2}, "двумя"},
         {"{{count:words=accusative,animate}}", std::int64_t{2}, "двух"},
         {"{{share:words}}", 47.8, "сорок семь целых восемь десятых"}}},
       check_agreement<false>, apply_words},
      {{"ordinal", "порядковое", {}, agreement, text("порядковое число с наращением или словами", "an ordinal with its ending, or in words"), agreement_options(true),
        {{"{{grade:ordinal}}", std::int64_t{9}, "9-й"},
         {"{{grade:ordinal=genitive}}", std::int64_t{9}, "9-го"},
         {"{{grade:ordinal=ж}}", std::int64_t{3}, "3-я"},
         {"{{grade:ordinal=plural,genitive}}", std::int64_t{9}, "9-х"},
         {"{{grade:ordinal=words,prepositional}}", std::int64_t{9}, "девятом"}}},
       check_agreement<true>, apply_ordinal},
      {{"roman", "римскими", {}, {}, text("римскими цифрами", "in Roman numerals"), {}, {{"{{quarter:roman}}", std::int64_t{4}, "IV"}}}, no_argument, apply_roman},
  };
}

}  // namespace

std::vector<Definition> number_modifiers() {
  auto all = figures();
  for (auto& definition : counts()) all.push_back(std::move(definition));
  return all;
}

}  // namespace svodka::language
