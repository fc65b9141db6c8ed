#include "render/draft/draft.h"

#include <doctest/doctest.h>

#include <map>

#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/office.h"
#include "support/docx.h"
#include "support/golden.h"
#include "support/parts.h"
#include "support/paths.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;
using test::Parts, test::parts_of;

// A part without the elements that the path finds, written as the program writes XML.
std::string without(const std::string& xml, const char* path) {
  pugi::xml_document document;
  REQUIRE(load_xml(xml, document));
  for (const auto* each : {path, "//text()[normalize-space() = '']"}) {
    for (const auto& found : document.select_nodes(each)) found.node().parent().remove_child(found.node());
  }
  return saved_xml(document);
}

// What differs between two packages, apart from the mark: names of parts.
std::string difference(const Parts& clean, Parts draft, const std::map<std::string, const char*>& marks,
                       const std::string& added) {
  std::string differ;
  CHECK_EQ(draft.erase(added), 1);
  for (const auto& [name, bytes] : clean) {
    const auto mark = marks.find(name);
    const auto is = draft.contains(name) ? draft.at(name) : std::string("gone");
    if (mark == marks.end() ? is != bytes : without(is, mark->second) != without(bytes, mark->second))
      differ += name + "\n";
    draft.erase(name);
  }
  for (const auto& [name, bytes] : draft) differ += "+ " + name + "\n";
  return differ;
}

constexpr const char* kPicture = "Pictures/svodka-draft.svg";
constexpr const char* kInManifest = "//manifest:file-entry[@manifest:full-path='Pictures/svodka-draft.svg']";

TEST_CASE("draft: an OpenDocument text differs from the approved one in the mark alone") {
  const auto clean = test::contents(fs::path(SVODKA_ROOT) / "docs/examples/odt/letterhead.odt");
  const auto draft = as_draft("Письмо.odt", clean);
  REQUIRE(draft);
  CHECK_EQ(difference(parts_of(clean), parts_of(*draft),
                      {{"styles.xml", "//style:background-image"}, {"META-INF/manifest.xml", kInManifest}},
                      kPicture),
           "");
  CHECK(parts_of(*draft).at(kPicture).find(">ПРОЕКТ<") != std::string::npos);
  CHECK_EQ(as_draft("Письмо.odt", clean), draft);
  CHECK_FALSE(as_draft("Письмо.odt", "не документ"));
}

TEST_CASE("draft: an OpenDocument spreadsheet stays one, with the mark on each sheet and page") {
  if (!LayoutProgram::installed().path) return;
  Office office;
  const auto clean = office.convert(
      "Таблица.ods", test::contents(fs::path(SVODKA_ROOT) / "docs/examples/map/form.xlsx"), ".xlsx", "ods");
  const auto draft = as_draft("Таблица.ods", clean);
  REQUIRE(draft);
  CHECK(draft->starts_with("PK"));
  const auto parts = parts_of(*draft);
  CHECK_EQ(difference(parts_of(clean), parts,
                      {{"styles.xml", "//style:background-image"},
                       {"content.xml", "//table:shapes[draw:frame/@draw:name='svodka-draft']"},
                       {"META-INF/manifest.xml", kInManifest}},
                      kPicture),
           "");
  // LibreOffice takes it: as a PDF it has the word's outline, or its picture, and as many pages.
  const auto before = office.convert("a.pdf", clean, ".ods", "pdf"),
             after = office.convert("b.pdf", *draft, ".ods", "pdf");
  CHECK_GT(after.size(), before.size());
}

TEST_CASE("draft: text has a line more, and a page of HTML a mark that moves nothing") {
  CHECK_EQ(as_draft("a.txt", "\xEF\xBB\xBFтекст\n"), "\xEF\xBB\xBFПРОЕКТ\nтекст\n");
  CHECK_EQ(as_draft("a.tex", "текст"), "% ПРОЕКТ\nтекст");
  const std::string page =
      "<!DOCTYPE html><html><head><style>p>a{}</style></head><BODY class=\"a\"><p>текст</p></BODY></html>";
  const auto draft = as_draft("a.html", page).value();
  const auto begin = draft.find("<div style=\"position:fixed"), end = draft.find("</div>\n");
  REQUIRE(begin != std::string::npos);
  CHECK_EQ(draft.substr(0, begin) + draft.substr(end + 7), page);
  CHECK(draft.substr(0, begin).ends_with("<BODY class=\"a\">"));
  CHECK(draft.substr(begin, end - begin).find(">ПРОЕКТ<") != std::string::npos);
  CHECK(as_draft("a.html", "<p>текст").value().ends_with("<p>текст"));
}

}  // namespace
}  // namespace svodka::render
