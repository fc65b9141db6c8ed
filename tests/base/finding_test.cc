#include "base/finding.h"

#include <doctest/doctest.h>

namespace svodka {
namespace {

TEST_CASE("did_you_mean finds a slip of the pen, in both alphabets, and nothing far away") {
  CHECK_EQ(did_you_mean("izobilna", {"pokrovskaya", "izobilnaya"}), "izobilnaya");
  CHECK_EQ(did_you_mean("plan_item", {"plan-item", "title"}), "plan-item");
  CHECK_EQ(did_you_mean("Шкала", {"школа", "класс"}), "школа");
  CHECK_EQ(did_you_mean("tilte", {"title"}), "title");
  CHECK_EQ(did_you_mean("evidence", {"title", "status"}), "");
}

TEST_CASE("findings come out in the order of the files and lines, each once") {
  Diagnostics out;
  out.error({.file = "b.yaml", .line = 1, .column = 1}, "x", same_text("third"));
  out.warning({.file = "a.yaml", .line = 9, .column = 1}, "x", same_text("second"));
  out.error({.file = "a.yaml", .line = 2, .column = 5}, "x", same_text("first"));
  out.error({.file = "a.yaml", .line = 2, .column = 5}, "x", same_text("first"));
  const auto sorted = out.sorted();
  REQUIRE_EQ(sorted.size(), 3);
  CHECK_EQ(sorted[0].message.ru, "first");
  CHECK_EQ(sorted[2].at.file, "b.yaml");
  CHECK(out.has_errors());
  CHECK_EQ(out.count(Severity::kWarning), 1);
}

TEST_CASE("a position is written as its reader knows it") {
  CHECK_EQ(to_string({.file = "a.yaml", .line = 3, .column = 7}, Language::kRussian), "a.yaml:3:7");
  CHECK_EQ(to_string({.file = "b.xlsx", .part = "Лист1", .cell = "B7"}, Language::kRussian),
           "b.xlsx: Лист1!B7");
  const Position word{
      .file = "r.docx", .part = "word/document.xml", .paragraph = 12, .around = "…{{scool}}…"};
  CHECK_EQ(to_string(word, Language::kRussian), "r.docx: word/document.xml, абзац 12 «…{{scool}}…»");
  CHECK_EQ(to_string(word, Language::kEnglish), "r.docx: word/document.xml, paragraph 12 «…{{scool}}…»");
}

}  // namespace
}  // namespace svodka
