#include <doctest/doctest.h>

#include "base/files.h"
#include "render/template.h"
#include "render/text/html_picture.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;

const fs::path kPictures = fs::path(SVODKA_TESTS_DIR) / "data/pictures";
const Shape kShape{{{"photo", ColumnType::kText}, {"number", ColumnType::kText}}, {}};
const Row kRow{{std::string("wide.png"), std::string("15 <&>")}, {}};

// The page; findings follow it.
std::string page(const std::string& html, const Row& row = kRow, const char* name = "t.html") {
  const test::TempFolder folder;
  write_file_in_place(folder.path() / name, html);
  Diagnostics out;
  const auto compiled = Template::compile(folder.path(), name, kPictures, kShape, out);
  std::string made = compiled ? compiled->render(row, out) : "";
  for (const auto& finding : out.sorted()) made += "! " + finding.rule + ": " + finding.message.ru;
  return made;
}

// The bytes that the addresses of a page hold, as Python's decoder reads them.
std::string decoded(const std::string& html) {
  const test::TempFolder folder;
  write_file_in_place(folder.path() / "a.html", html);
  return test::shell(
             folder.path(),
             "/usr/bin/python3 -c \"import re, sys, base64; [sys.stdout.buffer.write(base64.b64decode(b, "
             "validate=True)) for b in re.findall(r'base64,([^\\\"]*)', open('a.html').read())]\"")
      .output;
}

TEST_CASE("html picture: an image's address holds the picture itself") {
  const auto html = page("<img src=\"{{photo:image}}\" width=\"50\">");
  CHECK(html.starts_with("<img src=\"data:image/png;base64,iVBORw0KGgo"));
  CHECK(html.ends_with("\" width=\"50\">"));
  CHECK_EQ(decoded(html), read_file(kPictures / "wide.png"));
  CHECK_EQ(page("<img src='{{photo:image}}'>", {{Value(), Value()}, {}}), "<img src=''>");
}

TEST_CASE("html picture: in text it is an image of the size that the marker asks") {
  const auto html = page("<p>{{photo:image:width=5cm:height=20mm:fit=cover:alt=\"a<b\"}}</p>");
  CHECK(html.starts_with("<p><img src=\"data:image/png;base64,"));
  CHECK(html.ends_with("\" alt=\"a&lt;b\" style=\"width:50.00mm;height:20.00mm;object-fit:cover\"></p>"));
  CHECK(page("{{photo:image}}")
            .ends_with("\" alt=\"photo\" style=\"width:12.70mm;max-width:100%;height:auto\">"));
  CHECK(page("{{number:qr:size=3cm}}").ends_with("\" alt=\"15 &lt;&amp;&gt;\" style=\"width:30.00mm\">"));
}

TEST_CASE("html picture: a marker where no picture can be is found") {
  const std::string nowhere = "! embed-place: рисунок здесь не вставить";
  CHECK_EQ(page("<a href=\"{{photo:image}}\">a</a>"), nowhere);
  CHECK_EQ(page("<img src=\"a/{{photo:image}}\">"), nowhere);
  CHECK_EQ(page("<img src=\"{{photo:image:width=2cm}}\">"),
           "! bad-picture-option: размер и описание рисунка задаёт сам тег `img`");
  CHECK(page("{{photo:image}}", kRow, "t.txt").starts_with("! embed-unsupported"));
}

TEST_CASE("html picture: a file that is missing is found") {
  CHECK_EQ(page("{{number:image}}"), "! picture-missing: `number`: нет файла рисунка «15 <&>»");
}

}  // namespace
}  // namespace svodka::render
