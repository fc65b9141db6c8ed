#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.h"
#include "bind/plain_data.h"
#include "render/template.h"
#include "support/odt.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// What docs/templates.md teaches about OpenDocument: docs/examples/odt is filled and read by LibreOffice.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

bool holds(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("odt examples: the template of the documentation becomes what the documentation shows") {
  const TempFolder folder;
  fs::copy(fs::path(SVODKA_ROOT) / "docs/examples/odt", folder.path());
  Diagnostics out;
  const auto data =
      bind::load_plain_data({{"report.yaml", read_file(folder.path() / "report.yaml")}}, false, out);
  REQUIRE(data);
  const auto compiled = render::Template::compile(folder.path(), "report.odt", data->shape, out);
  REQUIRE(compiled);
  const auto made = compiled->render(data->record(0), out);
  for (const auto& finding : out.in_order()) FAIL_CHECK(finding.message.ru);
  write_file_in_place(folder.path() / "made.odt", made);
  CHECK_EQ(odt_faults(made), "");
  CHECK_EQ(odt_text(made),
           "Управление образования\\n462100, п. Примерный, ул. Школьная, 1\n"
           "Итоги 2020 года\n"
           "Средний балл за 2020 год |  |  | \n"
           "Школа | Физика | Химия | Музыка\n"
           "Лицей № 2 | 4,2 | 3,9 | 4,0\n"
           "Покровская СОШ | 3,8 | 3,7 | 3,5\n"
           "[]\n[]\n");
  if (shell("/", "command -v soffice && command -v pdftotext").code != 0) {
    MESSAGE("LibreOffice or pdftotext is not installed: not printed");
    return;
  }
  shell(folder.path(),
        "soffice --headless -env:UserInstallation=file://$PWD/.profile --convert-to pdf made.odt >/dev/null "
        "2>&1");
  const auto printed = shell(folder.path(), "pdftotext -layout made.pdf -").output;
  for (const char* words : {"План и факт, 2020", "Запланировано", "Сверх плана", "Лицей № 2", "Музыка"}) {
    INFO(words);
    CHECK(holds(printed, words));
  }
  CHECK_FALSE(holds(printed, "{{"));
}

}  // namespace svodka::test
