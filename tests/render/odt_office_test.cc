#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.h"
#include "package/zip.h"
#include "render/odt_fixture.h"
#include "render/template.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// A template that LibreOffice wrote, and what LibreOffice reads in the documents made of it.
namespace svodka::render::odf {
namespace {

namespace fs = std::filesystem;

const fs::path kTemplates = fs::path(SVODKA_TESTS_DIR) / "data/odt";

std::string from_template(const std::string& name) {
  Diagnostics out;
  const auto compiled = Template::compile(kTemplates, name, shape(), out);
  REQUIRE(compiled);
  const auto package = compiled->render(data(), out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  CHECK_EQ(test::odt_faults(package), "");
  return package;
}

bool has_office() {
  if (test::shell(".", "command -v soffice && command -v pdftotext").code == 0) return true;
  MESSAGE("skipped: LibreOffice or pdftotext is not installed");
  return false;
}

void convert(const test::TempFolder& folder, const std::string& to) {
  const auto run =
      test::shell(folder.path(),
                  "timeout 200 soffice -env:UserInstallation=file://$PWD/profile --headless --convert-to " +
                      to + " *.odt >/dev/null 2>&1");
  REQUIRE(run.code == 0);
}

TEST_CASE("odt: a template that LibreOffice wrote") {
  const auto package = from_template("schools.odt");
  CHECK_EQ(test::odt_text(package),
           "Отчёт\n"
           "Всего школ: 3, из них:\n"
           "№ | Школа | Учеников\n"
           "Город | Имя | Число\n"
           " | Первая[О школе «Первая»] | 10\n"
           " | Вторая[О школе «Вторая»] | 20\n"
           "Школа «Первая»\n- учеников: 10\n- урок в 1 чурок в 2 ч\n"
           "Школа «Вторая»\n- учеников: 20\n"
           "- Первая\n- да\n- Вторая\n- \n"
           "Сайт: Отчёт[В рамке: Отчёт]\n"
           "Конец.\n");
  const auto xml = test::part_of(package, "content.xml");
  CHECK(contains(xml, "table:number-rows-spanned=\"3\""));
  CHECK(contains(xml, "xlink:href=\"https://example.org/3\""));
  CHECK(contains(xml, "text:continue-list="));
  CHECK_EQ(test::odt_text(package, "styles.xml"), "Отчёт — Первая Вторая\n");
  CHECK(contains(test::part_of(package, "meta.xml"), "<dc:title>Отчёт</dc:title>"));
}

TEST_CASE("odt: untouched parts are those of the template, byte for byte, its thumbnail goes") {
  Diagnostics out;
  auto before = *package::read_zip("a", read_file(kTemplates / "schools.odt"), out);
  const auto package = from_template("schools.odt");
  const auto after = *package::read_zip("b", package, out);
  REQUIRE_EQ(std::erase_if(before, [](const auto& entry) { return entry.name.starts_with("Thumbnails/"); }),
             1);
  REQUIRE_EQ(before.size(), after.size());
  int same = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK_EQ(before[i].name, after[i].name);
    same += before[i].stored == after[i].stored ? 1 : 0;
  }
  CHECK_EQ(same, static_cast<int>(before.size()) - 4);  // all but content, styles, meta and the manifest
  const auto manifest = test::part_of(package, "META-INF/manifest.xml");
  CHECK_FALSE(contains(manifest, "Thumbnails"));
  CHECK_EQ(count(manifest, "<manifest:file-entry "), 7);
}

// A photo, a code and a drawing, in the text and in a narrow cell.
std::string with_pictures(Diagnostics& out) {
  const Shape shape{{{"photo", ColumnType::kText}, {"url", ColumnType::kText}}, {}};
  const Row row{{std::string("photo.jpg"), std::string("https://a.ru/1")}, {}};
  const std::string styles =
      "<style:style style:name=\"col\" style:family=\"table-column\"><style:table-column-properties "
      "style:column-width=\"3cm\"/></style:style>";
  const auto narrow = "<table:table table:name=\"t\"><table:table-column table:style-name=\"col\"/>" +
                      tr({"{{photo:image:width=100%}}"}) + "</table:table>";
  const auto body = p("Фото {{photo:image:width=5cm:alt=\"Школа & двор\"}} {{url:qr}}") + narrow +
                    p("{{photo:image:width=3cm:height=3cm:fit=cover}}");
  const auto compiled = OdtTemplate::compile(fs::path(SVODKA_TESTS_DIR) / "data/pictures", "t.odt",
                                             test::odt(body, {{"automatic-styles", styles}}), shape, out);
  REQUIRE(compiled);
  return compiled->render(row, out);
}

TEST_CASE("odt: pictures and codes stand in the line, each file once and named in the manifest") {
  Diagnostics out;
  const auto package = with_pictures(out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  CHECK_EQ(test::odt_faults(package), "");
  const auto xml = test::part_of(package, "content.xml");
  CHECK(contains(xml, "svg:width=\"5.000cm\""));
  CHECK(contains(xml, "<svg:desc>Школа &amp; двор</svg:desc>"));
  CHECK(contains(xml, "svg:width=\"2.500cm\" svg:height=\"2.500cm\""));  // the code
  CHECK(contains(xml, "svg:width=\"2.800cm\""));                         // inside the cell
  CHECK(contains(xml, "svg:width=\"3.000cm\" svg:height=\"3.000cm\""));
  CHECK(contains(xml, " fo:clip=\"rect("));
  const auto entries = *package::read_zip("a", package, out);
  int jpegs = 0;
  for (const auto& entry : entries) {
    if (!entry.name.starts_with("Pictures/")) continue;
    jpegs += entry.name.ends_with(".jpg") ? 1 : 0;
    CHECK_EQ(count(test::part_of(package, "META-INF/manifest.xml"), "\"" + entry.name + "\""), 1);
  }
  CHECK_EQ(jpegs, 1);
}

TEST_CASE("odt: pictures where none can stand, with wrong options, or not there") {
  CHECK_EQ(
      mistakes(p("{{title:image:size=5}}") + p("<draw:frame><svg:desc>{{title:image}}</svg:desc></draw:frame>"
                                               "<text:a xlink:href=\"{{title:qr}}\">a</text:a>"))
          .size(),
      3);
  Diagnostics out;
  const auto compiled =
      OdtTemplate::compile(kTemplates, "t.odt", test::odt(p("{{title:image}}")), shape(), out);
  REQUIRE(compiled);
  compiled->render(data(), out);
  CHECK(out.has_errors());
}

TEST_CASE("odt: LibreOffice reads what was made") {
  if (!has_office()) return;
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "schools.odt", from_template("schools.odt"));
  Diagnostics out;
  Row row = data();
  row.values[0] = std::string(" два  пробела\nстрока\tтабуляция <b>&amp; ");
  const auto compiled = OdtTemplate::compile("", "t.odt", test::odt(p("[{{title}}]")), shape(), out);
  REQUIRE(compiled);
  write_file_atomically(folder.path() / "words.odt", compiled->render(row, out));
  write_file_atomically(folder.path() / "pictures.odt", with_pictures(out));
  convert(folder, "pdf");
  CHECK_EQ(count(test::shell(folder.path(), "pdfimages -list pictures.pdf").output, " jpeg "), 3);
  const auto schools = test::shell(folder.path(), "pdftotext -layout schools.pdf -").output;
  CAPTURE(schools);
  for (const char* words : {"Отчёт — Первая Вторая", "3. учеников: 20", "2. урок в 1 ч", "c) Вторая",
                            "О школе «Вторая»", "В рамке: Отчёт"})
    CHECK(contains(schools, words));
  CHECK_FALSE(contains(schools, "{{"));
  convert(folder, "txt:Text");
  CHECK_EQ(read_file(folder.path() / "words.txt"),
           "\xEF\xBB\xBF[ два  пробела\nстрока\tтабуляция <b>&amp; ]\n");
}

}  // namespace
}  // namespace svodka::render::odf
