#include "language/modifiers.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "language/print_spaces.h"
#include "support/paths.h"

namespace svodka::language {
namespace {

std::string applied(Value value, const std::string& name, const std::string& argument = "") {
  CHECK_FALSE(modifier_problem({name, argument}));
  CHECK_FALSE(apply({name, argument}, value));
  return seen(to_text(value));
}

// What a marker of the documentation makes of a value: «в {{count:plural=школа}}» with 3.
std::string expanded(const ModifierExample& example) {
  const auto open = example.marker.find("{{"), close = example.marker.find("}}");
  std::istringstream inside(example.marker.substr(open + 2, close - open - 2));
  std::string part;
  std::getline(inside, part, ':');
  Value value = example.given;
  while (std::getline(inside, part, ':')) {
    const auto equals = part.find('=');
    const Modifier modifier{part.substr(0, equals),
                            equals == std::string::npos ? "" : part.substr(equals + 1)};
    CHECK_FALSE(modifier_problem(modifier));
    CHECK_FALSE(apply(modifier, value));
  }
  return example.marker.substr(0, open) + to_text(value) + example.marker.substr(close + 2);
}

std::string contents(const std::string& path) {
  std::ifstream in(std::string(SVODKA_ROOT) + "/" + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST_CASE("every example of the documentation gives what it says") {
  for (const auto& help : all_modifiers()) {
    CHECK_FALSE_MESSAGE(help.examples.empty(), help.name);
    for (const auto& example : help.examples) CHECK_EQ(seen(expanded(example)), seen(example.result));
  }
}

TEST_CASE("every modifier and argument has two names, and no name means two things") {
  std::set<std::string> names;
  for (const auto& help : all_modifiers()) {
    CHECK(names.insert(help.name).second);
    CHECK(names.insert(help.russian).second);
    for (const auto& alias : help.aliases) CHECK(names.insert(alias).second);
    CHECK_FALSE(help.description.ru.empty());
    CHECK_FALSE(help.description.en.empty());
    for (const auto& option : help.options) {
      CHECK_FALSE(modifier_problem({help.name, option.name}));
      CHECK_FALSE(modifier_problem({help.russian, option.russian}));
    }
  }
}

TEST_CASE("the pages of the documentation are up to date") {
  if (std::getenv("SVODKA_ACCEPT") != nullptr) {
    std::ofstream(std::string(SVODKA_ROOT) + "/docs/modifiers.md")
        << modifiers_as_markdown(Language::kEnglish);
    std::ofstream(std::string(SVODKA_ROOT) + "/docs/modifiers.ru.md")
        << modifiers_as_markdown(Language::kRussian);
  }
  CHECK_MESSAGE(contents("docs/modifiers.md") == modifiers_as_markdown(Language::kEnglish),
                "run the tests with SVODKA_ACCEPT=1 and read the difference");
  CHECK_MESSAGE(contents("docs/modifiers.ru.md") == modifiers_as_markdown(Language::kRussian),
                "run the tests with SVODKA_ACCEPT=1 and read the difference");
}

TEST_CASE("numbers: read from text too, whole numbers of any size") {
  CHECK_EQ(applied(std::string("1 234,5"), "number", "1"), "1234,5");
  CHECK_EQ(applied(std::string("47,8 %"), "percent", "0"), "48_%");
  CHECK_EQ(applied(std::numeric_limits<std::int64_t>::max(), "number"), "9_223_372_036_854_775_807");
  CHECK_EQ(applied(std::int64_t{12345}, "number", "0"), "12_345");
  CHECK_EQ(applied(std::int64_t{5}, "number", "2"), "5,00");
  CHECK_EQ(applied(1e300, "plural", "школа,школы,школ").substr(0, 3), "1_0");
}

TEST_CASE("plurals: forms, or a known noun with its case") {
  CHECK_EQ(applied(std::string("5"), "plural", "школа, школы, школ"), "5_школ");
  CHECK_EQ(applied(std::int64_t{12345}, "plural", "участник"), "12_345_участников");
  CHECK_EQ(applied(std::int64_t{21}, "noun", "школе,школах"), "школе");
  CHECK_EQ(applied(std::int64_t{3}, "plural", "школа,предложный"), "3_школах");
  CHECK_EQ(applied(2.5, "plural", "балл"), "2,5_балла");
}

TEST_CASE("modifiers work one after another on what the one before made") {
  Value value = 47.8261;
  CHECK_FALSE(apply({"round", "1"}, value));
  CHECK_FALSE(apply({"plural", "процент"}, value));
  CHECK_EQ(seen(to_text(value)), "47,8_процента");
  value = std::string("2020-12-01");
  CHECK_FALSE(apply({"date", "when"}, value));
  CHECK_FALSE(apply({"capitalize", ""}, value));
  CHECK_EQ(seen(to_text(value)), "1_декабря_2020_года");
}

TEST_CASE("no value: only `default` does anything, blanks are no value, a zero is one") {
  for (const auto& help : all_modifiers()) {
    Value none;
    const std::string argument = help.name == "plural" || help.name == "noun" ? "школа" : "";
    CHECK_FALSE(apply({help.name, argument}, none));
    CHECK_MESSAGE((is_null(none) || help.name == "default"), help.name);
  }
  CHECK_EQ(applied(std::string(" \n"), "default", "нет"), "нет");
  CHECK_EQ(applied(std::int64_t{0}, "default", "нет"), "0");
}

TEST_CASE("a value that a modifier cannot write stays and is said") {
  struct Case {
    Modifier modifier;
    Value given;
    const char *ru, *en;
  };
  for (const auto& [modifier, given, ru, en] : std::initializer_list<Case>{
           {{"date", "long"}, "скоро", "«скоро» — не дата и не период", "“скоро” is not a date or a period"},
           {{"date", "weekday"},
            "2020-10",
            "«2020-10» — не день: дня недели нет",
            "“2020-10” is not a day: it has no day of the week"},
           {{"number", "1"}, "много", "«много» — не число", "“много” is not a number"},
           {{"plural", "школа"}, "3 школы", "«3 школы» — не число", "“3 школы” is not a number"},
           {{"roman", ""},
            std::int64_t{0},
            "«0» — не целое число от 1 до 3999",
            "“0” is not a whole number from 1 to 3999"},
           {{"ordinal", ""}, 2.5, "«2,5» — не целое число от нуля", "“2,5” is not a whole number from zero"},
           {{"words", ""},
            0.1234567,
            "«0,1234567» — не число, которое пишут прописью (не больше шести знаков после запятой)",
            "“0,1234567” is no number for words (six decimals at most)"}}) {
    Value value = given;
    const auto problem = apply(modifier, value);
    REQUIRE(problem);
    CHECK_EQ(problem->ru, ru);
    CHECK_EQ(problem->en, en);
    CHECK(value == given);
  }
}

TEST_CASE("a wrong modifier is named, with what was probably meant") {
  struct Case {
    Modifier modifier;
    const char *ru, *en;
  };
  for (const auto& [modifier, ru, en] : std::initializer_list<Case>{
           {{"dat", ""},
            "нет модификатора `dat` (возможно, `date`)",
            "there is no modifier `dat` (did you mean `date`?)"},
           {{"прапись", ""},
            "нет модификатора `прапись` (возможно, `прописью`)",
            "there is no modifier `прапись` (did you mean `прописью`?)"},
           {{"xyzzy", ""}, "нет модификатора `xyzzy`", "there is no modifier `xyzzy`"},
           {{"date", "lon"},
            "модификатор `date`: непонятный аргумент «lon» (возможно, long)",
            "modifier `date`: unknown argument “lon” (did you mean long?)"},
           {{"number", "many"},
            "модификатор `number`: нужно число знаков от 0 до 9, а не «many»",
            "modifier `number`: needs a number of digits from 0 to 9, not “many”"},
           {{"number", "-1"},
            "модификатор `number`: нужно число знаков от 0 до 9, а не «-1»",
            "modifier `number`: needs a number of digits from 0 to 9, not “-1”"},
           {{"plural", ""},
            "модификатор `plural`: нужны формы слова через запятую: школа,школы,школ",
            "modifier `plural`: needs the noun's forms with commas: школа,школы,школ"},
           {{"plural", "школа,,школ"},
            "модификатор `plural`: нужны формы слова через запятую: школа,школы,школ",
            "modifier `plural`: needs the noun's forms with commas: школа,школы,школ"},
           {{"plural", "школла"},
            "модификатор `plural`: слово «школла» неизвестно (возможно, «школа»); или перечислите его формы: "
            "школа,школы,школ",
            "modifier `plural`: the noun “школла” is not known (did you mean “школа”?); or list its forms: "
            "школа,школы,школ"},
           {{"upper", "x"},
            "модификатор `upper`: аргумент не нужен: «x»",
            "modifier `upper`: takes no argument: “x”"},
           {{"words", "genetive"},
            "модификатор `words`: непонятный аргумент «genetive» (возможно, genitive)",
            "modifier `words`: unknown argument “genetive” (did you mean genitive?)"},
           {{"initials", "aftr"},
            "модификатор `initials`: непонятный аргумент «aftr» (возможно, after)",
            "modifier `initials`: unknown argument “aftr” (did you mean after?)"}}) {
    const auto problem = modifier_problem(modifier);
    REQUIRE(problem);
    CHECK_EQ(problem->ru, ru);
    CHECK_EQ(problem->en, en);
    Value value = std::string("x");
    CHECK(apply(modifier, value) == problem);
    CHECK_EQ(to_text(value), "x");
  }
}

TEST_CASE("values without modifiers") {
  CHECK_EQ(to_text(Value(3.52)), "3,52");
  CHECK_EQ(to_text(Value(5.0)), "5");
  CHECK_EQ(to_text(Value(-2.5)), "\u22122,5");
  CHECK_EQ(to_text(Value(std::int64_t{12345})), "12345");
  CHECK_EQ(to_text(Value(std::int64_t{-5})), "\u22125");
  CHECK_EQ(to_text(Value(std::string("012"))), "012");
  CHECK_EQ(to_text(Value()), "");
}

}  // namespace
}  // namespace svodka::language
