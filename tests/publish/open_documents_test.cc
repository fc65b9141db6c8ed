#include "publish/open_documents.h"

#include <doctest/doctest.h>

#include "support/temp_folder.h"

namespace svodka {
namespace {

using publish::open_elsewhere;

// As Word writes it: 162 bytes.
std::string owner_file(std::size_t unicode_at) {
  std::string bytes =
      "\x06"
      "Ivanov";
  bytes.resize(unicode_at, ' ');
  bytes += std::string("\x06\0", 2);
  for (const char c : std::string("Ivanov")) bytes += std::string{c, '\0'};
  bytes.resize(162, '\0');
  return bytes;
}

TEST_CASE("a document that is open in LibreOffice has a lock file that names the user") {
  const test::TempFolder folder;
  folder.write("Отчёт.docx", "…");
  CHECK_FALSE(open_elsewhere(folder.path() / "Отчёт.docx"));
  folder.write(".~lock.Отчёт.docx#",
               "Иванова А.\\, методист,ivanova,pc-17,28.11.2026 12:00,file:///home/i/;");
  const auto open = open_elsewhere(folder.path() / "Отчёт.docx");
  REQUIRE(open);
  CHECK_EQ(open->program, "LibreOffice");
  CHECK_EQ(open->user, "Иванова А., методист");
  folder.write(".~lock.Отчёт.docx#", ",ivanova,pc-17,28.11.2026 12:00,file:///home/i/;");
  CHECK_EQ(open_elsewhere(folder.path() / "Отчёт.docx")->user, "ivanova");
}

TEST_CASE("a document that is open in Word or Excel has an owner file, whose name depends on the length") {
  const test::TempFolder folder;
  folder.write("~$равка школы.docx", owner_file(54));
  folder.write("~$тчётик.docx", owner_file(54));
  folder.write("~$План.xlsx", owner_file(55));
  for (const char* name : {"Справка школы.docx", "Отчётик.docx", "План.xlsx"}) {
    const auto open = open_elsewhere(folder.path() / name);
    REQUIRE(open);
    CHECK_EQ(open->program, "Microsoft Office");
    CHECK_EQ(open->user, "Ivanov");
  }
  CHECK_FALSE(open_elsewhere(folder.path() / "Лист.xlsx"));
  folder.write("~$равка школы.docx", "\x09");
  CHECK_EQ(open_elsewhere(folder.path() / "Справка школы.docx")->user, "");
}

TEST_CASE("each document that is about to be replaced and is open is warned of") {
  const test::TempFolder folder;
  folder.write(".~lock.Отчёт.docx#", ",ivanova,pc-17,28.11.2026 12:00,;");
  Diagnostics out;
  publish::warn_of_open_documents(folder.path(), {"Отчёт.docx", "План.xlsx"}, out);
  REQUIRE_EQ(out.count(Severity::kWarning), 1);
  CHECK_EQ(out.in_order().front().message.ru,
           "документ «Отчёт.docx» открыт (LibreOffice, ivanova): на том экране прежний текст");
}

}  // namespace
}  // namespace svodka
