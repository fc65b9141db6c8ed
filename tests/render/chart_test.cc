#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>

#include "base/files.h"
#include "package/zip.h"
#include "render/chart_part.h"
#include "render/chart_text.h"
#include "render/chart_workbook.h"
#include "render/docx.h"
#include "render/wordml.h"
#include "render/wordml_xml.h"
#include "support/docx.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;

// --- The chart part itself ---

constexpr char kC[] = "http://schemas.openxmlformats.org/drawingml/2006/chart";
constexpr char kA[] = "http://schemas.openxmlformats.org/drawingml/2006/main";

std::string numbered(const char* element, int number) {
  return "<c:" + std::string(element) + " val=\"" + std::to_string(number) + "\"/>";
}

// A series as Word writes it, of two points.
std::string series(int number, const std::string& name, const std::string& more = "",
                   const std::string& end = "") {
  return "<c:ser>" + numbered("idx", number) + numbered("order", number) +
         "<c:tx><c:strRef><c:f>'Лист 1'!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>" +
         name + "</c:v></c:pt></c:strCache></c:strRef></c:tx>" + more +
         "<c:cat><c:strRef><c:f>'Лист 1'!$A$2:$A$3</c:f></c:strRef></c:cat><c:val><c:numRef><c:f>'Лист "
         "1'!$B$2:$B$3</c:f><c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val=\"2\"/></c:numCache>"
         "</c:numRef></c:val>" +
         end + "</c:ser>";
}

std::string plot(const std::string& kind, const std::string& content, int axis = 1) {
  return "<c:" + kind + ">" + content + numbered("axId", axis) + numbered("axId", axis + 1) + "</c:" + kind +
         "><c:catAx>" + numbered("axId", axis) + "</c:catAx><c:valAx>" + numbered("axId", axis + 1) +
         "</c:valAx>";
}

std::string chart_xml(const std::string& area, const std::string& before = "") {
  return "<c:chartSpace xmlns:c=\"" + std::string(kC) + "\" xmlns:a=\"" + kA + "\">" + before +
         "<c:chart><c:plotArea>" + area + "</c:plotArea></c:chart></c:chartSpace>";
}

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

bool has(const std::string& xml, const std::string& words) { return xml.find(words) != std::string::npos; }

std::size_t count(const std::string& xml, const std::string& words) {
  std::size_t n = 0;
  for (auto at = xml.find(words); at != std::string::npos; at = xml.find(words, at + 1)) ++n;
  return n;
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

// --- In documents ---

Shape shape() {
  const Shape results{{{"Школа", ColumnType::kText},
                       {"Выполнено", ColumnType::kInteger},
                       {"План", ColumnType::kUnknown},
                       {"Доля", ColumnType::kNumber},
                       {"Примечание", ColumnType::kUnknown}},
                      {}};
  const Shape months{
      {{"month", ColumnType::kText}, {"plan", ColumnType::kInteger}, {"done", ColumnType::kNumber}}, {}};
  const Shape schools{{{"name", ColumnType::kText}}, {{"months", months}}};
  return {{{"year", ColumnType::kInteger}, {"name", ColumnType::kText}},
          {{"results", results},
           {"schools", schools},
           {"texts", {{{"a", ColumnType::kText}, {"b", ColumnType::kText}}, {}}}}};
}

Row result(const char* school, std::int64_t done, Value plan, double part) {
  return {{std::string(school), done, std::move(plan), part, std::string("нет")}, {}};
}

Row month(const char* name, std::int64_t plan, Value done) {
  return {{std::string(name), plan, std::move(done)}, {}};
}

Row data() {
  Row first{{std::string("Школа № 1")}, {{month("янв", 3, 2.5), month("фев", 4, Value())}}};
  Row second{{std::string("Гимназия «Радуга» & Ко")}, {{month("март", 5, 0.1 + 0.2)}}};
  return {{std::int64_t{2020}, std::string("Все")},
          {{result("Первая", 12, std::int64_t{15}, 0.8), result("Вторая", 7, 7.5, 0.93),
            result("<Третья>", 0, Value(), 1.0)},
           {first, second},
           {}}};
}

std::string template_bytes() {
  return read_file(fs::path(SVODKA_TESTS_DIR) / "data/docx/chart-template.docx");
}

std::string made(const Row& root, std::vector<std::string> warnings = {},
                 const std::string& bytes = template_bytes()) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile("", "t.docx", bytes, shape(), out);
  std::vector<std::string> found;
  for (const auto& finding : out.in_order()) found.push_back(finding.rule + ": " + finding.message.ru);
  CAPTURE(found);
  REQUIRE(compiled);
  const auto package = compiled->render(root, out);
  found.clear();
  for (const auto& finding : out.in_order()) found.push_back(finding.rule + ": " + finding.message.ru);
  CHECK_EQ(found, warnings);
  CHECK_EQ(test::faults_of(package), "");
  Diagnostics again;
  CHECK_EQ(package, compiled->render(root, again));
  return package;
}

