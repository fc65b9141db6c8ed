#include <doctest/doctest.h>

#include "base/files.h"
#include "package/zip.h"
#include "render/docx_fixture.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// What breaks document engines, case by case.
namespace svodka::render {
namespace {

const std::string kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const std::string kRelations = "application/vnd.openxmlformats-package.relationships+xml";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

int count(const std::string& text, const std::string& words) {
  int n = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + words.size())) ++n;
  return n;
}

test::Part relations(const std::string& inside) {
  return {"word/_rels/document.xml.rels", kRelations,
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + inside +
              "</Relationships>"};
}

std::string merged(const std::string& kind, const std::string& words) {
  return "<w:tc><w:tcPr><w:vMerge" + (kind.empty() ? "" : " w:val=\"" + kind + "\"") + "/></w:tcPr>" +
         paragraph({words}) + "</w:tc>";
}

TEST_CASE("docx: bookmarks and comments that begin or end inside a marker stay whole") {
  const auto xml = test::part_of(
      made("<w:p><w:r><w:t>{{ti</w:t></w:r><w:bookmarkStart w:id=\"7\" w:name=\"here\"/><w:commentRangeStart "
           "w:id=\"1\"/><w:r><w:rPr><w:b/></w:rPr><w:t>tle}} и </w:t></w:r>"
           "<w:bookmarkEnd w:id=\"7\"/><w:commentRangeEnd w:id=\"1\"/><w:r><w:t>далее</w:t></w:r></w:p>"));
  CHECK(contains(xml,
                 "Отчёт</w:t></w:r><w:bookmarkStart w:id=\"7\" w:name=\"here\"/><w:commentRangeStart "
                 "w:id=\"1\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> и </w:t>"));
  CHECK(contains(xml, "<w:commentRangeEnd w:id=\"1\"/>"));
}

