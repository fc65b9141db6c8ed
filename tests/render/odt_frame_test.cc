#include <doctest/doctest.h>

#include <filesystem>

#include "render/odt_fixture.h"
#include "support/paths.h"

// A picture that an OpenDocument template has drawn is replaced by the one that its description names.
namespace svodka::render::odf {
namespace {

const std::string kStyle =
    "<style:style style:name=\"fr1\" style:family=\"graphic\"><style:graphic-properties "
    "style:wrap=\"parallel\" "
    "fo:clip=\"rect(1cm, 0cm, 0cm, 0cm)\" fo:border=\"1pt\"/></style:style>";

std::string drawn(const std::string& description, const std::string& more = "") {
  return "<draw:frame draw:style-name=\"fr1\" draw:name=\"Фото\" text:anchor-type=\"paragraph\" "
         "svg:width=\"4cm\" "
         "svg:height=\"4cm\"" +
         more +
         "><draw:image xlink:href=\"Pictures/old.png\"/><draw:image "
         "xlink:href=\"Pictures/old2.png\"/><svg:desc>" +
         description + "</svg:desc></draw:frame>";
}

std::string with_photo(const std::string& body, const Value& photo, Diagnostics& out) {
  const Shape shape{{{"photo", ColumnType::kText}}, {}};
  const auto compiled =
      OdtTemplate::compile(std::filesystem::path(SVODKA_TESTS_DIR) / "data/pictures", "t.odt",
                           test::odt(p(body), {{"automatic-styles", kStyle}}), shape, out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  REQUIRE(compiled);
  const auto package = compiled->render({{photo}, {}}, out);
  CHECK_EQ(test::odt_faults(package), "");
  return test::part_of(package, "content.xml");
}

std::string with_photo(const std::string& body, const std::string& photo) {
  Diagnostics out;
  const auto xml = with_photo(body, Value(photo), out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  CHECK_FALSE(contains(xml, "svodka-frame alt"));
  return xml;
}

TEST_CASE("odt frame: the picture changes, place and wrapping stay, the old crop goes, the size follows") {
  const auto xml = with_photo(drawn("{{photo:image}}"), "photo.jpg");
  CHECK(contains(xml,
                 "<draw:frame draw:style-name=\"svodka-frame-1\" draw:name=\"Фото\" "
                 "text:anchor-type=\"paragraph\" svg:width=\""));
  CHECK_FALSE(contains(xml, "svg:width=\"4cm\" svg:height=\"4cm\""));  // a wide picture in a square
  CHECK(contains(xml,
                 "<style:style style:name=\"svodka-frame-1\" style:family=\"graphic\">"
                 "<style:graphic-properties style:wrap=\"parallel\" fo:clip=\"rect(0cm, 0cm, 0cm, 0cm)\" "
                 "fo:border=\"1pt\"/></style:style>"));
  CHECK_FALSE(contains(xml, "Pictures/old"));
  CHECK_EQ(count(xml, "<draw:image "), 1);
  CHECK(contains(xml, "<svg:desc>photo</svg:desc>"));
}

TEST_CASE("odt frame: nobody finds the template's picture in the document, unless it stands elsewhere too") {
  const std::vector<test::Entry> files{{"Pictures/old.png", "a"}, {"Pictures/old2.png", "b"}};
  const auto package =
      made(p(drawn("{{empty:image}}")) + p("<draw:frame><draw:image "
                                           "xlink:href=\"Pictures/old2.png\"/></draw:frame>"),
           files);
  CHECK_EQ(test::part_of(package, "Pictures/old.png"), "");
  CHECK_FALSE(contains(test::part_of(package, "META-INF/manifest.xml"), "old.png"));
  CHECK_EQ(test::part_of(package, "Pictures/old2.png"), "b");
}

TEST_CASE("odt frame: cover crops and keeps the size, what describes the picture is the template's") {
  const auto xml = with_photo(drawn("Школа: {{photo:image:fit=cover:alt=\"двор\"}}"), "photo.jpg");
  CHECK(contains(xml, "svg:width=\"4cm\" svg:height=\"4cm\""));
  CHECK_EQ(count(xml, "fo:clip=\"rect(0.000cm, "), 1);
  CHECK(contains(xml, "<svg:desc>Школа: двор</svg:desc>"));
}

TEST_CASE("odt frame: an empty value means no picture, a missing one is an error") {
  Diagnostics out;
  const auto xml = with_photo("a" + drawn("{{photo:image}}") + "b", Value(), out);
  CHECK(out.empty());
  CHECK(contains(xml, "<text:p>ab</text:p>"));
  with_photo(drawn("{{photo:image}}"), Value(std::string("nope.png")), out);
  CHECK(out.has_errors());
}

}  // namespace
}  // namespace svodka::render::odf
