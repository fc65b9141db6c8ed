#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/stamp/signature_stamp.h"
#include "support/docx.h"
#include "support/golden.h"
#include "support/odt.h"
#include "support/parts.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;
using test::Parts, test::parts_of;
using test::docx, test::paragraph, test::row, test::table;

const std::vector<StampWords> kOne{{"0A0B0C", "Иванова Анна <Петровна>", "01.12.2025", "01.12.2026"}};

// The stamp of kOne as a reader sees it in a document's text.
constexpr const char* kText =
    "ДОКУМЕНТ ПОДПИСАН/ЭЛЕКТРОННОЙ ПОДПИСЬЮ/Сертификат 0A0B0C/Владелец Иванова Анна <Петровна>/"
    "Действителен с 01.12.2025 по 01.12.2026";

// What keeps lines together shows nowhere else.
std::string without_keeping(pugi::xml_document& document) {
  for (const auto& found : document.select_nodes("//w:keepNext")) {
    auto properties = found.node().parent();
    properties.remove_child(found.node());
    if (!properties.first_child()) properties.parent().remove_child(properties);
  }
  return saved_xml(document);
}

// A document's main part without the block: the frame, the space above it and the end below it.
std::string without_block(const std::string& xml) {
  pugi::xml_document document;
  REQUIRE(load_xml(xml, document));
  const auto tables = document.select_nodes("//w:tbl[.//w:t[.='ДОКУМЕНТ ПОДПИСАН']]");
  REQUIRE_EQ(tables.size(), 1);
  const auto frame = tables[0].node();
  auto parent = frame.parent();
  const auto is_line = [](const pugi::xml_node& node, const char* height) {
    return std::string(node.child("w:pPr").child("w:spacing").attribute("w:line").value()) == height;
  };
  CHECK(is_line(frame.previous_sibling(), "120"));
  parent.remove_child(frame.previous_sibling());
  const auto is_end = [&](const pugi::xml_node& node) {
    return is_line(node, "20") && node.child("w:pPr").child("w:rPr").child("w:sz");
  };
  if (is_end(frame.next_sibling())) parent.remove_child(frame.next_sibling());
  parent.remove_child(frame);
  return without_keeping(document);
}

std::string as_saved(const std::string& xml) {
  pugi::xml_document document;
  REQUIRE(load_xml(xml, document));
  return without_keeping(document);
}

// The body of a document with the stamp in it.
std::string stamped(const std::string& body) {
  const auto copy = docx_with_stamps(docx(body), kOne);
  REQUIRE(copy);
  CHECK_EQ(test::faults_of(*copy), "");
  return test::text_of(*copy);
}

std::string bookmark(const std::string& name, const std::string& words = "") {
  return R"(<w:p><w:bookmarkStart w:id="7" w:name=")" + name + R"("/><w:bookmarkEnd w:id="7"/>)" +
         (words.empty() ? "" : "<w:r><w:t>" + words + "</w:t></w:r>") + "</w:p>";
}

TEST_CASE("stamp: the copy of a Word document differs from the signed one in the block alone") {
  const auto clean = test::contents(fs::path(SVODKA_ROOT) / "templates/progress-report.docx");
  const auto copy = with_stamps("Отчёт.DOCX", clean, kOne);
  REQUIRE(copy);
  auto before = parts_of(clean), after = parts_of(*copy);
  CHECK_EQ(without_block(after.at("word/document.xml")), as_saved(before.at("word/document.xml")));
  before.erase("word/document.xml");
  after.erase("word/document.xml");
  CHECK(before == after);
  CHECK_EQ(with_stamps("Отчёт.docx", clean, kOne), copy);
}