TEST_CASE("docx: a marker that a tab or the paragraph's end breaks is a mistake with its place") {
  CHECK_EQ(mistakes(paragraph({"Итого {{ti"}) + paragraph({"tle}} всего"})),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «Итого {{ti»: unclosed-marker"});
  CHECK_EQ(mistakes("<w:p><w:r><w:t>{{title</w:t><w:tab/><w:t>}}</w:t></w:r></w:p>"),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «{{title }}»: broken-marker"});
}

TEST_CASE("docx: markers in formulas are filled, also when runs cut them, a mistake there is told") {
  const auto formula = [](const std::string& runs) {
    return "<w:p><m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">" + runs +
           "</m:oMath></w:p>";
  };
  const auto xml =
      test::part_of(made(formula("<m:r><m:t>x={{ti</m:t></m:r><m:r><m:t>tle}}%</m:t></m:r>"
                                 "<m:r><m:t>{{#schools}}{{name}}+{{/schools}}</m:t></m:r>")));
  CHECK(contains(xml, ">x=Отчёт</m:t></m:r><m:r><m:t xml:space=\"preserve\">%</m:t></m:r>"));
  CHECK(contains(xml, ">Первая+Вторая+</m:t></m:r></m:oMath>"));
  CHECK_EQ(mistakes(formula("<m:r><m:t>{{titel}}</m:t></m:r>")),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «{{titel}}»: unknown-field"});
}

TEST_CASE("docx: merged cells are copied with their rows") {
  const auto two_rows = "<w:tr>" + merged("restart", "{{#schools}}{{name}}") + cell(paragraph({"план"})) +
                        "</w:tr><w:tr>" + merged("", "") + cell(paragraph({"{{pupils}}{{/schools}}"})) +
                        "</w:tr>";
  const auto xml = test::part_of(made(table({row({"a", "b"}), two_rows})));
  CHECK_EQ(count(xml, "w:val=\"restart\""), 2);
  CHECK_EQ(count(xml, "<w:vMerge/>"), 2);
  const auto group = "<w:tr>" + merged("restart", "{{#schools}}{{name}}") + cell(paragraph({"часы"})) +
                     "</w:tr><w:tr>" + merged("", "{{#lessons}}") +
                     cell(paragraph({"{{hour}}{{/lessons}}"})) + "</w:tr><w:tr>" +
                     merged("", "{{/schools}}") + cell("<w:p/>") + "</w:tr>";
  CHECK_EQ(filled(table({group}) + paragraph({"."})), "Первая | часы\n | 1\n | 2\nВторая | часы\n.\n");
}

TEST_CASE("docx: what an empty list leaves: a header row, no table, no row, no paragraph") {
  CHECK_EQ(
      filled(table({row({"a", "b"}), row({"{{#none}}", ""}), row({"{{x}}", ""}), row({"{{/none}}", ""})}) +
             paragraph({"."})),
      "a | b\n.\n");
  CHECK_EQ(
      filled(table({row({"{{#none}}", ""}), row({"{{x}}", ""}), row({"{{/none}}", ""})}) + paragraph({"."})),
      ".\n");
  CHECK_EQ(
      filled(table({row({"{{#none}}{{x}}", "{{/none}}"}), row({"{{#schools}}{{name}}", "{{/schools}}"})}) +
             paragraph({"."})),
      "Первая | \nВторая | \n.\n");
}

TEST_CASE("docx: paragraphs whose sections all come to nothing are gone, others stay") {
  CHECK_EQ(filled(paragraph({"{{#empty}}a{{/empty}} {{#none}}b{{/none}}"}) + paragraph({"."})), ".\n");
  CHECK_EQ(filled(paragraph({"{{#none}}{{#x}}a{{/x}}{{/none}}"}) +
                  paragraph({"{{#schools}}{{#empty}}b{{/empty}}{{/schools}}"}) + paragraph({"."})),
           ".\n");
  CHECK_EQ(filled(paragraph({"{{empty}}"}) + "<w:p/>" + paragraph({"{{#empty}}a{{/empty}}:"})), "\n\n:\n");
  CHECK_EQ(filled("<w:p><w:r><w:t>{{#n}}</w:t></w:r><w:r><w:br "
                  "w:type=\"page\"/></w:r><w:r><w:t>{{/n}}</w:t></w:r></w:p>"),
           "\\n\n");
}

TEST_CASE("docx: a paragraph of a comment alone is gone") {
  CHECK_EQ(filled(paragraph({"{{! для редактора: ", "сверить}}"}) + paragraph({"a{{! тут }}b"})), "ab\n");
  CHECK_EQ(filled(table({row({"{{! одна }}", "b"})}) + paragraph({"."})), " | b\n.\n");
}

TEST_CASE("docx: cells, headers, notes, text boxes and controls keep a paragraph whatever the data") {
  const std::string gone = paragraph({"{{#empty}}"}) + paragraph({"нет"}) + paragraph({"{{/empty}}"});
  const std::string box = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + gone +
                          "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>";
  const auto package =
      made(box + "<w:sdt><w:sdtContent>" + gone + "</w:sdtContent></w:sdt>" +
               table({row({gone, paragraph({"{{#empty}}x{{/empty}}"})})}),
           {{"word/header1.xml", kWord + "header+xml", "<w:hdr NS>" + gone + "</w:hdr>"},
            {"word/footnotes.xml", kWord + "footnotes+xml",
             "<w:footnotes NS><w:footnote w:id=\"1\">" + gone + "</w:footnote></w:footnotes>"}});
  CHECK(contains(test::part_of(package), "<w:txbxContent><w:p/></w:txbxContent>"));
  CHECK(contains(test::part_of(package), "<w:sdtContent><w:p/></w:sdtContent>"));
  CHECK(contains(test::part_of(package), "</w:tcPr><w:p/></w:tc>"));
  CHECK(contains(test::part_of(package, "word/header1.xml"), "<w:p/></w:hdr>"));
  CHECK_EQ(test::faults_of(package, "word/header1.xml"), "");
  CHECK(contains(test::part_of(package, "word/footnotes.xml"), "<w:footnote w:id=\"1\"><w:p/></w:footnote>"));
}

TEST_CASE("docx: a body that is all sections may come to nothing") {
  CHECK_EQ(filled(paragraph({"{{#empty}}"}) + paragraph({"нет"}) + paragraph({"{{/empty}}"})), "\n");
}

TEST_CASE(
    "docx: page and section breaks: between items and not after the last, whole when a page is left out") {
  const std::string page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
  CHECK_EQ(
      filled(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) + paragraph({"{{#schools_separator}}"}) +
             page + paragraph({"{{/schools_separator}}"}) + paragraph({"{{/schools}}"})),
      "Первая\n\\n\nВторая\n");
  CHECK_EQ(filled(paragraph({"a"}) + paragraph({"{{#empty}}"}) + page + paragraph({"приложение"}) +
                  paragraph({"{{/empty}}"})),
           "a\n");
  const std::string landscape =
      "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" "
      "w:orient=\"landscape\"/></w:sectPr></w:pPr></w:p>";
  CHECK_EQ(count(test::part_of(made(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) + landscape +
                                    paragraph({"{{/schools}}"}) + paragraph({"."}))),
                 "landscape"),
           2);
}

TEST_CASE("docx: tables that the template keeps apart do not fuse, tables that it joins are left alone") {
  const auto one = table({row({"a", "b"})});
  CHECK_EQ(filled(one + paragraph({"{{#empty}}"}) + paragraph({"нет"}) + paragraph({"{{/empty}}"}) + one +
                  paragraph({"."})),
           "a | b\n\na | b\n.\n");
  CHECK_EQ(filled(one + paragraph({"{{#empty}}нет{{/empty}}"}) + one + paragraph({"."})),
           "a | b\n\na | b\n.\n");
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + one + paragraph({"{{/schools}}"}) + paragraph({"."})),
           "a | b\n\na | b\n.\n");
  CHECK_EQ(filled(one + paragraph({"{{#n}}"}) + paragraph({"да"}) + paragraph({"{{/n}}"}) + one +
                  paragraph({"."})),
           "a | b\nда\na | b\n.\n");
  Diagnostics out;
  const auto compiled = DocxTemplate::compile(
      "", "t.docx", test::docx(one + one + paragraph({"{{#n}}да{{/n}}"})), shape(), out);
  REQUIRE(compiled);
  CHECK(contains(test::part_of(compiled->render(data(), out)), "</w:tbl><w:tbl>"));
}

TEST_CASE("docx: a section round a table, a row of sections in it, tables in cells") {
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) +
                  table({row({"час", ""}), row({"{{#lessons}}{{hour}}", "{{/lessons}}"})}) +
                  paragraph({"{{/schools}}"}) + paragraph({"."})),
           "Первая\nчас | \n1 | \n2 | \nВторая\nчас | \n.\n");
  const auto inner = table({row({"{{#lessons}}{{hour}}", "{{/lessons}}"})});
  CHECK_EQ(
      filled(table({row({"{{#schools}}{{name}}", inner + paragraph({"{{/schools}}"})})}) + paragraph({"."})),
      "Первая | 1 | /2 | /\nВторая | \n.\n");
}

