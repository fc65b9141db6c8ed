#include "render/word/wordml_contents.h"

#include <doctest/doctest.h>

#include "docx_fixture.h"
#include "render/word/wordml_numbering.h"

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
         "<w:hyperlink w:anchor=\"" + anchor +
         "\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"a3\"/><w:b/>"
         "</w:rPr><w:t>" +
         words + "</w:t></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:tab/></w:r>" +
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

std::string lines(const std::string& body, const std::vector<test::Part>& parts = {kStyles}) {
  return test::text_of(made(body, parts));
}

TEST_CASE("entries follow the headings that the data has made") {
  CHECK_EQ(lines(document()),
           "Введение\\t2\nШкола Первая\\t3\nИтоги\\t4\nШкола Вторая\\t4\nИтоги\\t4\n\n"
           "Введение\nШкола Первая\nИтоги\nУчеников 10\nШкола Вторая\nИтоги\nУчеников 20\n");
}

// The XML between the first `from` and the next `to`.
std::string between(const std::string& xml, const std::string& from, const std::string& to) {
  const auto begin = xml.find(from);
  return begin == std::string::npos ? "" : xml.substr(begin, xml.find(to, begin) + to.size() - begin);
}
int count(const std::string& xml, const std::string& words) {
  int found = 0;
  for (auto at = xml.find(words); at != std::string::npos; at = xml.find(words, at + 1)) ++found;
  return found;
}
// Only the entries, joined by "; ".
std::string entries(const std::string& codes, const std::string& headings,
                    const std::vector<test::Part>& parts = {kStyles}) {
  auto text = test::text_of(made("<w:p>" + begin(codes) + run("Обновите") + field_mark("end") + "</w:p>" +
                                     test::paragraph({"{{title}}"}) + headings,
                                 parts));
  text = text.substr(0, text.find("Отчёт"));
  std::string out;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    const auto line = text.substr(at, text.find('\n', at) - at);
    out += (out.empty() ? "" : "; ") + line;
  }
  return out;
}

TEST_CASE("an entry looks as the template's own of its level") {
  const auto xml = test::part_of(made(document(), {kStyles}));
  const auto second = between(xml, "<w:hyperlink w:anchor=\"_Toc2_2\"", "</w:hyperlink>");
  CHECK(second.find("<w:rStyle w:val=\"a3\"/><w:b/></w:rPr><w:t xml:space=\"preserve\">Школа Вторая</w:t>") !=
        std::string::npos);
  CHECK(second.find("<w:rPr><w:webHidden/></w:rPr><w:tab/>") != std::string::npos);
  CHECK(second.find("<w:instrText xml:space=\"preserve\"> PAGEREF _Toc2_2 \\h </w:instrText>") !=
        std::string::npos);
  CHECK_EQ(count(xml,
                 "<w:pStyle w:val=\"11\"/><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" "
                 "w:pos=\"9345\"/></w:tabs>"),
           3);
  CHECK_EQ(count(xml, "<w:pStyle w:val=\"21\"/>"), 2);
}

TEST_CASE("every entry leads to a bookmark round its heading, and no bookmark stands twice") {
  const auto xml = test::part_of(made(document(), {kStyles}));  // faults_of() looks for doubles
  for (auto at = xml.find("w:anchor=\""); at != std::string::npos; at = xml.find("w:anchor=\"", at + 1)) {
    const auto name = xml.substr(at + 10, xml.find('"', at + 10) - at - 10);
    CHECK_MESSAGE(count(xml, "<w:bookmarkStart w:id=") >= 5, name);
    CHECK_MESSAGE(count(xml, "w:name=\"" + name + "\"") == 1, name);
  }
  CHECK_EQ(count(xml, "w:anchor="), 5);
}

TEST_CASE("the same data gives the same contents") {
  CHECK_EQ(made(document(), {kStyles}), made(document(), {kStyles}));
}

TEST_CASE("the field begins in the first entry and keeps its end") {
  const auto xml = test::part_of(made(document(), {kStyles}));
  const auto first = between(xml, "<w:p>", "</w:p>");
  CHECK(first.find("TOC \\o \"1-2\" \\h \\z \\u") != std::string::npos);
  CHECK(first.find("Введение") != std::string::npos);
  CHECK_EQ(count(xml, "w:fldCharType=\"begin\""), count(xml, "w:fldCharType=\"end\""));
  CHECK_EQ(count(xml, "w:fldCharType=\"begin\""), 6);
  CHECK(xml.find(kEnd) != std::string::npos);
}

