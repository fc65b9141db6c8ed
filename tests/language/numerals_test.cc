#include "language/numerals.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>

namespace svodka::language {
namespace {

constexpr Case kAllCases[] = {Case::kNominative, Case::kGenitive,     Case::kDative,
                              Case::kAccusative, Case::kInstrumental, Case::kPrepositional};

TEST_CASE("numbers in words") {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "ноль"},
      {1, "один"},
      {11, "одиннадцать"},
      {21, "двадцать один"},
      {40, "сорок"},
      {90, "девяносто"},
      {100, "сто"},
      {115, "сто пятнадцать"},
      {744, "семьсот сорок четыре"},
      {1000, "одна тысяча"},
      {2020, "две тысячи двадцать"},
      {5001, "пять тысяч один"},
      {21000, "двадцать одна тысяча"},
      {1'000'000, "один миллион"},
      {2'000'002, "два миллиона два"},
      {5'300'000'000, "пять миллиардов триста миллионов"},
      {-5, "минус пять"},
      {std::numeric_limits<std::int64_t>::min(),
       "минус девять квинтиллионов двести двадцать три квадриллиона триста семьдесят два триллиона тридцать "
       "шесть миллиардов восемьсот пятьдесят четыре миллиона "
       "семьсот семьдесят пять тысяч восемьсот восемь"}};
  for (const auto& [number, expected] : cases) CHECK_EQ(number_in_words(number), expected);
}

TEST_CASE("numbers agree in gender with what is counted") {
  CHECK_EQ(number_in_words(21, Gender::kFeminine), "двадцать одна");
  CHECK_EQ(number_in_words(2, Gender::kFeminine), "две");
  CHECK_EQ(number_in_words(2, Gender::kNeuter), "два");
  CHECK_EQ(number_in_words(1, Gender::kNeuter), "одно");
  CHECK_EQ(number_in_words(12, Gender::kFeminine), "двенадцать");
  CHECK_EQ(number_in_words(1002, Gender::kNeuter), "одна тысяча два");
}

TEST_CASE("numbers decline in all their words") {
  const std::pair<std::int64_t, std::array<const char*, 6>> cases[] = {
      {1, {"один", "одного", "одному", "один", "одним", "одном"}},
      {2, {"два", "двух", "двум", "два", "двумя", "двух"}},
      {4, {"четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"}},
      {8, {"восемь", "восьми", "восьми", "восемь", "восемью", "восьми"}},
      {21,
       {"двадцать один", "двадцати одного", "двадцати одному", "двадцать один", "двадцатью одним",
        "двадцати одном"}},
      {40, {"сорок", "сорока", "сорока", "сорок", "сорока", "сорока"}},
      {50, {"пятьдесят", "пятидесяти", "пятидесяти", "пятьдесят", "пятьюдесятью", "пятидесяти"}},
      {90, {"девяносто", "девяноста", "девяноста", "девяносто", "девяноста", "девяноста"}},
      {100, {"сто", "ста", "ста", "сто", "ста", "ста"}},
      {254,
       {"двести пятьдесят четыре", "двухсот пятидесяти четырёх", "двумстам пятидесяти четырём",
        "двести пятьдесят четыре", "двумястами пятьюдесятью четырьмя", "двухстах пятидесяти четырёх"}},
      {300, {"триста", "трёхсот", "трёмстам", "триста", "тремястами", "трёхстах"}},
      {600, {"шестьсот", "шестисот", "шестистам", "шестьсот", "шестьюстами", "шестистах"}},
      {2005,
       {"две тысячи пять", "двух тысяч пяти", "двум тысячам пяти", "две тысячи пять", "двумя тысячами пятью",
        "двух тысячах пяти"}},
      {1'000'000,
       {"один миллион", "одного миллиона", "одному миллиону", "один миллион", "одним миллионом",
        "одном миллионе"}}};
  for (const auto& [number, expected] : cases) {
    for (std::size_t i = 0; i < 6; ++i)
      CHECK_EQ(number_in_words(number, Gender::kMasculine, kAllCases[i]), expected[i]);
  }
  CHECK_EQ(number_in_words(1000, Gender::kMasculine, Case::kAccusative), "одну тысячу");
}

TEST_CASE("the accusative of living beings") {
  const auto whom = [](std::int64_t number, Gender gender = Gender::kMasculine) {
    return number_in_words(number, gender, Case::kAccusative, true);
  };
  CHECK_EQ(whom(2), "двух");
  CHECK_EQ(whom(4, Gender::kFeminine), "четырёх");
  CHECK_EQ(whom(1), "одного");
  CHECK_EQ(whom(21), "двадцать одного");
  CHECK_EQ(whom(1, Gender::kFeminine), "одну");
  CHECK_EQ(whom(22), "двадцать два");
  CHECK_EQ(whom(5), "пять");
}

TEST_CASE("decimals in words") {
  CHECK_EQ(*decimal_in_words(47.8), "сорок семь целых восемь десятых");
  CHECK_EQ(*decimal_in_words(1.1), "одна целая одна десятая");
  CHECK_EQ(*decimal_in_words(0.05), "ноль целых пять сотых");
  CHECK_EQ(*decimal_in_words(-2.125), "минус две целых сто двадцать пять тысячных");
  CHECK_EQ(*decimal_in_words(47.8, Case::kGenitive), "сорока семи целых восьми десятых");
  CHECK_EQ(*decimal_in_words(1.1, Case::kAccusative), "одну целую одну десятую");
  CHECK_EQ(*decimal_in_words(5), "пять");
  CHECK_FALSE(decimal_in_words(1.0 / 3));
}

TEST_CASE("ordinals in words: only the last word is one") {
  const std::pair<std::int64_t, const char*> cases[] = {{0, "нулевой"},
                                                        {1, "первый"},
                                                        {2, "второй"},
                                                        {3, "третий"},
                                                        {4, "четвёртый"},
                                                        {9, "девятый"},
                                                        {11, "одиннадцатый"},
                                                        {20, "двадцатый"},
                                                        {21, "двадцать первый"},
                                                        {40, "сороковой"},
                                                        {50, "пятидесятый"},
                                                        {90, "девяностый"},
                                                        {100, "сотый"},
                                                        {103, "сто третий"},
                                                        {250, "двести пятидесятый"},
                                                        {300, "трёхсотый"},
                                                        {1000, "тысячный"},
                                                        {1001, "одна тысяча первый"},
                                                        {2000, "двухтысячный"},
                                                        {2020, "две тысячи двадцатый"},
                                                        {21000, "двадцатиоднотысячный"},
                                                        {40000, "сорокатысячный"},
                                                        {90000, "девяностотысячный"},
                                                        {100000, "стотысячный"},
                                                        {1'000'000, "миллионный"},
                                                        {3'000'000, "трёхмиллионный"},
                                                        {1'002'000, "один миллион двухтысячный"}};
  for (const auto& [number, expected] : cases) CHECK_EQ(*ordinal_in_words(number), expected);
  CHECK_EQ(*ordinal_in_words(2020, Gender::kMasculine, Case::kGenitive), "две тысячи двадцатого");
  CHECK_EQ(*ordinal_in_words(2, Gender::kMasculine, Case::kAccusative), "второй");
  CHECK_EQ(*ordinal_in_words(2, Gender::kMasculine, Case::kPrepositional), "втором");
  CHECK_EQ(*ordinal_in_words(3, Gender::kFeminine, Case::kAccusative), "третью");
  CHECK_EQ(*ordinal_in_words(3, Gender::kNeuter), "третье");
  CHECK_EQ(*ordinal_in_words(3, Gender::kMasculine, Case::kGenitive), "третьего");
  CHECK_EQ(*ordinal_in_words(1, Gender::kPlural, Case::kInstrumental), "первыми");
  CHECK_FALSE(ordinal_in_words(-1));
}

TEST_CASE("ordinals in figures take one letter after a vowel and two after a consonant, all Cyrillic") {
  const auto figures = [](Gender gender) {
    std::string out;
    for (const auto which : kAllCases) out += ordinal_in_figures(9, gender, which) + " ";
    return out;
  };
  CHECK_EQ(figures(Gender::kMasculine), "9-й 9-го 9-му 9-й 9-м 9-м ");
  CHECK_EQ(figures(Gender::kFeminine), "9-я 9-й 9-й 9-ю 9-й 9-й ");
  CHECK_EQ(figures(Gender::kNeuter), "9-е 9-го 9-му 9-е 9-м 9-м ");
  CHECK_EQ(figures(Gender::kPlural), "9-е 9-х 9-м 9-е 9-ми 9-х ");
}

TEST_CASE("Roman numerals") {
  const std::pair<std::int64_t, const char*> cases[] = {
      {1, "I"},   {2, "II"},  {3, "III"},  {4, "IV"},         {9, "IX"},      {14, "XIV"},
      {40, "XL"}, {90, "XC"}, {400, "CD"}, {1994, "MCMXCIV"}, {2020, "MMXX"}, {3999, "MMMCMXCIX"}};
  for (const auto& [number, expected] : cases) CHECK_EQ(*roman(number), expected);
  for (const std::int64_t none : {0, -1, 4000}) CHECK_FALSE(roman(none));
}

TEST_CASE("words for every number to 2000 are unlike one another, and no word is empty") {
  for (const auto which : kAllCases) {
    std::string last;
    for (int n = 0; n <= 2000; ++n) {
      const auto words = number_in_words(n, Gender::kFeminine, which);
      CHECK_NE(words, last);
      CHECK_EQ(words.find("  "), std::string::npos);
      CHECK_FALSE(words.ends_with(' '));
      last = words;
    }
  }
}

}  // namespace
}  // namespace svodka::language
