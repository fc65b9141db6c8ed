#include "cli/console.h"

#include <doctest/doctest.h>

namespace svodka::cli {
namespace {

TEST_CASE("the language of messages is the environment's: English when it says so, else Russian") {
  CHECK(environment_language(nullptr, nullptr, nullptr) == Language::kRussian);
  CHECK(environment_language(nullptr, nullptr, "en_US.UTF-8") == Language::kEnglish);
  CHECK(environment_language(nullptr, "ru_RU.UTF-8", "en_US.UTF-8") == Language::kRussian);
  CHECK(environment_language("en_GB.UTF-8", "ru_RU.UTF-8", "ru_RU.UTF-8") == Language::kEnglish);
  CHECK(environment_language("", "", "C.UTF-8") == Language::kRussian);
}

TEST_CASE("a table's columns line up by characters, numbers to the right") {
  CHECK_EQ(format_table({"школа", "n"}, {{"Покровская СОШ", "7"}, {"Лицей", "112"}}, {false, true}),
           "школа             n\n"
           "──────────────  ───\n"
           "Покровская СОШ    7\n"
           "Лицей           112\n");
}

}  // namespace
}  // namespace svodka::cli
