#include <pugixml.hpp>
#include <set>

#include "package/zip.h"
#include "render/docx_fixture.h"
#include "render/template.h"
#include "support/temp_folder.h"

// What a Word file that is taken in by `{{>name}}` brings with it: styles, lists, pictures, notes, bookmarks.
// The template is the master: what has the same name there looks as it does there.
namespace svodka::render {
namespace {

const std::string kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const std::string kRelations = "application/vnd.openxmlformats-package.relationships+xml";

struct Relation {
  std::string id, kind, target;
  bool external = false;
};

test::Part relations(const std::string& part, const std::vector<Relation>& all) {
  std::string xml = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& relation : all) {
    xml += "<Relationship Id=\"" + relation.id + "\" Type=\"" + kOffice + relation.kind + "\" Target=\"" +
           relation.target + "\"" + (relation.external ? " TargetMode=\"External\"" : "") + "/>";
  }
  return {"word/_rels/" + part + ".xml.rels", kRelations, xml + "</Relationships>"};
}

test::Part styles(const std::string& xml) {
  return {"word/styles.xml", kWord + "styles+xml", "<w:styles NS>" + xml + "</w:styles>"};
}
std::string style(const std::string& id, const std::string& name, const std::string& more = {}) {
  return "<w:style w:type=\"paragraph\" w:styleId=\"" + id + "\"><w:name w:val=\"" + name + "\"/>" + more +
         "</w:style>";
}
std::string styled(const std::string& id, const std::string& text) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + id + "\"/></w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}
std::string listed(int list, const std::string& text) {
  return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"" + std::to_string(list) +
         "\"/></w:numPr></w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}
test::Part numbering(const std::string& definitions, const std::string& lists) {
  return {"word/numbering.xml", kWord + "numbering+xml",
          "<w:numbering NS>" + definitions + lists + "</w:numbering>"};
}
std::string definition(int id, const std::string& more) {
  return "<w:abstractNum w:abstractNumId=\"" + std::to_string(id) + "\"><w:nsid w:val=\"0A0B0C0D\"/>" + more +
         "</w:abstractNum>";
}
std::string level(const std::string& text, const std::string& style = {}) {
  return "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>" +
         (style.empty() ? std::string() : "<w:pStyle w:val=\"" + style + "\"/>") + "<w:lvlText w:val=\"" +
         text + "\"/></w:lvl>";
}
std::string list(int id, int definition) {
  return "<w:num w:numId=\"" + std::to_string(id) + "\"><w:abstractNumId w:val=\"" +
         std::to_string(definition) + "\"/></w:num>";
}
std::string picture(const std::string& relation, int id = 1) {
  return "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"" + std::to_string(id) +
         "\" name=\"p\"/><a:blip r:embed=\"" + relation + "\"/></wp:inline></w:drawing></w:r></w:p>";
}
test::Part png(const std::string& name, const std::string& bytes) {
  return {"word/media/" + name, "image/png", bytes};
}

/// A folder of templates.
struct Folder {
  test::TempFolder folder;

  void put(const std::string& name, const std::string& body,
           const std::vector<test::Part>& parts = {}) const {
    folder.write(name, test::docx(body, parts));
  }
  /// What the template "t.docx" makes.
  std::string made() const {
    Diagnostics out;
    const auto compiled = Template::compile(folder.path(), "t.docx", shape(), out);
    std::string told;
    for (const auto& finding : out.in_order())
      told += to_string(finding.at, Language::kRussian) + ": " + finding.message.ru + "\n";
    INFO(told);
    REQUIRE(compiled);
    const auto package = compiled->render(data(), out);
    CHECK(out.empty());
    CHECK_EQ(test::faults_of(package), "");
    return package;
  }
  std::vector<std::string> mistakes() const {
    Diagnostics out;
    CHECK_FALSE(Template::compile(folder.path(), "t.docx", shape(), out));
    std::vector<std::string> lines;
    for (const auto& finding : out.sorted())
      lines.push_back(to_string(finding.at, Language::kRussian) + ": " + finding.rule);
    return lines;
  }
};

using Lines = std::vector<std::string>;

std::string attribute(const pugi::xml_node& root, const char* xpath) {
  return root.select_node(xpath).attribute().value();
}

pugi::xml_document parsed(const std::string& package, const std::string& part) {
  pugi::xml_document document;
  INFO(part);
  REQUIRE(document.load_string(test::part_of(package, part).c_str(),
                               pugi::parse_default | pugi::parse_ws_pcdata));
  return document;
}

/// The part that the main one has a relation of this kind to; "" when there is none.
std::string related(const std::string& package, const std::string& kind) {
  const auto document = parsed(package, "word/_rels/document.xml.rels");
  for (const auto& relation : document.document_element().children()) {
    if (relation.attribute("Type").value() == kOffice + kind)
      return std::string("word/") + relation.attribute("Target").value();
  }
  return {};
}

/// "word/media/x.png" that a relation of the part leads to.
std::string target(const std::string& package, const std::string& part, const std::string& id) {
  const auto document = parsed(package, "word/_rels/" + part + ".xml.rels");
  for (const auto& relation : document.document_element().children()) {
    if (relation.attribute("Id").value() == id) return relation.attribute("Target").value();
  }
  return {};
}

const Relation kStyles{"rId1", "styles", "styles.xml"}, kNumbering{"rId2", "numbering", "numbering.xml"};

}  // namespace

TEST_CASE("include: styles go by their names, the template's win") {
  const Folder folder;
  // Russian Word calls heading 1 "1"; in the template that is the id of something else.
  folder.put(
      "t.docx", styled("Heading1", "{{title}}") + paragraph({"{{>f}}"}),
      {styles(style("Heading1", "heading 1") + style("1", "Подпись")), relations("document", {kStyles})});
  folder.put(
      "f.docx", styled("1", "заголовок") + styled("a7", "штамп"),
      {styles(style("1", "heading 1", "<w:rPr><w:b/></w:rPr>") +
              style("a7", "Штамп", "<w:basedOn w:val=\"a6\"/><w:next w:val=\"1\"/>") +
              style("a6", "Основа штампа", "<w:basedOn w:val=\"a\"/>") +
              "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>"
              "</w:style>"),
       relations("document", {kStyles})});
  const auto package = folder.made();
  CHECK_EQ(test::text_of(package), "Отчёт\nзаголовок\nштамп\n");
  const auto document = parsed(package, "word/document.xml"), sheet = parsed(package, "word/styles.xml");
  CHECK_EQ(attribute(document, "//w:p[2]/w:pPr/w:pStyle/@w:val"), "Heading1");
  CHECK_EQ(attribute(document, "//w:p[3]/w:pPr/w:pStyle/@w:val"), "a7");
  CHECK_EQ(attribute(sheet, "//w:style[@w:styleId='a7']/w:basedOn/@w:val"), "a6");
  CHECK_EQ(attribute(sheet, "//w:style[@w:styleId='a7']/w:next/@w:val"), "Heading1");
  CHECK_EQ(attribute(sheet, "//w:style[@w:styleId='a6']/w:name/@w:val"), "Основа штампа");
  CHECK_FALSE(sheet.select_node("//w:b"));  // the template's heading looks as it did
  CHECK_EQ(sheet.select_nodes("//w:style[w:name/@w:val='heading 1']").size(), 1);
}

TEST_CASE("include: lists are copied under free ids and count by themselves") {
  const Folder folder;
  folder.put("t.docx",
             listed(1, "свой {{n}}") + paragraph({"{{>f}}"}) + listed(1, "ещё свой") + paragraph({"{{>f}}"}),
             {numbering(definition(0, level("%1.")), list(1, 0)), relations("document", {kNumbering})});
  folder.put("f.docx", listed(1, "чужой"),
             {numbering(definition(0, level("(%1)")), list(1, 0)), relations("document", {kNumbering})});
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml"), lists = parsed(package, "word/numbering.xml");
  std::set<std::string> used;
  for (const auto& id : document.select_nodes("//w:numId")) used.insert(id.node().attribute("w:val").value());
  CHECK_EQ(used.size(), 3);
  CHECK_EQ(attribute(document, "//w:p[1]//w:numId/@w:val"), "1");
  std::string order;
  std::set<std::string> definitions, marks;
  for (const auto& child : lists.document_element().children()) {
    order += std::string_view(child.name()) == "w:num" ? "n" : "a";
    if (const auto id = child.attribute("w:abstractNumId")) CHECK(definitions.insert(id.value()).second);
    if (const auto id = child.child("w:nsid")) CHECK(marks.insert(id.attribute("w:val").value()).second);
  }
  CHECK_EQ(order, "aaannn");  // ECMA-376 part 1, 17.9.16
}

TEST_CASE("include: a list by a style of the template begins anew, headings count on") {
  const Folder folder;
  const auto numbered = [](const std::string& more) {
    return "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr>" + more + "</w:pPr>";
  };
  const auto parts =
      std::vector<test::Part>{numbering(definition(0, level("%1.", "L")), list(1, 0)),
                              styles(style("L", "List Number", numbered("<w:ind w:left=\"99\"/>")) +
                                     style("H", "heading 1", numbered("<w:outlineLvl w:val=\"0\"/>"))),
                              relations("document", {kStyles, kNumbering})};
  folder.put("t.docx", styled("L", "{{n}}") + paragraph({"{{>f}}"}) + styled("L", "ещё"), parts);
  folder.put("f.docx", styled("L", "чужой") + styled("H", "глава"), parts);
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml"), lists = parsed(package, "word/numbering.xml");
  CHECK_FALSE(document.select_node("//w:p[1]//w:numPr"));
  CHECK_EQ(attribute(document, "//w:p[2]//w:numId/@w:val"), "2");
  CHECK_EQ(attribute(document, "//w:p[2]//w:ind/@w:left"), "99");
  CHECK_FALSE(document.select_node("//w:p[3]//w:numPr"));
  CHECK_FALSE(document.select_node("//w:p[4]//w:numPr"));
  // Lists of one definition would count each other on.
  CHECK_EQ(attribute(lists, "//w:num[@w:numId='2']/w:abstractNumId/@w:val"), "1");
  CHECK_EQ(lists.select_nodes("//w:lvl/w:pStyle").size(), 1);
}

TEST_CASE("include: a list that takes its levels from a style keeps them") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>f}}"}));
  const std::string list_style =
      "<w:style w:type=\"numbering\" w:styleId=\"S\"><w:name w:val=\"Список бланка\"/><w:pPr><w:numPr>"
      "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
  folder.put("f.docx", listed(2, "пункт"),
             {numbering(definition(0, "<w:styleLink w:val=\"S\"/>" + level("§%1")) +
                            definition(1, "<w:numStyleLink w:val=\"S\"/>"),
                        list(1, 0) + list(2, 1)),
              styles(list_style), relations("document", {kStyles, kNumbering})});
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml"),
             lists = parsed(package, related(package, "numbering"));
  const auto id = attribute(document, "//w:numId/@w:val");
  const auto own = attribute(lists, ("//w:num[@w:numId='" + id + "']/w:abstractNumId/@w:val").c_str());
  CHECK_EQ(
      attribute(lists, ("//w:abstractNum[@w:abstractNumId='" + own + "']/w:lvl/w:lvlText/@w:val").c_str()),
      "§%1");
}