TEST_CASE("the levels of \\o choose headings, without a choice all are listed") {
  const auto headings = heading("1", "Один") + heading("2", "Два") + heading("a5", "Первое");
  CHECK_EQ(entries("TOC \\o \"1-1\"", headings), "Один\\t1");
  CHECK_EQ(entries("TOC \\o \"1-2\"", headings), "Один\\t1; Два\\t1");
  CHECK_EQ(entries("TOC", headings), "Один\\t1; Два\\t1");
  CHECK_EQ(entries("TOC \\o “2-2”", headings), "Два\\t1");
}

TEST_CASE("\\u adds paragraphs by their outline level, their own or their style's") {
  const auto own = "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>" + run("По уровню") + "</w:p>";
  const auto headings = heading("1", "Один") + own + heading("a5", "Приложение 1");
  CHECK_EQ(entries("TOC \\o \"1-2\" \\u", headings), "Один\\t1; По уровню\\t1; Приложение 1\\t1");
  CHECK_EQ(entries("TOC \\o \"1-1\" \\u", headings), "Один\\t1; Приложение 1\\t1");
}

TEST_CASE("\\t adds styles by name, with either list separator") {
  const auto headings = heading("1", "Один") + heading("a5", "Первое") + heading("a7", "Особое");
  CHECK_EQ(entries("TOC \\t \"Приложение;1\"", headings), "Первое\\t1");
  CHECK_EQ(entries("TOC \\t \"Приложение,1,Заголовок 1,2\"", headings), "Один\\t1; Первое\\t1");
  CHECK_EQ(entries("TOC \\t \"Особый, стиль;2;Приложение;1;\"", headings), "Первое\\t1; Особое\\t1");
  CHECK_EQ(entries("TOC \\o \"1-1\" \\t \"Приложение;1\"", headings), "Один\\t1; Первое\\t1");
}

TEST_CASE("\\n leaves the page out, \\p puts another sign before it, \\h makes links") {
  CHECK_EQ(entries("TOC \\n", heading("1", "Один")), "Один");
  CHECK_EQ(entries("TOC \\n 2-2", heading("1", "Один") + heading("2", "Два")), "Один\\t1; Два");
  CHECK_EQ(entries("TOC \\p \" - \"", heading("1", "Один")), "Один - 1");
  const auto linked = test::part_of(made(document("TOC \\o \"1-2\" \\h"), {kStyles}));
  const auto plain = test::part_of(made(document("TOC \\o \"1-2\""), {kStyles}));
  CHECK(linked.find("<w:hyperlink") != std::string::npos);
  CHECK_EQ(plain.find("<w:hyperlink"), std::string::npos);
}

TEST_CASE("\\b lists the headings of a bookmark only") {
  const auto headings = heading("1", "До") + "<w:bookmarkStart w:id=\"3\" w:name=\"Часть\"/>" +
                        heading("1", "Внутри") + heading("2", "Там же") + "<w:bookmarkEnd w:id=\"3\"/>" +
                        heading("1", "После");
  CHECK_EQ(entries("TOC \\b Часть", headings), "Внутри\\t1; Там же\\t1");
}

TEST_CASE("a table of figures lists captions") {
  const auto caption = [](const char* label, const char* number, const char* words) {
    return test::paragraph({std::string(label) + " "}).substr(0, 5) + run(std::string(label) + " ") +
           begin("SEQ " + std::string(label) + " \\* ARABIC") + run(number) + field_mark("end") + run(words) +
           "</w:p>";
  };
  const auto captions = caption("Рисунок", "1", " — Схема") + caption("Таблица", "1", ". Итоги") +
                        caption("Рисунок", "2", " – № 5") + heading("1", "Заголовок");
  CHECK_EQ(entries("TOC \\h \\z \\c \"Рисунок\"", captions), "Рисунок 1 — Схема\\t1; Рисунок 2 – № 5\\t1");
  CHECK_EQ(entries("TOC \\a Рисунок", captions), "Схема\\t1; № 5\\t1");
}

