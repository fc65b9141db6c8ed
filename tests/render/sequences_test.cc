#include "render/docx_fixture.h"
#include "render/word/wordml_sequences.h"

namespace svodka::render {
namespace {

std::string caption(const std::string& code, const std::string& shown) {
  return "<w:p><w:r><w:t xml:space=\"preserve\">Рисунок </w:t></w:r><w:r><w:fldChar "
         "w:fldCharType=\"begin\"/></w:r><w:r>"
         "<w:instrText xml:space=\"preserve\"> " +
         code +
         " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
         "<w:r><w:t>" +
         shown +
         "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t xml:space=\"preserve\"> "
         "{{name}}</w:t></w:r></w:p>";
}

std::string repeated(const std::string& inside) {
  return paragraph({"{{#schools}}"}) + inside + paragraph({"{{/schools}}"});
}

}  // namespace

TEST_CASE("sequences: captions in a repeated section are numbered on") {
  CHECK_EQ(filled(repeated(caption("SEQ Рисунок \\* ARABIC", "1"))), "Рисунок 1 Первая\nРисунок 2 Вторая\n");
  CHECK_EQ(filled(repeated(caption("SEQ Рисунок \\* ROMAN", "I"))), "Рисунок I Первая\nРисунок II Вторая\n");
  CHECK_EQ(filled(repeated(caption("SEQ Рисунок \\r 5", "5"))), "Рисунок 5 Первая\nРисунок 5 Вторая\n");
  CHECK_EQ(filled(repeated(
               "<w:p><w:fldSimple w:instr=\" SEQ Таблица \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>")),
           "1\n2\n");
}

TEST_CASE("sequences: each has its own numbers, one that goes by headings is left to Word") {
  CHECK_EQ(filled(repeated(caption("SEQ Рисунок", "1") + caption("SEQ Таблица", "1"))),
           "Рисунок 1 Первая\nРисунок 1 Первая\nРисунок 2 Вторая\nРисунок 2 Вторая\n");
  CHECK_EQ(filled(repeated(caption("SEQ Рисунок \\s 1", "1"))), "Рисунок 1 Первая\nРисунок 1 Вторая\n");
}

TEST_CASE("sequences: a template without sections keeps its fields byte for byte") {
  CHECK_FALSE(has_sequences("<w:instrText> SEQ Рисунок </w:instrText>{{V1}}"));
  CHECK(has_sequences("{{#S0}}<w:instrText> SEQ Рисунок </w:instrText>{{/S0}}"));
}

}  // namespace svodka::render
