#include "render/word/docx.h"

#include <doctest/doctest.h>

#include "render/docx_fixture.h"

namespace svodka::render {
namespace {

TEST_CASE("docx: a marker cut into runs is healed and takes the format of its first character") {
  const auto package = made(
      "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{</w:t></w:r><w:proofErr "
      "w:type=\"spellStart\"/><w:r><w:t>{ti</w:t></w:r><w:r><w:rPr><w:lang w:val=\"ru-RU\"/>"
      "</w:rPr><w:t>tle}</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"b\"/><w:r><w:t "
      "xml:space=\"preserve\">} и ещё</w:t></w:r><w:bookmarkEnd w:id=\"0\"/></w:p>");
  CHECK_EQ(test::text_of(package), "Отчёт и ещё\n");
  const auto xml = test::part_of(package);
  CHECK(xml.find("<w:b/></w:rPr><w:t xml:space=\"preserve\">Отчёт</w:t>") != std::string::npos);
}

TEST_CASE("docx: two markers share a run, quotes, spaces and soft hyphens of an editor do not matter") {
  CHECK_EQ(filled(paragraph({"{{title", "}} в {{", "n}}"})), "Отчёт в 3\n");
  CHECK_EQ(filled(paragraph({"{{ ti\u00ADtle\u00A0}}"})), "Отчёт\n");
  CHECK_EQ(filled(paragraph({"{{empty:default=„нет“}} {{n:plural=«школа,школы,школ»}}"})),
           "нет 3\u00A0школы\n");
}

TEST_CASE("docx: spaces round a marker stay, none appear") {
  CHECK_EQ(
      filled("<w:p><w:r><w:t xml:space=\"preserve\">  a </w:t></w:r><w:r><w:t>{{title}}</w:t></w:r><w:r><w:t "
             "xml:space=\"preserve\"> b  </w:t></w:r></w:p>"),
      "  a Отчёт b  \n");
}

TEST_CASE("docx: inserted text counts, deleted does not, links and controls are filled") {
  CHECK_EQ(
      filled("<w:p><w:ins w:id=\"1\"><w:r><w:t>{{ti</w:t></w:r></w:ins><w:del "
             "w:id=\"2\"><w:r><w:delText>{{x}}</w:delText></w:r></w:del><w:r><w:t>tle}}</w:t></w:r></w:p>"),
      "Отчёт\n");
  CHECK_EQ(filled("<w:p><w:hyperlink><w:r><w:t>{{title}}</w:t></w:r></w:hyperlink></w:p>"), "Отчёт\n");
  CHECK_EQ(filled("<w:sdt><w:sdtContent>" + paragraph({"{{title}}"}) + "</w:sdtContent></w:sdt>"), "Отчёт\n");
}

TEST_CASE("docx: values are text: markup, braces, line breaks and tabs") {
  Diagnostics out;
  const auto compiled =
      DocxTemplate::compile("", "t.docx", test::docx(paragraph({"[{{title}}]"})), shape(), out);
  REQUIRE(compiled);
  auto row = data();
  row.values[0] = std::string("<b> & \"{{n}}\"\nвторая\tстрока");
  const auto package = compiled->render(row, out);
  CHECK_EQ(test::text_of(package), "[<b> & \"{{n}}\"\\nвторая\\tстрока]\n");
  CHECK_EQ(test::faults_of(package), "");
}

TEST_CASE("docx: braces that are no markers stay") {
  CHECK_EQ(filled(paragraph({"{ x } } {"}) + paragraph({"{{{title}}}"}) + paragraph({"\\{{title}} "})),
           "{ x } } {\n{Отчёт}\n{{title}} \n");
}

TEST_CASE("docx: a section inside one paragraph repeats its runs, with a separator") {
  CHECK_EQ(filled(paragraph({"Школы: {{#schools}}", "{{name}}",
                             "{{#schools_separator}}, {{/schools_separator}}{{/schools}}."})),
           "Школы: Первая, Вторая.\n");
  CHECK_EQ(filled("<w:p><w:r><w:t>a{{#n}}</w:t></w:r><w:hyperlink><w:r><w:t>b</w:t></w:r></"
                  "w:hyperlink><w:r><w:t>{{/n}}c</w:t></w:r></w:p>"),
           "abc\n");
  CHECK_EQ(
      filled(paragraph({"{{#schools}}{{#note}}{{name}}{{/note}}{{^note}}({{name}}){{/note}} {{/schools}}!"})),
      "Первая (Вторая) !\n");
}

TEST_CASE("docx: paragraphs between two marker paragraphs repeat, the markers' own disappear") {
  CHECK_EQ(filled(paragraph({"до"}) + paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) +
                  paragraph({"—"}) + paragraph({"{{/schools}}"}) + paragraph({"после"})),
           "до\nПервая\n—\nВторая\n—\nпосле\n");
  CHECK_EQ(filled(paragraph({"{{#schools}}{{name}}:"}) + paragraph({"{{pupils}}{{/schools}}"})),
           "Первая:\n10\nВторая:\n20\n");
  CHECK_EQ(
      filled(paragraph({"Список{{#schools}}"}) + paragraph({"{{name}}"}) + paragraph({"{{/schools}}Конец"})),
      "Список\nПервая\nВторая\nКонец\n");
}

TEST_CASE("docx: nested sections over paragraphs") {
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) + paragraph({"{{#lessons}}"}) +
                  paragraph({"{{name}} {{hour}}"}) + paragraph({"{{/lessons}}{{^lessons}}"}) +
                  paragraph({"нет"}) + paragraph({"{{/lessons}}{{/schools}}"})),
           "Первая\nПервая 1\nПервая 2\nВторая\nнет\n");
}

