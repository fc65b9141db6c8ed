#include "render/expand/expand.h"

#include <doctest/doctest.h>

#include <thread>

using namespace svodka;
using bind::Path;
using bind::Program;
using bind::SectionSlot;
using render::Escape;
using render::Expander;

namespace {

/// Rows of one text column each.
std::vector<Row> rows(const std::vector<std::string>& values) {
  std::vector<Row> made;
  for (const auto& value : values) made.push_back({{value}, {}});
  return made;
}

/// The first value of the row a marker stands in, and of the row outside.
Program program_of(Path value = {0, {}, 0}, Path outer = {1, {}, 0}) {
  Program program;
  program.values.push_back({std::move(value), {}, "", {.file = "t", .line = 1, .column = 2}, "list.item"});
  program.values.push_back({std::move(outer), {}, "", {.file = "t", .line = 3, .column = 4}, "title"});
  program.sections.push_back({SectionSlot::Kind::kRows, false, {0, {}, 0}, {.file = "t", .line = 5}, "list"});
  return program;
}

std::string expand(const std::string& body, const Row& root, Escape escape = Escape::kNone,
                   const Program& program = program_of()) {
  Diagnostics out;
  auto text = Expander(body, program, escape).expand(root, out);
  for (const auto& f : out.in_order())
    text += "\n! " + f.rule + " " + to_string(f.at, Language::kRussian) + ": " + f.message.ru;
  return text;
}

Row root(std::string title, const std::vector<std::string>& list = {}) {
  return {{std::move(title)}, {rows(list)}};
}

}  // namespace

TEST_CASE("a value is written as it is, data are never read as a template") {
  CHECK(expand("<{{V0}}>", root("{{V1}} & {{#S0}}")) == "<{{V1}} & {{#S0}}>");
  CHECK(expand("<{{V0}}>", {{std::monostate{}}, {{}}}) == "<>");
  CHECK(expand("<{{V0}}>", {{std::int64_t{12345}}, {{}}}) == "<12345>");
  CHECK(expand("<{{V0}}>", {{-2.5}, {{}}}) == "<−2,5>");
}

TEST_CASE("a section repeats for each row and sees the row outside") {
  CHECK(expand("{{#S0}}{{V0}} {{V1}}; {{/S0}}", root("т", {"а", "б"})) == "а т; б т; ");
  CHECK(expand("[{{#S0}}{{V0}}{{/S0}}]", root("т")) == "[]");
}

TEST_CASE("a separator stands between rows, not after the last") {
  const std::string body = "{{#S0}}{{V0}}{{#S0_separator}}, {{/S0_separator}}{{/S0}}";
  CHECK(expand(body, root("", {"а", "б", "в"})) == "а, б, в");
  CHECK(expand(body, root("", {"а"})) == "а");
  SUBCASE("and sees the row before it") {
    CHECK(expand("{{#S0}}x{{#S0_separator}}{{V0}}{{/S0_separator}}{{/S0}}", root("", {"а", "б"})) == "xаx");
  }
}

TEST_CASE("inverted sections and conditions") {
  Program program = program_of();
  program.sections.push_back({SectionSlot::Kind::kRows, true, {0, {}, 0}, {}, ""});
  program.sections.push_back({SectionSlot::Kind::kCondition, false, {0, {}, 0}, {}, ""});
  program.sections.push_back({SectionSlot::Kind::kCondition, true, {0, {}, 0}, {}, ""});
  const std::string body = "{{#S0}}+{{/S0}}{{#S1}}none{{/S1}} {{#S2}}yes {{V0}}{{/S2}}{{#S3}}no{{/S3}}";
  CHECK(expand(body, root("т", {"а", "б"}), Escape::kNone, program) == "++ yes т");
  CHECK(expand(body, root(""), Escape::kNone, program) == "none no");
  CHECK(expand(body, {{std::int64_t{0}}, {{}}}, Escape::kNone, program) == "none no");
  CHECK(expand(body, {{std::monostate{}}, {{}}}, Escape::kNone, program) == "none no");
}