TEST_CASE("include: pictures come with their bytes, also into headers") {
  const Folder folder;
  const std::string head = "<w:hdr NS>" + paragraph({"{{>f}}"}) + "</w:hdr>";
  folder.put(
      "t.docx", picture("rId1") + paragraph({"{{>f}}"}),
      {png("image1.png", "своё"),
       {"word/header1.xml", kWord + "header+xml", head},
       relations("document", {{"rId1", "image", "media/image1.png"}, {"rId2", "header", "header1.xml"}})});
  folder.put("f.docx", picture("rId1"),
             {png("image1.png", "чужое"), relations("document", {{"rId1", "image", "media/image1.png"}})});
  const auto package = folder.made();
  CHECK_EQ(test::faults_of(package, "word/header1.xml"), "");
  const auto document = parsed(package, "word/document.xml"), header = parsed(package, "word/header1.xml");
  const auto first = target(package, "document", attribute(document, "//w:p[1]//a:blip/@r:embed"));
  const auto second = target(package, "document", attribute(document, "//w:p[2]//a:blip/@r:embed"));
  const auto third = target(package, "header1", attribute(header, "//a:blip/@r:embed"));
  CHECK_EQ(test::part_of(package, "word/" + first), "своё");
  CHECK_EQ(test::part_of(package, "word/" + second), "чужое");
  CHECK_EQ(third, second);
}

