#include "render/wordml_contents.h"

#include <doctest/doctest.h>

#include "docx_fixture.h"

namespace svodka::render {
namespace {

// Styles as Word in Russian saves them: ids are numbers, names are English.
const test::Part kStyles{
    "word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "<w:styles NS>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/>"
    "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"a\"/>"
    "<w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"a5\"><w:name w:val=\"Приложение\"/><w:basedOn w:val=\"1\"/>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"a7\"><w:name w:val=\"Особый, стиль\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"11\"><w:name w:val=\"toc 1\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"21\"><w:name w:val=\"toc 2\"/>"
    "<w:pPr><w:ind w:left=\"220\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"af\"><w:name w:val=\"table of figures\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"a3\"><w:name w:val=\"Hyperlink\"/></w:style>"
    "</w:styles>"};

std::string field_mark(const char* kind) {
  return "<w:r><w:fldChar w:fldCharType=\"" + std::string(kind) + "\"/></w:r>";
}
std::string code(const std::string& words) {
  return "<w:r><w:instrText xml:space=\"preserve\"> " + words + " </w:instrText></w:r>";
}
std::string begin(const std::string& words) {
  return field_mark("begin") + code(words) + field_mark("separate");
}

std::string styled(const std::string& style, const std::string& runs) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr>" + runs + "</w:p>";
}
std::string run(const std::string& words) {
  return "<w:r><w:t xml:space=\"preserve\">" + words + "</w:t></w:r>";
}
std::string heading(const std::string& style, const std::string& words) { return styled(style, run(words)); }

// An entry as Word writes it, its words in bold so that its look can be told.
std::string entry(const std::string& style, const std::string& anchor, const std::string& words,
                  const std::string& page, const std::string& before = "") {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + style +
         "\"/><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9345\"/></w:tabs></w:pPr>" + before +
         "<w:hyperlink w:anchor=\"" + anchor + "\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"a3\"/><w:b/>"
         "</w:rPr><w:t>" + words + "</w:t></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:tab/></w:r>" +
         begin("PAGEREF " + anchor + " \\h") + "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>" + page +
         "</w:t></w:r>" + field_mark("end") + "</w:hyperlink></w:p>";
}

const std::string kEnd = "<w:p>" + field_mark("end") + "</w:p>";

std::string anchored(const std::string& style, const std::string& anchor, const std::string& words) {
  return styled(style, "<w:bookmarkStart w:id=\"7\" w:name=\"" + anchor + "\"/>" + run(words) +
                           "<w:bookmarkEnd w:id=\"7\"/>");
}

// Word's table of contents over a section that the data repeats twice.
std::string document(const std::string& codes = "TOC \\o \"1-2\" \\h \\z \\u") {
  return entry("11", "_Toc1", "Введение", "2", begin(codes)) + entry("11", "_Toc2", "{{name}}", "3") +
         entry("21", "_Toc3", "Итоги", "4") + kEnd + anchored("1", "_Toc1", "Введение") +
         test::paragraph({"{{#schools}}"}) + anchored("1", "_Toc2", "Школа {{name}}") +
         heading("2", "Итоги") + test::paragraph({"Учеников {{pupils}}"}) + test::paragraph({"{{/schools}}"});
}

struct NamedEntry {
  std::string style, text, anchor;
};

std::string lines(const std::string& body, const std::vector<test::Part>& parts = {kStyles}) {
  return test::text_of(made(body, parts));
}

TEST_CASE("entries follow the headings that the data has made") {
  CHECK_EQ(lines(document()),
           "Введение\\t2\nШкола Первая\\t3\nИтоги\\t4\nШкола Вторая\\t3\nИтоги\\t4\n\n"
           "Введение\nШкола Первая\nИтоги\nУчеников 10\nШкола Вторая\nИтоги\nУчеников 20\n");
}

}  // namespace
}  // namespace svodka::render
