#include "language/typography.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "language/print_spaces.h"

namespace svodka::language {
namespace {

struct Case {
  const char* given;
  const char* expected;  // with _ for a non-breaking space
};

void check_all(std::initializer_list<Case> cases, const TypesetOptions& options = {}) {
  for (const auto& [given, expected] : cases) {
    const auto once = typeset(given, options);
    CHECK_EQ(seen(once), expected);
    CHECK_EQ(typeset(once, options), once);
  }
}

TEST_CASE("quotes: «» outside, „“ inside, whatever was typed") {
  check_all({{"МОБУ \"СОШ № 4\"", "МОБУ «СОШ №_4»"},
             {"план «О школе \"Лицей\"»", "план «О школе „Лицей“»"},
             {"директор МОБУ \"Лицей \"Мир\"\"", "директор МОБУ «Лицей „Мир“»"},
             {"“Лицей” и „Мир“", "«Лицей» и «Мир»"},
             {"(\"Мир\")", "(«Мир»)"},
             {"план «А „Б“»", "план «А „Б“»"},
             {"\"А\" и \"Б\"", "«А» и «Б»"}});
}

TEST_CASE("quotes without their pair stay, and spoil nothing after them") {
  check_all({{"МОБУ «Лицей «Мир», МОБУ «Изобильная СОШ»", "МОБУ «Лицей «Мир», МОБУ «Изобильная СОШ»"},
             {"начало «без конца\nи «Мир»", "начало «без конца\nи «Мир»"},
             {"экран 15\" и \"Мир\"", "экран 15\" и «Мир»"}});
}

TEST_CASE("dashes: between words with its non-breaking space, hyphens stay") {
  check_all({{"школа - центр", "школа_– центр"},
             {"итог — план", "итог_— план"},
             {"школ-партнёров", "школ-партнёров"},
             {"- первый пункт", "- первый пункт"},
             {"онлайн - семинар", "онлайн_– семинар"}});
}

TEST_CASE("ranges of years, numbers, dates and times have an en dash") {
  check_all({{"на 2020-2021 годы", "на 2020–2021_годы"},
             {"на 2020-21 учебный год", "на 2020–21 учебный год"},
             {"5-9 классы", "5–9 классы"},
             {"для 5-9-х классов", "для 5–9-х классов"},
             {"10-15 %", "10–15_%"},
             {"с 9.00-15.30", "с 9.00–15.30"},
             {"26.10-27.11.2020", "26.10–27.11.2020"},
             {"п. 3-5", "п._3–5"}});
}

TEST_CASE("numbers of documents, telephones and codes keep their hyphen") {
  check_all({{"приказ № 01-21/744", "приказ №_01-21/744"},
             {"письмо № 08-70", "письмо №_08-70"},
             {"приказ № 12-15", "приказ №_12-15"},
             {"тел. 2-75-34", "тел._2-75-34"},
             {"(35336) 2-75", "(35336) 2-75"},
             {"2020-12-01", "2020-12-01"},
             {"COVID-19", "COVID-19"},
             {"9-5", "9-5"}});
}

TEST_CASE("figures of any length are no trouble") {
  check_all({{"2021101252.9999999999-2022", "2021101252.9999999999-2022"},
             {"12345678901234567890-5", "12345678901234567890-5"}});
}

TEST_CASE("a hyphen before a number is a minus") {
  check_all({{"снизилось на -2,4 п.п.", "снизилось на −2,4_п.п."},
             {"(-5)", "(−5)"},
             {"9 -10 классы", "9 -10 классы"}});
}

TEST_CASE("non-breaking spaces: numbers and what belongs to them") {
  check_all({{"№257 от 27.08.2020 г.", "№_257 от 27.08.2020_г."},
             {"от 27.08.2020г. № 257", "от 27.08.2020_г. №_257"},
             {"29 октября 2020 года", "29_октября 2020_года"},
             {"47,8%", "47,8_%"},
             {"100%-ный", "100%-ный"},
             {"15 чел., 2 тыс. руб.", "15_чел., 2_тыс. руб."},
             {"ч. 2 ст. 5", "ч._2 ст._5"},
             {"§ 5", "§_5"},
             {"и т. д.", "и т._д."}});
}

TEST_CASE("non-breaking spaces: places and names") {
  check_all({{"г. Соль-Илецка", "г._Соль-Илецка"},
             {"2020 г. Соль-Илецк", "2020_г. Соль-Илецк"},
             {"ул. Ленина, д. 5", "ул._Ленина, д._5"},
             {"лицей им. Пушкина", "лицей им._Пушкина"},
             {"директор И.И. Иванов", "директор И.И._Иванов"},
             {"И. И. Иванов", "И._И._Иванов"},
             {"Иванов И.И. и Петрова А.С.", "Иванов_И.И. и Петрова_А.С."},
             {"А. Иванов", "А._Иванов"}});
}

TEST_CASE("registered names stay as they are registered") {
  check_all({{"МОБУ «Лицей Соль-Илецкого г.о.»", "МОБУ «Лицей Соль-Илецкого г.о.»"},
             {"МОАУ «СОШ № 4 г.Соль-Илецка»", "МОАУ «СОШ №_4 г.Соль-Илецка»"},
             {"и.о. начальника", "и.о. начальника"}});
}

TEST_CASE("addresses and names of files are passed over") {
  check_all({{"пишите на a-b@c.ru - до 5 мая", "пишите на a-b@c.ru_– до 5_мая"},
             {"https://x.ru/2020-2021?a=\"5-9\"", "https://x.ru/2020-2021?a=\"5-9\""},
             {"см. 2020-2021.docx", "см._2020-2021.docx"},
             {"www.5-9.ru", "www.5-9.ru"},
             {"(отчёт-5-9.xlsx).", "(отчёт-5-9.xlsx)."}});
}

TEST_CASE("one-letter words are held only when asked") {
  check_all({{"мероприятия в октябре", "мероприятия в октябре"}});
  check_all({{"В октябре и в ноябре", "В_октябре и_в_ноябре"},
             {"о плане, к сроку", "о_плане, к_сроку"},
             {"план А принят", "план А_принят"}},
            {.short_words = true});
}

TEST_CASE("twice is once, for any text") {
  const std::vector<std::string> pieces{"\"", "«",      "»",      "„",     "“",  "”",    " ",    "\u00A0",
                                        "-",  "–",      "—",      "№",     "5",  "2020", "2021", "г.",
                                        "И.", "Иванов", "школа",  "%",     "\n", ".",    ",",    "(",
                                        ")",  "@",      "a.docx", "10.12", "т.", "д.",   "в"};
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = static_cast<int>(random() % 12); i >= 0; --i) text += pieces[random() % pieces.size()];
    const TypesetOptions options{.short_words = round % 2 == 1};
    const auto once = typeset(text, options);
    const auto twice = typeset(once, options);
    if (once != twice) {
      CAPTURE(text);
      CHECK_EQ(seen(twice), seen(once));
      break;
    }
  }
}

TEST_CASE("the modifiers quotes and nbsp") {
  CHECK_EQ(quoted("О плане"), "«О плане»");
  CHECK_EQ(quoted("О \"плане\""), "«О „плане“»");
  CHECK_EQ(quoted("О «плане»"), "«О „плане“»");
  CHECK_EQ(quoted("«О плане»"), "«О плане»");
  CHECK_EQ(quoted("«А» и «Б»"), "«„А“ и „Б“»");
  CHECK_EQ(quoted(""), "«»");
  CHECK_EQ(seen(unbreakable("СОШ № 4")), "СОШ_№_4");
}

}  // namespace
}  // namespace svodka::language