TEST_CASE("docx: sections whose ends stand in different tables, cells or levels are refused") {
  const auto scope = [](int n, const std::string& words) {
    return std::vector<std::string>{"t.docx: word/document.xml, абзац " + std::to_string(n) + " «" + words +
                                    "»: section-scope"};
  };
  CHECK_EQ(
      mistakes(table({row({"{{#schools}}", "a"})}) + paragraph({"."}) + table({row({"{{/schools}}", "b"})})),
      scope(1, "{{#schools}}"));
  CHECK_EQ(mistakes(table({row({"{{#schools}}", "a"})}) + paragraph({"{{/schools}}"})),
           scope(1, "{{#schools}}"));
  CHECK_EQ(mistakes("<w:sdt><w:sdtContent>" + paragraph({"{{#schools}}"}) + "</w:sdtContent></w:sdt>" +
                    paragraph({"{{/schools}}"})),
           scope(1, "{{#schools}}"));
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile(
      "", "t.docx", test::docx(table({row({"{{#schools}}", "a"})}) + paragraph({"{{/schools}}"})), shape(),
      out));
  CHECK_EQ(out.in_order().front().message.ru,
           "раздел `schools` начинается и кончается в разных частях таблицы или рамки");
  REQUIRE_EQ(out.in_order().front().related.size(), 1);
  CHECK_EQ(out.in_order().front().related.front().at.paragraph, 3);
}

