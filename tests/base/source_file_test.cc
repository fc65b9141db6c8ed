#include "base/source_file.h"

#include <doctest/doctest.h>

#include "base/utf8.h"

namespace svodka {
namespace {

std::string only_rule(const Diagnostics& out) {
  REQUIRE_EQ(out.in_order().size(), 1);
  return out.in_order()[0].rule;
}

TEST_CASE("columns count characters, not bytes") {
  const SourceFile file{"a.yaml", "первая: 1\nдата: 2020\n"};
  const auto at = file.at(file.text.find("2020"), 4);
  CHECK_EQ(at.line, 2);
  CHECK_EQ(at.column, 7);
  CHECK_EQ(at.length, 4);
  CHECK_EQ(LineIndex(file).line(2), "дата: 2020");
}

TEST_CASE("a byte-order mark is dropped") {
  Diagnostics out;
  CHECK_EQ(make_source("a", "\xEF\xBB\xBFx: 1", out)->text, "x: 1");
}

TEST_CASE("Windows-1251 is refused by its name, with the line") {
  Diagnostics out;
  CHECK_FALSE(make_source("a", "x: 1\ny: \xCF\xEE\xEA\xF0\xEE\xE2", out));
  CHECK_EQ(only_rule(out), "not-utf8");
  CHECK_EQ(out.in_order()[0].at.line, 2);
  CHECK_EQ(out.in_order()[0].message.ru, "файл не в UTF-8, похоже на Windows-1251");
}

TEST_CASE("control characters, which no document can hold, are refused") {
  for (const auto& bad : {std::string("a\x01"), std::string("a\0b", 3), std::string("a\xEF\xBF\xBE")}) {
    Diagnostics out;
    CHECK_FALSE(make_source("a", bad, out));
    CHECK_EQ(only_rule(out), "control-character");
  }
}

TEST_CASE("utf8: what RFC 3629 forbids is invalid") {
  for (const std::string_view bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    CHECK(utf8::first_invalid(bad) == 0u);
  }
  CHECK_FALSE(utf8::first_invalid("Ёлка € 😀"));
  CHECK_EQ(utf8::lower("ЁЛКА Ab"), "ёлка ab");
  CHECK_EQ(utf8::upper("ёлка"), "ЁЛКА");
}

}  // namespace
}  // namespace svodka
