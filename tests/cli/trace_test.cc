#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWrittenInto = "написано не то";

void copy_project(const fs::path& folder) {
  for (const char* name : {"inputs", "templates"})
    fs::copy(fs::path(SVODKA_ROOT) / name, folder / name, fs::copy_options::recursive);
}

TEST_CASE("trace: the demonstration's documents name the lines their values came from, review copies open") {
  const TempFolder folder;
  copy_project(folder.path());
  REQUIRE_EQ(
      shell(folder.path(), "svodka build -q --period 2020-12 --as-of 2020-12-31 --annotate 2>/dev/null").code,
      0);
  for (const char* name :
       {"2020-12-31 Информация об исполнении плана.docx", "2020-12-31 Информация об исполнении плана.txt",
        "2020-12-31 Информация об исполнении плана.html", "2020-12-31 К совещанию.xlsx",
        "2020-12-31 Мониторинг исполнения плана.xlsx"}) {
    CAPTURE(name);
    const auto traced = shell(folder.path(), "svodka trace 'outputs/2020-12/" + std::string(name) + "' 2>&1");
    CAPTURE(traced.output);
    CHECK_EQ(traced.code, 0);
    CHECK(traced.output.find("inputs/plan.yaml:") != std::string::npos);
    CHECK(traced.output.find("запрос не проследить") == std::string::npos);
    CHECK(traced.output.find(kWrittenInto) == std::string::npos);
  }
  const auto strange = shell(folder.path(), "svodka trace templates/progress-report.txt 2>&1");
  CHECK_EQ(strange.code, 1);
  CHECK(strange.output.find("trace-unknown-document") != std::string::npos);
  if (shell("/", "/usr/bin/python3 -c 'import docx, openpyxl' 2>/dev/null").code != 0) {
    MESSAGE("python3-docx and python3-openpyxl are not installed: review copies are not opened");
    return;
  }
  const auto opened = shell(folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR
                                           "/cli/open_documents.py outputs/2020-12/*источники*.docx "
                                           "outputs/2020-12/*источники*.xlsx 2>&1");
  CHECK_MESSAGE(opened.code == 0, opened.output);
  if (shell("/", "/usr/bin/python3 -c 'import lxml' 2>/dev/null").code != 0) return;
  const auto faults = shell(folder.path(), "/usr/bin/python3 " SVODKA_TESTS_DIR
                                           "/support/validate_docx.py outputs/2020-12/*источники*.docx 2>&1");
  CHECK_EQ(faults.output, "");
  CHECK_EQ(faults.code, 0);
}

TEST_CASE("trace: what a chart draws") {
  const TempFolder folder;
  copy_project(folder.path());
  fs::remove_all(folder.path() / "templates");
  fs::create_directory(folder.path() / "templates");
  fs::copy(fs::path(SVODKA_ROOT) / "docs/examples/word/chart.docx", folder.path() / "templates/chart.docx");
  std::ofstream(folder.path() / "templates/chart.yaml")
      << "title: Диаграмма\noutputs: [{template: chart.docx, file: Диаграмма.docx}]\ndata:\n  results: |\n"
         "    SELECT school_short AS \"Школа\", participants AS \"Запланировано\", n4 + n5 AS \"Выполнено\"\n"
         "      FROM results_by_school WHERE year = 2020 ORDER BY school_key\n";
  REQUIRE_EQ(shell(folder.path(), "svodka build -q --period 2020-12 --as-of 2020-12-31 2>.stderr").code, 0);
  const auto traced = shell(folder.path(), "svodka trace outputs/2020-12/Диаграмма.docx 2>&1").output;
  CAPTURE(traced);
  CHECK(traced.find("  84  ← results.Запланировано\n    inputs/results/vpr-2020.csv:") != std::string::npos);
  CHECK(traced.find("  29  ← results.Выполнено\n    inputs/results/vpr-2020.csv:") != std::string::npos);
  CHECK(traced.find("← results.Школа") != std::string::npos);
  CHECK(traced.find(kWrittenInto) == std::string::npos);
}

