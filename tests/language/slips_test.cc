#include "language/slips.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

#include "language/quoted_names.h"

namespace svodka::language {
namespace {

using Pieces = std::vector<std::string>;

Pieces said(const Slips& slips) {
  Pieces pieces;
  for (const auto& slip : slips) pieces.push_back(slip.said);
  return pieces;
}

// «before → after» of each, with U+00A0 as "_".
Pieces cures(const Slips& slips) {
  Pieces pieces;
  for (const auto& slip : slips) {
    auto words = slip.said + " → " + slip.fix.value_or("?");
    for (auto at = words.find("\u00A0"); at != std::string::npos; at = words.find("\u00A0"))
      words.replace(at, 2, "_");
    pieces.push_back(words);
  }
  return pieces;
}

TEST_CASE("slips: what copying and unfinished work leave behind, each piece with its place") {
  const auto slips = leftovers("итог {{title}} года, приказ № ХХХ от #REF!");
  CHECK_EQ(said(slips), Pieces{"{{title}}", "ХХХ", "#REF!"});
  CHECK_EQ(slips[0].at, 5);
  CHECK_EQ(slips[0].length, 9);
  CHECK_EQ(said(leftovers("[bookmark: _GoBack]- 29,30 октября")), Pieces{"[bookmark: _GoBack]"});
  CHECK_EQ(said(leftovers("срок (указать дату)")), Pieces{"(указать дату)"});
  for (const auto* fine : {"приказ № 257", "XX век", "указать в плане", "[1] и {2}", "МОБУ «Покровская СОШ»"})
    CHECK(leftovers(fine).empty());
}

TEST_CASE("slips: a Roman number is no placeholder, the same letters before a count are") {
  for (const auto* fine : {"XX районная олимпиада", "в XX\u00A0веке", "на XXX городском конкурсе",
                           "к XX-летию школы", "ХХ-летие победы", "XX съезд"})
    CHECK(leftovers(fine).empty());
  for (const auto* unfinished : {"обучено XX педагогов", "XX новых школ", "приказ № XX", "до XX.12.2020"})
    CHECK_FALSE(leftovers(unfinished).empty());
}

TEST_CASE("slips: words that mix the alphabets, put right where only one alphabet has all the letters") {
  CHECK_EQ(cures(mixed_alphabets("МОБУ «Покровская CОШ», онлайн-кoнсультации, Wоrd")),
           Pieces{"CОШ → СОШ", "кoнсультации → консультации", "Wоrd → Word"});
  CHECK_EQ(cures(mixed_alphabets("кWш")), Pieces{"кWш → ?"});  // W has no double, ш neither
  CHECK_EQ(cures(mixed_alphabets("сC")), Pieces{"сC → ?"});    // either way would do
  for (const auto* fine :
       {"PDF-файл", "пишите на uo@школа.рф", "https://сайт.ru/путь", "класс 5А", "ВПР и IT", ""})
    CHECK(mixed_alphabets(fine).empty());
}

TEST_CASE("slips: spaces too many") {
  CHECK_EQ(cures(surplus_spaces("два  пробела , и запятая")), Pieces{"   →  ", "  → "});
  CHECK_EQ(surplus_spaces("а \u00A0б")[0].fix, "\u00A0");
  for (const auto* fine : {"  отступ", "строка  \nдругая", "и т. д.", "план .5", "один пробел"})
    CHECK(surplus_spaces(fine).empty());
}

TEST_CASE("slips: quotation marks") {
  CHECK_EQ(cures(wrong_quotes("план \"школа\"")), Pieces{"\" → «", "\" → »"});
  CHECK_EQ(cures(wrong_quotes("«проект \"Учитель\"»")), Pieces{"\" → „", "\" → “"});
  CHECK(wrong_quotes("экран 15\" и «ёлочки»").empty());
}

TEST_CASE("slips: hyphens that should be dashes") {
  CHECK_EQ(cures(range_hyphens("на 2020-2021 годы, с. 5-9")), Pieces{"2020-2021 → 2020–2021", "5-9 → 5–9"});
  for (const auto* fine :
       {"на 2020–2021 годы", "№ 01-21/744", "тел. 1234-5678", "https://a.ru/2020-2021", "2020-12-01"})
    CHECK(range_hyphens(fine).empty());
  CHECK_EQ(cures(dash_hyphens("школа - партнёр")), Pieces{"- → –"});
  CHECK(dash_hyphens("- пункт списка\n- второй, школа-партнёр").empty());
}

TEST_CASE("slips: spaces that are missing or must not break, registered names stay") {
  CHECK_EQ(cures(missing_spaces("приказ №257, в г.Соль-Илецке, 2020г.")),
           Pieces{"№257, → №_257,", "г.Соль-Илецке, → г._Соль-Илецке,", "2020г. → 2020_г."});
  CHECK(missing_spaces("«СОШ №4 г.Соль-Илецка», www.a.ru/№5").empty());
  CHECK_EQ(cures(breaking_spaces("№ 5 от 1 декабря 2020 г.")).size(), 3);
  CHECK(breaking_spaces("«СОШ № 4»").empty());
}

TEST_CASE("slips: dates without a year, a range names it at its end") {
  CHECK_EQ(said(yearless_dates("29,30 октября прошёл день, в октябре — семинар")),
           Pieces{"29,30 октября", "октябре"});
  for (const auto* fine : {"1 декабря 2020 года", "с 26 по 28 октября 2020 года", "26–28 октября 2020 г.",
                           "с октября по ноябрь 2020 года", "12 октября – 27 ноября 2020 года",
                           "30 октября и 2 ноября 2020 года", "в октябре 2020 года", "01.12.2020",
                           "майский праздник", "по плану на октябрь"})
    CHECK_MESSAGE(yearless_dates(fine).empty(), fine);
}

TEST_CASE("slips: dates that do not exist, weekdays that are wrong") {
  CHECK_EQ(said(impossible_dates("до 31.11.2020, 29 февраля 2021 года и 31 апреля")),
           Pieces{"31.11.2020", "29 февраля 2021 года", "31 апреля"});
  CHECK(impossible_dates("29.02.2020, 29 февраля, версия 31.11.20201, 192.31.11.2020").empty());
  const auto slips = wrong_weekdays("во вторник, 9 декабря 2020 года, и 09.12.2020 (четверг)");
  CHECK_EQ(said(slips), Pieces{"вторник", "четверг"});
  CHECK_EQ(slips[0].note.ru, "9 декабря 2020 года — среда");
  CHECK_EQ(slips[1].note.en, "09.12.2020 is a Wednesday");
  CHECK(wrong_weekdays("в среду, 9 декабря 2020 года; вторник — методический день").empty());
}

TEST_CASE("slips: phrases by whole words, with an open end") {
  CHECK_EQ(said(phrases("Ряд  школ и некоторые педагоги, ряды школ", {"ряд школ", "некотор* педагог*"})),
           Pieces{"Ряд  школ", "некоторые педагоги"});
  CHECK_EQ(said(free_phrases("г.о. и «Лицей г.о.»", {"г.о."})), Pieces{"г.о."});
}

TEST_CASE("slips: a difference of percentages said in percent") {
  const Pieces about{"качеств*"};
  CHECK_EQ(percent_differences("Качество выросло на 2,4 %.", about)[0].note.ru, "2,4");
  CHECK_EQ(percent_differences("Показатель вырос на 2,4 % (с 42,4 % до 44,8 %).", about).size(), 1);
  CHECK(percent_differences("Число участников выросло на 15 %. Качество знаний 50 %.", about).empty());
  CHECK(percent_differences("Качество выросло на 2,4 п.п.", about).empty());
}

TEST_CASE("slips: abbreviations that nothing explains") {
  CHECK_EQ(said(abbreviations("ИМЦ и ИМЦ; школы с низкими результатами (ШНОР), МКУ «ИПК», 5А")),
           Pieces{"ИМЦ", "МКУ"});
  CHECK_EQ(said(explained_abbreviations("(далее – ШНОР), ОО (организации)")), Pieces{"ШНОР", "ОО"});
}

TEST_CASE("slips: names of persons and their numbers") {
  CHECK_EQ(said(person_names("ученик Иванов Пётр Сергеевич, И.И. Петров и Сидорова А.Б.")),
           Pieces{"Иванов Пётр Сергеевич", "И.И. Петров", "Сидорова А.Б."});
  CHECK(person_names("МКУ «ИМЦ» г. Соль-Илецк. Итоги года").empty());
  CHECK_EQ(said(personal_numbers("СНИЛС 123-456-789 01")), Pieces{"123-456-789 01"});
}

TEST_CASE("quoted names: after a legal form, which is a whole word, in any quotation marks") {
  const auto names = [](std::string_view text, const Pieces& forms) {
    Pieces all;
    for (const auto& slip : quoted_names(text, forms)) all.push_back(slip.note.ru);
    return all;
  };
  CHECK_EQ(names("в МОБУ «Покровская СОШ» и МОАУ «Лицей»", {"МОАУ", "МОБУ"}),
           Pieces{"МОБУ «Покровская СОШ»", "МОАУ «Лицей»"});
  CHECK(names("МОБУ округа, «Лицей»", {"МОБУ"}).empty());
  CHECK_EQ(names("встреча в МБУ «Центр»", {"БУ", "МБУ"}), Pieces{"МБУ «Центр»"});
  CHECK(names("НМОБУ «Центр»", {"МОБУ"}).empty());
  CHECK_EQ(names("в МОБУ \"Первая СОШ\", в МОАУ „Лицей“ и МОАУ “Гимназия”", {"МОБУ", "МОАУ"}),
           Pieces{"МОБУ «Первая СОШ»", "МОАУ «Лицей»", "МОАУ «Гимназия»"});
  CHECK(names("МОБУ \"без пары", {"МОБУ"}).empty());
  const auto slip = quoted_names("в МОБУ  \"Лицей\", в", {"МОБУ"}).at(0);
  CHECK_EQ(slip.at, 2);
  CHECK_EQ(slip.length, 13);
  CHECK_EQ(slip.said, "МОБУ  \"Лицей\"");
}

// Texts of pieces that rules look for, and of what stands between them: every text that a finder marks must
// have the traits by which it is chosen to be read.
TEST_CASE("slips: no slip is in a text that its traits would let go unread") {
  const Pieces pieces{"в октябре",
                      "Октября",
                      "29,30 октября",
                      "9 МАЯ",
                      "31.11.2020",
                      "вторник, ",
                      "в Среду ",
                      "9 декабря 2020",
                      "{{NAME}}",
                      "[bookmark: _GoBack]",
                      "(указать дату)",
                      "#REF!",
                      "XX",
                      "ХX",
                      "TODO",
                      "Lorem ipsum",
                      "Ошибка! Закладка.",
                      "Cлово",
                      "сл0во",
                      "ҚazaҚ",
                      "  ",
                      "\u00A0",
                      " ,",
                      ". ",
                      "\"",
                      "“да”",
                      "„нет“",
                      "«СОШ»",
                      "2020-2021",
                      "5-9",
                      " - ",
                      "\u00A0-\u00A0",
                      "№5",
                      "§ 3",
                      "2020г.",
                      "гг.",
                      "г.Соль",
                      "48%",
                      "на 2,4 %",
                      "выросло",
                      "качество ",
                      "ИМЦ",
                      "(далее – ШНОР)",
                      "Иванов И.И.",
                      "Иванов Пётр Сергеевич",
                      "И. И. Петрова",
                      "Ё.Ж. Ёлкин",
                      "123-456-789 01",
                      "МОБУ «Лицей»",
                      "МОБУ \"Лицей\"",
                      "ряд школ",
                      "Некоторые школы",
                      "г.о. Город",
                      "ЕЁ",
                      "—",
                      "–",
                      "\n",
                      "a",
                      "0",
                      "-",
                      ".",
                      "я",
                      "😀",
                      "é"};
  const Pieces words{"ряд* школ*", "некотор* школ*", "г.о.", "качеств*", "МОБУ", "ёлк*", "2020"};
  const Pieces kinds{"leftovers",
                     "mixed-alphabets",
                     "surplus-spaces",
                     "wrong-quotes",
                     "range-hyphens",
                     "dash-hyphens",
                     "missing-spaces",
                     "yearless-dates",
                     "impossible-dates",
                     "wrong-weekdays",
                     "written-dates",
                     "abbreviations",
                     "explained-abbreviations",
                     "person-names",
                     "personal-numbers",
                     "percent-differences",
                     "quoted-names"};
  std::map<std::string, SlipFinder> finders;
  for (const auto& kind : kinds) {
    const auto finder = SlipFinder::of(kind, words);
    REQUIRE(finder.has_value());
    CHECK(finder->needs_traits());
    finders.emplace(kind, *finder);
  }
  std::mt19937 random(2020);
  std::map<std::string, int> marked;
  for (int n = 0; n < 5'000; ++n) {
    std::string text;
    for (auto count = random() % 7 + 1; count > 0; --count)
      text += pieces[random() % pieces.size()] + (random() % 2 == 0 ? " " : "");
    const auto seen = slip_traits(text);
    for (const auto& kind : kinds) {
      const auto& finder = finders.at(kind);
      const bool found = !finder.find(text).empty();
      marked[kind] += found ? 1 : 0;
      if (found && !finder.may_find(seen)) FAIL_CHECK(kind << ": " << text);
    }
  }
  for (const auto& kind : kinds) CHECK_MESSAGE(marked[kind] > 2, kind);
}

TEST_CASE("slips: plain prose has no trait, so no finder reads it") {
  for (const auto* plain :
       {"проведён семинар по подготовке к государственной итоговой аттестации", "Список участников",
        "учителя", "Составлен график занятий, консультаций для обучающихся."})
    CHECK_EQ(slip_traits(plain), traits::kCyrillic);
  for (const auto* kind : {"breaking-spaces", "phrases", "free-phrases"})
    CHECK_FALSE(SlipFinder::of(kind)->needs_traits());
  CHECK_FALSE(SlipFinder::of("breaking_spaces").has_value());
}

TEST_CASE("slips: phrases are found however their first words are written") {
  for (const auto* text : {"в ряде школ, РЯД школ", "(ряд школ)", "5 ряд школ"})
    CHECK_EQ(phrases(text, {"ряд школ"}).size(), 1);
  CHECK_EQ(said(phrases("Ряд школ", {"ряд школ"})), Pieces{"Ряд школ"});
  CHECK_EQ(said(phrases("ЁЛКИ и ели", {"елк*"})), Pieces{"ЁЛКИ"});
  CHECK_EQ(said(phrases("ели и елки", {"ёлк*"})), Pieces{"елки"});
  CHECK_EQ(said(phrases("в Г.О. Соль-Илецк", {"г.о."})), Pieces{"Г.О."});
  CHECK_EQ(said(phrases("два слова", {"*"})), Pieces{"два", "слова"});
}

}  // namespace
}  // namespace svodka::language
