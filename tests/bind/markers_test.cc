#include "bind/markers.h"

#include <doctest/doctest.h>

#include <ctime>

using namespace svodka;
using bind::Marker;
using bind::scan_markers;

namespace {

/// A marker as it reads: kind, name and each modifier with its argument in ⟨⟩.
std::string shown(const Marker& marker) {
  static constexpr const char* kSigns[] = {"", "#", "^", "/", ">", "!"};
  std::string out = kSigns[static_cast<int>(marker.kind)] + marker.name;
  for (const auto& modifier : marker.modifiers)
    out += " | " + modifier.name + (modifier.argument.empty() ? "" : "⟨" + modifier.argument + "⟩");
  return out;
}

/// All that a text holds, in order; faults after markers.
std::string scanned(const std::string& text) {
  const auto scan = scan_markers(text);
  std::string out;
  for (const auto& marker : scan.markers) out += (out.empty() ? "" : "; ") + shown(marker);
  for (const auto& fault : scan.faults)
    out += (out.empty() ? "" : "; ") +
           ("! " + fault.rule + " «" + text.substr(fault.offset, fault.length) + "»");
  return out;
}

/// Milliseconds of the processor that scanning takes: other programs, however busy, do not count.
double scan_time(const std::string& text) {
  const auto start = std::clock();
  scan_markers(text);
  return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("every kind of marker is found with its place") {
  const std::string text = "А {{name}}{{#rows}}{{^rows}}{{/rows}}{{>part}}{{! слова }} конец";
  CHECK(scanned(text) == "name; #rows; ^rows; /rows; >part; !");
  const auto scan = scan_markers(text);
  CHECK(text.substr(scan.markers[0].offset, scan.markers[0].length) == "{{name}}");
  CHECK(text.substr(scan.markers[5].offset, scan.markers[5].length) == "{{! слова }}");
}

TEST_CASE("a name is a person's: any alphabet, dots, dashes, inner spaces") {
  CHECK(
      scanned("{{Школа}} {{plan.title}} {{Кол-во участников}} {{№ пп}} {{.}} {{élève}} {{学校}} {{2020}}") ==
      "Школа; plan.title; Кол-во участников; № пп; .; élève; 学校; 2020");
}

TEST_CASE("what an editor put into a name without being asked does not count") {
  CHECK(scanned("{{\u00A0school\u00A0}}") == "school");                    // non-breaking spaces
  CHECK(scanned("{{Полное \u00A0 имя}}") == "Полное имя");                 // runs of blanks are one space
  CHECK(scanned("{{scho\u00ADol}}{{sch\u200Bool}}") == "school; school");  // soft hyphen, zero-width space
  CHECK(scanned("{{plan\u2011item}}") == "plan-item");                     // non-breaking hyphen
  CHECK(scanned("{{и\u0306од}}") == "йод");                                // й in two characters
  CHECK(scanned("{{#\nschools\n}}") == "#schools");
}

TEST_CASE("modifiers stand after colons, arguments after '='") {
  CHECK(scanned("{{date:date=long}}") == "date | date⟨long⟩");
  CHECK(scanned("{{share:percent=1:default=нет}}") == "share | percent⟨1⟩ | default⟨нет⟩");
  CHECK(scanned("{{name:upper}}") == "name | upper");
  CHECK(scanned("{{ n : plural = школа, школы, школ }}") == "n | plural⟨школа, школы, школ⟩");
}

TEST_CASE("quotes round an argument go, and protect what is inside") {
  CHECK(scanned("{{x:default=\"нет: не сдавали\"}}") == "x | default⟨нет: не сдавали⟩");
  CHECK(scanned("{{x:default='}}':upper}}") == "x | default⟨}}⟩ | upper");
  CHECK(scanned("{{x:default=\" два  пробела \"}}") == "x | default⟨ два  пробела ⟩");
  SUBCASE("typographic quotes are quotes, also when an editor changed only one of them") {
    CHECK(scanned("{{x:default=«нет: данных»}}") == "x | default⟨нет: данных⟩");
    CHECK(scanned("{{x:default=“нет: данных”}}") == "x | default⟨нет: данных⟩");
    CHECK(scanned("{{x:default=„нет: данных“}}") == "x | default⟨нет: данных⟩");
    CHECK(scanned("{{x:default=”нет: данных”}}") == "x | default⟨нет: данных⟩");
    CHECK(scanned("{{x:default=\"нет: данных”}}") == "x | default⟨нет: данных⟩");
    CHECK(scanned("{{x:default=‘нет: данных’}}") == "x | default⟨нет: данных⟩");
  }
  SUBCASE("quotes inside quotes stay") {
    CHECK(scanned("{{x:default=\"МОБУ «Школа»\"}}") == "x | default⟨МОБУ «Школа»⟩");
    CHECK(scanned("{{x:default=\"МОБУ \"Школа\" села\"}}") == "x | default⟨МОБУ \"Школа\" села⟩");
  }
  SUBCASE("a quote without its pair is a character") {
    CHECK(scanned("{{x:prefix=«}} и {{y:suffix=»}}") == "x | prefix⟨«⟩; y | suffix⟨»⟩");
    CHECK(scanned("{{x:default=\"нет}} {{y:default=\"да\"}}") == "x | default⟨\"нет⟩; y | default⟨да⟩");
  }
}

TEST_CASE("a backslash makes braces plain text") {
  const std::string text = "пример: \\{{name}}";
  CHECK(scanned(text) == "{{");
  const auto marker = scan_markers(text).markers.front();
  CHECK(text.substr(marker.offset, marker.length) == "\\{{");
  CHECK(scanned("\\\\{{name}}") == "name");
}

TEST_CASE("braces round a marker are text") {
  const std::string text = "{{{name}}}";
  const auto scan = scan_markers(text);
  REQUIRE(scan.markers.size() == 1);
  CHECK(scan.markers[0].offset == 1);
  CHECK(scan.markers[0].length == 8);
  CHECK(scanned("{x} } }} {") == "");
}

TEST_CASE("braces that are no marker are faults with advice") {
  CHECK(scanned("a {{ b") == "! unclosed-marker «{{ b»");
  CHECK(scanned("a {{name\nb }") == "! unclosed-marker «{{name»");
  CHECK(scanned("{{}} {{ }} {{#}}") == "! bad-marker «{{}}»; ! bad-marker «{{ }}»; ! bad-marker «{{#}}»");
  CHECK(scanned("{{ { }}") == "! bad-marker «{{ { }}»");
  CHECK(scanned("{{a {{b}}") == "b; ! unclosed-marker «{{a »");
  CHECK(
      scanned("{{a|upper}} {{f(x)}} {{«a»}} {{a/b}}") ==
      "! bad-marker «{{a|upper}}»; ! bad-marker «{{f(x)}}»; ! bad-marker «{{«a»}}»; ! bad-marker «{{a/b}}»");

  const auto unclosed = scan_markers("{{ b").faults.front();
  CHECK(unclosed.message.ru == "метка не закрыта: нет `}}`");
  CHECK(unclosed.message.en == "the marker is not closed: there is no `}}`");
  CHECK(unclosed.hint.ru == "закройте её `}}`, а если это просто скобки, напишите `\\{{`");
  const auto empty = scan_markers("{{}}").faults.front();
  CHECK(empty.message.ru == "пустая метка");
  CHECK(empty.hint.ru == "впишите имя поля, а если это просто скобки, напишите `\\{{`");
  const auto bad = scan_markers("{{a|upper}}").faults.front();
  CHECK(bad.message.ru == "«a|upper» не может быть именем");
  CHECK(bad.hint.ru == "имя состоит из букв, цифр, точек, дефисов и пробелов");
}

TEST_CASE("a marker that runs on for pages was never closed") {
  CHECK(scanned("{{" + repeated("слово ", 2000) + "}}").starts_with("! unclosed-marker «{{слово"));
  const auto scan = scan_markers("{{" + repeated("ы", 3000));
  CHECK(scan.faults.front().length == 60);  // whole letters
}

TEST_CASE("time grows with the length of the text, whatever it holds") {
  for (const std::string piece :
       {"{{", "{{a:b=\"", "{{!", "{{a:b=«", "\\{{", "{", "{{a:b='x\" ", "{{ a=\"x\" b=\"y\" "}) {
    CAPTURE(piece);
    const double little = scan_time(repeated(piece, 20'000)) + 0.5;
    CHECK(scan_time(repeated(piece, 200'000)) < 60 * little);
  }
}
