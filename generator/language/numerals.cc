#include "language/numerals.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "language/plural.h"

namespace svodka::language {
namespace {

using Forms = std::array<std::string_view, kCases>;  // by Case

constexpr std::array<Forms, 4> kOne{{{"один", "одного", "одному", "один", "одним", "одном"},
                                     {"одна", "одной", "одной", "одну", "одной", "одной"},
                                     {"одно", "одного", "одному", "одно", "одним", "одном"},
                                     {"один", "одного", "одному", "один", "одним", "одном"}}};
constexpr Forms kTwo{"два", "двух", "двум", "два", "двумя", "двух"};
constexpr Forms kTwoFeminine{"две", "двух", "двум", "две", "двумя", "двух"};

constexpr std::array<Forms, 20> kUnits{
    {{"ноль", "ноля", "нолю", "ноль", "нолём", "ноле"},
     {},
     {},
     {"три", "трёх", "трём", "три", "тремя", "трёх"},
     {"четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"},
     {"пять", "пяти", "пяти", "пять", "пятью", "пяти"},
     {"шесть", "шести", "шести", "шесть", "шестью", "шести"},
     {"семь", "семи", "семи", "семь", "семью", "семи"},
     {"восемь", "восьми", "восьми", "восемь", "восемью", "восьми"},
     {"девять", "девяти", "девяти", "девять", "девятью", "девяти"},
     {"десять", "десяти", "десяти", "десять", "десятью", "десяти"},
     {"одиннадцать", "одиннадцати", "одиннадцати", "одиннадцать", "одиннадцатью", "одиннадцати"},
     {"двенадцать", "двенадцати", "двенадцати", "двенадцать", "двенадцатью", "двенадцати"},
     {"тринадцать", "тринадцати", "тринадцати", "тринадцать", "тринадцатью", "тринадцати"},
     {"четырнадцать", "четырнадцати", "четырнадцати", "четырнадцать", "четырнадцатью", "четырнадцати"},
     {"пятнадцать", "пятнадцати", "пятнадцати", "пятнадцать", "пятнадцатью", "пятнадцати"},
     {"шестнадцать", "шестнадцати", "шестнадцати", "шестнадцать", "шестнадцатью", "шестнадцати"},
     {"семнадцать", "семнадцати", "семнадцати", "семнадцать", "семнадцатью", "семнадцати"},
     {"восемнадцать", "восемнадцати", "восемнадцати", "восемнадцать", "восемнадцатью", "восемнадцати"},
     {"девятнадцать", "девятнадцати", "девятнадцати", "девятнадцать", "девятнадцатью", "девятнадцати"}}};

constexpr std::array<Forms, 10> kTens{
    {{},
     {},
     {"двадцать", "двадцати", "двадцати", "двадцать", "двадцатью", "двадцати"},
     {"тридцать", "тридцати", "тридцати", "тридцать", "тридцатью", "тридцати"},
     {"сорок", "сорока", "сорока", "сорок", "сорока", "сорока"},
     {"пятьдесят", "пятидесяти", "пятидесяти", "пятьдесят", "пятьюдесятью", "пятидесяти"},
     {"шестьдесят", "шестидесяти", "шестидесяти", "шестьдесят", "шестьюдесятью", "шестидесяти"},
     {"семьдесят", "семидесяти", "семидесяти", "семьдесят", "семьюдесятью", "семидесяти"},
     {"восемьдесят", "восьмидесяти", "восьмидесяти", "восемьдесят", "восемьюдесятью", "восьмидесяти"},
     {"девяносто", "девяноста", "девяноста", "девяносто", "девяноста", "девяноста"}}};

constexpr std::array<Forms, 10> kHundreds{
    {{},
     {"сто", "ста", "ста", "сто", "ста", "ста"},
     {"двести", "двухсот", "двумстам", "двести", "двумястами", "двухстах"},
     {"триста", "трёхсот", "трёмстам", "триста", "тремястами", "трёхстах"},
     {"четыреста", "четырёхсот", "четырёмстам", "четыреста", "четырьмястами", "четырёхстах"},
     {"пятьсот", "пятисот", "пятистам", "пятьсот", "пятьюстами", "пятистах"},
     {"шестьсот", "шестисот", "шестистам", "шестьсот", "шестьюстами", "шестистах"},
     {"семьсот", "семисот", "семистам", "семьсот", "семьюстами", "семистах"},
     {"восемьсот", "восьмисот", "восьмистам", "восемьсот", "восемьюстами", "восьмистах"},
     {"девятьсот", "девятисот", "девятистам", "девятьсот", "девятьюстами", "девятистах"}}};

// A word that counts a power of a thousand, and declines as a noun.
struct Power {
  Forms singular;
  Forms plural;           // the nominative and accusative after 2–4
  std::string_view many;  // the same after 5
  Gender gender;
  std::string_view ordinal;  // «тысячн»
};

constexpr std::array<Power, 6> kPowers{{
    {{"тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"},
     {"тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"},
     "тысяч",
     Gender::kFeminine,
     "тысячн"},
    {{"миллион", "миллиона", "миллиону", "миллион", "миллионом", "миллионе"},
     {"миллиона", "миллионов", "миллионам", "миллиона", "миллионами", "миллионах"},
     "миллионов",
     Gender::kMasculine,
     "миллионн"},
    {{"миллиард", "миллиарда", "миллиарду", "миллиард", "миллиардом", "миллиарде"},
     {"миллиарда", "миллиардов", "миллиардам", "миллиарда", "миллиардами", "миллиардах"},
     "миллиардов",
     Gender::kMasculine,
     "миллиардн"},
    {{"триллион", "триллиона", "триллиону", "триллион", "триллионом", "триллионе"},
     {"триллиона", "триллионов", "триллионам", "триллиона", "триллионами", "триллионах"},
     "триллионов",
     Gender::kMasculine,
     "триллионн"},
    {{"квадриллион", "квадриллиона", "квадриллиону", "квадриллион", "квадриллионом", "квадриллионе"},
     {"квадриллиона", "квадриллионов", "квадриллионам", "квадриллиона", "квадриллионами", "квадриллионах"},
     "квадриллионов",
     Gender::kMasculine,
     "квадриллионн"},
    {{"квинтиллион", "квинтиллиона", "квинтиллиону", "квинтиллион", "квинтиллионом", "квинтиллионе"},
     {"квинтиллиона", "квинтиллионов", "квинтиллионам", "квинтиллиона", "квинтиллионами", "квинтиллионах"},
     "квинтиллионов",
     Gender::kMasculine,
     "квинтиллионн"},
}};

constexpr std::size_t index(auto value) { return static_cast<std::size_t>(value); }

bool is_direct(Case which) { return which == Case::kNominative || which == Case::kAccusative; }

std::string_view unit(unsigned number, Gender gender, Case which) {
  if (number == 1) return kOne.at(index(gender)).at(index(which));
  if (number == 2) return (gender == Gender::kFeminine ? kTwoFeminine : kTwo).at(index(which));
  return kUnits.at(number).at(index(which));
}

void add_word(std::string& out, std::string_view word) {
  if (!out.empty()) out += ' ';
  out += word;
}

// 1 to 999.
void add_group(std::string& out, unsigned number, Gender gender, Case which, Case last_unit) {
  if (number >= 100) add_word(out, kHundreds.at(number / 100).at(index(which)));
  number %= 100;
  if (number >= 20) {
    add_word(out, kTens.at(number / 10).at(index(which)));
    number %= 10;
  }
  if (number > 0) add_word(out, unit(number, gender, last_unit));
}

void add_power(std::string& out, unsigned count, const Power& power, Case which) {
  add_group(out, count, power.gender, which, which);
  const auto form = plural_form(static_cast<std::int64_t>(count));
  if (form == PluralForm::kOne)
    add_word(out, power.singular.at(index(which)));
  else if (form == PluralForm::kMany && is_direct(which))
    add_word(out, power.many);
  else
    add_word(out, power.plural.at(index(which)));
}

// The groups of three digits, the lowest first.
std::vector<unsigned> groups_of(std::uint64_t number) {
  std::vector<unsigned> groups;
  for (; number > 0; number /= 1000) groups.push_back(static_cast<unsigned>(number % 1000));
  return groups;
}

void add_powers(std::string& out, const std::vector<unsigned>& groups, std::size_t from, Case which) {
  for (std::size_t i = groups.size(); i-- > from;) {
    if (groups[i] > 0) add_power(out, groups[i], kPowers.at(i - 1), which);
  }
}

// What the last word of an accusative is: of living beings «одного», and of two to four of them «двух».
Case last_unit_case(std::uint64_t number, Gender gender, Case which, bool animate) {
  if (which != Case::kAccusative || !animate) return which;
  const bool ends_in_one = number % 10 == 1 && number % 100 != 11;
  if (ends_in_one) return gender == Gender::kFeminine ? which : Case::kGenitive;
  return number >= 2 && number <= 4 ? Case::kGenitive : which;
}

// «первый», «второй», «третий»: the stem of an ordinal and how it ends.
struct OrdinalStem {
  std::string_view stem;
  bool stressed = false;  // «второй»
};

constexpr std::array<OrdinalStem, 20> kOrdinals{
    {{"нулев", true}, {"перв"},       {"втор", true},  {"трет"},        {"четвёрт"},
     {"пят"},         {"шест", true}, {"седьм", true}, {"восьм", true}, {"девят"},
     {"десят"},       {"одиннадцат"}, {"двенадцат"},   {"тринадцат"},   {"четырнадцат"},
     {"пятнадцат"},   {"шестнадцат"}, {"семнадцат"},   {"восемнадцат"}, {"девятнадцат"}}};
constexpr std::array<OrdinalStem, 10> kOrdinalTens{{{},
                                                    {},
                                                    {"двадцат"},
                                                    {"тридцат"},
                                                    {"сороков", true},
                                                    {"пятидесят"},
                                                    {"шестидесят"},
                                                    {"семидесят"},
                                                    {"восьмидесят"},
                                                    {"девяност"}}};
constexpr std::array<OrdinalStem, 10> kOrdinalHundreds{{{},
                                                        {"сот"},
                                                        {"двухсот"},
                                                        {"трёхсот"},
                                                        {"четырёхсот"},
                                                        {"пятисот"},
                                                        {"шестисот"},
                                                        {"семисот"},
                                                        {"восьмисот"},
                                                        {"девятисот"}}};

using Endings = std::array<Forms, 4>;  // by Gender
constexpr Endings kHard{{{"ый", "ого", "ому", "ый", "ым", "ом"},
                         {"ая", "ой", "ой", "ую", "ой", "ой"},
                         {"ое", "ого", "ому", "ое", "ым", "ом"},
                         {"ые", "ых", "ым", "ые", "ыми", "ых"}}};
constexpr Endings kThird{{{"ий", "ьего", "ьему", "ий", "ьим", "ьем"},
                          {"ья", "ьей", "ьей", "ью", "ьей", "ьей"},
                          {"ье", "ьего", "ьему", "ье", "ьим", "ьем"},
                          {"ьи", "ьих", "ьим", "ьи", "ьими", "ьих"}}};
constexpr Endings kFigures{{{"й", "го", "му", "й", "м", "м"},
                            {"я", "й", "й", "ю", "й", "й"},
                            {"е", "го", "му", "е", "м", "м"},
                            {"е", "х", "м", "е", "ми", "х"}}};

std::string ordinal_word(const OrdinalStem& stem, Gender gender, Case which) {
  const auto& endings = stem.stem == "трет" ? kThird : kHard;
  const bool stressed = stem.stressed && gender == Gender::kMasculine && is_direct(which);
  return std::string(stem.stem) + std::string(stressed ? "ой" : endings.at(index(gender)).at(index(which)));
}

// What stands before «-тысячный»: «двух», «двадцатиодно», «ста» only inside («двухсот»).
std::string compound_prefix(unsigned count) {
  if (count == 1) return {};
  std::string out;
  if (count >= 100) out += count / 100 == 1 ? "сто" : kHundreds.at(count / 100).at(index(Case::kGenitive));
  unsigned rest = count % 100;
  if (rest >= 20) {
    out += rest / 10 == 9 ? "девяносто" : kTens.at(rest / 10).at(index(Case::kGenitive));
    rest %= 10;
  }
  if (rest > 0) out += rest == 1 ? "одно" : unit(rest, Gender::kMasculine, Case::kGenitive);
  return out;
}

// The ordinal of the lowest group, after the hundreds and tens that stand before it.
void add_ordinal_group(std::string& out, unsigned number, Gender gender, Case which) {
  const unsigned hundreds = number / 100, rest = number % 100;
  if (rest == 0) return add_word(out, ordinal_word(kOrdinalHundreds.at(hundreds), gender, which));
  if (hundreds > 0) add_word(out, kHundreds.at(hundreds).at(0));
  if (rest < 20) return add_word(out, ordinal_word(kOrdinals.at(rest), gender, which));
  if (rest % 10 == 0) return add_word(out, ordinal_word(kOrdinalTens.at(rest / 10), gender, which));
  add_word(out, kTens.at(rest / 10).at(0));
  add_word(out, ordinal_word(kOrdinals.at(rest % 10), gender, which));
}

// «десятых», «десятая»: a part by the number of decimals; its noun «часть» is understood.
std::string fraction_word(std::string_view stem, PluralForm form, Case which) {
  const auto& endings = kHard.at(index(form == PluralForm::kOne ? Gender::kFeminine : Gender::kPlural));
  const bool counted = form != PluralForm::kOne && is_direct(which);
  return std::string(stem) + std::string(endings.at(index(counted ? Case::kGenitive : which)));
}

}  // namespace

std::string number_in_words(std::int64_t number, Gender gender, Case which, bool animate) {
  if (number == 0) return std::string(kUnits[0].at(index(which)));
  const auto size = number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
  const auto groups = groups_of(size);
  std::string out = number < 0 ? "минус" : "";
  add_powers(out, groups, 1, which);
  if (groups[0] > 0) add_group(out, groups[0], gender, which, last_unit_case(size, gender, which, animate));
  return out;
}

std::optional<std::string> decimal_in_words(double number, Case which) {
  constexpr std::array<std::string_view, 6> kParts{"десят",        "сот",       "тысячн",
                                                   "десятитысячн", "стотысячн", "миллионн"};
  if (!std::isfinite(number) || std::fabs(number) >= 1e15) return std::nullopt;
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::fixed)
          .ptr;
  const std::string_view shown(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto point = shown.find('.');
  const auto whole = static_cast<std::int64_t>(std::fabs(number));
  if (point == std::string_view::npos)
    return number_in_words(number < 0 ? -whole : whole, Gender::kMasculine, which);
  const auto digits = shown.substr(point + 1);
  if (digits.size() > kParts.size()) return std::nullopt;
  std::int64_t part = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), part);
  std::string out = number < 0 ? "минус" : "";
  add_word(out, number_in_words(whole, Gender::kFeminine, which));
  add_word(out, fraction_word("цел", plural_form(whole), which));
  add_word(out, number_in_words(part, Gender::kFeminine, which));
  add_word(out, fraction_word(kParts.at(digits.size() - 1), plural_form(part), which));
  return out;
}

