#include <doctest/doctest.h>

#include <regex>

#include "base/files.h"
#include "package/zip.h"
#include "render/word/docx.h"
#include "support/docx.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;
using test::cell;
using test::paragraph;
using test::row;
using test::table;

const fs::path kPictures = fs::path(SVODKA_TESTS_DIR) / "data/pictures";

// photo, logo, none, bad, number · schools: name, photo
Shape shape() {
  Shape schools{{{"name", ColumnType::kText}, {"photo", ColumnType::kText}}, {}};
  return {{{"photo", ColumnType::kText},
           {"logo", ColumnType::kText},
           {"none", ColumnType::kText},
           {"bad", ColumnType::kText},
           {"number", ColumnType::kText}},
          {{"schools", schools}}};
}

Row data() {
  const auto school = [](const char* name, Value photo) {
    return Row{{std::string(name), std::move(photo)}, {}};
  };
  return {{std::string("wide.png"), std::string("fields.svg"), Value(), std::string("cut.png"),
           std::string("15/2020")},
          {{school("Первая", std::string("photo.jpg")), school("Вторая", std::string("tall.png")),
            school("Третья", Value())}}};
}

std::string made(const std::string& body, const std::vector<test::Part>& parts = {}) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile(kPictures, "t.docx", test::docx(body, parts), shape(), out);
  for (const auto& finding : out.in_order()) INFO(finding.message.ru);
  REQUIRE(compiled);
  const auto package = compiled->render(data(), out);
  CHECK(out.empty());
  CHECK_EQ(test::faults_of(package), "");
  CHECK_EQ(package, compiled->render(data(), out));
  return package;
}

// The findings of compiling and making a document: "rule: message".
std::vector<std::string> findings(const std::string& body) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile(kPictures, "t.docx", test::docx(body), shape(), out);
  if (compiled) compiled->render(data(), out);
  std::vector<std::string> lines;
  for (const auto& finding : out.sorted()) {
    CHECK_EQ(finding.at.part, "word/document.xml");
    lines.push_back(finding.rule + ": " + finding.message.ru);
  }
  return lines;
}

std::string finding(const std::string& body) {
  const auto all = findings(body);
  CHECK_EQ(all.size(), 1);
  return all.empty() ? "" : all.front();
}

// What python-docx and Pillow see (docx_picture_read.py); nothing when they are not installed.
std::optional<std::string> seen(const std::string& package) {
  const test::TempFolder folder;
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import docx, PIL'").code != 0) {
    MESSAGE("python3-docx or python3-pil is not installed: skipped");
    return std::nullopt;
  }
  write_file_in_place(folder.path() / "a.docx", package);
  return test::shell(folder.path(), std::string("/usr/bin/python3 ") + SVODKA_TESTS_DIR +
                                        "/render/docx_picture_read.py a.docx 2>&1")
      .output;
}

void check_seen(const std::string& package, const std::string& expected) {
  if (const auto what = seen(package)) CHECK_EQ(*what, expected);
}

std::vector<std::string> media_of(const std::string& package) {
  Diagnostics out;
  std::vector<std::string> names;
  const auto entries = package::read_zip("t.docx", package, out);
  REQUIRE(entries);
  for (const auto& entry : *entries) {
    if (entry.name.starts_with("word/media/")) names.push_back(entry.name.substr(11));
  }
  return names;
}

// A picture drawn in the template, 40 by 40 mm, cropped, with a border.
std::string frame(const std::string& description, const std::string& kind = "wp:inline") {
  return "<w:p><w:r><w:drawing><" + kind +
         "><wp:extent cx=\"1440000\" cy=\"1440000\"/><wp:docPr id=\"9\" name=\"Фото\" descr=\"" +
         description +
         "\"/><a:graphic><a:graphicData "
         "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic "
         "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr "
         "id=\"9\" name=\"a.png\" descr=\"" +
         description +
         "\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId99\"><a:grayscl/><a:extLst/>"
         "</a:blip><a:srcRect l=\"10000\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
         "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"1440000\" cy=\"1440000\"/></a:xfrm><a:prstGeom "
         "prst=\"ellipse\"><a:avLst/></a:prstGeom><a:ln w=\"9525\"/></pic:spPr></pic:pic></a:graphicData>"
         "</a:graphic></" +
         kind + "></w:drawing></w:r></w:p>";
}

TEST_CASE("docx picture: in the line of the text, as large as it says") {
  const auto package = made(paragraph({"Фото: {{photo:image}}."}));
  CHECK_EQ(test::text_of(package), "Фото: .\n");
  check_seen(package, "document.xml inline 12.7x8.5  'photo' PNG 96x64 RGBW\n");
}

