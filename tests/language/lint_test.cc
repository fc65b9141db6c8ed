#include "language/lint.h"

#include <doctest/doctest.h>

namespace svodka::language {
namespace {

TEST_CASE("lint: what copying and unfinished work leave behind") {
  CHECK_EQ(leftover("[bookmark: _GoBack]- 29,30 октября"), "[bookmark: _GoBack]");
  CHECK_EQ(leftover("итог {{title}} года"), "{{title}}");
  CHECK_EQ(leftover("сумма #REF! руб."), "#REF!");
  CHECK_EQ(leftover("приказ № ХХХ от"), "ХХХ");
  CHECK_EQ(leftover("срок (указать дату)"), "(указать дату)");
  for (const auto* fine : {"приказ № 257", "XX век", "указать в плане", "[1] и {2}", "МОБУ «Покровская СОШ»"})
    CHECK_EQ(leftover(fine), "");
}

TEST_CASE("lint: a Roman number is no placeholder, the same letters before a count are") {
  for (const auto* fine : {"XX районная олимпиада", "в XX\u00A0веке", "на XXX городском конкурсе",
                           "к XX-летию школы", "ХХ-летие победы", "XX съезд"})
    CHECK_EQ(leftover(fine), "");
  for (const auto* unfinished : {"обучено XX педагогов", "XX новых школ", "приказ № XX", "до XX.12.2020"})
    CHECK_NE(leftover(unfinished), "");
}

TEST_CASE("lint: words that mix the alphabets") {
  CHECK_EQ(mixed_alphabet("МОБУ «Покровская CОШ»"), "CОШ");
  CHECK_EQ(mixed_alphabet("онлайн-кoнсультации"), "кoнсультации");
  for (const auto* fine :
       {"PDF-файл", "пишите на uo@школа.рф", "https://сайт.ru/путь", "класс 5А", "ВПР и IT", ""})
    CHECK_EQ(mixed_alphabet(fine), "");
}

TEST_CASE("lint: slips of typography, with their cure") {
  CHECK_EQ(typography_slip("на 2020-2021 годы"), "2020-2021 → 2020–2021");
  CHECK_EQ(typography_slip("план \"школа\""), "\"…\" → «…»");
  CHECK_EQ(typography_slip("два  пробела"), "два пробела подряд → один");
  CHECK_EQ(typography_slip("в г.Соль-Илецке"), "г.С… → г. С…");
  CHECK_EQ(typography_slip("приказ №257"), "№2… → № 2…");
  for (const auto* fine : {"на 2020–2021 годы", "№ 01-21/744", "тел. 1234-5678", "г. Соль-Илецк", "2020 г."})
    CHECK_EQ(typography_slip(fine), "");
}

TEST_CASE("lint: names quoted after a legal form") {
  CHECK_EQ(quoted_names("в МОБУ «Покровская СОШ» и МОАУ «Лицей»", {"МОБУ", "МОАУ"}),
           std::vector<std::string>{"МОБУ «Покровская СОШ»", "МОАУ «Лицей»"});
  CHECK(quoted_names("МОБУ округа, «Лицей»", {"МОБУ"}).empty());
}

TEST_CASE("lint: a legal form is a whole word, not the end of a longer one") {
  CHECK_EQ(quoted_names("встреча в МБУ «Центр»", {"БУ", "МБУ"}), std::vector<std::string>{"МБУ «Центр»"});
  CHECK(quoted_names("НМОБУ «Центр»", {"МОБУ"}).empty());
}

TEST_CASE("lint: names in other quotation marks are the same names") {
  CHECK_EQ(quoted_names("в МОБУ \"Первая СОШ\", в МОАУ „Лицей“ и МОАУ “Гимназия”", {"МОБУ", "МОАУ"}),
           std::vector<std::string>{"МОБУ «Первая СОШ»", "МОАУ «Лицей»", "МОАУ «Гимназия»"});
  CHECK(quoted_names("МОБУ \"без пары", {"МОБУ"}).empty());
}

}  // namespace
}  // namespace svodka::language