// (A table at the end of the body is followed by an empty paragraph: Word wants one there.)
TEST_CASE("docx: a section from a row's first cell to its last repeats the row, nested rows too") {
  CHECK_EQ(filled(table({row({"Школа", "Учеников"}), row({"{{#schools}}{{name}}", "{{pupils}}{{/schools}}"}),
                         row({"Итого", "{{n}}"})})),
           "Школа | Учеников\nПервая | 10\nВторая | 20\nИтого | 3\n\n");
  CHECK_EQ(filled(table({row({"{{#schools}}{{name}}", ""}), row({"{{#lessons}}", "{{hour}}{{/lessons}}"}),
                         row({"конец", "{{/schools}}"})})),
           "Первая | \n | 1\n | 2\nконец | \nВторая | \nконец | \n\n");
}

TEST_CASE("docx: rows that hold only markers disappear") {
  CHECK_EQ(filled(table({row({"Школа", "Учеников"}), row({"{{#schools}}", ""}),
                         row({"{{name}}", "{{pupils}}"}), row({"{{/schools}}", ""})})),
           "Школа | Учеников\nПервая | 10\nВторая | 20\n\n");
}

TEST_CASE("docx: an empty list leaves the header, or no table at all") {
  CHECK_EQ(filled(table({row({"a", "b"}), row({"{{#none}}{{x}}", "{{/none}}"})})), "a | b\n\n");
  CHECK_EQ(filled(paragraph({"до"}) + table({row({"{{#none}}{{x}}", "{{/none}}"})}) + paragraph({"после"})),
           "до\nпосле\n");
}

TEST_CASE("docx: a cell, a table and nested tables as content of sections") {
  CHECK_EQ(filled(table({row(
               {paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) + paragraph({"{{/schools}}"}), "b"})})),
           "Первая/Вторая | b\n\n");
  CHECK_EQ(filled(table({row({paragraph({"{{#none}}"}) + paragraph({"{{x}}"}) + paragraph({"{{/none}}"}),
                              "{{#none}}{{x}}{{/none}}"})})),
           " | \n\n");
  CHECK_EQ(filled(paragraph({"{{#schools}}"}) + table({row({"{{name}}", "{{pupils}}"})}) +
                  paragraph({"{{/schools}}"})),
           "Первая | 10\n\nВторая | 20\n\n");
  const auto inner = table({row({"час", ""}), row({"{{#lessons}}{{hour}}", "{{/lessons}}"})}) + "<w:p/>";
  CHECK_EQ(filled(table({row({"{{#schools}}{{name}}", inner + paragraph({"{{/schools}}"})})})),
           "Первая | час | /1 | /2 | /\nВторая | час | /\n\n");
}

