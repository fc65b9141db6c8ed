#include <doctest/doctest.h>

#include "base/files.h"
#include "render/odt_fixture.h"
#include "render/template.h"
#include "support/temp_folder.h"

// {{>name}} in OpenDocument texts: another file's text comes with all that it leans on.
namespace svodka::render::odf {
namespace {

const std::string kAutomatic = "automatic-styles", kStyles = "office:styles";

/// A folder of templates, filled with the data of the fixture.
class Folder {
 public:
  void put(const std::string& name, const std::string& body,
           const std::vector<test::Entry>& more = {}) const {
    std::filesystem::create_directories((folder_.path() / name).parent_path());
    write_file_in_place(folder_.path() / name, test::odt(body, more));
  }
  std::string made(const std::string& name = "t.odt") const {
    Diagnostics out;
    const auto compiled = Template::compile(folder_.path(), name, shape(), out);
    for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
    REQUIRE(compiled);
    auto bytes = compiled->render(data(), out);
    CHECK(out.empty());
    CHECK_EQ(test::odt_faults(bytes), "");
    return bytes;
  }
  std::string text(const std::string& name = "t.odt") const { return test::odt_text(made(name)); }
  std::string mistakes(const std::string& name = "t.odt") const {
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

std::string styled(const std::string& style, const std::string& content) {
  return "<text:p text:style-name=\"" + style + "\">" + content + "</text:p>";
}

std::string style(const std::string& name, const std::string& family = "paragraph",
                  const std::string& more = "/>") {
  return "<style:style style:name=\"" + name + "\" style:family=\"" + family + "\"" + more;
}

TEST_CASE("odt include: a file's paragraphs, tables and lists take the place of the marker's paragraph") {
  const Folder folder;
  folder.put("head.odt", p("Школа {{title}}") + tbl(tr({"a", "{{n}}"})) + list(li("b")) + p("конец"));
  folder.put("t.odt", p("до") + p("{{>head}}") + p("после"));
  CHECK_EQ(folder.text(), "до\nШкола Отчёт\na | 3\n- b\nконец\nпосле\n");
  folder.put("t.ott", p("{{>head.odt}}") + p("{{>head}}"));
  CHECK_EQ(count(folder.text("t.ott"), "Школа Отчёт"), 2);
}

TEST_CASE("odt include: markers mean what they would mean there, files include files") {
  const Folder folder;
  folder.put("row.odt", p("{{name}}: {{>parts/pupils}}"));
  folder.put("parts/pupils.odt", p(span("{{pupils}}")));
  folder.put("t.odt", p("{{#schools}}") + p("{{>row}}") + p("{{/schools}}"));
  CHECK_EQ(folder.text(), "Первая: 10\nВторая: 20\n");
  folder.put("row.odt", p("{{nome}}") + p("{{#schools}}"));
  CHECK_EQ(folder.mistakes(),
           "row.odt: content.xml, абзац 1 «{{nome}}»: unknown-field\n"
           "t.odt: content.xml, абзац 1 «{{#schools}}»: unclosed-section\n"
           "t.odt: content.xml, абзац 3 «{{/schools}}»: section-across-files\n");
}

TEST_CASE("odt include: in a sentence a single paragraph's words, in their own look") {
  const Folder folder;
  folder.put("sign.odt", styled("P1", span("директор") + " {{title}}") + p(""));
  folder.put("t.odt", p("Подпись: " + span("{{>sign}}, дата", "T9") + "."));
  const auto xml = test::part_of(folder.made(), "content.xml");
  CHECK(contains(xml,
                 "Подпись: <text:span text:style-name=\"T1\">директор</text:span> Отчёт"
                 "<text:span text:style-name=\"T9\">, дата</text:span>."));
  folder.put("sign.odt", p("a") + p("b"));
  CHECK_EQ(folder.mistakes(), "t.odt: content.xml, абзац 1 «Подпись: {{>sign}}, дата.»: include-place\n");
}

TEST_CASE("odt include: automatic styles come under free names, named ones are the template's") {
  const Folder folder;
  const auto centred = "><style:paragraph-properties fo:text-align=\"center\"/></style:style>";
  folder.put(
      "head.odt",
      styled("P1", span("a", "T1")) + styled("Quote", "b") + styled("Special", "c") +
          "<text:list text:style-name=\"L1\"><text:list-item>" + p("d") + "</text:list-item></text:list>",
      {{kAutomatic, style("P1", "paragraph",
                          " style:parent-style-name=\"Special\" style:list-style-name=\"Numbers\" "
                          "style:master-page-name=\"Standard\"" +
                              std::string(centred)) +
                        style("T1", "text") + "<text:list-style style:name=\"L1\"/>"},
       {kStyles, style("Special", "paragraph", " style:next-style-name=\"Quote\" style:class=\"text\"/>") +
                     style("Quote", "paragraph", " style:class=\"theirs\"/>") +
                     "<text:list-style style:name=\"Numbers\"/>"}});
  folder.put("t.odt", styled("P1", "x") + p("{{>head}}") + p("{{>head}}"),
             {{kAutomatic, style("P1") + "<text:list-style style:name=\"L1\"/>"},
              {kStyles, style("Quote", "paragraph", " style:class=\"ours\"/>")}});
  const auto made = folder.made();
  const auto xml = test::part_of(made, "content.xml"), styles = test::part_of(made, "styles.xml");
  CHECK_EQ(count(xml,
                 "<style:style style:name=\"P1_2\" style:family=\"paragraph\" "
                 "style:parent-style-name=\"Special\" style:list-style-name=\"Numbers\"" +
                     std::string(centred)),
           1);  // once, although the file is taken in twice
  CHECK_EQ(count(xml, "<text:p text:style-name=\"P1_2\"><text:span text:style-name=\"T1\">a"), 2);
  CHECK_EQ(count(xml, "<text:list text:style-name=\"L1_2\">"), 2);
  CHECK_EQ(count(styles, "style:name=\"Special\" style:family=\"paragraph\" style:next-style-name=\"Quote\""),
           1);
  CHECK_EQ(count(styles, "style:class=\"ours\""), 1);
  CHECK_EQ(count(styles, "style:class=\"theirs\""), 0);
  CHECK_EQ(count(styles, "<text:list-style style:name=\"Numbers\"/>"), 1);
}

TEST_CASE("odt include: styles of one name that persons know by two are two") {
  const Folder folder;
  folder.put("head.odt", styled("Style_20_1", "a"),
             {{kStyles, style("Style_20_1", "paragraph", " style:display-name=\"Угол\"/>")}});
  folder.put("t.odt", styled("Style_20_1", "b") + p("{{>head}}"),
             {{kStyles, style("Style_20_1", "paragraph", " style:display-name=\"Тело\"/>")}});
  const auto made = folder.made();
  CHECK(contains(test::part_of(made, "content.xml"), "<text:p text:style-name=\"Style_20_1_2\">a"));
  CHECK(contains(test::part_of(made, "styles.xml"),
                 "style:name=\"Style_20_1_2\" style:family=\"paragraph\" "
                 "style:display-name=\"Угол\""));
}

std::string picture(const std::string& file, const std::string& name = "Image1") {
  return "<draw:frame draw:name=\"" + name + "\"><draw:image xlink:href=\"" + file + "\"/></draw:frame>";
}

TEST_CASE("odt include: pictures and objects come along and are named in the manifest") {
  const Folder folder;
  folder.put("head.odt",
             p(picture("Pictures/a.png") + picture("Pictures/b.png", "b")) +
                 p("<draw:frame draw:name=\"o\"><draw:object xlink:href=\"./Object 1\"/>"
                   "<draw:image xlink:href=\"./ObjectReplacements/Object 1\"/></draw:frame>"),
             {{"Pictures/a.png", "theirs"},
              {"Pictures/b.png", "the same"},
              {"Object 1/content.xml", "<math/>"},
              {"ObjectReplacements/Object 1", "drawn"}});
  folder.put(
      "t.odt", p(picture("Pictures/a.png")) + p("{{>head}}"),
      {{"Pictures/a.png", "ours"}, {"Pictures/b.png", "the same"}, {"Object 1/content.xml", "<other/>"}});
  const auto made = folder.made();
  const auto xml = test::part_of(made, "content.xml"),
             manifest = test::part_of(made, "META-INF/manifest.xml");
  INFO(xml);
  CHECK(contains(xml, "draw:name=\"Image1_2\"><draw:image xlink:href=\"Pictures/a_2.png\"/>"));
  CHECK(contains(xml, "<draw:image xlink:href=\"Pictures/b.png\"/>"));
  CHECK(contains(xml, "<draw:object xlink:href=\"./Object 2\"/>"));
  CHECK_EQ(test::part_of(made, "Pictures/a_2.png"), "theirs");
  CHECK_EQ(test::part_of(made, "Object 2/content.xml"), "<math/>");
  for (const char* name : {"Pictures/a_2.png", "Object 2/content.xml"})
    CHECK_EQ(count(manifest, "manifest:full-path=\"" + std::string(name) + "\""), 1);
}

TEST_CASE("odt include: notes come along, bookmarks and lists stay apart from the template's") {
  const Folder folder;
  const std::string note =
      "<text:note text:id=\"ftn1\"><text:note-citation>1</text:note-citation>"
      "<text:note-body>" +
      p("к {{title}}") + "</text:note-body></text:note>";
  const std::string marked = "<text:bookmark text:name=\"here\"/>",
                    link = "<text:a xlink:href=\"#here\">там</text:a>";
  const std::string counted = "<text:list xml:id=\"list1\" text:style-name=\"L1\"><text:list-item>" + p("1") +
                              "</text:list-item></text:list>";
  folder.put("head.odt", p("a" + note + marked + link) + counted);
  folder.put("t.odt", p("b" + note + marked) + counted + p("{{>head}}"));
  const auto made = folder.made();
  const auto xml = test::part_of(made, "content.xml");
  CHECK_EQ(test::odt_text(made), "b[к Отчёт]\n- 1\na[к Отчёт]там\n- 1\n");
  INFO(xml);
  CHECK(contains(xml, "<text:bookmark text:name=\"here_2\"/><text:a xlink:href=\"#here_2\">"));
  CHECK_FALSE(contains(xml, "text:continue-list"));
  folder.put("t.odt", p("x"),
             {{"styles.xml", "<style:master-page style:name=\"S\"><style:header>" + p("{{>head}}") +
                                 "</style:header></style:master-page>"}});
  CHECK_EQ(folder.mistakes(), "head.odt: content.xml: include-place\n");
}

TEST_CASE("odt include: headers, cells, frames and notes take files in") {
  const Folder folder;
  folder.put("head.odt", styled("P1", "{{title}}"),
             {{kAutomatic, style("P1", "paragraph", " style:parent-style-name=\"Own\"/>")},
              {kStyles, style("Own")}});
  folder.put("t.odt",
             tbl(tr({"{{>head}}"})) +
                 p("<draw:frame><draw:text-box>" + p("{{>head}}") + "</draw:text-box></draw:frame>"),
             {{"styles.xml", "<style:master-page style:name=\"S\"><style:header>" + p("{{>head}}") +
                                 "</style:header></style:master-page>"}});
  const auto made = folder.made();
  CHECK_EQ(test::odt_text(made), "Отчёт\n[Отчёт]\n");
  CHECK_EQ(test::odt_text(made, "styles.xml"), "Отчёт\n");
  const auto styles = test::part_of(made, "styles.xml");
  CHECK_EQ(count(styles, "style:name=\"Own\""), 1);
  CHECK_EQ(count(styles, "style:name=\"P1\""), 1);
}

TEST_CASE("odt include: an empty file leaves nothing, tables have no room in an item of a list") {
  const Folder folder;
  folder.put("head.odt", tbl(tr({"a"})) + p(""));
  folder.put("t.odt", p("{{>head}}") + p("b"));
  CHECK_EQ(folder.text(), "a\nb\n");
  folder.put("t.odt", list(li("{{>head}}")));
  CHECK_EQ(folder.mistakes(), "t.odt: content.xml, абзац 1 «{{>head}}»: include-place\n");
  folder.put("head.odt", "");
  folder.put("t.odt", p("a") + p("{{>head}}") + tbl(tr({"{{>head}}"})));
  CHECK_EQ(folder.text(), "a\n\n");
}

TEST_CASE("odt include: comments and deletions of the file stay away") {
  const Folder folder;
  folder.put("head.odt", "<text:tracked-changes><text:changed-region text:id=\"c\"><text:deletion>" +
                             p("нет") + "</text:deletion></text:changed-region></text:tracked-changes>" +
                             p("a<office:annotation>" + p("{{x}}") +
                               "</office:annotation><text:change text:change-id=\"c\"/>"));
  folder.put("t.odt", p("{{>head}}"));
  CHECK_EQ(folder.text(), "a\n");
}

TEST_CASE("odt include: what cannot be taken in") {
  const Folder folder;
  folder.put("a.odt", p("{{>a}}"));
  folder.put("macro.odt", p("x"), {{"Basic/Standard/Module1.xml", "<m/>"}});
  folder.put("t.odt", p("{{>a}}") + p("{{>b}}") + p("{{>../c}}") + p("{{>macro}}") + p("{{>a:date}}") +
                          p("<draw:frame><svg:desc>{{>a}}</svg:desc></draw:frame>"));
  const auto found = folder.mistakes();
  INFO(found);
  for (const char* rule : {"include-cycle", "missing-include", "include-outside", "macros-refused",
                           "modifier-on-include", "include-place"}) {
    INFO(std::string(rule));
    CHECK(contains(found, rule));
  }
}

}  // namespace
}  // namespace svodka::render::odf
