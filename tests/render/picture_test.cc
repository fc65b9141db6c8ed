#include "render/picture/picture.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "render/picture/picture_file.h"
#include "render/picture/picture_options.h"
#include "render/picture/picture_qr.h"
#include "render/word/drawing.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;

const fs::path kPictures = fs::path(SVODKA_TESTS_DIR) / "data/pictures";
const PictureSource kSource{{.file = "t.docx", .part = "word/document.xml", .paragraph = 3}, "photo", "a"};

std::optional<Picture> read(const std::string& name) {
  Diagnostics out;
  auto picture = read_picture(kSource, read_file(kPictures / name), out);
  for (const auto& finding : out.in_order()) INFO(finding.message.ru);
  CHECK(out.empty());
  return picture;
}

// "rule: message" of the one finding.
std::string refused(std::string bytes) {
  Diagnostics out;
  CHECK_FALSE(read_picture(kSource, std::move(bytes), out));
  if (out.in_order().size() != 1) return std::to_string(out.in_order().size()) + " findings";
  const auto& finding = out.in_order().front();
  CHECK(finding.at == kSource.at);
  CHECK_FALSE(finding.message.en.empty());
  return finding.rule + ": " + finding.message.ru;
}

std::string refused_file(const std::string& name) { return refused(read_file(kPictures / name)); }

// What Pillow sees: "JPEG 96x64 RGBW"; nothing when it is not installed.
std::optional<std::string> seen(const std::vector<std::string>& pictures) {
  test::TempFolder folder;
  std::string files;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    files += " " + std::to_string(i);
    write_file_in_place(folder.path() / std::to_string(i), pictures[i]);
  }
  if (test::shell(folder.path(), "/usr/bin/python3 -c 'import PIL'").code != 0) {
    MESSAGE("python3-pil is not installed: skipped");
    return std::nullopt;
  }
  return test::shell(folder.path(),
                     std::string("/usr/bin/python3 ") + SVODKA_TESTS_DIR + "/render/picture_read.py" + files)
      .output;
}

TEST_CASE("picture: a PNG tells its size and its resolution, 96 dots per inch when it tells none") {
  const auto wide = read("wide.png");
  REQUIRE(wide);
  CHECK(wide->kind == PictureKind::kPng);
  CHECK_EQ(wide->width, 96);
  CHECK_EQ(wide->height, 64);
  CHECK(wide->dpi_x == doctest::Approx(192).epsilon(0.001));
  CHECK_EQ(read("tall.png")->dpi_x, 96);
}

TEST_CASE("picture: the bytes tell the format, not the name") {
  CHECK(read("renamed.png")->kind == PictureKind::kJpeg);
  const auto photo = read("photo.jpg");
  CHECK_EQ(photo->width, 96);
  CHECK_EQ(photo->height, 64);
  CHECK_EQ(photo->dpi_x, 150);
  CHECK_EQ(photo->bytes, read_file(kPictures / "photo.jpg"));
}

TEST_CASE("picture: a photo that lies on its side is turned upright, whichever way it lies") {
  std::vector<std::string> turned;
  for (int orientation = 2; orientation <= 8; ++orientation) {
    const auto photo = read("lying-" + std::to_string(orientation) + ".jpg");
    REQUIRE(photo);
    CHECK_EQ(photo->width, 96);
    CHECK_EQ(photo->height, 64);
    CHECK_EQ(photo->dpi_x, 300);
    CHECK(photo->bytes.find("Exif") == std::string::npos);  // nobody turns it again
    turned.push_back(photo->bytes);
  }
  const auto what = seen(turned);
  if (!what) return;
  std::string expected;
  for (std::size_t i = 0; i < turned.size(); ++i) expected += "JPEG 96x64 RGBW\n";
  CHECK_EQ(*what, expected);
}

TEST_CASE("picture: an SVG gets a PNG three times its size or more, and loses the name of its DTD") {
  const auto svg = read("fields.svg");
  REQUIRE(svg);
  CHECK(svg->kind == PictureKind::kSvg);
  CHECK(svg->width == doctest::Approx(48 / 25.4 * 96));
  CHECK(svg->height == doctest::Approx(32 / 25.4 * 96));
  CHECK(svg->bytes.find("DOCTYPE") == std::string::npos);
  CHECK(svg->bytes.find("Четыре поля") != std::string::npos);
  if (const auto what = seen({svg->fallback})) CHECK_EQ(*what, "PNG 1200x800 RGBW\n");
}