TEST_CASE("an entry says what a reader of the heading sees") {
  const auto words =
      styled("1", run("Вы") +
                      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыто</w:t></w:r>"
                      "<w:del w:id=\"1\" w:author=\"я\"><w:r><w:delText>удалено</w:delText></w:r></w:del>"
                      "<w:ins w:id=\"2\" w:author=\"я\"><w:r><w:t>бросы CO</w:t></w:r></w:ins>"
                      "<w:r><w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t>2</w:t></w:r>"
                      "<w:r><w:br/><w:t>за </w:t></w:r>" +
                      begin("REF год") + run("2020") + field_mark("end") + run(" год "));
  CHECK_EQ(entries("TOC", words + heading("1", "") + heading("1", "  ")), "Выбросы CO2 за 2020 год\\t1");
  const auto xml = test::part_of(
      made("<w:p>" + begin("TOC") + field_mark("end") + "</w:p>" + words + test::paragraph({"{{title}}"}),
           {kStyles}));
  CHECK_EQ(count(xml, "<w:vertAlign w:val=\"subscript\"/>"), 2);
}

TEST_CASE("headings in tables and content controls count, those in text boxes and deleted ones do not") {
  const auto box = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + heading("1", "В рамке") +
                   "</w:txbxContent></v:textbox></w:pict></w:r></w:p>";
  CHECK_EQ(entries("TOC", table({row({heading("1", "В таблице"), "x"})}) + box + "<w:sdt><w:sdtContent>" +
                              heading("1", "В элементе") + "</w:sdtContent></w:sdt>"),
           "В таблице\\t1; В элементе\\t1");
}

TEST_CASE("a field without headings keeps a result, so that Word does not repair it") {
  const auto xml = test::part_of(made("<w:p>" + begin("TOC \\o \"1-3\"") + run("Обновите") +
                                          field_mark("end") + "</w:p>" + test::paragraph({"{{title}}"}),
                                      {kStyles}));
  CHECK_EQ(xml.find("Обновите"), std::string::npos);
  CHECK(between(xml, "\"separate\"/>", "\"end\"/>").find("<w:t xml:space=\"preserve\"> </w:t>") !=
        std::string::npos);
}

TEST_CASE("a table of contents that is not read is left as it is") {
  const auto crossing = "<w:p>" + begin("TOC \\o \"1-3\"") + run("Старое") + "</w:p>" +
                        table({row({"<w:p>" + field_mark("end") + "</w:p>", "x"})});
  CHECK(lines(crossing + heading("1", "Один") + test::paragraph({"{{title}}"})).starts_with("Старое\n"));
  const auto terms = "<w:p>" + begin("TOC \\f") + run("Старое") + field_mark("end") + "</w:p>";
  CHECK(lines(terms + heading("1", "Один") + test::paragraph({"{{title}}"})).starts_with("Старое\n"));
}

TEST_CASE("a simple field and one of LibreOffice's, which ends in its last entry, are written too") {
  const auto simple =
      "<w:p><w:fldSimple w:instr=\" TOC \\o &quot;1-3&quot; \">" + run("Старое") + "</w:fldSimple></w:p>";
  CHECK(
      lines(simple + heading("1", "Один") + test::paragraph({"{{title}}"})).starts_with("Один\\t1\nОдин\n"));
  const auto last = styled("11", run("Второе") + "<w:r><w:tab/><w:t>7</w:t></w:r>" + field_mark("end"));
  const auto office =
      styled("11", begin("TOC \\o \"1-3\"") + run("Один") + "<w:r><w:tab/><w:t>5</w:t></w:r>");
  CHECK(lines(office + last + heading("1", "Один") + heading("1", "{{title}}"))
            .starts_with("Один\\t5\nОтчёт\\t5\nОдин\n"));
}

TEST_CASE("what stands before and after a table of contents stays, section breaks too") {
  const auto body = "<w:p>" + run("Содержание: ") + begin("TOC") + run("Старое") + "</w:p><w:p>" +
                    run("Старое 2") + field_mark("end") + run("Конец.") + "</w:p>" + heading("1", "Один") +
                    test::paragraph({"{{title}}"});
  CHECK(lines(body).starts_with("Содержание: Один\\t1Конец.\n"));
  const auto broken = "<w:p><w:pPr><w:sectPr/></w:pPr>" + begin("TOC") + run("Старое") + field_mark("end") +
                      "</w:p>" + heading("1", "Один") + test::paragraph({"{{title}}"});
  const auto xml = test::part_of(made(broken, {kStyles}));
  CHECK_EQ(count(xml, "<w:sectPr"), 2);
  CHECK(xml.find("Один") < xml.find("<w:sectPr"));
}

