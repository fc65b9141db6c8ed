#include "render/word/page_numbers.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "base/files.h"
#include "docx_fixture.h"
#include "support/golden.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::string mark(const char* kind) {
  return "<w:r><w:fldChar w:fldCharType=\"" + std::string(kind) + "\"/></w:r>";
}
std::string field(const std::string& code, const std::string& result) {
  return mark("begin") + "<w:r><w:instrText xml:space=\"preserve\"> " + code + " </w:instrText></w:r>" +
         mark("separate") + "<w:r><w:t>" + result + "</w:t></w:r>" + mark("end");
}
std::string run(const std::string& words) {
  return "<w:r><w:t xml:space=\"preserve\">" + words + "</w:t></w:r>";
}
std::string heading(const std::string& words) {
  return "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>" + run(words) + "</w:p>";
}
const std::string kBreak = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
const std::string kContents = "<w:p>" + field("TOC \\o \"1-3\" \\h \\z \\u", "Обновите") + "</w:p>";
const test::Part kStyles{
    "word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "<w:styles NS><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>"
    "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"TOC1\">"
    "<w:name w:val=\"toc 1\"/></w:style></w:styles>"};

std::string sample() { return made(kContents + kBreak + heading("{{title}}"), {kStyles}); }

// A stand-in for LibreOffice: a script that gets its arguments.
struct StandIn {
  test::TempFolder folder;
  LayoutProgram program(const std::string& body, milliseconds limit = milliseconds(20000)) const {
    folder.write("soffice", "#!/bin/sh\necho call >> " + calls() + "\n" + body + "\n");
    fs::permissions(folder.path() / "soffice", fs::perms::owner_all);
    return {folder.path() / "soffice", limit};
  }
  std::string calls() const { return (folder.path() / "calls").string(); }
  long count() const { return static_cast<long>(test::contents(calls()).size() / 5); }
};

struct Filled {
  std::string package;
  Diagnostics out;
};
Filled filled_by(const LayoutProgram& program, const std::string& package) {
  Filled made;
  made.package =
      PageNumbers(program).fill("отчёт.docx", package, {.file = "templates/r.yaml", .line = 4}, made.out);
  return made;
}
std::string told(const Diagnostics& out) {
  return out.in_order().size() == 1 ? out.in_order().front().rule + ": " + out.in_order().front().message.ru
                                    : "";
}

TEST_CASE("without LibreOffice the contents are left to Word, with one warning for all documents") {
  PageNumbers pages({.path = std::nullopt});
  Diagnostics out;
  const auto package = pages.fill("а.docx", sample(), {}, out);
  pages.fill("б.docx", sample(), {}, out);
  CHECK_EQ(told(out),
           "contents-pages: номера страниц в оглавлении «а.docx» и следующих документов не проверены: "
           "LibreOffice не установлен");
  CHECK_FALSE(out.has_errors());
  const auto xml = test::part_of(package);
  CHECK(xml.find("<w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText "
                 "xml:space=\"preserve\"> TOC") != std::string::npos);
  CHECK_EQ(test::faults_of(package), "");
}

TEST_CASE("a LibreOffice that hangs is killed, and no further document waits for it") {
  const StandIn stand_in;
  PageNumbers pages(stand_in.program("trap '' TERM; sleep 60 & wait", milliseconds(300)));
  Diagnostics out;
  pages.fill("а.docx", sample(), {}, out);
  pages.fill("б.docx", sample(), {}, out);
  CHECK_EQ(told(out),
           "contents-pages: номера страниц в оглавлении «а.docx» и следующих документов не проверены: "
           "LibreOffice не ответил за 0 с");
  CHECK_EQ(stand_in.count(), 1);
}

TEST_CASE(
    "a LibreOffice that crashes, says nothing or writes nonsense is a warning, and the document is made") {
  const StandIn crash, silent, nonsense;
  const auto crashed = filled_by(crash.program("kill -SEGV $$"), sample());
  CHECK_EQ(told(crashed.out),
           "contents-pages: номера страниц в оглавлении «отчёт.docx» не проверены: LibreOffice завершился с "
           "ошибкой");
  CHECK(test::text_of(crashed.package).starts_with("Отчёт\\t1\n"));
  const auto quiet = filled_by(silent.program("exit 0"), sample());
  CHECK_EQ(
      told(quiet.out),
      "contents-pages: номера страниц в оглавлении «отчёт.docx» не проверены: LibreOffice не сообщил номера");
  const auto odd = filled_by(nonsense.program("mkdir -p out; echo '<html>' > out/document.pdf"), sample());
  CHECK_EQ(told(odd.out), told(quiet.out));
}