TEST_CASE("docx: what is deleted or moved away with track changes is not in the marker") {
  CHECK_EQ(filled("<w:p><w:r><w:t>{{ti</w:t></w:r><w:del "
                  "w:id=\"1\"><w:r><w:tab/><w:delText>x</w:delText></w:r></w:del><w:moveFrom "
                  "w:id=\"2\"><w:r><w:t>y</w:t></w:r></w:moveFrom><w:r><w:t>tle}}</w:t></w:r></w:p>")
               .substr(0, 10),
           "Отчёт");
}

TEST_CASE("docx: a bookmark that begins in a paragraph of section markers stays") {
  const auto xml = test::part_of(made(
      "<w:p><w:bookmarkStart w:id=\"5\" w:name=\"m\"/><w:r><w:t>{{#n}}</w:t></w:r></w:p>" + paragraph({"a"}) +
      "<w:p><w:r><w:t>{{/n}}</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r><w:bookmarkEnd "
      "w:id=\"5\"/></w:p>"));
  CHECK(contains(xml, "w:name=\"m\"/>"));
  CHECK(contains(xml, "<w:bookmarkEnd "));
}

TEST_CASE("docx: no marker comes out of its section when the section's ends move") {
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) +
                  paragraph({"{{#lessons}}{{hour}} {{/lessons}}{{/schools}}"}) + paragraph({"."})),
           "Первая\n1 2 \nВторая\n.\n");
  CHECK_EQ(filled(paragraph({"{{#schools}}{{#lessons}}{{hour}} {{/lessons}}"}) +
                  paragraph({"{{name}}{{/schools}}"}) + paragraph({"."})),
           "1 2 \nПервая\nВторая\n.\n");
  CHECK_EQ(filled(paragraph({"a{{^none}} {{#schools}}"}) + paragraph({" "}) +
                  paragraph({" {{^note}}{{/note}}{{/schools}}{{/none}}"}) + paragraph({"."})),
           "a \n \n \n.\n");
}

TEST_CASE("docx: a row of section ends and comments goes with the paragraphs in it") {
  CHECK_EQ(filled(table({row({paragraph({"{{#schools}}"}) + paragraph({"{{! начало }}"}), "{{! пусто }}"}),
                         row({"{{name}}", "b"}), row({"{{/schools}}", ""})}) +
                  paragraph({"."})),
           "Первая | b\nВторая | b\n.\n");
}

TEST_CASE("docx: text boxes are filled in the place where they stand, in both their forms, and listed once") {
  const auto content = [](const std::string& words) {
    return "<w:txbxContent>" + paragraph({words}) + "</w:txbxContent>";
  };
  const auto box =
      "<w:p><w:r><w:t>{{#schools}}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice "
      "Requires=\"wps\"><w:drawing><wp:inline><wp:docPr id=\"3\" name=\"Надпись\"/><wps:txbx>" +
      content("{{name}}") + "</wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>" +
      content("{{name}}") +
      "</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>{{/schools}}</w:t></w:r></w:p>";
  Diagnostics out;
  const auto compiled = DocxTemplate::compile("", "t.docx", test::docx(box), shape(), out);
  REQUIRE(compiled);
  const auto package = compiled->render(data(), out);
  CHECK_EQ(test::faults_of(package), "");
  CHECK_EQ(count(test::part_of(package), "Первая"), 2);
  CHECK_EQ(count(test::part_of(package), "Вторая"), 2);
  CHECK_EQ(compiled->uses().size(), 2);
}

