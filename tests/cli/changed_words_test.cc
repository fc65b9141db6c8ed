#include "cli/changed_words.h"

#include <doctest/doctest.h>

namespace svodka::cli {
namespace {

TEST_CASE("changed words: the runs of either side are the text again") {
  const std::string before = "На 01.12.2020 исполнены\nмероприятия  плана",
                    after = "На 31.12.2020 исполнены все мероприятия плана";
  std::string old, now;
  for (const auto& run : word_runs(before, after)) {
    old += run.before;
    now += run.after;
  }
  CHECK_EQ(old, before);
  CHECK_EQ(now, after);
  CHECK(word_runs("", "").empty());
}

TEST_CASE(
    "changed words: a long text shows its changes with some words about them, an other text is shown whole") {
  CHECK_EQ(shown_change("На 01.12.2020 года Управлением образования исполнены следующие мероприятия плана",
                        "На 31.12.2020 года Управлением образования исполнены следующие мероприятия плана"),
           "На [01.12.2020 → 31.12.2020] года Управлением образования исполнены следующие мероприятия плана");
  CHECK_EQ(shown_change("а б в г д е ж з и к л м один", "а б в г д е ж з и к л м два"),
           "… и к л м [один → два]");
  CHECK_EQ(shown_change("один а б в г д е ж з и к л м", "два а б в г д е ж з и к л м"),
           "[один → два] а б в г …");
  CHECK_EQ(shown_change("а б в г", "а б новое в г"), "а б [+ новое] в г");
  CHECK_EQ(shown_change("а б лишнее в г", "а б в г"), "а б [− лишнее] в г");
  CHECK_EQ(shown_change("исполнено", "исполняется"), "исполнено → исполняется");
  CHECK_EQ(shown_change("", "12\n13"), "— → 12 / 13");
}

TEST_CASE("changed words: likeness goes from nothing to all") {
  CHECK_EQ(likeness("а б", "в г"), 0);
  CHECK_EQ(likeness("а б", "а б"), 1);
  CHECK_GT(likeness("а б в г", "а б в д"), 0.5);
}

}  // namespace
}  // namespace svodka::cli