TEST_CASE("include: a chart comes with the workbook and the styles it relates to") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>f}}"}));
  folder.put("f.docx",
             "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"c\"/><c:chart "
             "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId9\"/></wp:inline>"
             "</w:drawing></w:r></w:p>",
             {{"word/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
               "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"/>"},
              {"word/embeddings/book.xlsx",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "книга"},
              {"word/charts/_rels/chart1.xml.rels", kRelations,
               "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
               "<Relationship Id=\"rId7\" Type=\"" +
                   kOffice + "package\" Target=\"../embeddings/book.xlsx\"/></Relationships>"},
              relations("document", {{"rId9", "chart", "charts/chart1.xml"}})});
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml");
  const auto chart = target(package, "document", attribute(document, "//c:chart/@r:id"));
  REQUIRE(chart.starts_with("charts/"));
  const auto links = test::part_of(package, "word/charts/_rels/" + chart.substr(7) + ".rels");
  CHECK(links.find("Id=\"rId7\"") != std::string::npos);
  Diagnostics out;
  std::string book;
  const auto entries = package::read_zip("t", package, out);
  REQUIRE(entries);
  for (const auto& entry : *entries) {
    if (entry.name.starts_with("word/embeddings/")) book = *package::inflate("t", entry, out);
  }
  CHECK_EQ(book, "книга");
  CHECK(test::part_of(package, "[Content_Types].xml").find("drawingml.chart+xml") != std::string::npos);
}

