#include <pugixml.hpp>

#include "render/docx_fixture.h"

// Footnotes and endnotes live in parts of their own; their markers mean what they would mean at the
// reference.
namespace svodka::render {
namespace {

const std::string kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

std::string reference(const std::string& kind, int id) {
  return "<w:r><w:" + kind + "Reference w:id=\"" + std::to_string(id) + "\"/></w:r>";
}

std::string notes(const std::string& kind, const std::vector<std::string>& texts) {
  std::string xml = "<w:" + kind + "s NS><w:" + kind + " w:type=\"separator\" w:id=\"-1\">" +
                    paragraph({""}) + "</w:" + kind + "><w:" + kind +
                    " w:type=\"continuationSeparator\" w:id=\"0\">" + paragraph({""}) + "</w:" + kind + ">";
  int id = 1;
  for (const auto& text : texts)
    xml += "<w:" + kind + " w:id=\"" + std::to_string(id++) + "\">" + paragraph({text}) + "</w:" + kind + ">";
  return xml + "</w:" + kind + "s>";
}

std::string with_footnotes(const std::string& body, const std::vector<std::string>& texts) {
  return made(body, {{"word/footnotes.xml", kWord + "footnotes+xml", notes("footnote", texts)}});
}

/// The text of each note that a reference leads to, on a line of its own.
std::string notes_of(const std::string& package, const std::string& kind) {
  pugi::xml_document document;
  REQUIRE(
      document.load_string(test::part_of(package, "word/" + kind + "s.xml").c_str(), pugi::parse_ws_pcdata));
  const std::string element = "w:" + kind;
  std::string out;
  for (const auto& note : document.document_element().children(element.c_str())) {
    if (note.attribute("w:type")) continue;
    for (const auto& text : note.select_nodes(".//w:t")) out += text.node().text().get();
    out += "\n";
  }
  return out;
}

std::size_t count(const std::string& text, const std::string& words) {
  std::size_t n = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++n;
  return n;
}

std::string run(const std::string& text) { return "<w:r><w:t>" + text + "</w:t></w:r>"; }

}  // namespace

TEST_CASE("docx: a footnote of a repeated reference is repeated and knows its row") {
  const auto package = with_footnotes(
      "<w:p>" + run("{{#schools}}{{name}}") + reference("footnote", 1) + run("{{/schools}}") + "</w:p>",
      {"учеников: {{pupils}}"});
  CHECK(notes_of(package, "footnote") == "учеников: 10\nучеников: 20\n");
  const auto document = test::part_of(package), footnotes = test::part_of(package, "word/footnotes.xml");
  CHECK(count(document, "footnoteReference w:id=\"1\"") == 1);
  CHECK(count(document, "footnoteReference w:id=\"2\"") == 1);
  CHECK(count(document, "<w:footnote ") == 0);
  CHECK(count(footnotes, "<w:footnote w:id=\"1\">") == 1);
  CHECK(count(footnotes, "<w:footnote w:id=\"2\">") == 1);
  CHECK(count(footnotes, "w:type=\"separator\"") == 1);
}

TEST_CASE("docx: the footnote of a passage that is not shown goes with it, the others keep their order") {
  const auto package =
      with_footnotes("<w:p>" + run("{{#none}}нет") + reference("footnote", 1) + run("{{/none}}") +
                         run("есть") + reference("footnote", 2) + "</w:p>",
                     {"пропала", "осталась, {{title}}"});
  CHECK(notes_of(package, "footnote") == "осталась, Отчёт\n");
}

TEST_CASE("docx: a footnote with a marker in a document without any") {
  const auto package =
      with_footnotes("<w:p>" + run("слова") + reference("footnote", 1) + "</w:p>", {"{{title}}"});
  CHECK(notes_of(package, "footnote") == "Отчёт\n");
}

TEST_CASE("docx: endnotes likewise, with sections of their own") {
  const auto package = made("<w:p>" + run("{{title}}") + reference("endnote", 1) + "</w:p>",
                            {{"word/endnotes.xml", kWord + "endnotes+xml",
                              notes("endnote", {"{{#schools}}{{name}} {{/schools}}"})}});
  CHECK(notes_of(package, "endnote") == "Первая Вторая \n");
}

TEST_CASE("docx: a mistake in a footnote is placed there") {
  CHECK(mistakes("<w:p>" + run("слова") + reference("footnote", 1) + "</w:p>",
                 {{"word/footnotes.xml", kWord + "footnotes+xml", notes("footnote", {"вот {{titel}}"})}}) ==
        std::vector<std::string>{"t.docx: word/footnotes.xml, абзац 3 «вот {{titel}}»: unknown-field"});
}

}  // namespace svodka::render
