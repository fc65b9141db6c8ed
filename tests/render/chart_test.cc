#include <doctest/doctest.h>

#include <regex>

#include "render/chart_fixture.h"
#include "render/expand/xml.h"
#include "render/word/chart_part.h"
#include "render/word/chart_text.h"
#include "render/word/chart_workbook.h"
#include "render/word/wordml.h"

namespace svodka::render {
namespace {

ChartData chart_of(std::vector<ChartSeries> all,
                   std::vector<Value> categories = {std::string("а"), std::string("б")}) {
  return {ChartData::Categories::kText, "Школа", std::move(categories), std::move(all)};
}

struct Refreshed {
  std::string xml;
  ChartTable table;
};

Refreshed refreshed(const std::string& xml, const ChartData& data, bool drawn_names = false) {
  pugi::xml_document document;
  REQUIRE(load_xml(xml, document));
  REQUIRE(chart_problem(document).empty());
  auto table = refresh_chart(document, data, drawn_names);
  auto made = saved_xml(document);
  return {made.substr(made.find("<c:chartSpace")), std::move(table)};
}

// A chart's series in short: "<ser>" elements with the tags in order, formulas and values of one of them.
std::string tags_of(const std::string& xml, const std::string& inside) {
  const auto begin = xml.find("<" + inside + ">"), end = xml.find("</" + inside + ">", begin);
  std::string tags;
  int depth = 0;
  const std::regex tag("<(/?)c:(\\w+)[^>]*?(/?)>");
  const std::string part = xml.substr(begin + inside.size() + 2, end - begin - inside.size() - 2);
  for (std::sregex_iterator it(part.begin(), part.end(), tag), last; it != last; ++it) {
    if ((*it)[1].length() == 0 && depth == 0) tags += (tags.empty() ? "" : " ") + (*it)[2].str();
    if ((*it)[1].length() > 0)
      --depth;
    else if ((*it)[3].length() == 0)
      ++depth;
  }
  return tags;
}

TEST_CASE("chart: caches, formulas and names come of the data, the number format stays") {
  const auto made = refreshed(chart_xml(plot("barChart", series(0, "Ряд 1"))),
                              chart_of({{"Сделано", {0.1, std::nullopt}}}));
  CHECK(has(made.xml,
            "<c:tx><c:strRef><c:f>'Лист 1'!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>"
            "Сделано</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:f>'Лист 1'!$A$2:$A$3"
            "</c:f><c:strCache><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>а</c:v></c:pt><c:pt idx=\"1\"><c:v>"
            "б</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>'Лист 1'!$B$2:$B$3</c:f>"
            "<c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>0.1"
            "</c:v></c:pt></c:numCache></c:numRef></c:val>"));
  CHECK_EQ(made.table.sheet, "Лист 1");
  CHECK_EQ(made.table.series.at(0).format, "0.0");
}

TEST_CASE("chart: elements of a series stand in the order of the schema") {
  const std::string look = "<c:spPr/><c:marker/><c:dLbls/>";
  const auto line = refreshed(
      chart_xml(
          plot("lineChart", series(0, "Ряд 1", look, "<c:smooth val=\"0\"/><c:extLst><c:ext/></c:extLst>"))),
      chart_of({{"x", {1, 2}}}));
  CHECK_EQ(tags_of(line.xml, "c:ser"), "idx order tx spPr marker dLbls cat val smooth extLst");
  const auto bar = refreshed(chart_xml(plot("bar3DChart",
                                            "<c:ser><c:idx val=\"0\"/><c:order val=\"0\"/>"
                                            "<c:shape val=\"box\"/></c:ser>")),
                             chart_of({{"x", {1, 2}}}));
  CHECK_EQ(tags_of(bar.xml, "c:ser"), "idx order tx cat val shape");
  CHECK_EQ(bar.table.sheet, "Лист1");
}

TEST_CASE("chart: a scatter chart has x and y") {
  auto data = chart_of({{"y", {1, 4}}}, {1.5, 2.0});
  data.kind = ChartData::Categories::kNumber;
  const auto made = refreshed(
      chart_xml(plot("scatterChart", "<c:scatterStyle val=\"lineMarker\"/>" + series(0, "y"))), data);
  CHECK_EQ(tags_of(made.xml, "c:ser"), "idx order tx xVal yVal");
  CHECK(has(made.xml, "<c:xVal><c:numRef><c:f>'Лист 1'!$A$2:$A$3</c:f><c:numCache><c:formatCode>General"));
}

TEST_CASE("chart: a series that is not drawn looks like the last one, in the colour of its number") {
  const std::string look =
      "<c:spPr><a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill><a:ln><a:solidFill><a:schemeClr "
      "val=\"lt1\"/></a:solidFill></a:ln></c:spPr><c:dPt><c:idx val=\"0\"/></c:dPt><c:dLbls><c:dLbl><c:idx "
      "val=\"0\"/></c:dLbl><c:showVal val=\"1\"/></c:dLbls>";
  const auto made = refreshed(
      chart_xml(plot("barChart", series(3, "Ряд 1", look,
                                        "<c:extLst><c:ext uri=\"{C3380CC4-5D6E-409C-BE32-E72D297353CC}\"/>"
                                        "</c:extLst>"))),
      chart_of({{"план", {1, 2}}, {"факт", {3, 4}}}));
  const auto second = made.xml.substr(made.xml.rfind("<c:ser>"));
  CHECK(has(second, "<c:ser><c:idx val=\"4\"/><c:order val=\"4\"/>"));
  CHECK(has(second, "<c:f>'Лист 1'!$C$2:$C$3</c:f>"));
  CHECK_FALSE(has(second, "accent1"));
  CHECK(has(second, "lt1"));
  CHECK_FALSE(has(second, "c:dPt"));
  CHECK_FALSE(has(second, "<c:dLbl>"));
  CHECK(has(second, "<c:showVal val=\"1\"/>"));
  CHECK_FALSE(has(second, "extLst"));
  CHECK_EQ(count(made.xml, "accent1"), 1);
}

TEST_CASE("chart: drawn series without data go, and with them their plot and axes") {
  const auto area = plot("barChart", series(0, "а") + series(1, "б")) + plot("lineChart", series(2, "в"), 5);
  const auto two = refreshed(chart_xml(area), chart_of({{"x", {1, 2}}, {"y", {3, 4}}}));
  CHECK_EQ(count(two.xml, "<c:ser>"), 2);
  CHECK_FALSE(has(two.xml, "lineChart"));
  CHECK_EQ(count(two.xml, "<c:catAx>"), 1);
  const auto three = refreshed(chart_xml(area), chart_of({{"x", {1, 2}}, {"y", {3, 4}}, {"z", {5, 6}}}));
  CHECK_EQ(three.xml.find("<c:v>z<"), three.xml.rfind("<c:v>", three.xml.find("<c:v>z<")));
  CHECK_GT(three.xml.find("<c:v>z<"), three.xml.find("<c:lineChart>"));
}

TEST_CASE("chart: series are counted by their order, not as they stand in the file") {
  std::string first = series(0, "а"), second = series(1, "б");
  first.replace(first.find("order val=\"0\""), 13, "order val=\"1\"");
  second.replace(second.find("order val=\"1\""), 13, "order val=\"0\"");
  const auto made =
      refreshed(chart_xml(plot("barChart", first + second)), chart_of({{"x", {1, 2}}, {"y", {3, 4}}}));
  CHECK_LT(made.xml.find("<c:v>y<"), made.xml.find("<c:v>x<"));
}

TEST_CASE("chart: no rows make a chart without points") {
  const auto made = refreshed(chart_xml(plot("barChart", series(0, "а") + series(1, "б"))),
                              chart_of({{"x", {}}, {"y", {}}}, {}));
  CHECK_EQ(count(made.xml, "<c:ptCount val=\"0\"/>"), 4);
  CHECK(has(made.xml, "<c:f>'Лист 1'!$B$2</c:f>"));
  const auto nothing = refreshed(chart_xml(plot("barChart", series(0, "а") + series(1, "б"))), ChartData{});
  CHECK_EQ(count(nothing.xml, "<c:ser>"), 2);
  CHECK(has(nothing.xml, "<c:v>а</c:v>"));
}

TEST_CASE("chart: what belongs to other data goes") {
  const std::string points =
      "<c:dPt><c:idx val=\"1\"/></c:dPt><c:dPt><c:idx val=\"2\"/></c:dPt><c:dLbls><c:dLbl>"
      "<c:idx val=\"2\"/></c:dLbl></c:dLbls><c:errBars><c:errValType val=\"cust\"/>"
      "</c:errBars>";
  const std::string ranges =
      "<c:extLst><c:ext uri=\"{02D57815-91ED-43cb-92C2-25804820EDAC}\"/><c:ext "
      "uri=\"{C3380CC4}\"/></c:extLst>";
  const auto made = refreshed(
      chart_xml(plot("barChart", series(0, "а", points, ranges)), "<c:date1904 val=\"1\"/><c:pivotSource/>"),
      chart_of({{"x", {1, 2}}}));
  CHECK_EQ(count(made.xml, "<c:dPt>"), 1);
  CHECK_FALSE(has(made.xml, "<c:dLbl>"));
  CHECK_FALSE(has(made.xml, "errBars"));
  CHECK_FALSE(has(made.xml, "02D57815"));
  CHECK(has(made.xml, "{C3380CC4}"));
  CHECK_FALSE(has(made.xml, "pivotSource"));
  CHECK(has(made.xml, "<c:date1904 val=\"0\"/>"));
}

TEST_CASE("chart: names of the template are kept when asked") {
  const auto made = refreshed(chart_xml(plot("barChart", series(0, "План"))),
                              chart_of({{"x", {1, 2}}, {"y", {3, 4}}}), true);
  CHECK_EQ(made.table.series.at(0).name, "План");
  CHECK_EQ(made.table.series.at(1).name, "y");
}

TEST_CASE("chart: days are dates on a date axis and words on another") {
  auto data = chart_of({{"x", {1, 2}}}, {std::string("2020-10-12"), std::string("2020-12-31")});
  data.kind = ChartData::Categories::kDay;
  const auto words = refreshed(chart_xml(plot("lineChart", series(0, "а"))), data);
  CHECK(has(words.xml, "<c:v>12.10.2020</c:v>"));
  const auto dates = refreshed(chart_xml(plot("lineChart", series(0, "а")) + "<c:dateAx/>"), data);
  CHECK(has(dates.xml,
            "<c:formatCode>dd\\.mm\\.yyyy</c:formatCode><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>"
            "44116</c:v>"));
}

TEST_CASE("chart: a pie has one series") {
  const auto made = refreshed(chart_xml("<c:pieChart>" + series(0, "а") + "</c:pieChart>"),
                              chart_of({{"x", {1, 2}}, {"y", {3, 4}}}));
  CHECK_EQ(count(made.xml, "<c:ser>"), 1);
  CHECK_EQ(made.table.series.size(), 1);
}

TEST_CASE("chart: the name of a sheet is quoted") {
  auto xml = chart_xml(plot("barChart", series(0, "а")));
  xml = std::regex_replace(xml, std::regex("'Лист 1'"), "'[Книга 1.xlsx]План ''20'");
  const auto made = refreshed(xml, chart_of({{"x", {1, 2}}}));
  CHECK_EQ(made.table.sheet, "План '20");
  CHECK(has(made.xml, "<c:f>'План ''20'!$B$2:$B$3</c:f>"));
}

TEST_CASE("chart: the workbook's bytes do not change") {
  const ChartTable table{"Лист1", "Школа", "", {std::string("а")}, {{"x", "0%", {0.5}}}};
  Diagnostics out;
  const auto bytes = chart_workbook(table, {}, out);
  CHECK(out.empty());
  CHECK_EQ(bytes, chart_workbook(table, {}, out));
}

// --- The words in it ---

std::string worded(const std::string& paragraph, const std::vector<std::string>& values) {
  pugi::xml_document document;
  load_xml("<c:chart xmlns:c=\"c\" xmlns:a=\"a\">" + paragraph + "</c:chart>", document);
  std::vector<ChartMarker> markers;
  Diagnostics out;
  mark_chart_text(document, {"t.docx", "word/charts/chart1.xml"}, markers, out);
  CHECK(out.empty());
  CHECK_EQ(markers.size(), values.size());
  if (markers.size() == values.size()) fill_chart_text(document, values);
  const auto xml = saved_xml(document);
  const auto begin = xml.find("<a:p>");
  return xml.substr(begin, xml.rfind("</c:chart>") - begin);
}

TEST_CASE("chart: markers in a title are healed over its runs") {
  CHECK_EQ(
      worded("<a:p><a:r><a:rPr b=\"1\"/><a:t>За {{ye</a:t></a:r><a:r><a:t>ar</a:t></a:r><a:r><a:t>}} год"
             "</a:t></a:r></a:p>",
             {"2020 & 2021"}),
      "<a:p><a:r><a:rPr b=\"1\"/><a:t>За 2020 &amp; 2021</a:t></a:r><a:r><a:t/></a:r><a:r><a:t> год</a:t>"
      "</a:r></a:p>");
}

TEST_CASE("chart: a place-holder that the template brings along is none") {
  CHECK_EQ(worded("<a:p><a:r><a:t>{{a}}<?svodka 7?></a:t></a:r></a:p>", {"1"}),
           "<a:p><a:r><a:t>1</a:t></a:r></a:p>");
}

TEST_CASE("chart: a line feed breaks the line of a title") {
  CHECK_EQ(worded("<a:p><a:r><a:rPr b=\"1\"/><a:t>[{{a}}|{{b}}]</a:t></a:r></a:p>", {"1\n2", ""}),
           "<a:p><a:r><a:rPr b=\"1\"/><a:t>[1</a:t></a:r><a:br><a:rPr b=\"1\"/></a:br><a:r><a:rPr b=\"1\"/>"
           "<a:t>2|]</a:t></a:r></a:p>");
}

}  // namespace
}  // namespace svodka::render