TEST_CASE("docx picture: sizes, fit and description") {
  check_seen(
      made(paragraph({"{{photo:image:width=3cm}}"}) +
           paragraph({"{{photo:картинка:ширина=30 мм:высота=30мм:вписать=заполнить:описание=«Вид "
                      "школы»}}"}) +
           paragraph({"{{photo:image:height=1in:alt=\"\"}}"}) + paragraph({"{{photo:image:width=50%}}"})),
      "document.xml inline 30.0x20.0  'photo' PNG 96x64 RGBW\n"
      "document.xml inline 30.0x30.0 {'l': '16667', 'r': '16667'} 'Вид школы' PNG 96x64 RGBW\n"
      "document.xml inline 38.1x25.4  '' PNG 96x64 RGBW\n"
      "document.xml inline 82.5x55.0  'photo' PNG 96x64 RGBW\n");
}

TEST_CASE("docx picture: nothing for no value") {
  const auto package = made(paragraph({"[{{none:image}}] [{{none:qr}}]"}));
  CHECK_EQ(test::text_of(package), "[] []\n");
  CHECK(media_of(package).empty());
}

TEST_CASE("docx picture: each row has its own, the same bytes stand in the package once") {
  const auto package = made(table({row({"{{#schools}}{{name}}", "{{photo:image}}{{/schools}}"})}) +
                            paragraph({"{{photo:image}} {{photo:image}}"}));
  check_seen(package,
             "document.xml inline 16.3x10.8  'photo' JPEG 96x64 RGBW\n"
             "document.xml inline 16.9x25.4  'photo' PNG 64x96 RGBW\n"
             "document.xml inline 12.7x8.5  'photo' PNG 96x64 RGBW\n"
             "document.xml inline 12.7x8.5  'photo' PNG 96x64 RGBW\n");
  CHECK_EQ(media_of(package), std::vector<std::string>{"image1.jpeg", "image1.png", "image2.png"});
}

TEST_CASE("docx picture: one without sizes is not wider than its page or its cell") {
  auto wide = data();
  wide.values[0] = std::string("huge.png");
  Diagnostics out;
  const auto cells =
      "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid><w:tr><w:tc>"
      "<w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>" +
      paragraph({"{{photo:image}}"}) + "</w:tc><w:tc>" + paragraph({"{{photo:image}}"}) +
      "</w:tc></w:tr></w:tbl>";
  const auto section =
      "<w:sectPr><w:pgSz w:w=\"10000\" w:h=\"8000\"/><w:pgMar w:top=\"1000\" w:bottom=\"1000\" "
      "w:left=\"1000\" "
      "w:right=\"1000\"/></w:sectPr>";
  const auto compiled = DocxTemplate::compile(
      kPictures, "t.docx", test::docx(cells + paragraph({"{{photo:image}}"}) + section), shape(), out);
  REQUIRE(compiled);
  check_seen(compiled->render(wide, out),
             "document.xml inline 31.5x15.7  'photo' PNG 3000x1500 KKKK\n"
             "document.xml inline 49.1x24.6  'photo' PNG 3000x1500 KKKK\n"
             "document.xml inline 141.1x70.6  'photo' PNG 3000x1500 KKKK\n");
  CHECK(out.empty());
}

TEST_CASE("docx picture: an SVG stands beside its PNG") {
  const auto package = made(paragraph({"{{logo:image}}"}));
  CHECK_EQ(media_of(package), std::vector<std::string>{"image1.png", "image1.svg"});
  CHECK(test::part_of(package).find("<asvg:svgBlip") != std::string::npos);
  CHECK(test::part_of(package, "[Content_Types].xml").find("image/svg+xml") != std::string::npos);
  check_seen(package, "document.xml inline 48.0x32.0  'logo' PNG 1200x800 RGBW\n");
}

TEST_CASE("docx picture: in a header the relation belongs to the header") {
  const auto package =
      made(paragraph({"{{photo:image:width=2cm}}"}),
           {{"word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
             "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" +
                 paragraph({"{{photo:image:width=3cm}}{{logo:image}}"}) + "</w:hdr>"}});
  CHECK_EQ(media_of(package), std::vector<std::string>{"image1.png", "image2.png", "image1.svg"});
  const auto relations = test::part_of(package, "word/_rels/header1.xml.rels");
  CHECK(relations.find("Target=\"media/image1.png\"") != std::string::npos);
  CHECK(relations.find("Target=\"media/image1.svg\"") != std::string::npos);
  CHECK(test::part_of(package, "word/header1.xml").find("cx=\"1080000\" cy=\"720000\"") != std::string::npos);
}

TEST_CASE("docx picture: a drawn picture is replaced in its frame") {
  const auto package = made(frame("{{photo:image}}"));
  check_seen(package, "document.xml inline 40.0x26.7  'photo' PNG 96x64 RGBW\n");
  const auto xml = test::part_of(package);
  for (const char* kept : {"prst=\"ellipse\"", "<a:ln w=\"9525\"/>", "<a:grayscl/>", "name=\"Фото\""})
    CHECK_MESSAGE(xml.find(kept) != std::string::npos, kept);
  for (const char* gone : {"rId99", "srcRect", "svodka"})
    CHECK_MESSAGE(xml.find(gone) == std::string::npos, gone);
}

