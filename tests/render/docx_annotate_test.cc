#include "render/word/docx_annotate.h"

#include "render/docx_fixture.h"

namespace svodka::render {
namespace {

const std::string kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A copy of the template with comments at what compiling it finds wrong.
std::string annotated(const std::string& source) {
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", source, shape(), out));
  const auto copy = annotate_docx(source, out.in_order(), Language::kRussian);
  REQUIRE(copy);
  CHECK_EQ(test::faults_of(*copy), "");
  return *copy;
}

bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("annotate: each mistake has a comment at its words") {
  const auto copy =
      annotated(test::docx(paragraph({"Начало"}) + paragraph({"Это ", "{{titel}}", " и {{nn}}"})));
  const auto comments = test::part_of(copy, "word/comments1.xml"), document = test::part_of(copy);
  CHECK(contains(comments, "Ошибка: в данных нет поля `titel`"));
  CHECK(contains(comments, "возможно, `title`"));
  CHECK(contains(comments, "Ошибка: в данных нет поля `nn`"));
  CHECK(contains(document, "<w:commentRangeStart w:id=\"0\"/>"));
  CHECK(contains(document, "<w:commentReference w:id=\"1\"/>"));
  CHECK(document.find("Начало") < document.find("<w:commentRangeStart"));
  CHECK(contains(test::part_of(copy, "word/_rels/document.xml.rels"), "Target=\"comments1.xml\""));
  CHECK(contains(test::part_of(copy, "[Content_Types].xml"), "/word/comments1.xml"));
  CHECK(test::text_of(copy) == "Начало\nЭто {{titel}} и {{nn}}\n");
}

TEST_CASE("annotate: a mistake in a header is said at the first paragraph, with its place") {
  const auto copy = annotated(test::docx(
      paragraph({"{{title}}"}),
      {{"word/header1.xml", kWord + "header+xml", "<w:hdr NS>" + paragraph({"{{zzz}}"}) + "</w:hdr>"}}));
  CHECK(
      contains(test::part_of(copy, "word/comments1.xml"), "Ошибка (word/header1.xml, абзац 1 «{{zzz}}»): "));
}

TEST_CASE("annotate: comments that are there already stay") {
  const auto copy = annotated(test::docx(
      paragraph({"{{zzz}}"}),
      {{"word/comments.xml", kWord + "comments+xml",
        "<w:comments NS><w:comment "
        "w:id=\"7\"><w:p><w:r><w:t>моё</w:t></w:r></w:p></w:comment></w:comments>"},
       {"word/_rels/document.xml.rels", "application/vnd.openxmlformats-package.relationships+xml",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" "
        "Target=\"comments.xml\"/></Relationships>"}}));
  const auto comments = test::part_of(copy, "word/comments.xml");
  CHECK(contains(comments, "моё"));
  CHECK(contains(comments, "w:id=\"8\""));
}

TEST_CASE("annotate: what is no Word document is left alone") {
  CHECK_FALSE(annotate_docx("просто текст", {}, Language::kRussian));
}

}  // namespace svodka::render