TEST_CASE("picture: what is cut short, damaged or empty is found") {
  const std::string damaged = "picture-damaged: `photo`: рисунок «a» повреждён или обрезан";
  CHECK_EQ(refused_file("cut.png"), damaged);
  CHECK_EQ(refused_file("wrong.png"), damaged);
  CHECK_EQ(refused_file("cut.jpg"), damaged);
  CHECK_EQ(refused(""), "picture-damaged: `photo`: файл рисунка «a» пуст");
  for (const std::string name : {"wide.png", "photo.jpg", "lying-6.jpg"}) {
    const auto whole = read_file(kPictures / name);
    for (std::size_t size = 8; size < whole.size(); ++size) {
      CAPTURE(size);
      CHECK_EQ(refused(whole.substr(0, size)), damaged);
    }
  }
}

TEST_CASE("picture: too many pixels and too many bytes are found before anything is made of them") {
  CHECK_EQ(refused_file("bomb.png"),
           "picture-too-big: `photo`: рисунок «a» слишком велик: 40000×40000 точек");
  CHECK_EQ(refused(std::string((20u << 20) + 1, 'x')),
           "picture-too-big: `photo`: файл рисунка «a» слишком велик: 21 МБ");
}

TEST_CASE("picture: other formats are called by their names") {
  const auto kind = [](const std::string& name) {
    return "picture-unsupported: `photo`: файл «a» — это " + name + ", такие рисунки не принимаются";
  };
  CHECK_EQ(refused_file("a.gif"), kind("GIF"));
  CHECK_EQ(refused_file("a.bmp"), kind("BMP"));
  CHECK_EQ(refused_file("a.tiff"), kind("TIFF"));
  CHECK_EQ(refused_file("a.webp"), kind("WebP"));
  CHECK_EQ(refused("просто слова"), "picture-unsupported: `photo`: файл «a» — не рисунок PNG, JPEG или SVG");
}

std::string svg(const std::string& inside, const std::string& before = "") {
  return before +
         "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
         "width=\"10\" height=\"10\">" +
         inside + "</svg>";
}

TEST_CASE("picture: an SVG that runs or fetches something is refused") {
  const auto unsafe = [](const std::string& bytes, const std::string& what) {
    CHECK_EQ(refused(bytes),
             "picture-unsafe: `photo`: рисунок SVG «a»: в нём есть то, что в документ не берут: " + what);
  };
  unsafe(svg("<script>alert(1)</script>"), "script");
  unsafe(svg("<g><foreignObject/></g>"), "foreignobject");
  unsafe(svg("<rect onload=\"x()\"/>"), "onload");
  unsafe(svg("<image xlink:href=\"file:///etc/passwd\"/>"), "xlink:href=file:///etc/passwd");
  unsafe(svg("<image href=\"https://example.org/a.png\"/>"), "href=https://example.org/a.png");
  unsafe(svg("<image href=\"data:image/svg+xml;base64,AA\"/>"), "href=data:image/svg+xml;base64,aa");
  unsafe(svg("<use xlink:href=\" other.svg#a\"/>"), "xlink:href=other.svg#a");
  unsafe(svg("<style>@import 'a.css';</style>"), "@import");
  unsafe(svg("<style><![CDATA[rect { fill: url( 'http://a/b' ) }]]></style>"), "url(http://a/b')}");
  unsafe(svg("<rect style=\"fill:ur\\6c(a)\"/>"), "\\");
  unsafe(svg("<rect fill=\"url(a.svg#b)\"/>"), "url(a.svg#b)");
  unsafe(svg("<set attributeName=\"xlink:href\" to=\"http://a\"/>"), "attributeName=xlink:href");
  unsafe(svg("", "<?xml-stylesheet href=\"a.css\"?>"), "xml-stylesheet");
  unsafe(svg("", "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"), "<!DOCTYPE [");
}

