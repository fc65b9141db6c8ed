#include "render/word/rich_text.h"

#include "render/docx_fixture.h"
#include "render/expand/link.h"

namespace svodka::render {
namespace {

const std::string kStyles =
    R"(<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="character" w:styleId="a7"><w:name w:val="Hyperlink"/></w:style>
<w:style w:type="table" w:styleId="a9"><w:name w:val="Table Grid"/></w:style></w:styles>)";

struct Written {
  std::string xml;
  std::vector<std::string> problems;
};

Written written(const std::string& markdown, const std::string& styles = "",
                const RichTextPlace& place = {}) {
  NumberingEditor numbering("");
  Written out;
  out.xml = rich_blocks(markdown, rich_text_styles(styles), place, numbering,
                        [&](const char* rule, Text, Text) { out.problems.emplace_back(rule); });
  return out;
}

bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

std::string text_run(const std::string& properties, const std::string& text) {
  return "<w:r>" + (properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>") +
         "<w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
}

}  // namespace

TEST_CASE("rich text: bold, italic and struck words are runs with these properties") {
  CHECK_EQ(written("Это **важно**, *тут* и ~~там~~").xml,
           "<w:p>" + text_run("", "Это ") + text_run("<w:b/><w:bCs/>", "важно") + text_run("", ", ") +
               text_run("<w:i/><w:iCs/>", "тут") + text_run("", " и ") + text_run("<w:strike/>", "там") +
               "</w:p>");
}

TEST_CASE("rich text: paragraphs look like the marker's") {
  const RichTextPlace place{"<w:pPr><w:jc w:val=\"both\"/></w:pPr>", "<w:rPr><w:sz w:val=\"28\"/></w:rPr>",
                            1};
  CHECK_EQ(written("Раз\n\n**Два**", "", place).xml,
           "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>" + text_run("<w:sz w:val=\"28\"/>", "Раз") +
               "</w:p><w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>" +
               text_run("<w:sz w:val=\"28\"/><w:b/><w:bCs/>", "Два") + "</w:p>");
}

TEST_CASE("rich text: headings take the template's styles, whatever their ids") {
  CHECK_EQ(written("# Итоги", kStyles).xml,
           "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" + text_run("", "Итоги") + "</w:p>");
  CHECK_EQ(written("# Итоги", kStyles, {"", "", 2}).xml,
           "<w:p><w:pPr><w:pStyle w:val=\"2\"/></w:pPr>" + text_run("", "Итоги") + "</w:p>");
  CHECK_EQ(written("# Итоги").xml, "<w:p>" + text_run("<w:b/><w:bCs/>", "Итоги") + "</w:p>");
}

TEST_CASE("rich text: each list has a number of its own, levels are indented by it") {
  NumberingEditor numbering("");
  const auto xml = rich_blocks("1. раз\n2. два\n   - внутри\n\nслова\n\n3. три", rich_text_styles(kStyles),
                               {}, numbering, [](const char*, Text, Text) {});
  CHECK(contains(xml,
                 "<w:p><w:pPr><w:pStyle w:val=\"a5\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
                 "w:val=\"1\"/></w:numPr></w:pPr>" +
                     text_run("", "раз")));
  CHECK(contains(xml,
                 "<w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>" + text_run("", "внутри")));
  CHECK(contains(xml, "<w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>" + text_run("", "три")));
  const auto lists = numbering.xml();
  CHECK(contains(lists,
                 "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
                 "w:ilvl=\"0\"><w:startOverride w:val=\"3\"/>"));
  CHECK(lists.rfind("<w:abstractNum ") < lists.find("<w:num "));
}

TEST_CASE("rich text: a table has a heading row that repeats, and its columns' alignment") {
  const auto xml = written("| Школа | Учеников |\n|---|--:|\n| Первая | 10 |", kStyles).xml;
  CHECK(contains(xml, "<w:tblStyle w:val=\"a9\"/>"));
  CHECK(contains(xml, "<w:tr><w:trPr><w:tblHeader/></w:trPr>"));
  CHECK(contains(xml, "<w:jc w:val=\"right\"/></w:pPr>" + text_run("", "10")));
  CHECK(contains(written("| a |\n|---|\n| b |").xml, "<w:insideH w:val=\"single\""));
}

TEST_CASE("rich text: a link is a field, what is no address stays text and is said") {
  const auto good = written("[сайт](https://school.ru/?a=1&b=\"2)", kStyles);
  CHECK(contains(good.xml,
                 "<w:fldSimple w:instr=\" HYPERLINK &quot;https://school.ru/?a=1&amp;b=%222&quot; \">"));
  CHECK(contains(good.xml, "<w:rStyle w:val=\"a7\"/>"));
  CHECK(good.problems.empty());
  for (const char* bad : {"[x](javascript:alert)", "[x](file:///etc/passwd)", "[x](\\\\server\\a)"}) {
    INFO(bad);
    const auto refused = written(bad);
    CHECK(refused.problems == std::vector<std::string>{"unsafe-link"});
    CHECK_FALSE(contains(refused.xml, "HYPERLINK"));
  }
}

TEST_CASE("rich text: markup in the text is text") {
  CHECK(contains(written("a <w:t>b</w:t> & c").xml, "&lt;w:t&gt;"));
  CHECK(contains(written("<script>x</script>").xml, "&lt;script&gt;x&lt;/script&gt;"));
  CHECK(written("![схема](a.png)").problems == std::vector<std::string>{"markdown-image"});
}

TEST_CASE("links: addresses as people write them") {
  CHECK_EQ(safe_link("www.school.ru").value_or(""), "http://www.school.ru");
  CHECK_EQ(safe_link("школа1.рф/новости").value_or(""), "http://школа1.рф/новости");
  CHECK_EQ(safe_link(" imc@mail.ru ").value_or(""), "mailto:imc@mail.ru");
  CHECK_EQ(safe_link("HTTPS://a.ru").value_or(""), "HTTPS://a.ru");
  CHECK_EQ(safe_link("#итоги").value_or(""), "#итоги");
  for (const char* bad :
       {"", "нет", "javascript:x", "file:///a", "http://", "\\\\server", "data:text/html,x"})
    CHECK_FALSE(safe_link(bad));
}

TEST_CASE("docx: Markdown in a paragraph of its own becomes paragraphs, in a sentence runs") {
  const auto of = [](const std::string& body, const std::string& value) {
    Diagnostics out;
    const Shape text{{{"v", ColumnType::kText}}, {}};
    const auto compiled = DocxTemplate::compile("", "t.docx", test::docx(body), text, out);
    REQUIRE(compiled);
    const auto package = compiled->render({{value}, {}}, out);
    CHECK(out.empty());
    CHECK_EQ(test::faults_of(package), "");
    return package;
  };
  const auto blocks =
      of(paragraph({"до"}) + paragraph({"{{v:markdown}}"}) + paragraph({"после"}), "Раз\n\n- два\n- три");
  CHECK_EQ(test::text_of(blocks), "до\nРаз\nдва\nтри\nпосле\n");
  CHECK(contains(test::part_of(blocks, "word/_rels/document.xml.rels"), "relationships/numbering"));
  CHECK(contains(test::part_of(blocks, "word/numbering1.xml"), "<w:num w:numId=\"1\">"));
  CHECK_EQ(test::text_of(of(paragraph({"Итак: {{v:markdown}}."}), "**да**\n\n1. раз\n2. два")),
           "Итак: да\\n1. раз\\n2. два.\n");
  CHECK(contains(test::part_of(of(table({row({paragraph({"{{v:markdown}}"})})}), "| a |\n|---|\n| b |")),
                 "</w:tbl><w:p/></w:tc>"));
  CHECK_EQ(test::text_of(of(paragraph({"до"}) + paragraph({"{{v:markdown}}"}), "")), "до\n");
}

TEST_CASE("docx: a value becomes a link with its own or with given words") {
  const Shape text{{{"site", ColumnType::kText}}, {}};
  const auto of = [&](const std::string& body, const std::string& value,
                      std::vector<std::string> rules = {}) {
    Diagnostics out;
    const auto compiled = DocxTemplate::compile("", "t.docx", test::docx(body), text, out);
    REQUIRE(compiled);
    const auto package = compiled->render({{value}, {}}, out);
    std::vector<std::string> found;
    for (const auto& finding : out.in_order()) found.push_back(finding.rule);
    CHECK(found == rules);
    return package;
  };
  const auto made = of(paragraph({"См. {{site:link=\"Сайт школы\"}}!"}), "school.ru");
  CHECK_EQ(test::text_of(made), "См. Сайт школы!\n");
  CHECK(contains(test::part_of(made), "HYPERLINK &quot;http://school.ru&quot;"));
  CHECK_EQ(test::text_of(of(paragraph({"{{site:link}}"}), "a@b.ru")), "a@b.ru\n");
  of(paragraph({"{{site:ссылка}}"}), "javascript:x", {"unsafe-link"});
}

TEST_CASE("docx: a wrong place or option of rich text is found when compiling") {
  CHECK_EQ(mistakes(paragraph({"{{title:markdown:headings=12}}"})).front(),
           "t.docx: word/document.xml, абзац 1 «{{title:markdown:headings=12}}»: bad-modifier");
  CHECK_EQ(mistakes(paragraph({"{{title:link:upper}}"})).front(),
           "t.docx: word/document.xml, абзац 1 «{{title:link:upper}}»: bad-modifier");
}

TEST_CASE("docx: a list counts anew in each repetition when its section says so") {
  const std::string numbering =
      "<w:numbering NS><w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:start "
      "w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
      "<w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId "
      "w:val=\"4\"/></w:num></w:numbering>";
  const std::string item =
      "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
      "w:val=\"7\"/></w:numPr></w:pPr><w:r><w:t>{{#lessons}}{{hour}}{{/lessons}}</w:t></w:r></w:p>";
  const std::vector<test::Part> parts{
      {"word/numbering.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
       numbering},
      {"word/_rels/document.xml.rels", "application/vnd.openxmlformats-package.relationships+xml",
       "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
       "Id=\"rId1\" "
       "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" "
       "Target=\"numbering.xml\"/></Relationships>"}};
  const auto with = [&](const std::string& option) {
    return made(paragraph({"{{#schools" + option + "}}"}) + item + paragraph({"{{/schools}}"}), parts);
  };
  const auto anew = with(":restart");
  CHECK(contains(test::part_of(anew), "<w:numId w:val=\"8\"/>"));
  CHECK_FALSE(contains(test::part_of(anew), "<w:numId w:val=\"7\"/>"));
  CHECK(contains(test::part_of(anew, "word/numbering.xml"),
                 "<w:num w:numId=\"8\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride "
                 "w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>"));
  CHECK_FALSE(contains(test::part_of(anew), "svodka-restart"));
  const auto on = with("");
  CHECK(contains(test::part_of(on), "<w:numId w:val=\"7\"/>"));
  CHECK_FALSE(contains(test::part_of(on, "word/numbering.xml"), "w:numId=\"8\""));
}

}  // namespace svodka::render