TEST_CASE("docx: a condition that is false takes its paragraphs with it, and what it stood alone in") {
  CHECK_EQ(filled(paragraph({"a"}) + paragraph({"{{#empty}}"}) + paragraph({"нет"}) +
                  paragraph({"{{/empty}}"}) + paragraph({"b"})),
           "a\nb\n");
  CHECK_EQ(filled(paragraph({"a"}) + paragraph({"{{#empty}}нет{{/empty}}"}) + paragraph({"b"})), "a\nb\n");
  CHECK_EQ(filled(paragraph({"a"}) + paragraph({"{{#none}}{{x}}, {{/none}}"}) + paragraph({"b"})), "a\nb\n");
  CHECK_EQ(filled(paragraph({"a"}) + paragraph({"{{#n}}да{{/n}}"}) +
                  paragraph({"{{#schools}}{{name}} {{/schools}}"})),
           "a\nда\nПервая Вторая \n");
}

TEST_CASE("docx: a section break in a marker's paragraph is kept when it ends something") {
  const std::string broken =
      "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"16838\" "
      "w:h=\"11906\"/></w:sectPr></w:pPr><w:r><w:t>{{/empty}}</w:t></w:r></w:p>";
  const auto package =
      made(paragraph({"a"}) + paragraph({"{{#empty}}"}) + paragraph({"нет"}) + broken + paragraph({"b"}));
  CHECK(test::part_of(package).find("w:w=\"16838\"") != std::string::npos);
}

TEST_CASE("docx: ids of what is repeated stay unique, bookmarks stay whole") {
  const auto picture =
      "<w:p><w:bookmarkStart w:id=\"5\" w:name=\"m\"/><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" "
      "name=\"p\"/></wp:inline></w:drawing></w:r><w:bookmarkEnd w:id=\"5\"/></w:p>";
  const auto xml = test::part_of(made(paragraph({"{{#schools}}"}) + picture + paragraph({"{{/schools}}"})));
  CHECK(xml.find("w:name=\"m_2\"") != std::string::npos);
}

TEST_CASE("docx: headers, footers and document properties are filled") {
  const std::string word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  const auto package = made(
      paragraph({"x"}),
      {{"word/header1.xml", word + "header+xml",
        "<w:hdr NS>" + paragraph({"{{title}} {{#schools}}{{name}};{{/schools}}"}) + "</w:hdr>"},
       {"word/footnotes.xml", word + "footnotes+xml",
        "<w:footnotes NS><w:footnote w:id=\"1\">" + paragraph({"{{n}}"}) + "</w:footnote></w:footnotes>"},
       {"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
        "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{{title}} &amp; "
        "{{n}}</dc:title></cp:coreProperties>"}});
  CHECK_EQ(test::text_of(package, "word/header1.xml"), "Отчёт Первая;Вторая;\n");
  CHECK(test::part_of(package, "word/footnotes.xml").find(">3<") != std::string::npos);
  CHECK(test::part_of(package, "docProps/core.xml").find("<dc:title>Отчёт &amp; 3</dc:title>") !=
        std::string::npos);
}