TEST_CASE("picture: an SVG may refer to itself and hold pictures") {
  Diagnostics out;
  CHECK(read_picture(
      kSource,
      svg("<defs><linearGradient id=\"g\"/></defs><rect width=\"5\" height=\"5\" fill=\"url(#g)\"/>"
          "<a xlink:href=\"#g\"/><image href=\"data:image/png;base64,\"/>"),
      out));
  CHECK(out.empty());
}

TEST_CASE("picture: a broken SVG and one that never ends are found") {
  CHECK_EQ(refused("<svg xmlns=\"http://www.w3.org/2000/svg\"><g>"),
           "picture-damaged: `photo`: рисунок SVG «a»: он повреждён или обрезан");
  CHECK_EQ(refused(svg("<text>\xD0</text>")),
           "picture-damaged: `photo`: рисунок SVG «a»: он записан не в UTF-8");
  std::string bomb = "<defs><g id=\"g0\"/>";
  for (int i = 1; i < 12; ++i) {
    const auto use = "<use xlink:href=\"#g" + std::to_string(i - 1) + "\"/>";
    bomb += "<g id=\"g" + std::to_string(i) + "\">";
    for (int n = 0; n < 10; ++n) bomb += use;
    bomb += "</g>";
  }
  CHECK_EQ(refused(svg(bomb + "</defs><use xlink:href=\"#g11\"/>")),
           "picture-too-big: `photo`: рисунок SVG «a»: он слишком сложен: его не удалось нарисовать");
}

