#include "language/spelling.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace svodka::language {
namespace {

std::string misspelt(Speller& speller, std::string_view text) {
  std::string all;
  for (const auto& slip : speller.misspelt(text)) all += slip.said + "→" + slip.note.ru + " ";
  return all;
}

TEST_CASE("spelling: what is not in the dictionary, with the likeliest word (needs hunspell-ru)") {
  const auto speller = Speller::russian();
  if (!speller) return;  // told by svodka check
  CHECK_EQ(misspelt(*speller, "в онлай-семинаре приняли участие"), "онлай→онлайн ");
  CHECK_EQ(misspelt(*speller, "провели семенар для педагогов"), "семенар→семинар ");
  for (const auto* fine :
       {"онлайн-семинар в Школе прошёл", "учебно-воспитательная работа", "МОБУ, ИМЦ, чел., зам. директора",
        "5-й класс", "пишите на школа@почта.рф", "трёх школ", "English words"})
    CHECK_EQ(misspelt(*speller, fine), "");
  CHECK_NE(misspelt(*speller, "Ветлянская, коучинга"), "");
  speller->accept("Ветлянская, коучинга");
  CHECK_EQ(misspelt(*speller, "Ветлянская, коучинга"), "");
}

TEST_CASE("spelling: without a dictionary there is no speller") {
  ::setenv("DICPATH", "/nowhere", 1);
  CHECK(Speller::russian() == nullptr);
  ::unsetenv("DICPATH");
}

}  // namespace
}  // namespace svodka::language