TEST_CASE("docx: repeated pictures, bookmarks, comments and paragraphs have ids of their own") {
  const auto item =
      "<w:p w14:paraId=\"0A\" w14:textId=\"77\"><w:bookmarkStart w:id=\"5\" "
      "w:name=\"m\"/><w:commentRangeStart w:id=\"0\"/><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" "
      "name=\"p\" descr=\"{{name}} &amp; др.\"/>"
      "</wp:inline></w:drawing></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference "
      "w:id=\"0\"/></w:r><w:bookmarkEnd w:id=\"5\"/></w:p>";
  const auto xml = test::part_of(made(paragraph({"{{#schools}}"}) + item + paragraph({"{{/schools}}"})));
  CHECK(contains(xml, "<w:bookmarkStart w:id=\"0\" w:name=\"m\"/>"));
  CHECK(contains(xml, "<w:bookmarkStart w:id=\"1\" w:name=\"m_2\"/>"));
  CHECK(contains(xml, "<wp:docPr id=\"2\" name=\"p\" descr=\"Вторая &amp; др.\"/>"));
  CHECK_EQ(count(xml, "<w:commentReference "), 1);
  CHECK_EQ(count(xml, "<w:commentRangeEnd "), 1);
}

TEST_CASE("docx: a bookmark that loses its other end in a hidden or repeated section goes") {
  const std::string start = "<w:p><w:bookmarkStart w:id=\"5\" w:name=\"m\"/><w:r><w:t>a</w:t></w:r></w:p>",
                    end = "<w:p><w:r><w:t>b</w:t></w:r><w:bookmarkEnd w:id=\"5\"/></w:p>";
  CHECK_EQ(filled(start + paragraph({"{{#empty}}"}) + end + paragraph({"{{/empty}}"}) + paragraph({"."})),
           "a\n.\n");
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + start + paragraph({"{{/schools}}"}) + end), "a\na\nb\n");
}

TEST_CASE("docx: field codes, attributes and addresses of links are filled, each escaped once") {
  const std::string code =
      "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> "
      "HYPERLINK \"http://x/?q={{ti</w:instrText></w:r><w:r><w:instrText>tle}}\" </w:instrText></w:r>"
      "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>сюда</w:t></w:r><w:r><w:fldChar "
      "w:fldCharType=\"end\"/></w:r></w:p>";
  const std::string link =
      "<w:p><w:r><w:t>{{#schools}}</w:t></w:r><w:hyperlink r:id=\"rId5\" "
      "w:history=\"1\"><w:r><w:t>{{name}}</w:t></w:r></w:hyperlink><w:r><w:t>{{/schools}}</w:t></w:r></w:p>";
  Diagnostics out;
  const auto compiled = DocxTemplate::compile(
      "", "t.docx",
      test::docx(code + link,
                 {relations("<Relationship Id=\"rId5\" Type=\"" + kOffice +
                            "hyperlink\" Target=\"http://site/%7b%7bname%7D%7D?a=%20&amp;b\" "
                            "TargetMode=\"External\"/><Relationship Id=\"rId6\" Type=\"" +
                            kOffice + "hyperlink\" Target=\"http://other/\" TargetMode=\"External\"/>")}),
      shape(), out);
  REQUIRE(compiled);
  auto row = data();
  row.values[0] = std::string("a \"b\" & <c>\\");
  const auto package = compiled->render(row, out);
  CHECK(out.empty());
  CHECK(contains(test::part_of(package),
                 "HYPERLINK \"http://x/?q=a%20%22b%22%20&amp;%20&lt;c&gt;%5C</w:instrText>"));
  CHECK(contains(test::part_of(package),
                 "<w:fldSimple w:instr=\" HYPERLINK &quot;http://site/Вторая?a=%20&amp;b&quot; \"><w:r><w:t "
                 "xml:space=\"preserve\">Вторая</w:t>"));
  const auto rels = test::part_of(package, "word/_rels/document.xml.rels");
  CHECK_FALSE(contains(rels, "rId5"));
  CHECK(contains(rels, "rId6"));
}