std::optional<std::string> ordinal_in_words(std::int64_t number, Gender gender, Case which) {
  if (number < 0 || number >= 1'000'000'000'000'000) return std::nullopt;
  if (number == 0) return ordinal_word(kOrdinals[0], gender, which);
  const auto groups = groups_of(static_cast<std::uint64_t>(number));
  std::size_t lowest = 0;
  while (groups[lowest] == 0) ++lowest;
  std::string out;
  add_powers(out, groups, lowest + 1, Case::kNominative);
  if (lowest == 0) {
    add_ordinal_group(out, groups[0], gender, which);
  } else {
    const auto word = compound_prefix(groups[lowest]) + std::string(kPowers.at(lowest - 1).ordinal);
    add_word(out, ordinal_word({word}, gender, which));
  }
  return out;
}

std::string ordinal_in_figures(std::int64_t number, Gender gender, Case which) {
  return std::to_string(number) + "-" + std::string(kFigures.at(index(gender)).at(index(which)));
}

std::optional<std::string> roman(std::int64_t number) {
  struct Digit {
    int value;
    std::string_view letters;
  };
  constexpr std::array<Digit, 13> kDigits{{{1000, "M"},
                                           {900, "CM"},
                                           {500, "D"},
                                           {400, "CD"},
                                           {100, "C"},
                                           {90, "XC"},
                                           {50, "L"},
                                           {40, "XL"},
                                           {10, "X"},
                                           {9, "IX"},
                                           {5, "V"},
                                           {4, "IV"},
                                           {1, "I"}}};
  if (number < 1 || number > 3999) return std::nullopt;
  std::string out;
  for (const auto& digit : kDigits) {
    for (; number >= digit.value; number -= digit.value) out += digit.letters;
  }
  return out;
}

}  // namespace svodka::language