TEST_CASE("include: links with markers work as they do in the template") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>f}}"}));
  folder.put("f.docx",
             "<w:p><w:hyperlink r:id=\"rId1\"><w:r><w:t>сайт</w:t></w:r></w:hyperlink></w:p>"
             "<w:p><w:hyperlink r:id=\"rId2\"><w:r><w:t>почта</w:t></w:r></w:hyperlink></w:p>",
             {relations("document", {{"rId1", "hyperlink", "https://x.example/%7B%7Bn%7D%7D", true},
                                     {"rId2", "hyperlink", "mailto:a@x.example", true}})});
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml");
  CHECK_EQ(attribute(document, "//w:fldSimple/@w:instr"), " HYPERLINK \"https://x.example/3\" ");
  CHECK_EQ(target(package, "document", attribute(document, "//w:hyperlink/@r:id")), "mailto:a@x.example");
  CHECK(test::part_of(package, "word/_rels/document.xml.rels").find("%7B") == std::string::npos);
}

TEST_CASE("include: bookmarks and drawings are unique, however often a file is taken in") {
  const Folder folder;
  const std::string mark =
      "<w:p><w:bookmarkStart w:id=\"0\" w:name=\"место\"/><w:r><w:t>тут</w:t></w:r><w:bookmarkEnd "
      "w:id=\"0\"/></w:p>";
  folder.put("t.docx", mark + picture("rId1") + paragraph({"{{>f}}"}) + paragraph({"{{>f}}"}),
             {png("image1.png", "1"), relations("document", {{"rId1", "image", "media/image1.png"}})});
  folder.put("f.docx", mark + picture("rId1"),
             {png("image1.png", "2"), relations("document", {{"rId1", "image", "media/image1.png"}})});
  const auto package = folder.made();  // which looks for ids that stand twice
  CHECK_EQ(parsed(package, "word/document.xml").select_nodes("//w:bookmarkStart").size(), 3);
}

