#include "render/word/wordml_links.h"

#include <doctest/doctest.h>

#include "docx_fixture.h"

namespace svodka::render {
namespace {

std::string run(const std::string& words) {
  return "<w:r><w:t xml:space=\"preserve\">" + words + "</w:t></w:r>";
}
std::string bookmark(const std::string& name, const std::string& words) {
  return "<w:bookmarkStart w:id=\"1\" w:name=\"" + name + "\"/>" + run(words) + "<w:bookmarkEnd w:id=\"1\"/>";
}
std::string link(const std::string& name, const std::string& words) {
  return "<w:hyperlink w:anchor=\"" + name + "\">" + run(words) + "</w:hyperlink>";
}
std::string field(const std::string& code) {
  return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> " + code +
         " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + run("1") +
         "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
}
std::string in_schools(const std::string& runs) {
  return test::paragraph({"{{#schools}}"}) + "<w:p>" + runs + "</w:p>" + test::paragraph({"{{/schools}}"});
}

// Names of bookmarks as "[name]" and what refers to them, in the order of the text.
std::string names(const std::string& xml) {
  std::string out;
  for (auto at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const auto value = [&](const std::string& key) {
      const auto begin = xml.find(key, at) + key.size();
      return xml.substr(begin, xml.find_first_of("\"<", begin) - begin);
    };
    const auto starts = [&](const char* name) { return xml.compare(at, std::strlen(name), name) == 0; };
    if (starts("<w:bookmarkStart")) out += "[" + value("w:name=\"") + "] ";
    if (starts("<w:hyperlink")) out += value("w:anchor=\"") + " ";
    if (starts("<w:instrText")) out += value(">");
  }
  return out;
}
std::string names_in(const std::string& body) { return names(test::part_of(made(body))); }

TEST_CASE("a reference in a repeated section leads to the bookmark of its own repetition") {
  CHECK_EQ(names_in(in_schools(bookmark("школа", "{{name}}") + link("школа", "выше"))),
           "[школа] школа [школа_2] школа_2 ");
  CHECK_EQ(names_in(in_schools(link("школа", "ниже") + bookmark("школа", "{{name}}"))),
           "школа [школа] школа_2 [школа_2] ");
}

TEST_CASE("fields refer as links do") {
  CHECK_EQ(names_in(in_schools(bookmark("a", "{{name}}") + field("REF a \\h") + field("PAGEREF a") +
                               field("NOTEREF a \\h") + field("HYPERLINK \\l \"a\""))),
           "[a]  REF a \\h  PAGEREF a  NOTEREF a \\h  HYPERLINK \\l "
           "[a_2]  REF a_2 \\h  PAGEREF a_2  NOTEREF a_2 \\h  HYPERLINK \\l ");
  const auto local =
      test::part_of(made(in_schools(bookmark("a", "{{name}}") + field("HYPERLINK \\l \"a\""))));
  CHECK(local.find("HYPERLINK \\l \"a_2\"") != std::string::npos);
  const auto simple = "<w:fldSimple w:instr=\" REF &quot;a&quot; \\h \">" + run("1") + "</w:fldSimple>";
  const auto xml = test::part_of(made(in_schools(bookmark("a", "{{name}}") + simple)));
  CHECK(xml.find("w:instr=\" REF &quot;a_2&quot; \\h \"") != std::string::npos);
}

TEST_CASE("a reference from outside leads to the first bookmark, one to the outside stays") {
  CHECK_EQ(names_in("<w:p>" + link("a", "вниз") + bookmark("b", "{{title}}") + "</w:p>" +
                    in_schools(bookmark("a", "{{name}}") + link("b", "вверх")) + "<w:p>" +
                    link("a", "вверх") + "</w:p>"),
           "a [b] [a] b [a_2] b a ");
}

TEST_CASE("a reference finds its bookmark through sections inside and around") {
  const auto inner = test::paragraph({"{{#lessons}}"}) + "<w:p>" + run("{{hour}}") + link("a", "к школе") +
                     bookmark("b", "урок") + link("b", "к уроку") + "</w:p>" +
                     test::paragraph({"{{/lessons}}"});
  CHECK_EQ(names_in(test::paragraph({"{{#schools}}"}) + "<w:p>" + bookmark("a", "{{name}}") +
                    link("b", "урок") + "</w:p>" + inner + test::paragraph({"{{/schools}}"})),
           "[a] b a [b] b a [b_2] b_2 [a_2] b ");
}

TEST_CASE("fields that neither refer nor count stay as they are, byte for byte") {
  const auto fields = field("PAGE") + field("NUMPAGES \\* MERGEFORMAT") + field("DATE \\@ \"dd.MM.yyyy\"") +
                      field("REF нигде \\h");
  const auto xml = test::part_of(made(in_schools(bookmark("a", "{{name}}") + fields)));
  const auto first = xml.find(fields);
  REQUIRE(first != std::string::npos);
  CHECK(xml.find(fields, first + 1) != std::string::npos);
}

}  // namespace
}  // namespace svodka::render
