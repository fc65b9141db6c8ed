#include "language/modifiers.h"

#include <doctest/doctest.h>

#include "language/number.h"
#include "language/plural.h"
#include "language/typography.h"

namespace svodka::language {
namespace {

constexpr std::string_view kN = "\u00A0";

std::string applied(Value value, const std::string& name, const std::string& argument = "") {
  CHECK_FALSE(modifier_problem({name, argument}));
  CHECK_FALSE(apply({name, argument}, value));
  return to_text(value);
}

std::string spaced(std::string words) {
  for (auto at = words.find(kN); at != std::string::npos; at = words.find(kN)) words.replace(at, kN.size(), "_");
  return words;
}

TEST_CASE("rounding: a half goes up as people do it, whatever binary says") {
  CHECK_EQ(round_half_up(6.25, 1), 6.3);
  CHECK_EQ(round_half_up(87.45, 1), 87.5);
  CHECK_EQ(round_half_up(66.65, 1), 66.7);
  CHECK_EQ(round_half_up(2.675, 2), 2.68);
  CHECK_EQ(round_half_up(-6.25, 1), -6.3);
  CHECK_EQ(round_half_up(0.5, 0), 1);
  CHECK_EQ(round_half_up(99.95, 1), 100);
  CHECK_EQ(exact_ratio(1, 16, 100, 1), 6.3);
  CHECK_EQ(exact_ratio(3, 48, 100, 1), 6.3);
}

TEST_CASE("numbers: a decimal comma, groups from five digits, a real minus") {
  CHECK_EQ(format_number(1234.5), "1234,5");
  CHECK_EQ(spaced(format_number(12345)), "12_345");
  CHECK_EQ(spaced(format_number(1234567.891, 2)), "1_234_567,89");
  CHECK_EQ(format_number(-2.5), "\u22122,5");
  CHECK_EQ(format_number(-0.04, 1), "0,0");
  CHECK_EQ(format_number(1.5, 2), "1,50");
  CHECK_EQ(spaced(format_percent(6.25, 1)), "6,3_%");
  CHECK_EQ(spaced(format_points(2.4)), "+2,4_п.п.");
  CHECK_EQ(spaced(format_points(-1)), "\u22121,0_п.п.");
  CHECK_EQ(format_points(0.04), "без изменений");
}

TEST_CASE("numbers as people write them") {
  CHECK_EQ(parse_number("1 234,5"), 1234.5);
  CHECK_EQ(parse_number("12\u00A0345"), 12345);
  CHECK_EQ(parse_number("47,8 %"), 47.8);
  CHECK_EQ(parse_number("\u22125"), -5);
  for (const auto* none : {"", "abc", "1,2,3", "1e5", "%", "5x"}) CHECK_FALSE_MESSAGE(parse_number(none), none);
}

TEST_CASE("plurals for every count to 120") {
  const std::vector<std::string> forms{"школа", "школы", "школ"};
  for (int n = 0; n <= 120; ++n) {
    const int last = n % 10, two = n % 100;
    const std::string expected = last == 1 && two != 11 ? "школа" : last >= 2 && last <= 4 && (two < 12 || two > 14) ? "школы" : "школ";
    CHECK_EQ(noun(plural_form(n), forms), expected);
  }
  CHECK_EQ(spaced(applied(std::int64_t{21}, "plural", "школа,школы,школ")), "21_школа");
  CHECK_EQ(spaced(applied(std::string("5"), "plural", "школа, школы, школ")), "5_школ");
  CHECK_EQ(spaced(applied(47.8, "plural", "процент,процента,процентов")), "47,8_процента");
  CHECK_EQ(applied(std::int64_t{21}, "noun", "школе,школах"), "школе");
  CHECK_EQ(applied(std::int64_t{3}, "noun", "школе,школах"), "школах");
}

TEST_CASE("typography: quotes, dashes and non-breaking spaces, and twice is once") {
  const std::pair<const char*, const char*> cases[] = {
      {"МОБУ \"СОШ № 4\"", "МОБУ «СОШ №_4»"},
      {"план «О школе \"Лицей\"»", "план «О школе „Лицей“»"},
      {"на 2020-2021 годы", "на 2020–2021_годы"},
      {"приказ № 01-21/744", "приказ №_01-21/744"},
      {"№257 от 27.08.2020 г.", "№_257 от 27.08.2020_г."},
      {"г. Соль-Илецка", "г._Соль-Илецка"},
      {"И.И. Иванов", "И.И._Иванов"},
      {"школа - центр", "школа_– центр"},
      {"итог — план", "итог_— план"},
      {"29 октября 2020 года", "29_октября 2020_года"},
      {"школ-партнёров", "школ-партнёров"},
      {"Соль-Илецкого г.о.", "Соль-Илецкого г.о."},
      {"пишите на a-b@c.ru - до 5 мая", "пишите на a-b@c.ru_– до 5_мая"},
      {"https://x.ru/2020-2021", "https://x.ru/2020-2021"},
  };
  for (const auto& [given, expected] : cases) {
    CHECK_EQ(spaced(typeset(given)), expected);
    CHECK_EQ(typeset(typeset(given)), typeset(given));
  }
  CHECK_EQ(quoted("О \"плане\""), "«О „плане“»");
}

TEST_CASE("letters, sentences and initials") {
  CHECK_EQ(applied(std::string("сделан анализ"), "capital"), "Сделан анализ");
  CHECK_EQ(applied(std::string("«Первая»"), "small"), "«первая»");
  CHECK_EQ(applied(std::string("проведён семинар"), "sentence"), "Проведён семинар.");
  CHECK_EQ(applied(std::string("готово!"), "sentence"), "Готово!");
  CHECK_EQ(spaced(applied(std::string("Иванов Пётр Сергеевич"), "initials")), "П.С._Иванов");
  CHECK_EQ(spaced(applied(std::string("Иванов Пётр Сергеевич"), "initials", "last")), "Иванов_П.С.");
  CHECK_EQ(applied(Value(), "default", "нет"), "нет");
  CHECK_EQ(applied(std::int64_t{0}, "default", "нет"), "0");
}

TEST_CASE("a value that a modifier cannot write stays and is said") {
  Value value = std::string("скоро");
  CHECK_EQ(apply({"date", "long"}, value)->ru, "«скоро» — не дата и не период");
  CHECK_EQ(to_text(value), "скоро");
  Value none;
  CHECK_FALSE(apply({"date", "long"}, none));
  CHECK(is_null(none));
}

TEST_CASE("a wrong modifier is named, with what was probably meant") {
  CHECK_EQ(modifier_problem({"dat", ""})->ru, "нет модификатора `dat` (возможно, `date`)");
  CHECK_EQ(modifier_problem({"date", "lon"})->en, "modifier `date`: unknown argument “lon” (did you mean long?)");
  CHECK_EQ(modifier_problem({"number", "many"})->ru, "модификатор `number`: нужно число знаков от 0 до 9, а не «many»");
  CHECK_EQ(modifier_problem({"plural", ""})->ru, "модификатор `plural`: нужны формы слова через запятую: школа,школы,школ");
  CHECK_EQ(modifier_problem({"upper", "x"})->ru, "модификатор `upper`: аргумент не нужен: «x»");
}

TEST_CASE("values without modifiers") {
  CHECK_EQ(to_text(Value(3.52)), "3,52");
  CHECK_EQ(to_text(Value(std::int64_t{12345})), "12345");
  CHECK_EQ(to_text(Value()), "");
}

}  // namespace
}  // namespace svodka::language