TEST_CASE("docx: a value that is a whole address leads where links may lead, and nowhere else") {
  const auto made_of = [](const std::string& value) {
    Diagnostics out;
    const auto compiled = DocxTemplate::compile(
        "", "t.docx",
        test::docx("<w:p><w:fldSimple w:instr=\" HYPERLINK &quot;{{title}}&quot; \"><w:r><w:t>1</w:t></w:r>"
                   "</w:fldSimple><w:hyperlink r:id=\"rId5\"><w:r><w:t>2</w:t></w:r></w:hyperlink></w:p>",
                   {relations("<Relationship Id=\"rId5\" Type=\"" + kOffice +
                              "hyperlink\" Target=\"{{title}}\" TargetMode=\"External\"/>")}),
        shape(), out);
    REQUIRE(compiled);
    auto row = data();
    row.values[0] = value;
    const auto xml = test::part_of(compiled->render(row, out));
    std::string rules;
    for (const auto& finding : out.in_order()) rules += finding.rule + " ";
    return std::pair(xml, rules);
  };
  const auto [good, none] = made_of("www.школа.рф/a b");
  CHECK_EQ(none, "");
  CHECK(contains(good, "HYPERLINK &quot;http://www.школа.рф/a%20b&quot;"));
  for (const char* bad : {"javascript:alert(1)", "file:///etc/passwd", "\\\\server\\a", "слова"}) {
    INFO(bad);
    const auto [xml, rules] = made_of(bad);
    CHECK_EQ(rules, "unsafe-link unsafe-link ");
    CHECK_FALSE(contains(xml, "javascript"));
    CHECK_FALSE(contains(xml, "passwd"));
    CHECK_FALSE(contains(xml, "server"));
  }
}

TEST_CASE("docx: no value goes into the code of a field that loads or runs something") {
  const auto field = [](const std::string& code) {
    return "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>" + code +
           "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
  };
  for (const char* code : {" INCLUDEPICTURE \"{{title}}\" ", " includetext {{title}} ", " DDEAUTO {{title}} ",
                           " LINK Excel.Sheet.8 \"{{title}}\" ", "{{title}}", " HYPER{{title}} "}) {
    INFO(code);
    REQUIRE_EQ(mistakes(field(code)).size(), 1);
    CHECK(mistakes(field(code)).front().ends_with(": field-code"));
  }
  for (const char* code : {" SEQ {{title}} ", " REF {{title}} \\h ", " = {{n}} + 1 ",
                           " HYPERLINK \\l \"{{title}}\" ", " HYPERLINK \"http://a.ru/{{title}}\" "}) {
    INFO(code);
    Diagnostics out;
    CHECK(DocxTemplate::compile("", "t.docx", test::docx(field(code)), shape(), out));
    CHECK(out.empty());
  }
}

