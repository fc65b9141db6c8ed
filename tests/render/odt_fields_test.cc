#include <doctest/doctest.h>

#include "render/odt_fixture.h"

// Markers that people put into LibreOffice's fields, and into what it makes of Word's content controls.
namespace svodka::render::odf {
namespace {

using Lines = std::vector<std::string>;

std::string field(const std::string& name, const std::string& words) {
  return "<text:" + name + ">" + words + "</text:" + name + ">";
}

TEST_CASE("odt: fields that hold values stay fields, and are filled") {
  for (const char* name : {"title", "subject", "keywords", "description", "user-defined", "text-input",
                           "placeholder", "user-field-get", "conditional-text", "hidden-text"}) {
    CAPTURE(name);
    CHECK(contains(content(p("a " + field(name, "{{title}} за {{n}}") + " b")),
                   p("a " + field(name, "Отчёт за 3") + " b")));
  }
  CHECK(contains(content(p(field("ruby", field("ruby-base", "{{n}}") + field("ruby-text", "{{title}}")))),
                 "<text:ruby-base>3</text:ruby-base><text:ruby-text>Отчёт</text:ruby-text>"));
}

TEST_CASE("odt: fields know the row they stand in") {
  CHECK(contains(content(p("{{#schools}}" + field("text-input", "{{name}}") + " {{/schools}}")),
                 field("text-input", "Первая") + " " + field("text-input", "Вторая")));
  CHECK(contains(content(tbl(tr({"{{#schools}}" + field("text-input", "{{name}}"), "{{/schools}}"}))),
                 field("text-input", "Вторая")));
}

TEST_CASE("odt: a value in a field is plain text") {
  Diagnostics out;
  Row row = data();
  row.values[0] = std::string("a\n<b>\t&");
  const auto compiled =
      OdtTemplate::compile("", "t.odt", test::odt(p(field("title", "{{title}}"))), shape(), out);
  REQUIRE(compiled);
  CHECK(contains(test::part_of(compiled->render(row, out), "content.xml"),
                 field("title", "a&#10;&lt;b&gt;&#9;&amp;")));
}

TEST_CASE("odt: a field that holds the end of a section, or a piece of a marker, becomes its text") {
  CHECK_EQ(filled(p(field("text-input", "{{#schools}}")) + p("{{name}}") +
                  p(field("text-input", "{{/schools}}")) + p(".")),
           "Первая\nВторая\n.\n");
  CHECK_EQ(filled(p(field("text-input", "{{ti") + "tle}}")), "Отчёт\n");
  CHECK_EQ(filled(p("{{ti" + field("text-input", "tle}}"))), "Отчёт\n");
  const auto kept = field("text-input", "{множество} и }");
  CHECK(contains(content(p("{{title}}" + kept)), kept));
}

TEST_CASE("odt: content controls of LibreOffice are text of their paragraph") {
  const auto control = [](const std::string& words) {
    return "<loext:content-control xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:"
           "loext:1.0\" loext:alias=\"поле\">" +
           words + "</loext:content-control>";
  };
  CHECK(contains(content(p("до " + control(span("{{ti") + "tle}}"))),
                 control("<text:span text:style-name=\"T1\">Отчёт</text:span>")));
  CHECK_EQ(filled(p(control("{{#schools}}")) + p(control("{{name}}")) + p(control("{{/schools}}")) + p(".")),
           "Первая\nВторая\n.\n");
}

TEST_CASE("odt: mistakes in fields have their place, other fields keep what LibreOffice worked out") {
  CHECK_EQ(mistakes(p("a") + p("Школа " + field("title", "{{titel}}"))),
           Lines{"t.odt: content.xml, абзац 2 «{{titel}}»: unknown-field"});
  CHECK_EQ(mistakes(p(field("text-input", "{{title:qr}}"))),
           Lines{"t.odt: content.xml, абзац 1 «{{title:qr}}»: embed-place"});
  CHECK(contains(content(p("{{title}} " + field("chapter", "{{name}}"))), field("chapter", "{{name}}")));
}

std::string chart_part(const std::string& title) {
  return "<?xml version=\"1.0\"?><office:document-content "
         "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
         "xmlns:chart=\"urn:oasis:names:tc:opendocument:xmlns:chart:1.0\" "
         "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:chart>"
         "<chart:chart><chart:title>" +
         p(title) + "</chart:title></chart:chart></office:chart></office:body></office:document-content>";
}

TEST_CASE("odt: words in charts are filled, the picture that showed the template goes") {
  const auto package = made(p("{{title}}"), {{"Object 1/content.xml", chart_part("{{title}} за {{n}}")},
                                             {"ObjectReplacements/Object 1", "a picture"},
                                             {"Object 2/content.xml", chart_part("без меток")},
                                             {"ObjectReplacements/Object 2", "another"},
                                             {"Object 3/content.xml", "<math>{{a} over {b}}</math>"},
                                             {"ObjectReplacements/Object 3", "a formula"}});
  CHECK(contains(test::part_of(package, "Object 1/content.xml"), "<text:p>Отчёт за 3</text:p>"));
  CHECK_EQ(test::part_of(package, "Object 2/content.xml"), chart_part("без меток"));
  CHECK_EQ(test::part_of(package, "Object 3/content.xml"), "<math>{{a} over {b}}</math>");
  CHECK_EQ(test::part_of(package, "ObjectReplacements/Object 1"), "");
  CHECK_EQ(test::part_of(package, "ObjectReplacements/Object 2"), "another");
  CHECK_EQ(test::part_of(package, "ObjectReplacements/Object 3"), "a formula");
  CHECK_FALSE(contains(test::part_of(package, "META-INF/manifest.xml"), "ObjectReplacements/Object 1"));
  CHECK_EQ(mistakes(p("a"), {{"Object 1/content.xml", chart_part("{{title:qr}} {{titel}}")}}),
           Lines{"t.odt: Object 1/content.xml, абзац 1 «{{title:qr}} {{titel}}»: embed-unsupported",
                 "t.odt: Object 1/content.xml, абзац 1 «{{title:qr}} {{titel}}»: unknown-field"});
}

}  // namespace
}  // namespace svodka::render::odf