TEST_CASE("include: prefixes that only the file declares are declared") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>f}}"}));
  auto body = "<w:p><w:r><w:t>до</w:t></w:r><q:extra q:a=\"1\"/></w:p>";
  auto bytes = test::docx(body);
  Diagnostics out;
  auto entries = *package::read_zip("f", bytes, out);
  for (auto& entry : entries) {
    if (entry.name != "word/document.xml") continue;
    auto xml = *package::inflate("f", entry, out);
    xml.insert(xml.find(" xmlns:w="), " mc:Ignorable=\"q\" xmlns:q=\"urn:q\"");
    entry = package::deflate(entry.name, xml);
  }
  folder.folder.write("f.docx", package::write_zip(entries));
  const auto package = folder.made();
  const auto document = parsed(package, "word/document.xml");
  const auto extra = document.select_node("//w:p/*[local-name()='extra' or name()='q:extra']").node();
  REQUIRE(extra);
  bool declared = false, ignorable = false;
  for (auto node = extra; node; node = node.parent()) {
    declared |= std::string_view(node.attribute("xmlns:q").value()) == "urn:q";
    ignorable |= std::string_view(node.attribute("mc:Ignorable").value()).find('q') != std::string_view::npos;
  }
  CHECK(declared);
  CHECK(ignorable);
}

TEST_CASE("include: footnotes of the file become the document's") {
  const Folder folder;
  const auto reference = [](int id) {
    return "<w:p><w:r><w:t>слово</w:t></w:r><w:r><w:footnoteReference w:id=\"" + std::to_string(id) +
           "\"/></w:r></w:p>";
  };
  const auto notes = [](const std::string& text) {
    return test::Part{"word/footnotes.xml", kWord + "footnotes+xml",
                      "<w:footnotes NS><w:footnote w:type=\"separator\" w:id=\"-1\">" + paragraph({""}) +
                          "</w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\">" +
                          paragraph({""}) + "</w:footnote><w:footnote w:id=\"1\">" + paragraph({text}) +
                          "</w:footnote></w:footnotes>"};
  };
  const Relation footnotes{"rId5", "footnotes", "footnotes.xml"};
  folder.put("f.docx", reference(1), {notes("чужая: {{title}}"), relations("document", {footnotes})});
  const auto all = [](const std::string& package) {
    std::string out;
    const auto part = parsed(package, related(package, "footnotes")),
               document = parsed(package, "word/document.xml");
    for (const auto& found : document.select_nodes("//w:footnoteReference")) {
      const auto xpath =
          "//w:footnote[@w:id='" + std::string(found.node().attribute("w:id").value()) + "']//w:t";
      for (const auto& text : part.select_nodes(xpath.c_str())) out += text.node().text().get();
      out += "\n";
    }
    return out;
  };
  SUBCASE("beside the template's own") {
    folder.put("t.docx", paragraph({"{{>f}}"}) + reference(1) + paragraph({"{{>f}}"}),
               {notes("своя: {{n}}"), relations("document", {footnotes})});
    CHECK_EQ(all(folder.made()), "чужая: Отчёт\nсвоя: 3\nчужая: Отчёт\n");
  }
  SUBCASE("in a template that has none") {
    folder.put("t.docx", paragraph({"{{>f}}"}));
    const auto package = folder.made();
    CHECK_EQ(all(package), "чужая: Отчёт\n");
    CHECK(test::part_of(package, "[Content_Types].xml").find("footnotes+xml") != std::string::npos);
  }
  SUBCASE("a note may take in a file too") {
    folder.put("s.docx", paragraph({"Петрова, {{n}}"}));
    folder.put("t.docx", reference(1), {notes("исп. {{>s}}"), relations("document", {footnotes})});
    CHECK_EQ(all(folder.made()), "исп. Петрова, 3\n");
  }
}

