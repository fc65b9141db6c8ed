#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <regex>

#include "base/files.h"
#include "package/zip.h"
#include "render/chart_fixture.h"
#include "render/word/docx.h"
#include "support/docx.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;

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

// What python-docx and openpyxl see (docx_chart_read.py), which also compare the caches with the workbooks.
void check_seen(const std::string& package, const std::string& expected) {
  const test::TempFolder folder;
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import docx, openpyxl'").code != 0) {
    MESSAGE("python3-docx or python3-openpyxl is not installed: skipped");
    return;
  }
  write_file_in_place(folder.path() / "a.docx", package);
  CHECK_EQ(test::shell(folder.path(), std::string("/usr/bin/python3 ") + SVODKA_TESTS_DIR +
                                          "/render/docx_chart_read.py a.docx 2>&1")
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