// What python-docx and openpyxl see (chart_read.py), which also compare the caches with the workbooks.
void check_seen(const std::string& package, const std::string& expected) {
  const test::TempFolder folder;
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import docx, openpyxl'").code != 0) {
    MESSAGE("python3-docx or python3-openpyxl is not installed: skipped");
    return;
  }
  write_file_in_place(folder.path() / "a.docx", package);
  CHECK_EQ(test::shell(folder.path(), std::string("/usr/bin/python3 ") + SVODKA_TESTS_DIR +
                                          "/render/chart_read.py a.docx 2>&1")
               .output,
           expected);
}

std::vector<std::string> parts_of(const std::string& package) {
  Diagnostics out;
  std::vector<std::string> names;
  const auto entries = package::read_zip("t.docx", package, out);
  REQUIRE(entries);
  for (const auto& entry : *entries) {
    if (entry.name.starts_with("word/charts/") || entry.name.starts_with("word/embeddings/"))
      names.push_back(entry.name.substr(5));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("docx chart: of a query, in a combination, a pie and a section that repeats") {
  const auto package = made(data());
  check_seen(package,
             "'Выполнение плана школами' 'Выполнение плана за 2020 год'\n"
             "  barChart Выполнено General Первая=12, Вторая=7, <Третья>=0\n"
             "  barChart План General Первая=15, Вторая=7.5, <Третья>=None\n"
             "  lineChart Доля 0% Первая=0.8, Вторая=0.93, <Третья>=1\n"
             "'' 'Доли школ'\n"
             "  pieChart Выполнено General Первая=12, Вторая=7, <Третья>=0\n"
             "'' 'Школа № 1: по месяцам'\n"
             "  lineChart План General янв=3, фев=4\n"
             "  lineChart Факт General янв=2.5, фев=None\n"
             "'' 'Гимназия «Радуга» & Ко: по месяцам'\n"
             "  lineChart План General март=5\n"
             "  lineChart Факт General март=0.3\n");
  CHECK_EQ(parts_of(package),
           std::vector<std::string>{
               "charts/_rels/chart1.xml.rels", "charts/_rels/chart2.xml.rels", "charts/_rels/chart3.xml.rels",
               "charts/_rels/chart4.xml.rels", "charts/chart1.xml", "charts/chart2.xml", "charts/chart3.xml",
               "charts/chart4.xml", "charts/colors1.xml", "charts/colors2.xml", "charts/colors3.xml",
               "charts/style1.xml", "charts/style2.xml", "charts/style3.xml",
               "embeddings/Microsoft_Excel_Worksheet1.xlsx", "embeddings/Microsoft_Excel_Worksheet2.xlsx",
               "embeddings/Microsoft_Excel_Worksheet3.xlsx", "embeddings/Microsoft_Excel_Worksheet4.xlsx"});
}

TEST_CASE("docx chart: a chart that nothing shows leaves nothing behind") {
  auto root = data();
  root.sections[1].clear();
  const auto package = made(root);
  CHECK_EQ(parts_of(package).size(), 10);
  CHECK_FALSE(has(test::part_of(package, "word/_rels/document.xml.rels"), "chart3"));
  CHECK_FALSE(has(test::part_of(package, "[Content_Types].xml"), "chart3"));
}

test::Part relations(const std::string& name, const std::string& id, const std::string& kind,
                     const std::string& target, const std::string& more = "") {
  return {
      name, "application/vnd.openxmlformats-package.relationships+xml",
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
      "Id=\"" +
          id + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind +
          "\" Target=\"" + target + "\"" + more + "/></Relationships>"};
}

// A document with a chart whose part is `area`; it stands at @ (with another id at %) of the body.
std::string docx_with(const std::string& description, const std::string& area,
                      const std::string& body_end = "", const std::vector<test::Part>& more = {}) {
  const std::string drawing =
      "<w:drawing><wp:inline><wp:extent cx=\"100\" cy=\"100\"/><wp:docPr id=\"5\" name=\"Д\" descr=\"" +
      description + "\"/><a:graphic><a:graphicData uri=\"" + kC + "\"><c:chart xmlns:c=\"" + kC +
      "\" r:id=\"rId50\"/></a:graphicData></a:graphic></wp:inline></w:drawing>";
  auto body = body_end.empty() ? "<w:p><w:r>@</w:r></w:p>" : body_end;
  body = std::regex_replace(body, std::regex("@"), drawing);
  body = std::regex_replace(body, std::regex("%"), std::regex_replace(drawing, std::regex("\"5\""), "\"6\""));
  std::vector<test::Part> parts{
      {"word/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
       chart_xml(area)},
      relations("word/_rels/document.xml.rels", "rId50", "chart", "charts/chart1.xml")};
  parts.insert(parts.end(), more.begin(), more.end());
  return test::docx(body, parts);
}

std::vector<std::string> mistakes(const std::string& bytes, const Row& root = data()) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile("", "t.docx", bytes, shape(), out);
  if (compiled) compiled->render(root, out);
  std::vector<std::string> lines;
  for (const auto& finding : out.sorted()) lines.push_back(finding.rule + ": " + finding.message.ru);
  return lines;
}

const std::string kBars = plot("barChart", series(0, "Ряд 1"));

TEST_CASE("docx chart: without a workbook gets one") {
  const auto package = made(data(), {}, docx_with("{{results:chart:series=Доля}}", kBars));
  check_seen(package, "'' ''\n  barChart Доля 0.0 Первая=0.8, Вторая=0.93, <Третья>=1\n");
}

TEST_CASE("docx chart: options choose and order the columns") {
  const auto package =
      made(data(), {}, docx_with("Итог {{results:диаграмма:ряды=«План, Выполнено»:категории=Доля}}", kBars));
  check_seen(package,
             "'Итог' ''\n  barChart План 0.0 0.8=15, 0.93=7.5, 1=None\n"
             "  barChart Выполнено 0.0 0.8=12, 0.93=7, 1=0\n");
}

TEST_CASE("docx chart: of old programs' branch is the same chart") {
  const auto both =
      "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">@</mc:Choice><mc:Fallback>%</mc:Fallback>"
      "</mc:AlternateContent></w:r></w:p>";
  const auto package = made(data(), {}, docx_with("{{results:chart}}", kBars, both));
  CHECK_EQ(count(test::part_of(package), "r:id=\"rId50\""), 2);
  CHECK_EQ(parts_of(package).size(), 3);
}

TEST_CASE("docx chart: markers in its words alone are filled, in the row of their section") {
  const auto title =
      "<c:title><c:tx><c:rich><a:p><a:r><a:t>{{name}} за {{year}}</a:t></a:r></a:p></c:rich></c:tx>"
      "</c:title>" +
      kBars;
  const auto alone = made(data(), {}, docx_with("", title));
  CHECK(has(test::part_of(alone, "word/charts/chart1.xml"), "<a:t>Все за 2020</a:t>"));
  const auto repeated = made(data(), {},
                             docx_with("", title,
                                       "<w:p><w:r><w:t>{{#schools}}</w:t></w:r></w:p><w:p><w:r>@</w:r></w:p>"
                                       "<w:p><w:r><w:t>{{/schools}}</w:t></w:r></w:p>"));
  CHECK(has(test::part_of(repeated, "word/charts/chart1.xml"), "<a:t>Школа № 1 за 2020</a:t>"));
  CHECK(has(test::part_of(repeated, "word/charts/chart2.xml"),
            "<a:t>Гимназия «Радуга» &amp; Ко за 2020</a:t>"));
}

TEST_CASE("docx chart: text boxes on a chart are filled for each repetition") {
  const std::string shapes = "<c:userShapes xmlns:c=\"" + std::string(kC) + "\" xmlns:a=\"" + kA +
                             "\"><a:p><a:r><a:t>{{name}}</a:t></a:r></a:p></c:userShapes>";
  const auto package =
      made(data(), {},
           docx_with("", kBars,
                     "<w:p><w:r><w:t>{{#schools}}</w:t></w:r></w:p><w:p><w:r>@</w:r></w:p><w:p><w:r><w:t>"
                     "{{/schools}}</w:t></w:r></w:p>",
                     {{"word/drawings/drawing1.xml",
                       "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml", shapes},
                      relations("word/charts/_rels/chart1.xml.rels", "rId1", "chartUserShapes",
                                "../drawings/drawing1.xml")}));
  CHECK(has(test::part_of(package, "word/drawings/drawing1.xml"), "<a:t>Школа № 1</a:t>"));
  CHECK(has(test::part_of(package, "word/drawings/drawing2.xml"), "<a:t>Гимназия «Радуга» &amp; Ко</a:t>"));
  CHECK(has(test::part_of(package, "word/charts/_rels/chart2.xml.rels"), "drawings/drawing2.xml"));
}

TEST_CASE("docx chart: a linked workbook gives way to an embedded one") {
  const auto area = kBars +
                    "</c:plotArea></c:chart><c:externalData r:id=\"rId1\" xmlns:r=\"http://schemas."
                    "openxmlformats.org/officeDocument/2006/relationships\"/><c:chart><c:plotArea>";
  const auto package =
      made(data(), {"external-content: документ берёт содержимое извне: «file:///C:/План.xlsx»"},
           docx_with("{{results:chart:series=Доля}}", area, "",
                     {relations("word/charts/_rels/chart1.xml.rels", "rId1", "oleObject",
                                "file:///C:/План.xlsx", " TargetMode=\"External\"")}));
  CHECK_FALSE(has(test::part_of(package, "word/charts/_rels/chart1.xml.rels"), "External"));
  check_seen(package, "'' ''\n  barChart Доля 0.0 Первая=0.8, Вторая=0.93, <Третья>=1\n");
}

TEST_CASE("docx chart: in a header") {
  const std::string header =
      "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://"
      "schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas."
      "openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><w:p><w:r><w:drawing><wp:inline><wp:docPr "
      "id=\"7\" name=\"Д\" title=\"{{results:chart:series=Доля}}\"/><c:chart xmlns:c=\"" +
      std::string(kC) + "\" r:id=\"rId1\"/></wp:inline></w:drawing></w:r></w:p></w:hdr>";
  const auto package =
      made(data(), {},
           docx_with("", kBars, "<w:p><w:r><w:t>{{year}}</w:t></w:r></w:p>",
                     {{"word/header1.xml",
                       "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml", header},
                      relations("word/_rels/header1.xml.rels", "rId1", "chart", "charts/chart1.xml")}));
  CHECK(has(test::part_of(package, "word/charts/chart1.xml"), "<c:v>0.93</c:v>"));
  CHECK(has(test::part_of(package, "word/header1.xml"), "title=\"\""));
  CHECK(has(test::part_of(package, "word/header1.xml"), "r:id=\"rId1\""));
}

TEST_CASE("docx chart: mistakes of the template") {
  const auto found = [](const std::string& description, const std::string& area = kBars) {
    const auto all = mistakes(docx_with(description, area));
    CHECK_EQ(all.size(), 1);
    return all.empty() ? "" : all.front();
  };
  CHECK_EQ(found("{{year:chart}}"), "value-as-section: `year` — значение, а диаграмме нужен список");
  CHECK_EQ(found("{{results:chart:series=Выполено}}"),
           "unknown-field: у списка `results` нет столбца `Выполено`");
  CHECK_EQ(found("{{results:chart:series=Школа}}"),
           "chart-of-text: в столбце `Школа` не числа, ряда из него не выйдет");
  CHECK_EQ(found("{{texts:chart}}"),
           "chart-of-text: в списке `texts` нет столбцов с числами, диаграмме нечего показать");
  CHECK_EQ(found("{{results:chart:colour=red}}"), "bad-chart-option: у `chart` нет параметра `colour`");
  CHECK_EQ(found("{{results:chart:names=my}}"), "bad-chart-option: `names` не бывает «my»");
  CHECK_EQ(found("{{results:chart=5}}"), "bad-chart-option: у `chart` нет значения: «5»");
  CHECK_EQ(found("{{results:chart}}", plot("bubbleChart", series(0, "а"))),
           "chart-kind: пузырьковую диаграмму заполнить нельзя: у её точек по два числа");
  CHECK_EQ(found("", "<c:title><a:p><a:r><a:t>{{nam}}</a:t></a:r></a:p></c:title>" + kBars),
           "unknown-field: в данных нет поля `nam`");
}

TEST_CASE("docx chart: markers that stand where no chart is") {
  CHECK_EQ(mistakes(test::docx(test::paragraph({"{{results:chart}}"}))),
           std::vector<std::string>{"embed-place: диаграмму здесь не вставить"});
  const auto drawing = [](const std::string& data) {
    return test::docx(
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"5\" name=\"Д\" descr=\"{{results:chart}}\"/>"
        "<a:graphic><a:graphicData>" +
        data + "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>");
  };
  CHECK_EQ(mistakes(drawing("")),
           std::vector<std::string>{"embed-place: метка диаграммы стоит в описании того, что не диаграмма"});
  CHECK_EQ(
      mistakes(drawing("<cx:chart xmlns:cx=\"cx\" r:id=\"rId4\"/>")),
      std::vector<std::string>{"chart-kind: диаграмму этого вида (водопад, воронка, гистограмма, карта…) "
                               "заполнить нельзя"});
  CHECK_EQ(mistakes(drawing("<c:chart xmlns:c=\"c\" r:id=\"rId4\"/>")),
           std::vector<std::string>{"chart-kind: в шаблоне нет части с этой диаграммой, или она повреждена"});
}

TEST_CASE("docx chart: mistakes of the data") {
  auto root = data();
  root.sections[0][1].values[2] = std::string("семь");
  CHECK_EQ(mistakes(docx_with("{{results:chart}}", kBars), root),
           std::vector<std::string>{
               "chart-of-text: `План`, строка 2: «семь» — не число, на диаграмме его не показать"});
  root.sections[0][1].values[2] = std::numeric_limits<double>::infinity();
  CHECK_EQ(mistakes(docx_with("{{results:chart}}", kBars), root),
           std::vector<std::string>{
               "chart-of-text: `План`, строка 2: число бесконечно, на диаграмме его не показать"});
  CHECK_EQ(mistakes(docx_with("{{results:chart}}", "<c:pieChart>" + series(0, "а") + "</c:pieChart>")),
           std::vector<std::string>{
               "chart-series-left-out: `results`: диаграмма этого вида показывает рядов: 1, в "
               "данных их 3, остальные не показаны"});
}

TEST_CASE("docx chart: without rows") {
  auto root = data();
  root.sections[0].clear();
  const auto package = made(root, {}, docx_with("{{results:chart:series=Доля}}", kBars));
  check_seen(package, "'' ''\n  barChart Доля 0.0 \n");
}

}  // namespace
}  // namespace svodka::render