TEST_CASE("one row is asked of a dotted name, and it is said once when there is not one") {
  const auto program = program_of({0, {0}, 0});
  CHECK(expand("{{V0}}", root("", {"а"}), Escape::kNone, program) == "а");
  CHECK(expand("[{{V0}}][{{V0}}]", root(""), Escape::kNone, program) ==
        "[][]\n! no-row t:1:2: `list.item`: запрос не дал ни одной строки, показать нечего");
  CHECK(expand("[{{V0}}][{{V0}}]", root("", {"а", "б"}), Escape::kNone, program) ==
        "[а][а]\n! many-rows t:1:2: `list.item`: запрос дал 2 строк, а метка показывает одну");
}

TEST_CASE("a section or condition through rows that are not single is said too") {
  Program program = program_of();
  program.sections.push_back({SectionSlot::Kind::kCondition,
                              false,
                              {0, {0}, 0},
                              {.file = "t", .line = 7, .column = 8},
                              "list.item"});
  CHECK(expand("{{#S1}}x{{/S1}}", root("", {"а"}), Escape::kNone, program) == "x");
  CHECK(expand("{{#S1}}x{{/S1}}", root(""), Escape::kNone, program) == "");
  CHECK(expand("{{#S1}}x{{/S1}}", root("", {"а", "б"}), Escape::kNone, program) ==
        "x\n! many-rows t:7:8: `list.item`: запрос дал 2 строк, а метка показывает одну");
}

TEST_CASE("a value that a modifier cannot format stays, and is named once for all rows") {
  Program program = program_of();
  program.values[0].modifiers = {{"date", "long"}};
  const auto text =
      expand("{{#S0}}{{V0}}; {{/S0}}", root("", {"2020-12-01", "скоро", "потом"}), Escape::kNone, program);
  CHECK(text == "1\u00A0декабря\u00A02020\u00A0г.; скоро; потом; \n! value-format t:1:2: `list.item`: " + [] {
    Value value = std::string("скоро");
    return language::apply({"date", "long"}, value)->ru;
  }());
}

TEST_CASE("escaping: nothing a user typed becomes markup") {
  const auto evil = root("<b> & \"a\" 'b'");
  CHECK(expand("{{V0}}", evil, Escape::kXml) == "&lt;b&gt; &amp; &quot;a&quot; &#39;b&#39;");
  CHECK(expand("<p>{{V0}}</p>", evil, Escape::kHtml) == "<p>&lt;b&gt; &amp; &quot;a&quot; &#39;b&#39;</p>");
  CHECK(expand("<w:t>{{V0}}</w:t>", evil, Escape::kWord) == "<w:t>&lt;b&gt; &amp; &quot;a&quot; 'b'</w:t>");
  CHECK(expand("<a b=\"{{V0:x-attribute}}\"/>", root("x\"\n<&>"), Escape::kWord) ==
        "<a b=\"x&quot;&#10;&lt;&amp;&gt;\"/>");
}

TEST_CASE("in Word a line break is w:br, a tab w:tab, a carriage return nothing") {
  CHECK(expand("<w:t>{{V0}}</w:t>", root("а\r\nб\tв"), Escape::kWord) ==
        "<w:t>а</w:t><w:br/><w:t xml:space=\"preserve\">б</w:t><w:tab/><w:t xml:space=\"preserve\">в</w:t>");
  CHECK(expand("<w:t>{{V0}}</w:t>",
               root("а\x01\x1F"
                    "б"),
               Escape::kWord) == "<w:t>а\uFFFD\uFFFDб</w:t>");
}

TEST_CASE("one compiled template serves many threads") {
  const Expander expander("{{#S0}}{{V0}} {{V1}};{{/S0}}", program_of(), Escape::kXml);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const auto title = "т" + std::to_string(t);
      Diagnostics out;
      for (int i = 0; i < 500; ++i)
        wrong[static_cast<std::size_t>(t)] +=
            expander.expand(root(title, {"а", "б"}), out) != "а " + title + ";б " + title + ";";
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("a value of many kinds in a row keeps its own words") {
  Program program;
  for (int i = 0; i < 9; ++i) program.values.push_back({{0, {}, i}, {}, "", {}, ""});
  Row row;
  for (int i = 0; i < 9; ++i) row.values.emplace_back(std::int64_t{i} * 111);
  CHECK(expand("{{V0}} {{V1}} {{V2}} {{V3}} {{V4}} {{V5}} {{V6}} {{V7}} {{V8}}", row, Escape::kXml,
               program) == "0 111 222 333 444 555 666 777 888");
}
