#include "render/tables_fixture.h"

// Sections over pages: breaks of pages and of sections (w:sectPr) in them.
namespace svodka::render {
namespace {

using test::paragraph;

const Row kData = table_data({"рус", "мат"}, {school("С", "1"), school("Ю", "2")});

std::string header(const std::string& id) {
  return "<w:headerReference w:type=\"default\" r:id=\"" + id + "\"/>";
}

// A paragraph that ends pages of the given kind.
std::string page_end(const std::string& settings, const std::string& words = "") {
  return "<w:p><w:pPr><w:sectPr>" + settings + "</w:sectPr></w:pPr>" +
         (words.empty() ? "" : "<w:r><w:t>" + words + "</w:t></w:r>") + "</w:p>";
}

const std::string kWide = "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
                  kTall = "<w:pgSz w:w=\"1\" w:h=\"2\"/>";

std::string whole(const std::string& body) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile("", "t.docx", test::docx(body), table_shape(), out);
  INFO(lines_of(out));
  REQUIRE(compiled);
  const auto package = compiled->render(kData, out);
  CHECK(out.empty());
  CHECK_EQ(test::faults_of(package), "");
  const auto xml = test::part_of(package);
  const auto begin = xml.find("<w:body>") + 8;
  return xml.substr(begin, xml.find("</w:body>") - begin);
}

std::string settings(const std::string& inside) { return "<w:sectPr>" + inside + "</w:sectPr>"; }
const std::string kOwn = settings("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>");

std::string words(const std::string& text) {
  return "<w:p><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

TEST_CASE(
    "scope: a page break before, in a run or a paragraph of its own is repeated with what it stands in") {
  const std::string before = "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t xml:space=\"preserve\">";
  CHECK_EQ(whole(paragraph({"{{#schools}}"}) + before + "{{name}}</w:t></w:r></w:p>" +
                 paragraph({"{{/schools}}"})),
           before + "1</w:t></w:r></w:p>" + before + "2</w:t></w:r></w:p>" + kOwn);
  const std::string run = "<w:p><w:r><w:br w:type=\"page\"/></w:r><w:r><w:t xml:space=\"preserve\">";
  CHECK_EQ(
      whole(paragraph({"{{#schools}}"}) + run + "{{name}}</w:t></w:r></w:p>" + paragraph({"{{/schools}}"})),
      run + "1</w:t></w:r></w:p>" + run + "2</w:t></w:r></w:p>" + kOwn);
}

TEST_CASE("scope: a page of its own kind that is left out leaves no break behind") {
  const auto shown = [](const std::string& condition) {
    return whole(words("начало") + page_end(kTall) + paragraph({"{{#" + condition + "}}"}) +
                 words("приложение") + page_end(kWide) + paragraph({"{{/" + condition + "}}"}) +
                 words("конец"));
  };
  CHECK_EQ(shown("empty"), words("начало") + page_end(kTall) + words("конец") + kOwn);
  CHECK_EQ(shown("plan"),
           words("начало") + page_end(kTall) + words("приложение") + page_end(kWide) + words("конец") + kOwn);
}

TEST_CASE("scope: nor when the end of the section stands in the paragraph of the break") {
  const auto shown = [](const std::string& condition) {
    return whole(words("начало") + page_end(kTall) + paragraph({"{{#" + condition + "}}"}) +
                 words("приложение") + page_end(kWide, "{{/" + condition + "}}") + words("конец"));
  };
  CHECK_EQ(shown("empty"), words("начало") + page_end(kTall) + words("конец") + kOwn);
  CHECK(shown("plan").find(kWide) != std::string::npos);
  CHECK_EQ(
      whole(paragraph({"{{#empty}}"}) + words("обложка") + page_end(kWide, "{{/empty}}") + words("конец")),
      words("конец") + kOwn);
  CHECK(whole(words("до") + paragraph({"{{#empty}}"}) + words("нет") + page_end(kWide, "{{/empty}}") +
              words("конец"))
            .find(kWide) != std::string::npos);
}

TEST_CASE("scope: pages of a list at the end of the document leave no empty page after the last") {
  const std::string empty = "<w:p><w:pPr></w:pPr></w:p>";
  CHECK_EQ(
      whole(paragraph({"{{#schools}}"}) + words("{{name}}") + page_end(kWide) + paragraph({"{{/schools}}"})),
      words("1") + page_end(kWide) + words("2") + empty + settings(kWide));
  CHECK_EQ(whole(paragraph({"{{#schools}}"}) + words("{{name}}") + page_end(kWide) +
                 paragraph({"{{/schools}}"}) + words("конец")),
           words("1") + page_end(kWide) + words("2") + page_end(kWide) + words("конец") + kOwn);
  CHECK_EQ(whole(words("до") + paragraph({"{{#none}}"}) + words("{{x}}") + page_end(kWide) +
                 paragraph({"{{/none}}"})),
           words("до") + kOwn);
}

TEST_CASE("scope: pages keep their headers when the pages that they took them from are left out") {
  const auto body = paragraph({"{{#empty}}"}) + page_end(header("rId1") + kWide, "обложка") +
                    paragraph({"{{/empty}}"}) + page_end(kTall, "текст") + words("конец");
  const auto made = whole(body);
  CHECK(made.find("<w:sectPr>" + header("rId1") + kTall) != std::string::npos);
  CHECK(made.find("<w:sectPr>" + header("rId1") + "<w:pgSz w:w=\"11906\"") != std::string::npos);
  CHECK(whole(page_end(header("rId1"), "a") + paragraph({"{{plan}}"}))
            .find("<w:sectPr><w:pgSz w:w=\"11906\"") != std::string::npos);
}

}  // namespace
}  // namespace svodka::render