TEST_CASE("trace: a spreadsheet of OpenDocument as the same in Excel's format") {
  if (shell("/", "command -v soffice >/dev/null").code != 0) {
    MESSAGE("LibreOffice is not installed: no .ods was made");
    return;
  }
  const TempFolder folder;
  copy_project(folder.path());
  fs::remove_all(folder.path() / "templates");
  fs::create_directory(folder.path() / "templates");
  std::ofstream(folder.path() / "templates/table.yaml") << R"(title: Таблица
outputs:
  - file: Таблица.xlsx
    sheets: &sheets
      - name: Школы
        rows: schools
        columns:
          - {header: Школа, value: school}
          - {header: Участников, name: wrote, value: participants, total: sum}
          - {header: "4 и 5", name: good, value: good, total: sum}
          - {header: Доля, formula: "{good} / {wrote}", format: "0.0%"}
        total: Всего
      - name: Приказы
        rows: orders
        columns: [{header: Номер, value: number}, {header: Дата, value: date}]
  - {file: Таблица.ods, sheets: *sheets}
data:
  schools: SELECT school_short AS school, participants, n4 + n5 AS good FROM results_by_school WHERE year = 2020 ORDER BY school_key
  orders: SELECT number, date FROM orders ORDER BY date, number
)";
  const auto built =
      shell(folder.path(), "svodka build -q --period 2020-12 --as-of 2020-12-31 --annotate 2>&1");
  REQUIRE_MESSAGE(built.code == 0, built.output);
  const auto xlsx = shell(folder.path(), "svodka trace outputs/2020-12/Таблица.xlsx 2>&1").output;
  CHECK_EQ(shell(folder.path(), "svodka trace outputs/2020-12/Таблица.ods 2>&1").output, xlsx);
  CHECK(xlsx.find("Школы!D4\n") != std::string::npos);
  CHECK(xlsx.find("inputs/orders.yaml:") != std::string::npos);
  const auto notes = shell(folder.path(), "unzip -p 'outputs/2020-12/Таблица (источники).ods' content.xml");
  CHECK(notes.output.find("office:annotation") != std::string::npos);
  CHECK(notes.output.find("inputs/results/vpr-2020.csv:") != std::string::npos);
  // Somebody writes into it.
  CHECK_EQ(shell(folder.path(),
                 "mkdir x && cd x && unzip -q ../outputs/2020-12/Таблица.ods && sed -i "
                 "'s/>Всего</>Итого</' content.xml && "
                 "zip -q -r ../outputs/2020-12/Таблица.ods . 2>/dev/null")
               .code,
           0);
  CHECK(shell(folder.path(), "svodka trace outputs/2020-12/Таблица.ods 2>&1").output.find(kWrittenInto) !=
        std::string::npos);
}

TEST_CASE("trace: a draft's mark is nobody's writing, neither before nor after the approval") {
  const TempFolder folder;
  const auto ok = [&](const std::string& command) {
    const auto result = shell(folder.path(), "{ " + command + "; } 2>&1");
    CHECK_MESSAGE(result.code == 0, command << "\n" << result.output);
    return result.output;
  };
  ok("svodka new . -q");
  std::ofstream(folder.path() / "templates/report.yaml", std::ios::app)
      << "sign-off: {approve: [methodist], sign: head}\n";
  const std::string docx = "'outputs/2026-09/2026-10-01 Информация об исполнении плана.docx'";
  const std::string txt = "'outputs/2026-09/2026-10-01 Информация об исполнении плана.txt'";
  const auto check = [&] {
    for (const auto& name : {docx, txt}) {
      const auto traced = ok("svodka trace " + name);
      CHECK(traced.find("inputs/") != std::string::npos);
      CHECK_MESSAGE(traced.find(kWrittenInto) == std::string::npos, traced);
    }
  };
  ok("svodka build -q");
  REQUIRE(ok("cat " + txt).starts_with("ПРОЕКТ"));
  check();
  ok("svodka build -q --trace");
  const auto recorded = ok("svodka trace " + txt + " --format json");
  ok("rm -r outputs/2026-09/.trace");
  CHECK_EQ(ok("svodka trace " + txt + " --format json"), recorded);
  ok("svodka approve 2026-09 --by methodist -q");
  REQUIRE_FALSE(ok("cat " + txt).starts_with("ПРОЕКТ"));
  check();
  ok("sed -i '1s/^/Дописано. /' " + txt);
  CHECK(ok("svodka trace " + txt).find(kWrittenInto) != std::string::npos);
}

}  // namespace
}  // namespace svodka::test