TEST_CASE("docx picture: fit, size and description of a frame") {
  check_seen(made(frame("Школа № 5 {{photo:image:fit=cover}}", "wp:anchor")),
             "document.xml anchor 40.0x40.0 {'l': '16667', 'r': '16667'} 'Школа № 5 ' PNG 96x64 RGBW\n");
  check_seen(made(frame("{{number}}: {{photo:image:fit=stretch:alt=вид}}")),
             "document.xml inline 40.0x40.0  '15/2020: вид' PNG 96x64 RGBW\n");
  check_seen(made(frame("{{logo:image:width=2cm}}")),
             "document.xml inline 20.0x13.3  'logo' PNG 1200x800 RGBW\n");
}

TEST_CASE("docx picture: a frame without a value goes, in a section each has its own") {
  CHECK(test::part_of(made(frame("{{none:image}}"))).find("w:drawing") == std::string::npos);
  check_seen(
      made(paragraph({"{{#schools}}"}) + frame("{{photo:image}} {{name}}") + paragraph({"{{/schools}}"})),
      "document.xml inline 40.0x26.7  ' Первая' JPEG 96x64 RGBW\n"
      "document.xml inline 26.7x40.0  ' Вторая' PNG 64x96 RGBW\n");
}

TEST_CASE("docx picture: an old picture (VML) is replaced in its frame") {
  const auto package = made(
      "<w:p><w:r><w:pict><v:shape style=\"position:absolute;width:90pt;height:90pt\" "
      "alt=\"{{photo:image}}\"><v:imagedata r:id=\"rId99\" croptop=\"1f\"/></v:shape></w:pict></w:r></w:p>");
  const auto xml = test::part_of(package);
  CHECK(xml.find("style=\"position:absolute;width:90.00pt;height:60.00pt\" alt=\"photo\"") !=
        std::string::npos);
  CHECK(std::regex_search(xml, std::regex("<v:imagedata r:id=\"rId[0-9]\"/>")));
}

TEST_CASE("docx picture: a QR code is read from the document") {
  const auto package = made(paragraph({"{{number:qr}}{{number:qr:size=4cm:level=H:alt=Номер}}"}));
  check_seen(package,
             "document.xml inline 25.0x25.0  '15/2020' PNG 290x290 WWWW\n"
             "document.xml inline 40.0x40.0  'Номер' PNG 290x290 WWWW\n");
  const test::TempFolder folder;
  if (test::shell(folder.path(), "zbarimg --version").code != 0) {
    MESSAGE("zbar-tools is not installed: skipped");
    return;
  }
  write_file_in_place(folder.path() / "a.png", test::part_of(package, "word/media/image1.png"));
  CHECK_EQ(test::shell(folder.path(), "zbarimg -q --raw a.png").output, "15/2020\n");
}

TEST_CASE("docx picture: faults of the data name the marker and the value") {
  CHECK_EQ(finding(paragraph({"{{bad:image}}"})),
           "picture-damaged: `bad`: рисунок «cut.png» повреждён или обрезан");
  CHECK_EQ(finding(frame("{{number:image}}")), "picture-missing: `number`: нет файла рисунка «15/2020»");
  CHECK_EQ(finding(paragraph({"{{number:qr:size=5mm}}"})),
           "qr-too-fine: `number`: QR-код слишком мелок для своего текста: клетка 0.17 мм");
}

TEST_CASE("docx picture: mistakes of the template are found when it is compiled") {
  CHECK_EQ(finding(paragraph({"{{photo:image:width=5}}"})),
           "bad-picture-option: непонятный размер «5» в `width`");
  CHECK_EQ(finding(paragraph({"{{photo:image:size=5cm}}"})),
           "bad-picture-option: у `image` нет параметра `size`");
  CHECK_EQ(finding(paragraph({"{{photo:image:fit=crop}}"})), "bad-picture-option: `fit` не бывает «crop»");
  CHECK_EQ(finding(paragraph({"{{photo:image:fit=cover}}"})),
           "bad-picture-option: `fit` действует, когда заданы ширина и высота");
  CHECK_EQ(finding(paragraph({"{{photo:image=5cm}}"})), "bad-picture-option: у `image` нет значения: «5cm»");
  CHECK_EQ(finding(paragraph({"{{number:qr:level=X}}"})), "bad-picture-option: `level` не бывает «X»");
  CHECK_EQ(finding("<w:p><w:fldSimple w:instr=\"HYPERLINK {{photo:image}}\"/></w:p>"),
           "embed-place: рисунок здесь не вставить");
  CHECK_EQ(
      finding("<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"{{photo:image}}\"/></wp:inline>"
              "</w:drawing></w:r></w:p>"),
      "embed-place: метка рисунка стоит в описании того, что не рисунок");
}

}  // namespace
}  // namespace svodka::render