TEST_CASE("stamp: stands where the template says, else ends the document") {
  const std::string text = kText;
  const auto in_cell = "ДОКУМЕНТ ПОДПИСАН";
  CHECK_EQ(stamped(paragraph({"конец"})), "конец\n\n" + text + "\n\n");
  // After the line that is marked, in whatever way the name is written.
  for (const auto* name : {"отметка_подписи", "Отметка-Подписи", "svodka_stamp"})
    CHECK_EQ(stamped(bookmark(name, "Иванова") + paragraph({"исполнитель"})),
             "Иванова\n\n" + text + "\nисполнитель\n");
  CHECK_EQ(stamped(bookmark("другая", "Иванова") + paragraph({"исполнитель"})),
           "Иванова\nисполнитель\n\n" + text + "\n\n");
  // A content control, by its title.
  CHECK_EQ(stamped(R"(<w:sdt><w:sdtPr><w:alias w:val="отметка подписи"/></w:sdtPr><w:sdtContent>)" +
                   paragraph({"Иванова"}) + "</w:sdtContent></w:sdt>" + paragraph({"исполнитель"})),
           "Иванова\n\n" + text + "\nисполнитель\n");
  // Between post and name, in the place of a signature by hand.
  const auto copy =
      docx_with_stamps(docx(table({row({"Начальник", bookmark("отметка_подписи"), "Иванова"})})), kOne);
  REQUIRE(copy);
  CHECK_EQ(test::faults_of(*copy), "");
  const auto xml = test::part_of(*copy);
  CHECK(xml.find("Начальник") < xml.find(in_cell));
  CHECK(xml.find(in_cell) < xml.find(">Иванова<"));
  // Not behind the end of a section.
  CHECK_EQ(stamped(paragraph({"письмо"}) +
                   R"(<w:p><w:pPr><w:sectPr/></w:pPr><w:bookmarkStart w:id="7" w:name="svodka_stamp"/>)"
                   R"(<w:bookmarkEnd w:id="7"/><w:r><w:t>Иванова</w:t></w:r></w:p>)" +
                   paragraph({"приложение"})),
           "письмо\n\n" + text + "\nИванова\nприложение\n");
  // No place is marked: below the last line with the surname that is no sentence about the person.
  const auto body = paragraph({"Иванова"}) + table({row({"Начальник", "А.П. Иванова"})}) +
                    paragraph({"исполнитель"}) + paragraph({std::string(400, '.') + "Иванова"});
  const auto below = docx_with_stamps(docx(body), kOne, "Иванова");
  REQUIRE(below);
  CHECK_EQ(test::faults_of(*below), "");
  CHECK(test::text_of(*below).find("А.П. Иванова\n\n" + text + "\nисполнитель\n") != std::string::npos);
}

TEST_CASE("stamp: never splits, takes the font at its place, and signers stack") {
  auto two = kOne;
  two.push_back({"FF", "Петров", "01.01.2026", "01.01.2027"});
  const auto copy = docx_with_stamps(
      docx(
          R"(<w:p><w:r><w:rPr><w:rFonts w:ascii="PT Serif" w:hAnsi="PT Serif"/></w:rPr><w:t>текст</w:t></w:r></w:p>)"),
      two);
  REQUIRE(copy);
  pugi::xml_document read;
  REQUIRE(load_xml(test::part_of(*copy), read));
  CHECK_EQ(read.select_nodes("//w:tr[w:trPr/w:cantSplit]").size(), 2);
  CHECK_EQ(read.select_nodes("//w:tc/w:p").size(), 10);
  CHECK_EQ(read.select_nodes("//w:tc/w:p[w:pPr/w:keepNext]").size(), 9);  // all but the very last line
  CHECK_EQ(read.select_nodes("//w:tc//w:rFonts[@w:ascii='PT Serif']").size(), 10);
  CHECK_FALSE(with_stamps("Отчёт.docx", "не документ", kOne));
  CHECK_FALSE(with_stamps("Отчёт.xlsx", *copy, kOne));
  CHECK_FALSE(with_stamps("Отчёт.docx", *copy, {}));
}