TEST_CASE("docx: sections work neither in attributes nor in field codes") {
  CHECK_EQ(
      mistakes("<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"{{#n}}да{{/n}}\"/></w:drawing></w:r></w:p>")
          .front(),
      "t.docx: word/document.xml, абзац 1 «{{#n}}да{{/n}}»: section-scope");
  CHECK_EQ(mistakes("<w:p><w:r><w:instrText>{{#n}}да{{/n}}</w:instrText></w:r></w:p>").front(),
           "t.docx: word/document.xml, абзац 1 «{{#n}}да{{/n}}»: section-scope");
  CHECK_EQ(mistakes("<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"{{titel}}\"/></w:drawing></w:r></w:p>"),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «{{titel}}»: unknown-field"});
}

TEST_CASE("docx: a section of the document's properties stays in one of them") {
  CHECK_EQ(mistakes("", {{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
                          "<cp:coreProperties xmlns:cp=\"c\" "
                          "xmlns:dc=\"d\"><dc:title>{{#n}}a</dc:title><dc:subject>b{{/n}}</dc:subject></"
                          "cp:coreProperties>"}}),
           std::vector<std::string>{"t.docx: docProps/core.xml, абзац 1 «{{#n}}a»: section-scope"});
}

TEST_CASE(
    "docx: text may be CDATA, cut by comments, laid out with spaces; instructions of others do not matter") {
  CHECK_EQ(filled("<w:p><w:r><w:t><![CDATA[{{ti]]><!-- x -->tle}}!</w:t></w:r></w:p>"), "Отчёт!\n");
  CHECK_EQ(filled("\n <w:tbl>\n <w:tblPr/>\n <w:tblGrid/>\n <w:tr>\n <w:tc>\n " +
                  paragraph({"{{#none}}{{x}}{{/none}}"}) + "\n </w:tc>\n </w:tr>\n <w:tr><w:tc>" +
                  paragraph({"{{#none}}"}) + "</w:tc><w:tc>" + paragraph({"{{/none}}"}) +
                  "</w:tc></w:tr>\n</w:tbl>\n" + paragraph({"."})),
           "\n.\n");
  CHECK_EQ(filled("<w:p><?svodka V999?><?svodka-fix /cell?><w:r><w:t>{{title}}</w:t></w:r></w:p>"),
           "Отчёт\n");
}

TEST_CASE("docx: hostile parts are refused with the reason") {
  const auto rule = [](const std::string& xml) {
    Diagnostics out;
    CHECK_FALSE(DocxTemplate::compile(
        "", "t.docx", test::docx("<w:p/>", {{"word/header1.xml", kWord + "header+xml", xml}}), shape(), out));
    return out.in_order().front().rule;
  };
  CHECK_EQ(rule("<!DOCTYPE w:hdr [<!ENTITY a \"{{n}}\">]><w:hdr/>"), "unsafe-package");
  std::string deep = "{{n}}";
  for (int i = 0; i < 300; ++i) deep = "<w:x>" + deep + "</w:x>";
  CHECK_EQ(rule("<w:hdr>" + deep + "</w:hdr>"), "package-too-large");
  CHECK_EQ(rule("<w:hdr>{{n}}\xC3</w:hdr>"), "damaged-package");
  CHECK_EQ(rule("<w:hdr>{{n}}"), "damaged-package");
  CHECK_EQ(rule("<ns0:hdr>{{n}}</ns0:hdr>"), "unusual-word-document");
}

TEST_CASE("docx: macros are refused however the package declares them") {
  Diagnostics out;
  auto entries = package::read_zip("t.docx", test::docx("<w:p/>"), out);
  REQUIRE(entries);
  entries->push_back(package::deflate("word/vbaProject.bin", "x"));
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", package::write_zip(*entries), shape(), out));
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order().front().message.ru, "в шаблоне есть макросы, такие файлы не принимаются");
}

TEST_CASE(
    "docx: content from outside is a warning, the name of the template it was made from is taken away") {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile(
      "", "t.docx",
      test::docx(paragraph({"{{n}}"}),
                 {relations("<Relationship Id=\"rId1\" Type=\"" + kOffice +
                            "oleObject\" Target=\"http://x/a.bin\" TargetMode=\"External\"/>"),
                  {"word/settings.xml", kWord + "settings+xml",
                   "<w:settings NS><w:attachedTemplate r:id=\"rId1\"/><w:zoom/></w:settings>"},
                  {"word/_rels/settings.xml.rels", kRelations,
                   "<Relationships><Relationship Id=\"rId1\" Type=\"" + kOffice +
                       "attachedTemplate\" Target=\"file:///C:/Users/ivanov/Normal.dotm\" "
                       "TargetMode=\"External\"/></Relationships>"}}),
      shape(), out);
  REQUIRE(compiled);
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK(out.in_order().front().severity == Severity::kWarning);
  CHECK_EQ(to_string(out.in_order().front().at, Language::kRussian), "t.docx: word/_rels/document.xml.rels");
  CHECK_EQ(out.in_order().front().message.ru, "документ берёт содержимое извне: «http://x/a.bin»");
  const auto package = compiled->render(data(), out);
  CHECK_FALSE(contains(test::part_of(package, "word/settings.xml"), "attachedTemplate"));
  CHECK_FALSE(contains(test::part_of(package, "word/_rels/settings.xml.rels"), "ivanov"));
}

TEST_CASE("docx: parts without markers keep their compressed bytes, in their order") {
  Diagnostics out;
  const auto source =
      test::docx(paragraph({"{{title}}"}),
                 {{"word/styles.xml", kWord + "styles+xml", "<w:styles  NS><!-- {{n}} --></w:styles >"}});
  const auto compiled = DocxTemplate::compile("", "t.docx", source, shape(), out);
  REQUIRE(compiled);
  const auto before = package::read_zip("t.docx", source, out),
             after = package::read_zip("t.docx", compiled->render(data(), out), out);
  REQUIRE((before && after));
  REQUIRE_EQ(before->size(), after->size());
  for (std::size_t i = 0; i < before->size(); ++i) {
    CHECK_EQ((*before)[i].name, (*after)[i].name);
    if ((*before)[i].name != "word/document.xml") CHECK_EQ((*before)[i].stored, (*after)[i].stored);
  }
}

TEST_CASE("docx: paragraphs beside sections stay as they are, byte for byte") {
  const std::string kept =
      "<w:p w:rsidR=\"00A\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t xml:space=\"preserve\"> a  b "
      "</w:t></w:r><w:r><w:t>c&amp;d</w:t></w:r></w:p>";
  CHECK(
      contains(test::part_of(made(paragraph({"{{#n}}"}) + kept + paragraph({"{{/n}}"}))), "<w:body>" + kept));
}

TEST_CASE("docx: instructions of the engine's own name in the properties mean nothing") {
  const auto package =
      made(paragraph({"{{title}}"}),
           {{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
             "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><?svodka 77?><dc:title>{{title}}<?svodka 78?>"
             "</dc:title></cp:coreProperties>"}});
  CHECK(contains(test::part_of(package, "docProps/core.xml"), "<dc:title>Отчёт</dc:title>"));
}

TEST_CASE("docx: python-docx opens what was made") {
  const test::TempFolder folder;
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import docx'").code != 0) {
    MESSAGE("python3-docx is not installed: skipped");
    return;
  }
  write_file_atomically(
      folder.path() / "a.docx",
      made(paragraph({"{{#schools}}{{name}};{{/schools}}"}) +
           table({row({"Школа", "Учеников"}), row({"{{#schools}}{{name}}", "{{pupils}}{{/schools}}"})})));
  const auto result =
      test::shell(folder.path(),
                  "/usr/bin/python3 -c \"import docx; d = docx.Document('a.docx'); print([p.text for p in "
                  "d.paragraphs], [[c.text for c in r.cells] for r in d.tables[0].rows])\"");
  CHECK_EQ(result.output,
           "['Первая;Вторая;', ''] [['Школа', 'Учеников'], ['Первая', '10'], ['Вторая', '20']]\n");
}

}  // namespace
}  // namespace svodka::render
