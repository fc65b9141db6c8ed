#include "language/plural.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace svodka::language {
namespace {

std::string of(std::int64_t count, std::string_view word, Case which = Case::kNominative) {
  return std::to_string(count) + " " + std::string(noun(plural_form(count), *find_noun(word), which));
}

TEST_CASE("plurals for every count to 120, either sign") {
  const std::vector<std::string> forms{"школа", "школы", "школ"};
  for (int n = 0; n <= 120; ++n) {
    const int last = n % 10, two = n % 100;
    const std::string expected = last == 1 && two != 11                             ? "школа"
                                 : last >= 2 && last <= 4 && (two < 12 || two > 14) ? "школы"
                                                                                    : "школ";
    CHECK_EQ(noun(plural_form(n), forms), expected);
    CHECK_EQ(noun(plural_form(-n), forms), expected);
  }
  CHECK_EQ(noun(plural_form(1'000'011), forms), "школ");
  CHECK_EQ(noun(plural_form(Value(21.0)), forms), "школа");
  CHECK_EQ(noun(plural_form(Value(2.5)), forms), "школы");
}

TEST_CASE("after a decimal stands the genitive singular") {
  CHECK_EQ(noun(plural_form(Value(47.8)), {"процент", "процента", "процентов"}), "процента");
  CHECK_EQ(noun(plural_form(Value(2.5)), {"рабочий день", "рабочих дня", "рабочих дней", "рабочего дня"}),
           "рабочего дня");
  CHECK_EQ(noun(PluralForm::kFraction, *find_noun("рабочий день"), Case::kNominative), "рабочего дня");
}

TEST_CASE("two forms serve an oblique case") {
  CHECK_EQ(noun(plural_form(21), {"школе", "школах"}), "школе");
  CHECK_EQ(noun(plural_form(3), {"школе", "школах"}), "школах");
  CHECK_EQ(noun(plural_form(5), {"школе", "школах"}), "школах");
}

TEST_CASE("known nouns agree in every case") {
  CHECK_EQ(of(3, "школа", Case::kPrepositional), "3 школах");
  CHECK_EQ(of(21, "школа", Case::kInstrumental), "21 школой");
  CHECK_EQ(of(21, "школа", Case::kGenitive), "21 школы");
  CHECK_EQ(of(5, "школа", Case::kGenitive), "5 школ");
  CHECK_EQ(of(2, "школа", Case::kDative), "2 школам");
  CHECK_EQ(of(1, "школа", Case::kAccusative), "1 школу");
  CHECK_EQ(of(1, "рабочий день"), "1 рабочий день");
  CHECK_EQ(of(2, "рабочий день"), "2 рабочих дня");
  CHECK_EQ(of(5, "рабочий день"), "5 рабочих дней");
  CHECK_EQ(of(2, "обучающийся"), "2 обучающихся");
  CHECK_EQ(of(5, "человек"), "5 человек");
  CHECK_EQ(of(2, "год"), "2 года");
  CHECK_EQ(of(5, "год"), "5 лет");
}

TEST_CASE("the accusative of what is alive is its genitive") {
  CHECK_EQ(of(2, "педагог", Case::kAccusative), "2 педагогов");
  CHECK_EQ(of(1, "педагог", Case::kAccusative), "1 педагога");
  CHECK_EQ(of(2, "класс", Case::kAccusative), "2 класса");
}

TEST_CASE("the table of nouns is whole: every form there, each noun once") {
  CHECK_EQ(find_noun("шкаф"), nullptr);
  for (const auto& name : known_nouns()) {
    const auto& known = *find_noun(name);
    for (const auto form :
         {known.genitive, known.dative, known.accusative, known.instrumental, known.prepositional, known.few,
          known.many, known.datives, known.instrumentals, known.prepositionals}) {
      CHECK_FALSE_MESSAGE(form.empty(), name);
    }
    CHECK_MESSAGE(known.accusative == (known.animate ? known.genitive
                                       : known.nominative.ends_with("а") || known.nominative.ends_with("я")
                                           ? known.accusative
                                           : known.nominative),
                  name);
    CHECK_EQ(std::count(known_nouns().begin(), known_nouns().end(), name), 1);
  }
}

}  // namespace
}  // namespace svodka::language
