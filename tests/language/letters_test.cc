#include "language/letters.h"

#include <doctest/doctest.h>

#include "language/names.h"
#include "language/print_spaces.h"

namespace svodka::language {
namespace {

TEST_CASE("first letters") {
  CHECK_EQ(with_capital("сделан анализ"), "Сделан анализ");
  CHECK_EQ(with_capital("«ёлка»"), "«Ёлка»");
  CHECK_EQ(with_capital("5 школ"), "5 школ");
  CHECK_EQ(with_small("«Первая»"), "«первая»");
  CHECK_EQ(with_small(""), "");
}

TEST_CASE("sentences") {
  CHECK_EQ(as_sentence("проведён семинар"), "Проведён семинар.");
  CHECK_EQ(as_sentence(" проведён семинар;\n"), "Проведён семинар.");
  CHECK_EQ(as_sentence("готово!"), "Готово!");
  CHECK_EQ(as_sentence("до 2020 г."), "До 2020 г.");
  CHECK_EQ(as_sentence("и так далее…"), "И так далее…");
  CHECK_EQ(as_sentence("прошёл семинар «Мир»"), "Прошёл семинар «Мир».");
  CHECK_EQ(as_sentence(""), "");
}

TEST_CASE("items of a list") {
  CHECK_EQ(as_list_item("Сделан анализ."), "сделан анализ");
  CHECK_EQ(as_list_item("В октябре проведён семинар;"), "в октябре проведён семинар");
  CHECK_EQ(as_list_item("МОБУ «Лицей» выбран"), "МОБУ «Лицей» выбран");
  CHECK_EQ(as_list_item("И.И. Иванов выступил"), "И.И. Иванов выступил");
  CHECK_EQ(as_list_item("«Мир» выбран"), "«Мир» выбран");
  CHECK_EQ(as_list_item("Планы на 2020\u00A0г."), "планы на 2020\u00A0г.");
  CHECK_EQ(as_list_item("Школы г.о."), "школы г.о.");
  CHECK_EQ(as_list_item("5 школ."), "5 школ");
  CHECK_EQ(as_list_item(" . "), "");
}

TEST_CASE("trimming") {
  CHECK_EQ(trimmed("  сделан \n анализ "), "сделан анализ");
  CHECK_EQ(trimmed("5\u00A0мая"), "5\u00A0мая");
  CHECK_EQ(trimmed("5\u00A0 мая\u00A0"), "5 мая");
  CHECK_EQ(trimmed(" \t\n"), "");
}

TEST_CASE("initials") {
  struct Case {
    const char *full, *before, *after;
  };
  for (const auto& [full, before, after] : std::initializer_list<Case>{
           {"Иванов Пётр Сергеевич", "П.С._Иванов", "Иванов_П.С."},
           {"Петрова  Анна-Мария\u00A0Олеговна", "А.-М.О._Петрова", "Петрова_А.-М.О."},
           {"Мамин-Сибиряк Дмитрий", "Д._Мамин-Сибиряк", "Мамин-Сибиряк_Д."},
           {"Мамедов Али Гасан оглы", "А.Г._Мамедов", "Мамедов_А.Г."},
           {"Иванов П. С.", "П.С._Иванов", "Иванов_П.С."},
           {"П.С. Иванов", "П.С._Иванов", "Иванов_П.С."},
           {"Иванов", "Иванов", "Иванов"},
           {"", "", ""}}) {
    CHECK_EQ(seen(with_initials(full, Initials::kBefore)), before);
    CHECK_EQ(seen(with_initials(full, Initials::kAfter)), after);
  }
}

}  // namespace
}  // namespace svodka::language