TEST_CASE("stamp: in an OpenDocument text, at its place or at the end, and nothing else differs") {
  const std::string place = R"(<text:p>Иванова<text:bookmark text:name="отметка_подписи"/></text:p>)";
  const auto clean = test::odt(place + "<text:p>исполнитель</text:p>");
  const auto copy = with_stamps("Письмо.odt", clean, kOne);
  REQUIRE(copy);
  CHECK_EQ(test::odt_faults(*copy), "");
  auto before = parts_of(clean), after = parts_of(*copy);
  const auto content = after.at("content.xml");
  CHECK(content.find("Иванова") < content.find("ДОКУМЕНТ ПОДПИСАН"));
  CHECK(content.find("ДОКУМЕНТ ПОДПИСАН") < content.find("исполнитель"));
  CHECK(content.find("Иванова Анна &lt;Петровна&gt;") != std::string::npos);
  before.erase("content.xml");
  after.erase("content.xml");
  CHECK(before == after);
  // In a narrow cell between post and name it is as wide as the cell.
  const auto in_cell = odt_with_stamps(
      test::odt("<table:table table:name=\"t\"><table:table-column/><table:table-row><table:table-cell>" +
                place + "</table:table-cell></table:table-row></table:table><text:p>исполнитель</text:p>"),
      kOne);
  REQUIRE(in_cell);
  CHECK_EQ(test::odt_faults(*in_cell), "");
  CHECK(test::part_of(*in_cell, "content.xml").find("style:rel-width=\"100%\"") != std::string::npos);
  CHECK(content.find("style:width=\"7.5cm\"") != std::string::npos);
  const auto at_end = odt_with_stamps(test::odt("<text:p>конец</text:p>"), kOne);
  REQUIRE(at_end);
  CHECK_EQ(test::odt_faults(*at_end), "");
  CHECK(test::part_of(*at_end, "content.xml")
            .find(R"(</table:table><text:p text:style-name="svodka-stamp-end"/></office:text>)") !=
        std::string::npos);
}

TEST_CASE("stamp: stays on the page of the signer's line, wherever the page ends (LibreOffice)") {
  if (test::shell(".", "command -v soffice && command -v pdftotext").code != 0) {
    MESSAGE("skipped: LibreOffice or poppler-utils is not installed");
    return;
  }
  const test::TempFolder folder;
  const std::string name = "А.П.Иванова";
  for (int lines = 34; lines < 52; ++lines) {
    std::string words, texts;
    for (int line = 0; line < lines; ++line) {
      words += paragraph({"строка"});
      texts += "<text:p>строка</text:p>";
    }
    const auto file = std::to_string(lines);
    const bool in_table = lines % 2 == 0;
    const auto docx_line = in_table ? table({row({"Начальник", name})}) : paragraph({name});
    const auto odt_line =
        in_table ? "<table:table "
                   "table:name=\"t\"><table:table-column/><table:table-row><table:table-cell><text:p>" +
                       name + "</text:p></table:table-cell></table:table-row></table:table>"
                 : "<text:p>" + name + "</text:p>";
    folder.write(file + "w.docx", docx_with_stamps(docx(words + docx_line), kOne, "Иванова").value());
    folder.write(file + "o.odt", odt_with_stamps(test::odt(texts + odt_line), kOne, "Иванова").value());
  }
  const auto pages = test::shell(
      folder.path(),
      "timeout 200 soffice -env:UserInstallation=file://$PWD/profile --headless --convert-to pdf *.docx "
      "*.odt "
      ">/dev/null 2>&1; for f in *.pdf; do pdftotext -layout $f - | /usr/bin/python3 -c 'import sys; "
      "pages = sys.stdin.read().split(chr(12)); at = lambda w: [i for i, p in enumerate(pages) if w in p]; "
      "print(sys.argv[1], at(\"А.П.Иванова\"), at(\"ДОКУМЕНТ ПОДПИСАН\"), at(\"Действителен\"))' $f; done");
  std::istringstream said(pages.output);
  int count = 0, second = 0;
  for (std::string line; std::getline(said, line); ++count) {
    CHECK_MESSAGE((line.ends_with(" [0] [0] [0]") || line.ends_with(" [1] [1] [1]")), line);
    second += line.ends_with("[1]") ? 1 : 0;
  }
  CHECK_EQ(count, 36);
  CHECK(second > 0);  // else no page ended there
  CHECK(second < 36);
}

}  // namespace
}  // namespace svodka::render