TEST_CASE("picture: a length has a number and a unit") {
  const auto emu = [](const char* words) { return read_length(words)->emu; };
  CHECK_EQ(emu("1in"), 914'400);
  CHECK_EQ(emu("2.54cm"), 914'400);
  CHECK_EQ(emu("25,4 мм"), 914'400);
  CHECK_EQ(emu("72pt"), 914'400);
  CHECK_EQ(emu("96PX"), 914'400);
  CHECK_EQ(read_length("50%")->part, 0.5);
  for (const char* words :
       {"", "5", "cm", "-1cm", "0cm", "1e3cm", "1..2cm", "5 cm cm", "60cm", "101%", "nan cm"})
    CHECK_MESSAGE(!read_length(words), words);
}

TEST_CASE("picture: without sizes it is as large as it says, but not larger than the room") {
  Picture picture{PictureKind::kPng, "", 960, 480};
  const Extent room{5 * kEmuPerInch, 20 * kEmuPerInch};
  CHECK(place_picture(picture, {}, {}).extent == Extent{10 * kEmuPerInch, 5 * kEmuPerInch});
  CHECK(place_picture(picture, {}, room).extent == Extent{5 * kEmuPerInch, 5 * kEmuPerInch / 2});
  picture.dpi_x = picture.dpi_y = 960;
  CHECK(place_picture(picture, {}, room).extent == Extent{kEmuPerInch, kEmuPerInch / 2});
}

TEST_CASE("picture: one size leads, two make a box") {
  const Picture picture{PictureKind::kPng, "", 200, 100};
  const auto placed = [&](const char* width, const char* height, std::optional<Fit> fit) {
    PictureOptions options{read_length(width), read_length(height), fit, {}};
    return place_picture(picture, options, {1000, 1000});
  };
  CHECK(placed("10mm", "", {}).extent == Extent{360'000, 180'000});
  CHECK(placed("", "10mm", {}).extent == Extent{720'000, 360'000});
  CHECK(placed("50%", "", {}).extent == Extent{500, 250});
  CHECK(placed("10mm", "10mm", {}).extent == Extent{360'000, 180'000});
  CHECK(placed("10mm", "10mm", Fit::kContain).crop == Crop{});
  CHECK(placed("10mm", "10mm", Fit::kStretch).extent == Extent{360'000, 360'000});
  CHECK(placed("10mm", "10mm", Fit::kCover).extent == Extent{360'000, 360'000});
  CHECK(placed("10mm", "10mm", Fit::kCover).crop == Crop{25'000, 0, 25'000, 0});
  CHECK(placed("40mm", "10mm", Fit::kCover).crop == Crop{0, 25'000, 0, 25'000});
}

TEST_CASE("picture: a drawing carries words as words") {
  const auto xml = inline_drawing({{10, 20}, {}}, {"rId7", "", 5, "Рисунок 5", "a<\"&>\nb"});
  CHECK(xml.find("<wp:docPr id=\"5\" name=\"Рисунок 5\" descr=\"a&lt;&quot;&amp;&gt;&#10;b\"/>") !=
        std::string::npos);
  CHECK(xml.find("svgBlip") == std::string::npos);
}

TEST_CASE("picture: a QR code is read by a reader that is not ours") {
  Diagnostics out;
  const std::string words = "https://пример.рф/отчёт?№=15&п=«1»";
  const auto code = make_qr(kSource, words, QrLevel::kMedium, out);
  REQUIRE(code);
  CHECK_EQ(code->bytes, make_qr(kSource, words, QrLevel::kMedium, out)->bytes);
  CHECK(make_qr(kSource, words, QrLevel::kHigh, out)->width > code->width);
  test::TempFolder folder;
  write_file_in_place(folder.path() / "a.png", code->bytes);
  const auto read = test::shell(folder.path(), "zbarimg -q --raw a.png");
  if (read.code == 127) {
    MESSAGE("zbar-tools is not installed: skipped");
    return;
  }
  CHECK_EQ(read.output, words + "\n");
}

TEST_CASE("picture: a text too long for a QR code is found") {
  Diagnostics out;
  CHECK_FALSE(make_qr(kSource, std::string(2400, 'a'), QrLevel::kMedium, out));
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order().front().message.ru, "`photo`: текст в 2400 байт не помещается в QR-код");
}

// The picture at this path in a folder; else the finding.
std::string found(const fs::path& folder, const std::string& value) {
  PictureFolder pictures(folder);
  Diagnostics out;
  const auto picture = pictures.read({{}, "photo", value}, out);
  if (picture) return "found";
  REQUIRE_EQ(out.in_order().size(), 1);
  const auto& finding = out.in_order().front();
  return finding.rule + ": " + finding.message.ru + " (" + finding.hint.ru + ")";
}

TEST_CASE("picture: files are taken from the folder and nowhere else") {
  test::TempFolder outside, folder;
  const auto bytes = read_file(kPictures / "wide.png");
  write_file_in_place(folder.path() / "фото/школа № 5.png", bytes);
  write_file_in_place(outside.path() / "a.png", bytes);
  fs::create_symlink(outside.path() / "a.png", folder.path() / "link.png");
  fs::create_directory_symlink(outside.path(), folder.path() / "linked");
  fs::create_symlink("фото/школа № 5.png", folder.path() / "inside.png");
  const auto out = [](const std::string& value) {
    return "picture-outside: `photo`: путь «" + value +
           "» ведёт за пределы папки проекта (положите рисунок в папку проекта и укажите путь от неё: "
           "«фото/школа.jpg»)";
  };
  CHECK_EQ(found(folder.path(), "фото/школа № 5.png"), "found");
  CHECK_EQ(found(folder.path(), "фото\\школа № 5.png"), "found");
  CHECK_EQ(found(folder.path(), "./фото/../inside.png"), "found");
  for (const std::string& value :
       {(outside.path() / "a.png").string(), std::string("../a.png"), std::string("фото/../../a.png"),
        std::string("C:\\a.png"), std::string("link.png"), std::string("linked/a.png")})
    CHECK_EQ(found(folder.path(), value), out(value));
  CHECK(found(folder.path(), "https://example.org/a.png").starts_with("picture-outside: `photo`: «https:"));
  CHECK(found(folder.path(), "фото").starts_with("picture-missing: `photo`: «фото» — не файл"));
  CHECK_EQ(
      found(folder.path(), "фото/Школа № 5.PNG"),
      "picture-missing: `photo`: нет файла рисунка «фото/Школа № 5.PNG» (возможно, `фото/школа № 5.png`)");
}

TEST_CASE("picture: a file that changes is read again") {
  test::TempFolder folder;
  PictureFolder pictures(folder.path());
  Diagnostics out;
  write_file_in_place(folder.path() / "a.png", read_file(kPictures / "wide.png"));
  const auto first = pictures.read({{}, "photo", "a.png"}, out);
  CHECK(first == pictures.read({{}, "photo", "a.png"}, out));
  write_file_in_place(folder.path() / "a.png", read_file(kPictures / "tall.png"));
  CHECK_EQ(pictures.read({{}, "photo", "a.png"}, out)->width, 64);
}

}  // namespace
}  // namespace svodka::render
