#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/files.h"
#include "package/zip.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// Every workbook that the demonstration, the documentation and the cases make: what is stored beside its
// formulas is what LibreOffice computes. And every blank: filled with nothing it is the blank.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = SVODKA_ROOT;
const std::string kRead = "/usr/bin/python3 " SVODKA_TESTS_DIR "/render/form_read.py ";

bool has(const std::string& command) { return shell("/", command + " >/dev/null 2>&1").code == 0; }

std::vector<fs::path> workbooks_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".xlsx") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Copies a project's folders, adds what stands in `more` to its templates, and builds.
void build(const TempFolder& folder, const std::string& name, const fs::path& project, const fs::path& more,
           const std::string& options) {
  const auto root = folder.path() / name;
  fs::create_directories(root);
  for (const char* part : {"inputs", "templates"})
    fs::copy(project / part, root / part, fs::copy_options::recursive);
  if (!more.empty()) fs::copy(more, root / "templates", fs::copy_options::recursive);
  const auto built = shell(
      root, "svodka build " + options + " --out " + (folder.path() / "made" / name).string() + " -q 2>&1");
  CHECK_MESSAGE(built.code <= 1, built.output);
}

TEST_CASE("workbooks: LibreOffice computes what is stored, in every one of the examples and cases") {
  if (!has("command -v soffice") || !has("/usr/bin/python3 -c 'import openpyxl'")) {
    MESSAGE("LibreOffice or python3-openpyxl is not installed: not computed");
    return;
  }
  const TempFolder folder;
  const auto december = std::string("--period 2020-12 --as-of 2020-12-31");
  build(folder, "demonstration", kRoot, {}, december);
  build(folder, "map", kRoot, kRoot / "docs/examples/map", "form " + december);
  build(folder, "sheets", kRoot / "docs/examples/sheets", {}, december);
  build(folder, "case", kRoot / "tests/cases/form/project", {},
        "form sheets --period 2020-11 --as-of 2020-12-01");
  fs::create_directories(folder.path() / "made/forms");
  for (const auto& forms : {kRoot / "docs/examples/forms", kRoot / "tests/data/forms"}) {
    for (const auto& blank : workbooks_in(forms)) {
      auto data = blank;
      if (!fs::exists(data.replace_extension(".yaml"))) continue;
      const auto made =
          blank.stem().string() +
          (forms.filename() == "forms" && forms.string().find("docs") != std::string::npos ? "-docs" : "") +
          ".xlsx";
      CHECK_EQ(shell(folder.path(), "svodka render '" + blank.string() + "' '" + data.string() +
                                        "' -o made/forms/" + made + " 2>&1")
                   .output,
               "");
    }
  }
  const auto gathered = shell(
      folder.path(),
      "mkdir filled strip computed; n=0; for f in made/*/*.xlsx made/*/*/*.xlsx; do [ -f \"$f\" ] || "
      "continue; "
      "n=$((n+1)); cp \"$f\" filled/$n.xlsx; cp \"$f\" strip/$n.xlsx; echo \"$f\" >filled/$n.name; done; " +
          kRead +
          "strip strip/*.xlsx && timeout 280 soffice -env:UserInstallation=file://$PWD/.profile --headless "
          "--convert-to xlsx --outdir computed strip/*.xlsx >/dev/null 2>&1; echo $n");
  const auto count = std::stoi(gathered.output);
  CHECK_GE(count, 10);
  int formulas = 0;
  for (int i = 1; i <= count; ++i) {
    const auto number = std::to_string(i);
    const auto name = read_file(folder.path() / "filled" / (number + ".name"));
    CAPTURE(name);
    const auto told =
        shell(folder.path(), kRead + "compare filled/" + number + ".xlsx computed/" + number + ".xlsx")
            .output;
    CHECK_MESSAGE(told.find(": ") == std::string::npos, told);
    formulas += std::atoi(told.c_str());
  }
  CHECK_GE(formulas, 60);
}

/// Makes templates/form.xlsx with formulas beside a filled cell, and the report of it.
void write_form(const TempFolder& folder, const std::string& formulas, const std::string& keys) {
  folder.write("inputs/a.yaml", "organisations:\n  - {id: s1, kind: school, name: Школа № 1}\n");
  folder.write("templates/form.yaml", "title: Ф\noutputs:\n  - template: form.xlsx\n    file: made.xlsx\n" +
                                          keys + "data:\n  n: SELECT 12.5 AS x\n");
  folder.write(
      "make.py",
      "from openpyxl import Workbook\nbook = Workbook()\npage = book.active\npage.title = 'Л'\npage['A1'] = "
      "'{{n.x}}'\nfor i, f in enumerate([" +
          formulas + "]):\n    page.cell(2 + i, 1, f)\nbook.save('templates/form.xlsx')\n");
  REQUIRE_EQ(shell(folder.path(), "/usr/bin/python3 make.py").code, 0);
}

constexpr const char* kBuildForm = "svodka build form --period 2020-12 --as-of 2020-12-31 2>&1 >/dev/null";

