#include <doctest/doctest.h>

#include <pugixml.hpp>

#include "render/odt_chart_fixture.h"

// Charts that an OpenDocument template has drawn take the data of lists.
namespace svodka::render::odf {
namespace {

using Lines = std::vector<std::string>;

// The table of a chart, with its addresses: "heading|name…", then the rows; the ranges of its series.
std::string drawn(const std::string& xml) {
  pugi::xml_document document;
  REQUIRE(document.load_string(xml.c_str()));
  std::string out;
  for (const auto& row : document.select_nodes("//table:table-row")) {
    std::string line;
    for (const auto& cell : row.node().children())
      line += "|" + std::string(cell.child("text:p").text().get());
    line.erase(0, 1);
    out += line + "\n";
  }
  for (const auto& series : document.select_nodes("//chart:series"))
    out += std::string(series.node().attribute("chart:label-cell-address").value()) + " " +
           series.node().attribute("chart:values-cell-range-address").value() + "\n";
  return out;
}

TEST_CASE("odt chart: a list's columns become table, series and addresses, the look stays") {
  const auto package = made(p(frame("Школы {{schools:chart:series=pupils}}")), with_chart(chart()));
  const auto xml = test::part_of(package, "Object 1/content.xml");
  CHECK_EQ(drawn(xml), "name|pupils\nПервая|10\nВторая|20\nlocal-table.$B$1 local-table.$B$2:.$B$3\n");
  CHECK(contains(xml, "<chart:categories table:cell-range-address=\"local-table.$A$2:.$A$3\"/>"));
  CHECK(contains(xml, "table:cell-range-address=\"local-table.$A$1:.$B$3\""));
  CHECK(contains(xml, "chart:style-name=\"s1\""));
  CHECK_EQ(count(xml, "<chart:data-point/><chart:data-point chart:style-name=\"red\"/></chart:series>"), 1);
  const auto text = test::part_of(package, "content.xml");
  CHECK(contains(text, "<draw:object xlink:href=\"./Object 1\"/><svg:desc>Школы </svg:desc></draw:frame>"));
  CHECK_EQ(test::part_of(package, "ObjectReplacements/Object 1"), "");
  CHECK_EQ(test::part_of(package, "Object 1/styles.xml"), "<styles/>");
}

// Data of two columns of numbers and three rows; names of the series as given.
std::string chart_of(const std::string& marker, const std::string& content, Lines* rules = nullptr) {
  Shape points{{{"day", ColumnType::kText},
                {"a", ColumnType::kInteger},
                {"b", ColumnType::kNumber},
                {"c", ColumnType::kInteger}},
               {}};
  const Shape shape{{{"n", ColumnType::kInteger}}, {{"points", points}}};
  const auto point = [](const char* day, Value a, Value b) {
    return Row{{std::string(day), std::move(a), std::move(b), std::int64_t{7}}, {}};
  };
  const Row data{{std::int64_t{5}},
                 {{point("2020-10-12", std::int64_t{1}, 2.5), point("2020-10-13", Value(), -1.0),
                   point("2020-10-14", std::int64_t{3}, 0.1)}}};
  Diagnostics out;
  const auto compiled =
      OdtTemplate::compile("", "t.odt", test::odt(p(frame(marker)), with_chart(content)), shape, out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  REQUIRE(compiled);
  const auto package = compiled->render(data, out);
  for (const auto& finding : out.in_order()) {
    if (rules != nullptr) rules->push_back(finding.rule);
    if (rules == nullptr) FAIL_CHECK(finding.message.ru);
  }
  return test::part_of(package, "Object 1/content.xml");
}

TEST_CASE("odt chart: gaps, days, more series than drawn in a colour of their own") {
  const auto xml = chart_of("{{points:chart}}", chart());
  CHECK_EQ(drawn(xml),
           "day|a|b|c\n12.10.2020|1|2.5|7\n13.10.2020|NaN|-1|7\n14.10.2020|3|0.1|7\n"
           "local-table.$B$1 local-table.$B$2:.$B$4\nlocal-table.$C$1 local-table.$C$2:.$C$4\n"
           "local-table.$D$1 local-table.$D$2:.$D$4\n");
  CHECK(contains(xml,
                 "style:name=\"svodka-series-1\" style:family=\"chart\"><style:graphic-properties "
                 "draw:stroke=\"none\" draw:fill-color=\"#ffd320\"/>"));
  CHECK_EQ(count(xml, "chart:style-name=\"svodka-series-1\""), 1);
}

TEST_CASE("odt chart: names as drawn, whose markers are filled, dates on an axis of dates") {
  CHECK(contains(drawn(chart_of("{{points:chart:names=template}}", chart())), "day|Ряд 1|Ряд 5|c\n"));
  auto dated = chart();
  dated.replace(dated.find("chart:dimension=\"x\""), 0, "chartooo:axis-type=\"date\" xmlns:chartooo=\"o\" ");
  CHECK(
      contains(drawn(chart_of("{{points:chart:series=a}}", dated)), "day|a\n44116|1\n44117|NaN\n44118|3\n"));
}

TEST_CASE("odt chart: pies show no more series than drawn, scatter charts have their numbers in a domain") {
  Lines rules;
  CHECK(contains(drawn(chart_of("{{points:chart}}", chart("circle"), &rules)), "day|a|b\n"));
  CHECK_EQ(rules, Lines{"chart-series-left-out"});
  CHECK(contains(chart_of("{{points:chart:categories=a:series=b}}", chart("scatter")),
                 "<chart:domain table:cell-range-address=\"local-table.$A$2:.$A$4\"/>"));
}

TEST_CASE("odt chart: a second axis goes with the series that it was for") {
  const auto second = [](const std::string& content, const std::string& before, const std::string& words) {
    auto made = content;
    return made.insert(made.find(before), words);
  };
  const auto axis =
      second(chart(), "<chart:series ", "<chart:axis chart:dimension=\"y\" chart:name=\"secondary-y\"/>");
  const auto attached = second(axis, "chart:style-name=\"s2\"", "chart:attached-axis=\"secondary-y\" ");
  CHECK(contains(chart_of("{{points:chart}}", attached), "secondary-y\"/>"));
  CHECK_FALSE(contains(chart_of("{{points:chart:series=a}}", attached), "secondary-y"));
}

TEST_CASE("odt chart: an empty list empties the chart") {
  Shape none{{{"x", ColumnType::kText}, {"y", ColumnType::kInteger}}, {}};
  Diagnostics out;
  const auto compiled =
      OdtTemplate::compile("", "t.odt", test::odt(p(frame("{{none:chart}}")), with_chart(chart())),
                           {{{"n", ColumnType::kInteger}}, {{"none", none}}}, out);
  REQUIRE(compiled);
  const auto package = compiled->render({{std::int64_t{5}}, {{}}}, out);
  CHECK(out.empty());
  CHECK_EQ(drawn(test::part_of(package, "Object 1/content.xml")),
           "x|y\n|NaN\nlocal-table.$B$1 local-table.$B$2\n");
}

TEST_CASE("odt chart: each repetition has a chart of its own, with the words of its row") {
  const auto package = made(p("{{#schools}}") + p(frame("{{name}}")) + p("{{/schools}}"),
                            with_chart(chart("bar", "Школа {{name}}")));
  const auto text = test::part_of(package, "content.xml"),
             manifest = test::part_of(package, "META-INF/manifest.xml");
  CHECK(contains(test::part_of(package, "Object 1/content.xml"), "Школа Первая"));
  CHECK(contains(test::part_of(package, "Object 2/content.xml"), "Школа Вторая"));
  CHECK_EQ(test::part_of(package, "Object 2/styles.xml"), "<styles/>");
  for (const char* folder : {"Object 1", "Object 2"}) {
    CHECK_EQ(count(text, "xlink:href=\"./" + std::string(folder) + "\""), 1);
    CHECK_EQ(count(manifest, "\"" + std::string(folder) + "/content.xml\""), 1);
  }
}

TEST_CASE("odt chart: objects without markers are copied where a section repeats them") {
  const auto package = made(p("{{#schools}}") + p(frame("x")) + p("{{/schools}}"),
                            {{"Object 1/content.xml", "<math/>"}, {"ObjectReplacements/Object 1", "drawn"}});
  CHECK_EQ(test::part_of(package, "Object 2/content.xml"), "<math/>");
  CHECK_EQ(count(test::part_of(package, "content.xml"), "./ObjectReplacements/Object 1"), 2);
}

TEST_CASE("odt chart: a chart in a section without rows goes with its parts") {
  const auto package =
      made(p("a") + p("{{#none}}") + p(frame("x")) + p("{{/none}}"), with_chart(chart("bar", "{{x}}")));
  CHECK_EQ(test::part_of(package, "Object 1/content.xml"), "");
  CHECK_EQ(test::part_of(package, "ObjectReplacements/Object 1"), "");
  CHECK_FALSE(contains(test::part_of(package, "META-INF/manifest.xml"), "Object 1"));
}

TEST_CASE("odt chart: what a marker of a chart cannot do") {
  CHECK_EQ(mistakes(p("{{schools:chart:series=pupils}}"), with_chart(chart())),
           Lines{"t.odt: content.xml, абзац 1 «{{schools:chart:series=pupils}}»: embed-place"});
  CHECK_EQ(mistakes(p(frame("{{schools:chart:series=pupils}}")), with_chart(chart("bubble"))),
           Lines{"t.odt: content.xml, абзац 1 «{{schools:chart:series=pupils}}»: chart-kind"});
  CHECK_EQ(mistakes(p(frame("{{schools:chart:series=pupils}}", "Object 7")), with_chart(chart())),
           Lines{"t.odt: content.xml, абзац 1 «{{schools:chart:series=pupils}}»: chart-kind"});
  CHECK_EQ(mistakes(p(frame("{{schools:chart:series=pupil}}")), with_chart(chart())).size(), 1);
  CHECK_EQ(mistake_lines(p(frame("x")), with_chart(chart("bar", "{{titel}} {{#schools}}"))),
           "t.odt: Object 1/content.xml, абзац 1 «{{titel}} {{#schools}}»: section-scope\n"
           "t.odt: Object 1/content.xml, абзац 1 «{{titel}} {{#schools}}»: unclosed-section\n"
           "t.odt: Object 1/content.xml, абзац 1 «{{titel}} {{#schools}}»: unknown-field\n");
}

}  // namespace
}  // namespace svodka::render::odf
