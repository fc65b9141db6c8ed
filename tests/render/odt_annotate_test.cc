#include "render/odf/odf_annotate.h"

#include "render/odt_fixture.h"

namespace svodka::render::odf {
namespace {

/// A copy of the template with comments at what compiling it finds wrong.
std::string annotated(const std::string& body, const std::vector<test::Entry>& more = {}) {
  Diagnostics out;
  const auto source = test::odt(body, more);
  CHECK_FALSE(OdtTemplate::compile("", "t.odt", source, shape(), out));
  const auto copy = annotate_odt(source, out.in_order(), Language::kRussian);
  REQUIRE(copy);
  CHECK_EQ(test::odt_faults(*copy), "");
  return test::part_of(*copy, "content.xml");
}

TEST_CASE("odt annotate: each mistake has a comment round its words") {
  const auto xml = annotated(p("Начало") + p("Это " + span("{{titel}}") + " и {{nn}}."));
  CHECK(contains(xml, "<text:p>Начало</text:p>"));
  CHECK(contains(xml, "<dc:creator>Svodka</dc:creator><text:p>Ошибка: в данных нет поля `titel`"));
  CHECK(contains(xml, "возможно, `title`"));
  CHECK_EQ(count(xml, "<office:annotation office:name="), 2);
  CHECK_EQ(count(xml, "<office:annotation-end office:name="), 2);
  CHECK(contains(xml, "{{titel}}"));
}

TEST_CASE("odt annotate: what stands in a header, a field or a cell") {
  const auto xml = annotated(p("a") + tbl(tr({"{{xyz}}"})),
                             {{"styles.xml", "<style:master-page style:name=\"S\"><style:header>" +
                                                 p("{{zzz}}") + "</style:header></style:master-page>"}});
  CHECK(contains(xml, "Ошибка (styles.xml, абзац 1 «{{zzz}}»): "));
  CHECK(contains(xml, "<table:table-cell><text:p><office:annotation "));
  CHECK_EQ(count(xml, "<office:annotation "), 2);
}

}  // namespace
}  // namespace svodka::render::odf