TEST_CASE("include: a picture in a note belongs to the part of the notes") {
  const Folder folder;
  const std::string notes = "<w:footnotes NS><w:footnote w:id=\"1\">" + picture("rId1") +
                            paragraph({"{{>s}}"}) + "</w:footnote></w:footnotes>";
  folder.put("t.docx", paragraph({"{{>f}}"}));
  folder.put("s.docx", picture("rId1"),
             {png("a.png", "второй"), relations("document", {{"rId1", "image", "media/a.png"}})});
  folder.put("f.docx", "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>",
             {{"word/footnotes.xml", kWord + "footnotes+xml", notes},
              png("a.png", "первый"),
              relations("footnotes", {{"rId1", "image", "media/a.png"}}),
              relations("document", {{"rId3", "footnotes", "footnotes.xml"}})});
  const auto package = folder.made();
  const auto name = related(package, "footnotes");
  CHECK_EQ(test::faults_of(package, name), "");
  const auto part = parsed(package, name);
  const auto stem = name.substr(5, name.size() - 9);
  std::string bytes;
  for (const auto& blip : part.select_nodes("//a:blip"))
    bytes +=
        test::part_of(package, "word/" + target(package, stem, blip.node().attribute("r:embed").value()));
  CHECK_EQ(bytes, "первыйвторой");
  CHECK(part.document_element().attribute("xmlns:wp"));
}

TEST_CASE("include: tables do not fuse, and a cell keeps its last paragraph") {
  const Folder folder;
  folder.put("f.docx", table({row({"{{n}}"})}) + "<w:p/>");
  folder.put("t.docx", table({row({"1"})}) + paragraph({"{{>f}}"}) + paragraph({"после"}) +
                           table({row({paragraph({"{{>f}}"})})}));
  CHECK_EQ(test::text_of(folder.made()), "1\n\n3\nпосле\n3/\n");
}

TEST_CASE("include: no modifiers, no links that lead out of the project") {
  const Folder folder;
  const test::TempFolder outside;
  outside.write("secret.docx", test::docx(paragraph({"тайна"})));
  std::filesystem::create_symlink(outside.path() / "secret.docx", folder.folder.path() / "link.docx");
  folder.put("f.docx", paragraph({"x"}));
  folder.put("t.docx", paragraph({"{{>link}}"}) + paragraph({"{{>f:upper}}"}));
  CHECK_EQ(folder.mistakes(),
           Lines{"t.docx: word/document.xml, абзац 1 «{{>link}}»: include-outside",
                 "t.docx: word/document.xml, абзац 2 «{{>f:upper}}»: modifier-on-include"});
}

TEST_CASE("include: what stands in an included file is told by that file") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>f}}"}) + paragraph({"{{titel}}"}));
  folder.put("f.docx", paragraph({"раз"}) + table({row({"{{x1}}", "{{>блоки/g}}"})}));
  folder.put("блоки/g.docx", paragraph({"{{x2}}"}));
  CHECK_EQ(folder.mistakes(), Lines{"f.docx: word/document.xml, абзац 2 «{{x1}}»: unknown-field",
                                    "t.docx: word/document.xml, абзац 2 «{{titel}}»: unknown-field",
                                    "блоки/g.docx: word/document.xml, абзац 1 «{{x2}}»: unknown-field"});
}

TEST_CASE("include: a section ends in the file that it begins in") {
  const Folder folder;
  folder.put("t.docx", paragraph({"{{>begin}}"}) + paragraph({"{{name}}"}) + paragraph({"{{/schools}}"}));
  folder.put("begin.docx", paragraph({"Школы:"}) + paragraph({"{{#schools}}"}));
  CHECK_EQ(folder.mistakes(),
           Lines{"t.docx: word/document.xml, абзац 3 «{{/schools}}»: section-across-files"});
}

TEST_CASE("include: a pyramid of files is refused, not built") {
  const Folder folder;
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += paragraph({"{{>NEXT}}"});
  for (int i = 0; i < 12; ++i) {
    auto body = ten;
    const auto next = i == 11 ? std::string("end") : "f" + std::to_string(i + 1);
    for (auto at = body.find("NEXT"); at != std::string::npos; at = body.find("NEXT"))
      body.replace(at, 4, next);
    folder.put(i == 0 ? "t.docx" : "f" + std::to_string(i) + ".docx", body);
  }
  folder.put("end.docx", paragraph({"{{n}}"}));
  const auto mistakes = folder.mistakes();
  REQUIRE_FALSE(mistakes.empty());
  CHECK(mistakes.size() < 30);
  CHECK(mistakes.front().ends_with(": too-many-includes"));
}

}  // namespace svodka::render
