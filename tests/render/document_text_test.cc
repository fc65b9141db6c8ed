#include "render/document_text.h"

#include <doctest/doctest.h>

#include "package/zip.h"
#include "support/docx.h"

// What `svodka diff` compares two versions of a document by.
namespace svodka::render {
namespace {

std::string told(const std::string& path, const std::string& bytes) {
  Diagnostics out;
  const auto pieces = document_text(path, bytes, out);
  std::string lines;
  for (const auto& finding : out.in_order()) lines += finding.rule + "\n";
  if (!pieces) return lines + "nothing\n";
  for (const auto& piece : *pieces) lines += piece.place.ru + ": " + piece.words + "\n";
  return lines;
}

std::string zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::vector<package::ZipEntry> entries;
  for (const auto& [name, xml] : parts) entries.push_back(package::deflate(name, xml));
  return package::write_zip(entries);
}

TEST_CASE(
    "document text: a Word document is its paragraphs, in tables too, then headers; empty ones are none") {
  const auto bytes = test::docx(
      test::paragraph({"Отч", "ёт"}) + test::paragraph({""}) + test::table({test::row({"Школа", "Итог"})}),
      {{"word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
        "<w:hdr NS>" + test::paragraph({"Бланк"}) + "</w:hdr>"}});
  CHECK_EQ(told("a.docx", bytes),
           "абзац 1: Отчёт\nабзац 3: Школа\nабзац 4: Итог\nверхний колонтитул, абзац 1: Бланк\n");
}

TEST_CASE("document text: a workbook is the rows of its sheets, with shared, inline and plain values") {
  const auto bytes =
      zipped({{"xl/workbook.xml",
               "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Итоги\" r:id=\"rId1\"/></sheets></workbook>"},
              {"xl/_rels/workbook.xml.rels",
               "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
              {"xl/sharedStrings.xml",
               "<sst><si><t>Школа</t></si><si><r><t>Пер</t></r><r><t>вая</t></r></si></sst>"},
              {"xl/worksheets/sheet1.xml",
               "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
               "t=\"s\"><v>9</v></c></row>"
               "<row r=\"2\"/><row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"C3\"><f>1+1</f><v>2</v></c>"
               "<c r=\"D3\" t=\"inlineStr\"><is><t>да</t></is></c></row></sheetData></worksheet>"}});
  CHECK_EQ(told("a.xlsx", bytes), "Итоги!1: Школа\nИтоги!3: Первая | 2 | да\n");
}

TEST_CASE("document text: OpenDocument paragraphs and headings, the lines of other files") {
  CHECK_EQ(told("a.odt", zipped({{"content.xml",
                                  "<office:document-content><office:body><office:text><text:h>Отчёт</text:h>"
                                  "<text:p>за<text:s/>ноябрь</text:p></office:text></office:body>"
                                  "</office:document-content>"}})),
           "абзац 1: Отчёт\nабзац 2: за ноябрь\n");
  CHECK_EQ(told("a.txt", "Отчёт\r\n\r\n  за ноябрь"), "строка 1: Отчёт\nстрока 3: за ноябрь\n");
}

TEST_CASE("document text: a file that is not what its name says is a finding") {
  CHECK_EQ(told("a.docx", zipped({{"x", "y"}})), "not-a-document\nnothing\n");
  CHECK_EQ(told("a.xlsx", zipped({{"x", "y"}})), "not-a-document\nnothing\n");
  CHECK_NE(told("a.docx", "no zip").find("nothing"), std::string::npos);
}

}  // namespace
}  // namespace svodka::render