TEST_CASE("docx: all mistakes of a template at once, each with its paragraph and the words around") {
  const auto found = mistakes(paragraph({"Отчёт {{titel}} школы"}) + paragraph({"{{#schools}}{{pupils"}) +
                              paragraph({"{{/none}}"}) + table({row({"{{nam}}", "{{n:dat}}"})}));
  CHECK_EQ(found, std::vector<std::string>{
                      "t.docx: word/document.xml, абзац 1 «Отчёт {{titel}} школы»: unknown-field",
                      "t.docx: word/document.xml, абзац 2 «{{#schools}}{{pupils»: unclosed-marker",
                      "t.docx: word/document.xml, абзац 2 «{{#schools}}{{pupils»: unclosed-section",
                      "t.docx: word/document.xml, абзац 3 «{{/none}}»: unopened-section",
                      "t.docx: word/document.xml, абзац 4 «{{nam}}»: unknown-field",
                      "t.docx: word/document.xml, абзац 5 «{{n:dat}}»: bad-modifier",
                  });
  CHECK_EQ(mistakes("<w:p><w:r><w:t>{{ti</w:t><w:br/><w:t>tle}}</w:t></w:r></w:p>"),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «{{ti tle}}»: broken-marker"});
}

TEST_CASE("docx: a section that no element can hold is refused with both its places") {
  CHECK_EQ(mistakes(paragraph({"{{#schools}}"}) + table({row({"{{/schools}}", "b"})})),
           std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «{{#schools}}»: section-scope"});
  CHECK_EQ(
      mistakes(paragraph({"до {{#schools}} после"}) + paragraph({"{{/schools}}"})),
      std::vector<std::string>{"t.docx: word/document.xml, абзац 1 «до {{#schools}} после»: section-scope"});
}

TEST_CASE("docx: what is no Word document, or has macros, is refused with the reason") {
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", "просто текст", shape(), out));
  CHECK_EQ(out.in_order().back().rule, "not-a-package");
  CHECK_FALSE(DocxTemplate::compile(
      "", "t.docx", test::docx("", {{"word/vbaProject.bin", "application/vnd.ms-office.vbaProject", "x"}}),
      shape(), out));
  CHECK_EQ(out.in_order().back().rule, "macros-refused");
  auto bomb = test::docx("<!DOCTYPE x>{{n}}");
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", bomb, shape(), out));
}

TEST_CASE("docx: the same rows give the same bytes, parts without markers keep theirs") {
  const auto body = paragraph({"{{title}}"});
  CHECK_EQ(made(body), made(body));
}

}  // namespace
TEST_CASE("docx: braces on both sides of a comment are no marker") {
  CHECK(filled(paragraph({"{{{! заметка }}{/none}}", "{{n}}"})) == "{{/none}}3\n");
}

TEST_CASE("docx: properties of the company and of one's own are filled too") {
  const std::string type = "application/vnd.openxmlformats-officedocument.";
  const auto package =
      made(paragraph({"x"}),
           {{"docProps/app.xml", type + "extended-properties+xml",
             "<Properties xmlns=\"p\"><Company>{{title}}</Company><Pages>1</Pages></Properties>"},
            {"docProps/custom.xml", type + "custom-properties+xml",
             "<Properties xmlns=\"c\" xmlns:vt=\"t\"><property pid=\"2\" name=\"Номер\"><vt:lpwstr>№ "
             "{{n}}</vt:lpwstr>"
             "</property></Properties>"}});
  CHECK(test::part_of(package, "docProps/app.xml").find("<Company>Отчёт</Company>") != std::string::npos);
  CHECK(test::part_of(package, "docProps/custom.xml").find("<vt:lpwstr>№ 3</vt:lpwstr>") !=
        std::string::npos);
}

TEST_CASE("docx: a part in UTF-16 is a part like any other") {
  const std::string ascii =
      "<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:hdr xmlns:w=\"http://schemas.openxmlformats.org/"
      "wordprocessingml/2006/main\">" +
      paragraph({"[{{n}}]"}) + "</w:hdr>";
  std::string utf16 = "\xFF\xFE";
  for (const char c : ascii) utf16 += {c, '\0'};
  const auto package =
      made(paragraph({"x"}),
           {{"word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
             utf16}});
  CHECK(test::text_of(package, "word/header1.xml") == "[3]\n");
}

}  // namespace svodka::render
