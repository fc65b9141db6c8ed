#include "base/files.h"
#include "render/docx_fixture.h"
#include "render/template.h"
#include "support/temp_folder.h"

// {{>name}}: one file takes in another, whose markers mean what they would mean there.
namespace svodka::render {
namespace {

const std::string kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const std::string kRels = "application/vnd.openxmlformats-package.relationships+xml";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relations(const std::vector<std::pair<std::string, std::string>>& targets) {
  std::string xml = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  int id = 0;
  for (const auto& [type, target] : targets)
    xml += "<Relationship Id=\"rId" + std::to_string(++id) + "\" Type=\"" + kOffice + type + "\" Target=\"" +
           target + "\"/>";
  return xml + "</Relationships>";
}

std::string styles(const std::string& inside) { return "<w:styles NS>" + inside + "</w:styles>"; }

std::string style(const std::string& id, const std::string& name, const std::string& more = "") {
  return "<w:style w:type=\"paragraph\" w:styleId=\"" + id + "\"><w:name w:val=\"" + name + "\"/>" + more +
         "</w:style>";
}

std::string styled(const std::string& id, const std::string& text) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + id + "\"/></w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

/// A folder of templates, filled with the data of the fixture.
class Folder {
 public:
  void put(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories((folder_.path() / name).parent_path());
    write_file_in_place(folder_.path() / name, bytes);
  }
  std::string made(const std::string& name) const {
    Diagnostics out;
    const auto compiled = Template::compile(folder_.path(), name, shape(), out);
    for (const auto& finding : out.in_order()) INFO(finding.message.ru);
    REQUIRE(compiled);
    auto bytes = compiled->render(data(), out);
    CHECK(out.empty());
    return bytes;
  }
  std::string mistakes(const std::string& name) const {
    Diagnostics out;
    CHECK_FALSE(Template::compile(folder_.path(), name, shape(), out));
    std::string lines;
    for (const auto& finding : out.sorted())
      lines += to_string(finding.at, Language::kRussian) + ": " + finding.rule + "\n";
    return lines;
  }

