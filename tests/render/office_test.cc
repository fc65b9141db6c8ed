#include <doctest/doctest.h>

#include "base/files.h"
#include "render/office.h"
#include "sheet_samples.h"

using namespace svodka;
using namespace svodka::test;

namespace {

TEST_CASE("a workbook becomes an OpenDocument spreadsheet with its values, by LibreOffice") {
  const auto program = render::LayoutProgram::installed();
  if (!program.path) {
    MESSAGE("skipped: LibreOffice is not installed");
    return;
  }
  TempFolder folder;
  CHECK(lines_of(make_workbook(kSchools, schools(), folder.path() / "a.xlsx")) == "");
  render::Office office(program);
  folder.write("a.ods", office.convert("a.ods", read_file(folder.path() / "a.xlsx"), ".xlsx", "ods"));
  const auto part = [&](const char* name) {
    return shell(folder.path(), std::string("unzip -p a.ods ") + name).output;
  };
  CHECK(part("mimetype") == "application/vnd.oasis.opendocument.spreadsheet");
  const auto content = part("content.xml");
  for (const char* words : {"table:name=\"Свод\"", "table:name=\"Группы\"", "<text:p>Математика</text:p>",
                            "office:value=\"1816\"", "table:formula=\"of:=SUM([.D2:.D5])\"", "Всего по А"})
    CHECK_MESSAGE(content.find(words) != std::string::npos, words);
}

TEST_CASE("without LibreOffice it is said what is needed, and what can be done") {
  render::Office office({.path = std::nullopt});
  try {
    office.convert("Свод.ods", "", ".xlsx", "ods");
    FAIL("nothing was said");
  } catch (const EnvironmentError& e) {
    CHECK(e.message().ru ==
          "«Свод.ods» не создан: нужен LibreOffice, а он не установлен (apt install libreoffice-calc); или "
          "дайте "
          "документу имя на .xlsx");
  }
}

TEST_CASE("a program that makes nothing is a fault of the environment") {
  render::Office office({.path = "/bin/true"});
  CHECK_THROWS_AS(office.convert("a.ods", "", ".xlsx", "ods"), EnvironmentError);
}

}  // namespace