TEST_CASE("a document without page fields is not laid out") {
  const StandIn stand_in;
  const auto package = made(heading("{{title}}"), {kStyles});
  const auto same = filled_by(stand_in.program("exit 1"), package);
  CHECK(same.out.empty());
  CHECK_EQ(same.package, package);
  CHECK_EQ(stand_in.count(), 0);
}

// The text of each page as LibreOffice prints it.
std::vector<std::string> printed(const std::string& package) {
  const test::TempFolder folder;
  folder.write("made.docx", package);
  test::shell(folder.path(),
              "soffice -env:UserInstallation=file://$PWD/profile --headless --convert-to pdf made.docx "
              ">/dev/null 2>&1 && pdftotext -layout made.pdf made.txt");
  std::vector<std::string> pages;
  const auto text = test::contents(folder.path() / "made.txt");
  for (std::size_t at = 0; at < text.size(); at = text.find('\f', at) + 1)
    pages.push_back(text.substr(at, text.find('\f', at) - at));
  return pages;
}

// Entries of the printed contents: «words ..... 12».
std::map<std::string, int> printed_entries(const std::vector<std::string>& pages) {
  const std::regex line(R"(^\s*(\S.*?)[ .]{2,}(\d+)\s*$)");
  std::map<std::string, int> entries;
  for (const auto& page : pages) {
    std::istringstream lines(page);
    for (std::string words; std::getline(lines, words);) {
      std::smatch match;
      if (std::regex_match(words, match, line)) entries[match[1]] = std::stoi(match[2]);
    }
  }
  return entries;
}

int page_of(const std::vector<std::string>& pages, const std::string& words) {
  for (std::size_t i = pages.size(); i-- > 0;) {  // headings stand after the contents
    std::istringstream lines(pages[i]);
    for (std::string line; std::getline(lines, line);) {
      if (line.find(words) != std::string::npos && line.ends_with(words)) return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool has_libreoffice() {
  if (find_program({"soffice"}) && find_program({"pdftotext"})) return true;
  MESSAGE("LibreOffice or pdftotext is missing: nothing checked");
  return false;
}

std::string long_document(int headings) {
  std::string words, body = kContents + kBreak;
  for (int i = 0; i < 120; ++i) words += "слово о деле ";
  for (int i = 1; i <= headings; ++i)
    body += heading("Глава " + std::to_string(i) + " книги") + test::paragraph({words});
  return body + test::paragraph({"{{#schools}}"}) + heading("Школа {{name}}") + test::paragraph({words}) +
         test::paragraph({"{{/schools}}"});
}

TEST_CASE("the printed contents name the pages on which the headings are printed") {
  if (!has_libreoffice()) return;
  // One page of contents, and more than one: the headings move with it.
  for (const int headings : {6, 90}) {
    const auto laid = filled_by(LayoutProgram::installed(), made(long_document(headings), {kStyles}));
    CHECK(laid.out.empty());
    CHECK_EQ(test::part_of(laid.package).find("w:dirty"), std::string::npos);
    const auto pages = printed(laid.package);
    const auto entries = printed_entries(pages);
    CHECK_EQ(entries.size(), headings + 2);
    for (const auto& [words, page] : entries) CHECK_MESSAGE(page == page_of(pages, words), words);
  }
}

TEST_CASE("numbers follow the section: where it starts and how it writes them") {
  if (!has_libreoffice()) return;
  const auto section = [](const char* numbers) {
    return "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>" + std::string(numbers) +
           "</w:sectPr></w:pPr></w:p>";
  };
  const auto body =
      kContents + heading("Введение") + section("<w:pgNumType w:fmt=\"lowerRoman\" w:start=\"3\"/>") +
      heading("Первая {{title}}") + section("<w:pgNumType w:start=\"10\"/>") + heading("Последняя");
  const auto laid = filled_by(LayoutProgram::installed(), made(body, {kStyles}));
  CHECK(laid.out.empty());
  const auto lines = test::text_of(laid.package);
  CHECK_EQ(lines.substr(0, lines.find("Введение\n")), "Введение\\tiii\nПервая Отчёт\\t10\nПоследняя\\t11\n");
}

TEST_CASE("a reference in the text to a page is filled too") {
  if (!has_libreoffice()) return;
  const auto body = "<w:p>" + run("См. с. ") + field("PAGEREF вывод \\h", "99") + "</w:p>" + kBreak +
                    "<w:p><w:bookmarkStart w:id=\"1\" w:name=\"вывод\"/>" + run("{{title}}") +
                    "<w:bookmarkEnd w:id=\"1\"/></w:p>";
  const auto laid = filled_by(LayoutProgram::installed(), made(body));
  CHECK(laid.out.empty());
  CHECK(test::text_of(laid.package).starts_with("См. с. 2\n"));
}

}  // namespace
}  // namespace svodka::render