 private:
  test::TempFolder folder_;
};

bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("include: a text takes in another of its kind, in the row where it stands") {
  const Folder folder;
  folder.put("a.txt", "Начало\n{{#schools}}\n  {{>blocks/школа}}\n{{/schools}}\nконец {{>подпись}}.\n");
  folder.put("blocks/школа.txt", "{{name}}: {{pupils}}\n");
  folder.put("подпись.txt", "{{title}}");
  CHECK_EQ(folder.made("a.txt"), "Начало\n  Первая: 10\n  Вторая: 20\nконец Отчёт.\n");
}

TEST_CASE("include: a mistake is placed in the file where it was made") {
  const Folder folder;
  folder.put("a.txt", "1\n2 {{>b}} {{oops}}\n");
  folder.put("b.txt", "слово\nи {{nome}}\n");
  CHECK_EQ(folder.mistakes("a.txt"),
           "a.txt:2:10: unknown-field\n"
           "b.txt:2:3: unknown-field\n");
}

TEST_CASE("include: missing files, cycles and ways out are said") {
  const Folder folder;
  folder.put("t/a.txt", "{{>letterhed}}\n{{>../secret}}\n{{>b}}\n{{>t2/c}}");
  folder.put("t/letterhead.txt", "");
  folder.put("secret.txt", "x");
  folder.put("t/b.txt", "{{>b}}");
  CHECK_EQ(folder.mistakes("t/a.txt"),
           "t/a.txt:1:1: missing-include\n"
           "t/a.txt:2:1: include-outside\n"
           "t/a.txt:4:1: missing-include\n"
           "t/b.txt:1:1: include-cycle\n");
  Diagnostics out;
  Fragments fragments("");
  CHECK_FALSE(fragments.read({"x.txt"}, "нет", {}, out));
  CHECK_EQ(out.in_order().front().message.ru, "нет файла «нет.txt», который надо вставить");
}

TEST_CASE("include: a Word file takes in the paragraphs and tables of another") {
  const Folder folder;
  folder.put("a.docx", test::docx(paragraph({"до"}) + paragraph({"{{>", "бланк}}"}) + paragraph({"после"})));
  folder.put("бланк.docx", test::docx(paragraph({"{{title}}"}) +
                                      table({row({"{{#schools}}{{name}}", "{{pupils}}{{/schools}}"})})));
  const auto made = folder.made("a.docx");
  CHECK_EQ(test::text_of(made), "до\nОтчёт\nПервая | 10\nВторая | 20\nпосле\n");
  CHECK_EQ(test::faults_of(made), "");
}

TEST_CASE(
    "include: in a repeated section, in a cell, in a header, and in files that are themselves taken in") {
  const Folder folder;
  folder.put("part.docx", test::docx(paragraph({"[{{name}}]"})));
  folder.put("outer.docx", test::docx(paragraph({"{{>part}}"}) + paragraph({"—"})));
  folder.put("head.docx", test::docx(paragraph({"{{title}}"})));
  folder.put("a.docx", test::docx(paragraph({"{{#schools}}"}) + paragraph({"{{>outer}}"}) +
                                      paragraph({"{{/schools}}"}) +
                                      table({row({"{{#schools}}{{>part}}", "{{pupils}}{{/schools}}"})}),
                                  {{"word/header1.xml", kWord + "header+xml",
                                    "<w:hdr NS>" + paragraph({"{{>head}}"}) + "</w:hdr>"}}));
  const auto made = folder.made("a.docx");
  CHECK_EQ(test::text_of(made), "[Первая]\n—\n[Вторая]\n—\n[Первая] | 10\n[Вторая] | 20\n\n");
  CHECK_EQ(test::text_of(made, "word/header1.xml"), "Отчёт\n");
  CHECK_EQ(test::faults_of(made), "");
}

TEST_CASE("include: in a sentence the runs of a single paragraph") {
  const Folder folder;
  folder.put("a.docx", test::docx(paragraph({"Итак, {{>part}}!"})));
  folder.put("part.docx", test::docx(paragraph({"«", "{{title}}", "»"})));
  CHECK_EQ(test::text_of(folder.made("a.docx")), "Итак, «Отчёт»!\n");
  folder.put("part.docx", test::docx(paragraph({"раз"}) + paragraph({"два"})));
  CHECK_EQ(folder.mistakes("a.docx"),
           "a.docx: word/document.xml, абзац 1 «Итак, {{>part}}!»: include-place\n");
}

TEST_CASE("include: a formula takes no file") {
  const Folder folder;
  folder.put(
      "a.docx",
      test::docx("<w:p><m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">"
                 "<m:r><m:t>x={{>part}}</m:t></m:r></m:oMath></w:p>"));
  folder.put("part.docx", test::docx(paragraph({"раз"})));
  CHECK_EQ(folder.mistakes("a.docx"), "a.docx: word/document.xml, абзац 1 «x={{>part}}»: include-place\n");
}

TEST_CASE(
    "include: styles go by name, the template's own win, missing ones come with what they are based on") {
  const Folder folder;
  const auto with = [](const std::string& body, const std::string& inside) {
    return test::docx(body, {{"word/styles.xml", kWord + "styles+xml", styles(inside)},
                             {"word/_rels/document.xml.rels", kRels, relations({{"styles", "styles.xml"}})}});
  };
  folder.put("a.docx", with(paragraph({"{{>b}}"}), style("1", "heading 1") + style("Чужой", "Другой")));
  folder.put("b.docx",
             with(styled("Heading1", "A") + styled("Чужой", "B"),
                  style("Heading1", "heading 1", "<w:rPr><w:b/></w:rPr>") +
                      style("Чужой", "Особый", "<w:basedOn w:val=\"Base\"/>") + style("Base", "Основа")));
  const auto made = folder.made("a.docx");
  const auto document = test::part_of(made), list = test::part_of(made, "word/styles.xml");
  CHECK(contains(document, "<w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>A"));
  CHECK(contains(document, "<w:pStyle w:val=\"Чужой_2\"/></w:pPr><w:r><w:t>B"));
  CHECK(contains(list, "w:styleId=\"Чужой_2\"><w:name w:val=\"Особый\"/><w:basedOn w:val=\"Base\"/>"));
  CHECK(contains(list, "w:styleId=\"Base\""));
  CHECK_FALSE(contains(list, "<w:b/>"));
}

TEST_CASE("include: lists, pictures, links and notes come with the file") {
  const Folder folder;
  const std::string item =
      "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
      "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>пункт</w:t></w:r></w:p>";
  const std::string lists =
      "<w:numbering NS><w:abstractNum w:abstractNumId=\"0\"><w:nsid w:val=\"11111111\"/><w:lvl "
      "w:ilvl=\"0\"/></w:abstractNum>"
      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
  const std::string picture =
      "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"a\"/><a:blip "
      "r:embed=\"rId2\"/></wp:inline></w:drawing></w:r></w:p>";
  const std::string note =
      "<w:p><w:r><w:t>слово</w:t></w:r><w:r><w:footnoteReference w:id=\"5\"/></w:r></w:p>";
  const std::string notes =
      "<w:footnotes NS><w:footnote w:id=\"5\">" + paragraph({"сноска {{n}}"}) + "</w:footnote></w:footnotes>";
  folder.put("b.docx",
             test::docx(item + picture + note, {{"word/numbering.xml", kWord + "numbering+xml", lists},
                                                {"word/media/image1.png", "image/png", "PNG"},
                                                {"word/footnotes.xml", kWord + "footnotes+xml", notes},
                                                {"word/_rels/document.xml.rels", kRels,
                                                 relations({{"numbering", "numbering.xml"},
                                                            {"image", "media/image1.png"},
                                                            {"footnotes", "footnotes.xml"}})}}));
  folder.put(
      "a.docx",
      test::docx(item + paragraph({"{{>b}}"}) + paragraph({"{{>b}}"}),
                 {{"word/numbering.xml", kWord + "numbering+xml", lists},
                  {"word/media/image1.png", "image/png", "OWN"},
                  {"word/_rels/document.xml.rels", kRels, relations({{"numbering", "numbering.xml"}})}}));
  const auto made = folder.made("a.docx");
  const auto document = test::part_of(made);
  CHECK_EQ(test::faults_of(made), "");
  CHECK(contains(document, "<w:numId w:val=\"1\"/>"));
  CHECK(contains(document, "<w:numId w:val=\"2\"/>"));
  CHECK(contains(test::part_of(made, "word/numbering.xml"),
                 "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"));
  CHECK_EQ(test::part_of(made, "word/media/image2.png"), "PNG");
  CHECK_EQ(test::part_of(made, "word/media/image1.png"), "OWN");
  CHECK_EQ(test::part_of(made, "word/media/image3.png"), "");
  CHECK(contains(test::part_of(made, "word/_rels/document.xml.rels"), "media/image2.png"));
  CHECK(contains(test::part_of(made, "word/footnotes1.xml"), "сноска 3"));
  CHECK(contains(document, "<w:footnoteReference w:id=\"1\"/>"));
  CHECK(contains(document, "<w:footnoteReference w:id=\"2\"/>"));
  CHECK_FALSE(contains(document, "<w:footnote "));
}

TEST_CASE("include: a mistake in an included Word file, and a file that is none") {
  const Folder folder;
  folder.put("a.docx", test::docx(paragraph({"{{>b}}"}) + paragraph({"{{>c}}"})));
  folder.put("b.docx", test::docx(paragraph({"x"}) + paragraph({"{{nome}}"})));
  folder.put("c.docx", "не документ");
  CHECK_EQ(folder.mistakes("a.docx"),
           "b.docx: word/document.xml, абзац 2 «{{nome}}»: unknown-field\n"
           "c.docx: not-a-package\n");
}

}  // namespace svodka::render