const test::Part kNumbering{
    "word/numbering.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
    "<w:numbering NS><w:abstractNum w:abstractNumId=\"0\">"
    "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:pStyle w:val=\"1\"/>"
    "<w:lvlText w:val=\"%1.\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:suff "
    "w:val=\"space\"/>"
    "<w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum>"
    "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/></w:num>"
    "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
    "<w:startOverride w:val=\"9\"/></w:lvlOverride></w:num></w:numbering>"};

std::string numbered(const std::string& style, int list, int level, const std::string& words) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/><w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
         "\"/><w:numId w:val=\"" + std::to_string(list) + "\"/></w:numPr></w:pPr>" + run(words) + "</w:p>";
}

TEST_CASE("the numbers of headings are those that their list counts") {
  const auto headings = numbered("1", 4, 0, "Один") + numbered("2", 4, 1, "А") + numbered("2", 4, 1, "Б") +
                        numbered("a", 4, 0, "не заголовок") + numbered("2", 4, 1, "В") +
                        numbered("1", 5, 0, "Девять") + numbered("2", 5, 1, "Г") + numbered("1", 0, 0, "Без");
  CHECK_EQ(entries("TOC \\o \"1-2\"", headings, {kStyles, kNumbering}),
           "I.\\tОдин\\t1; 1.1 А\\t1; 1.2 Б\\t1; 2.1 В\\t1; IX.\\tДевять\\t1; 9.1 Г\\t1; Без\\t1");
  const auto xml = test::part_of(made("<w:p>" + begin("TOC") + run("x") + field_mark("end") + "</w:p>" +
                                          headings + test::paragraph({"{{title}}"}),
                                      {kStyles, kNumbering}));
  CHECK(xml.find("<w:tab w:val=\"left\" w:pos=\"660\"/><w:tab w:val=\"right\" w:leader=\"dot\"") !=
        std::string::npos);
}

TEST_CASE("numbers are written in Word's formats") {
  CHECK_EQ(format_number(1994, "upperRoman"), "MCMXCIV");
  CHECK_EQ(format_number(4, "lowerRoman"), "iv");
  CHECK_EQ(format_number(27, "upperLetter"), "AA");
  CHECK_EQ(format_number(7, "russianLower"), "ж");
  CHECK_EQ(format_number(29, "russianUpper"), "АА");
  CHECK_EQ(format_number(7, "decimalZero"), "07");
  CHECK_EQ(format_number(7, "bullet"), "");
}

TEST_CASE("two tables of contents share the bookmarks of their headings") {
  const auto contents = [](const char* codes) {
    return "<w:p>" + begin(codes) + run("x") + field_mark("end") + "</w:p>";
  };
  const auto xml = test::part_of(
      made(contents("TOC \\o \"1-1\"") + contents("TOC \\o \"1-2\"") + heading("1", "{{title}}"), {kStyles}));
  CHECK_EQ(count(xml, "w:name=\"_Toc900000001\""), 1);
  CHECK_EQ(count(xml, "PAGEREF _Toc900000001 "), 2);
}

TEST_CASE("a mail-merge field is a warning that names its marker") {
  Diagnostics out;
  const auto body = "<w:p>" + begin("MERGEFIELD Школа \\* MERGEFORMAT") + run("«Школа»") + field_mark("end") +
                    "</w:p><w:p><w:fldSimple w:instr=\" MERGEFIELD  Директор \">" + run("«Директор»") +
                    "</w:fldSimple></w:p>";
  CHECK(DocxTemplate::compile("", "t.docx", test::docx(body), shape(), out));
  REQUIRE_EQ(out.in_order().size(), 2);
  const auto& finding = out.in_order().front();
  CHECK_EQ(finding.rule, "merge-field");
  CHECK(finding.severity == Severity::kWarning);
  CHECK_EQ(finding.at.paragraph, 1);
  CHECK_EQ(finding.message.ru, "поле слияния `Школа` не заполняется");
  CHECK_EQ(finding.hint.ru, "наберите вместо него метку {{Школа}}");
  CHECK_EQ(out.in_order().back().at.paragraph, 2);
}

}  // namespace
}  // namespace svodka::render