TEST_CASE("workbooks: what Svodka does not compute LibreOffice does, when the report asks for it") {
  if (!has("/usr/bin/python3 -c 'import openpyxl'")) return;
  const TempFolder folder;
  const std::string formulas =
      "'=A1*2', '=TEXT(A1,\"0.00\")', '=A3&\"!\"', '=NETWORKDAYS(44166,44196)', '=NOSUCH(A1)', '=1/0'";
  const auto cells = [&] {
    return shell(folder.path(), kRead + "cells outputs/2020-12/made.xlsx Л A1:A7").output;
  };
  write_form(folder, formulas, "");
  CHECK(shell(folder.path(), kBuildForm).output.find("warning") == std::string::npos);
  CHECK_EQ(cells(), "12.5\n25\n.\n.\n.\n.\n#DIV/0!\n");
  write_form(folder, formulas, "    compute: libreoffice\n");
  if (!has("command -v soffice")) {
    MESSAGE("LibreOffice is not installed: not computed");
    return;
  }
  const auto built = shell(folder.path(), kBuildForm).output;
  CHECK_MESSAGE(built.find("warning[formula-without-result]") != std::string::npos, built);
  CHECK(built.find("Л!A6") != std::string::npos);
  CHECK(built.find("Л!A3") == std::string::npos);
  CHECK_EQ(cells(), "12.5\n25\n12.50\n12.50!\n23\n.\n#DIV/0!\n");
  // What would be another result tomorrow is not asked for.
  write_form(folder, "'=TEXT(A1,\"0.00\")', '=TODAY()'", "    compute: libreoffice\n");
  CHECK(shell(folder.path(), kBuildForm).output.find("Л!A2, Л!A3") != std::string::npos);
  CHECK_EQ(shell(folder.path(), kRead + "cells outputs/2020-12/made.xlsx Л A2:A3").output, ".\n.\n");
}

struct Blank {
  fs::path file;
  std::string nothing;  ///< YAML without a row and without a value
};

void check_kept(const TempFolder& folder, const fs::path& blank, const fs::path& made) {
  const auto told =
      shell(folder.path(), kRead + "keep '" + blank.string() + "' '" + made.string() + "' 2>/dev/null")
          .output;
  CHECK_MESSAGE(told.find('\n') == told.size() - 1, told);
  CHECK(told.ends_with(" cells\n"));
  Diagnostics out;
  const auto before = package::read_zip("a", read_file(blank), out),
             after = package::read_zip("b", read_file(made), out);
  REQUIRE(before);
  REQUIRE(after);
  int same = 0;
  for (const auto& part : *before) {
    const auto twin =
        std::find_if(after->begin(), after->end(), [&](const auto& e) { return e.name == part.name; });
    if (part.name == "xl/calcChain.xml") continue;
    REQUIRE_MESSAGE(twin != after->end(), part.name);
    if (twin->stored == part.stored) ++same;
    const bool may_change = part.name.starts_with("xl/worksheets/sheet") || part.name == "xl/workbook.xml" ||
                            part.name.starts_with("xl/pivotCache/") || part.name.starts_with("xl/comments") ||
                            part.name.starts_with("xl/charts/") || part.name == "xl/styles.xml" ||
                            part.name == "[Content_Types].xml" || part.name == "xl/_rels/workbook.xml.rels";
    CHECK_MESSAGE((may_change || twin->stored == part.stored), part.name);
  }
  CHECK_GE(same, 4);
}

TEST_CASE("workbooks: a blank that nothing is selected for stays what it is, by markers and by a map") {
  if (!has("/usr/bin/python3 -c 'import openpyxl'")) {
    MESSAGE("python3-openpyxl is not installed: not compared");
    return;
  }
  const TempFolder folder;
  const std::vector<Blank> blanks{
      {kRoot / "tests/data/forms/monitoring.xlsx", "{municipality: , period: , director: , schools: []}"},
      {kRoot / "tests/data/forms/full.xlsx", "{title: , rows: []}"},
      {kRoot / "docs/examples/forms/rows.xlsx", "{as_of: , head: , schools: []}"},
  };
  for (const auto& [form, nothing] : blanks) {
    CAPTURE(form.string());
    folder.write("nothing.yaml", nothing + "\n");
    REQUIRE_EQ(
        shell(folder.path(), "svodka render '" + form.string() + "' nothing.yaml -o made.xlsx 2>&1").output,
        "");
    check_kept(folder, form, folder.path() / "made.xlsx");
    fs::remove(folder.path() / "made.xlsx");
  }
  const auto blank = kRoot / "tests/data/forms/blank.xlsx";
  folder.write("project/inputs/a.yaml", "");
  folder.write("project/templates/form.yaml",
               "title: Ф\noutputs:\n  - template: blank.xlsx\n    file: made.xlsx\n    fill:\n"
               "      A6:D8: {rows: \"SELECT id, short, 1 AS a, 2 AS b FROM organisations\"}\n"
               "      Реестр: {rows: \"SELECT name, 1 AS people FROM organisations\", columns: {A: name, B: "
               "people}}\n");
  fs::copy_file(blank, folder.path() / "project/templates/blank.xlsx");
  const auto built =
      shell(folder.path() / "project", "svodka build form --period 2020-12 --as-of 2020-12-31 -q 2>&1");
  CHECK_MESSAGE(built.code == 0, built.output);
  check_kept(folder, blank, folder.path() / "project/outputs/2020-12/made.xlsx");
}

}  // namespace
}  // namespace svodka::test
